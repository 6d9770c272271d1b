package dev.serin.web.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.web.Client;
import dev.serin.web.Page;
import dev.serin.web.TestHouse;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageRoutesTest {
  private static final Pattern LOADED = Pattern.compile("(?:/ui/|\"\\./)([a-z-]+\\.(?:js|css))\"");
  private final TestHouse house = new TestHouse(_ -> PageRoutes.routes());
  private final Client client = new Client(house.port());

  @AfterAll
  void close() {
    client.close();
    house.close();
  }

  @Test
  void everyModelHasAPageWhateverItsName() {
    var page = client.get("/rollouts/a%20%3Cb%3E%2Fc");

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(page.body()).isEqualTo(client.get("/rollouts/iris").body()).doesNotContain("<b>");
  }

  @Test
  void itRunsOnlyScriptsOfThisServerAndLoadsNothingFromElsewhere() {
    var page = client.get("/rollouts/iris");

    assertThat(page.header("Content-Security-Policy"))
        .contains("default-src 'none'", "script-src 'self';", "style-src 'self';")
        .doesNotContain("unsafe");
    assertThat(page.body()).doesNotContain("http://", "https://", "<style", " style=", " on");
  }

  @Test
  void whateverItLoadsIsThere() {
    List<String> parts =
        Stream.concat(loaded("rollout.html"), loaded("rollout.html").flatMap(PageRoutesTest::deep))
            .distinct()
            .toList();

    assertThat(parts).contains("rollout.js", "rollout-math.js", "rollout-parts.css");
    for (String part : parts) {
      var answer = client.get("/ui/" + part);
      assertThat(answer.status()).as(part).isEqualTo(200);
      assertThat(answer.header("Content-Type"))
          .startsWith(part.endsWith("css") ? "text/css" : "text/javascript");
      assertThat(answer.body()).doesNotContain("innerHTML", "outerHTML", "eval(");
    }
  }

  private static Stream<String> deep(String part) {
    return Stream.concat(
        Stream.of(part), loaded(part).filter(p -> !p.equals(part)).flatMap(PageRoutesTest::deep));
  }

  private static Stream<String> loaded(String part) {
    return LOADED.matcher(Page.text(part)).results().map((MatchResult found) -> found.group(1));
  }
}
