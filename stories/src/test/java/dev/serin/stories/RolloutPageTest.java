package dev.serin.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page of roll-outs in a real browser, as people see and use it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RolloutPageTest {
  private static final Path PICTURES = Path.of("target", "screenshots");
  private static final String BADGE = "[data-part=badge]";
  private static final String CLOCK = "[data-part=clock]";
  private static final int PHONE = 320;

  private Chromium browser;

  @BeforeAll
  void start(@TempDir Path profile) {
    browser = Chromium.start(profile);
  }

  @AfterAll
  void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  private static Played played(Phase phase) {
    return new Played("iris", Optional.of(phase));
  }

  private static void fits(Tab tab) {
    assertThat(tab.value("document.documentElement.scrollWidth").asInt())
        .isLessThanOrEqualTo(tab.value("innerWidth").asInt());
  }

  private static void picture(Tab tab, String name) {
    tab.picture(PICTURES.resolve(name.toLowerCase(Locale.ROOT) + ".png"));
  }

  @ParameterizedTest
  @EnumSource
  void everyPhaseIsToldOnADeskAndOnAPhone(Phase phase) {
    try (Played server = played(phase);
        Tab tab = browser.tab(1200, 900)) {
      tab.open(server.page());
      tab.awaitText(BADGE, phase.name().replace('_', ' '));
      tab.await("document.querySelectorAll('.facts li').length === " + phase.facts("").size());
      assertThat(tab.text("[data-part=versions]")).isEqualTo("version 7 → version 8");
      assertThat(tab.text("[data-part=gate-words]")).endsWith("of 73 calls");
      fits(tab);
      picture(tab, phase + "-desk");

      tab.size(PHONE, 700);
      tab.dark(true);
      tab.await("!document.querySelector('svg:not([viewBox^=\"0 0 300 \"])')");
      fits(tab);
      picture(tab, phase + "-phone-dark");
      assertThat(tab.errors()).isEmpty();
    }
  }

  @Test
  void theClockRunsWhileEvidenceIsGatheredAndVisiblyStandsWhileHeld() {
    try (Played server = played(Phase.CANARY);
        Tab tab = browser.tab(1200, 900)) {
      tab.open(server.page());
      tab.awaitText(CLOCK, "1:2");
      assertThat(tab.text("[data-part=clock-label]")).isEqualTo("to the decision");

      server.turn(Phase.HELD);
      tab.awaitText(BADGE, "HELD");
      tab.await("document.querySelector('[data-part=head]').classList.contains('still')");
      assertThat(tab.text("[data-part=clock-label]")).startsWith("clock stopped");
      assertThat(tab.text("[data-part=reason]"))
          .contains("SHARED_FAULT: current failed 30 of 100 calls as well");
      String before = tab.text(CLOCK);
      tab.value("new Promise((done) => setTimeout(done, 2500))");
      assertThat(tab.text(CLOCK)).isEqualTo(before).isEqualTo("2:00");

      server.turn(Phase.ROLLED_BACK);
      tab.awaitText(BADGE, "ROLLED BACK");
      tab.await("document.querySelector('[data-part=start] select')?.options.length === 2");
      assertThat(tab.text("#link")).isEmpty();
      assertThat(tab.errors()).isEmpty();
    }
  }

  @Test
  void everyActionAsksForAReasonAndSaysWhichRevisionItMeans() {
    try (Played server = played(Phase.CANARY);
        Tab tab = browser.tab(PHONE, 640)) {
      tab.open(server.page());
      tab.awaitText(BADGE, "CANARY");
      for (String wish : List.of("pause", "promote", "rollback", "weight")) {
        tab.press("[data-wish=" + wish + "]");
        tab.await("document.querySelector('dialog[open]')");
        tab.press("dialog .go");
        assertThat(
                tab.value("document.querySelector('dialog textarea').checkValidity()").asBoolean())
            .isFalse();
        fits(tab);
        tab.key("Escape", 27);
        tab.await("!document.querySelector('dialog')");
      }
      assertThat(server.asked()).isEmpty();
      assertThat(tab.value("document.activeElement.dataset.wish").asText()).isEqualTo("weight");

      tab.key("Enter", 13);
      tab.await("document.querySelector('dialog[open]')");
      tab.value("document.activeElement.select()");
      tab.type("12.5");
      tab.key("Tab", 9);
      tab.type("too much at once");
      picture(tab, "dialog-phone");
      tab.press("dialog .go");
      tab.await("!document.querySelector('dialog')");
      assertThat(server.asked())
          .containsExactly(
              new Played.Asked(
                  "PATCH",
                  "/serin/v1/rollouts/r-canary/weight",
                  "\"41\"",
                  Jsons.object().put("weight", 0.125).put("reason", "too much at once")));
      assertThat(tab.errors()).isEmpty();
    }
  }

  @Test
  void aPromotionWithoutEvidenceNeedsForceAndARefusalIsTold() {
    try (Played server = played(Phase.CANARY);
        Tab tab = browser.tab(1200, 900)) {
      server.refuse(409);
      tab.open(server.page());
      tab.awaitText(BADGE, "CANARY");
      tab.press("[data-wish=promote]");
      assertThat(tab.text("dialog p")).contains("61 of 73 calls", "Only by force");
      tab.type("we are sure");
      tab.press("dialog .go");
      assertThat(server.asked()).isEmpty();
      tab.press("dialog [name=force]");
      tab.press("dialog .go");
      tab.awaitText("dialog .problem", "the state is <i>another</i> one");
      picture(tab, "refused-desk");
      assertThat(server.asked().getFirst().body())
          .isEqualTo(Jsons.object().put("reason", "we are sure").put("force", true));
    }
  }

  @Test
  void hostileNamesAreTexts() {
    String name = "<img src=x onerror=\"document.title='taken'\">/../\u202e&amp;#%41";
    try (Played server = new Played(name, Optional.of(Phase.CANARY));
        Tab tab = browser.tab(PHONE, 640)) {
      tab.open(server.page());
      tab.awaitText(BADGE, "CANARY");
      tab.awaitText("[data-part=classes]", "<b>virginica</b>");
      assertThat(tab.text("#model")).isEqualTo(name);
      assertThat(tab.value("document.querySelectorAll('img, main b').length").asInt()).isZero();
      assertThat(tab.value("document.title").asText()).startsWith(name);
      fits(tab);

      tab.open(server.home());
      tab.awaitText("tbody a", "running, 50 % canary");
      assertThat(tab.value("document.querySelectorAll('img').length").asInt()).isZero();
      tab.press("tbody a");
      tab.awaitText("#model", name);
      assertThat(tab.errors()).isEmpty();
    }
  }

  @Test
  void aBrokenStreamGoesOnAfterTheLastEventAndMeanwhileThePageAsks() {
    try (Played server = played(Phase.CANARY);
        Tab tab = browser.tab(1200, 900)) {
      tab.open(server.page());
      tab.awaitText("#link", "live");
      tab.await("document.querySelectorAll('.facts li').length === 4");
      server.cut(false);
      tab.awaitText("#link", "polling");
      server.cut(true);
      tab.awaitText("#link", "live");
      assertThat(server.resumed()).startsWith("0", "4").endsWith("4");
      assertThat(tab.value("document.querySelectorAll('.facts li').length").asInt()).isEqualTo(4);
    }
  }

  @Test
  void aPageThatIsLeftOpenKeepsNoMoreThanAtFirst() {
    try (Played server = played(Phase.BAKING);
        Tab tab = browser.tab(1200, 900)) {
      server.pace(5);
      tab.open(server.page());
      tab.awaitText(BADGE, "BAKING");
      assertThat(Pause.until(Duration.ofSeconds(30), () -> server.ticks() > 200)).isTrue();
      Tab.Kept first = tab.kept();
      assertThat(Pause.until(Duration.ofSeconds(60), () -> server.ticks() > 1_000)).isTrue();
      Tab.Kept later = tab.kept();

      assertThat(later.nodes()).isLessThan(2 * first.nodes());
      assertThat(later.listeners()).isLessThanOrEqualTo(first.listeners() + 10);
      assertThat(later.bytes()).isLessThan(first.bytes() + (2 << 20));
    }
  }

  @Test
  void withoutARolloutThereIsAFormThatStartsOne() {
    try (Played server = new Played("iris", Optional.empty());
        Tab tab = browser.tab(PHONE, 640)) {
      tab.open(server.page());
      tab.await("document.querySelector('[data-part=start] select')?.options.length === 2");
      assertThat(tab.text("[data-part=history]")).contains("no roll-out of this model yet");
      assertThat(tab.value("document.getElementById('live').hidden").asBoolean()).isTrue();
      fits(tab);
      tab.value("document.querySelector('[name=policy]').focus()");
      tab.type("{\"window\": 60s}");
      tab.key("Tab", 9);
      tab.type("new features");
      tab.press("[data-part=start] .go");
      tab.awaitText("[data-part=start] .problem", "JSON");
      picture(tab, "none-phone");
      assertThat(server.asked()).isEmpty();

      tab.value("document.querySelector('[name=policy]').select()");
      tab.type("{\"window\": \"60s\"}");
      tab.press("[data-part=start] .go");
      assertThat(Pause.until(Duration.ofSeconds(10), () -> !server.asked().isEmpty())).isTrue();
      Played.Asked start = server.asked().getFirst();
      assertThat(start.path()).isEqualTo("/serin/v1/models/iris/rollouts");
      assertThat(start.body().path("version").asText()).isEqualTo("8");
      assertThat(start.body().at("/policy/window").asText()).isEqualTo("60s");
      assertThat(start.body().path("reason").asText()).isEqualTo("new features");
      assertThat(start.body().path("idempotencyKey").asText()).hasSize(32);
      assertThat(tab.errors()).isEmpty();
    }
  }

  @Test
  void anOlderRolloutIsShownByItsAddressWithWhatItsVersionsDifferIn() {
    try (Played server = played(Phase.CANARY);
        Tab tab = browser.tab(1200, 900)) {
      tab.open(server.page() + "#r-rolled_back");
      tab.awaitText(BADGE, "ROLLED BACK");
      assertThat(tab.text("[data-part=difference]")).contains("metrics.accuracy0.9070.908");
      assertThat(tab.text("[data-test=E2]")).contains("4.7 of 4.6");
      assertThat(tab.value("document.querySelector('[data-test=E2]').dataset.fires").asText())
          .isEqualTo("true");
      tab.press("[data-wish=verify]");
      tab.awaitText("[data-part=proof]", "1 of 1 automatic decisions follow from the counts");
      tab.press("[href='#r-canary']");
      tab.awaitText(BADGE, "CANARY");
      assertThat(tab.errors()).isEmpty();
    }
  }
}
