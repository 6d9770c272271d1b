package dev.serin.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole roll-out of a real server, begun, stopped and watched to its end in a browser. */
class RolloutInBrowserTest {
  private static final Path PICTURES = Path.of("target", "screenshots");
  private static final String BADGE = "[data-part=badge]";
  private static final String POLICY =
      "{\"window\": \"8s\", \"maxWindow\": \"30s\", \"bake\": {\"duration\": \"4s\"},"
          + " \"latency\": {\"action\": \"observe\"}, \"probes\": {\"rate\": \"20/s\"}}";

  @TempDir Path scratch;

  @Test
  void aRolloutIsBegunStoppedAndProvedInTheBrowser() throws IOException {
    byte[] model = Models.regressor("ridge").bytes();
    Path folder = Files.createDirectory(scratch.resolve("models"));
    Models.put(folder.resolve("price.pkl"), model);
    try (Chromium browser = Chromium.start(scratch.resolve("profile"));
        Serin serin = Serin.serve(scratch.resolve("data"), folder.toString());
        Tab tab = browser.tab(1200, 900)) {
      serin.post("/serin/v1/models/price/versions", Models.stamped(model, 2));
      try (Asking _ = new Asking(serin)) {
        begin(serin, tab);
        decided(tab);
      }
      assertThat(tab.text(".facts")).contains("newer data", "lunch", "back again", "PROMOTED");
      tab.press("[data-wish=verify]");
      tab.awaitText("[data-part=proof]", "Proved");
      tab.picture(PICTURES.resolve("real-completed.png"));
      assertThat(tab.errors()).isEmpty();
    }
  }

  private static void decided(Tab tab) {
    tab.awaitText(BADGE, "CANARY");
    tab.awaitText("[data-part=srm]", "as wanted");
    wish(tab, "pause", "lunch");
    tab.awaitText(BADGE, "PAUSED");
    tab.await("document.querySelector('.still')");
    wish(tab, "resume", "back again");
    tab.awaitText(BADGE, "CANARY");
    tab.await("document.querySelectorAll('.line').length === 2");
    tab.picture(PICTURES.resolve("real-canary.png"));
    tab.awaitText(BADGE, "BAKING");
    tab.awaitText(BADGE, "COMPLETED");
  }

  private static void begin(Serin serin, Tab tab) {
    tab.open(serin.address() + "/rollouts/price");
    tab.await("document.querySelector('[data-part=start] select')?.options.length === 1");
    tab.value("document.querySelector('[name=policy]').focus()");
    tab.type(POLICY);
    tab.key("Tab", 9);
    tab.type("newer data");
    tab.press("[data-part=start] .go");
  }

  private static void wish(Tab tab, String wish, String reason) {
    tab.press("[data-wish=" + wish + "]");
    tab.await("document.querySelector('dialog[open]')");
    tab.type(reason);
    tab.press("dialog .go");
    tab.await("!document.querySelector('dialog')");
  }

  /** Asks the model again and again, about forty times a second. */
  private static final class Asking implements AutoCloseable {
    private final AtomicBoolean over = new AtomicBoolean();
    private final CompletableFuture<Void> all;

    Asking(Serin serin) {
      all = CompletableFuture.runAsync(() -> ask(serin), Thread::startVirtualThread);
    }

    private void ask(Serin serin) {
      while (!over.get()) {
        serin.post("/v2/models/price/infer", Models.request()).fine();
        Pause.millis(20);
      }
    }

    @Override
    public void close() {
      over.set(true);
      all.join();
    }
  }
}
