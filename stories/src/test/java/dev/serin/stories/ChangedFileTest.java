package dev.serin.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("it measures two seconds")
class ChangedFileTest {
  @TempDir Path scratch;

  @Test
  void anOverwrittenModelIsDeactivatedWithinTwoSecondsAndComesBackAsANewVersion()
      throws IOException {
    var old = Models.regressor("ridge");
    var fresh = Models.regressor("lasso");
    Path folder = Files.createDirectory(scratch.resolve("models"));
    Models.put(folder.resolve("price.pkl"), old.bytes());
    try (Serin serin =
        Serin.serve(
            scratch.resolve("data"), folder.toString(), "--source.on-change", "deactivate")) {
      assertThat(Models.same(ask(serin), old.answers())).isTrue();

      Models.put(folder.resolve("price.pkl"), fresh.bytes());

      assertThat(Pause.until(Duration.ofSeconds(2), () -> ask(serin).status() == 404)).isTrue();
      assertThat(ask(serin).json().path("code").asText()).isEqualTo("MODEL_NOT_ACTIVE");
      assertThat(Pause.until(Duration.ofSeconds(15), () -> latest(serin).equals("2"))).isTrue();
      assertThat(ask(serin).status()).isEqualTo(404);
      serin.post("/activate/price").fine();
      Serin.Answer answer = ask(serin);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().path("model_version").asText()).isEqualTo("2");
      assertThat(Models.same(answer, fresh.answers())).isTrue();
    }
  }

  @Test
  void aDeletedModelStopsAnswering() throws IOException {
    Path folder = Files.createDirectory(scratch.resolve("models"));
    Models.put(folder.resolve("price.pkl"), Models.regressor("ridge").bytes());
    try (Serin serin = Serin.serve(scratch.resolve("data"), folder.toString())) {
      assertThat(ask(serin).status()).isEqualTo(200);

      Files.delete(folder.resolve("price.pkl"));

      assertThat(Pause.until(Duration.ofSeconds(15), () -> ask(serin).status() == 404)).isTrue();
    }
  }

  private static String latest(Serin serin) {
    return serin.get("/serin/v1/models/price").fine().path("latest").asText();
  }

  private static Serin.Answer ask(Serin serin) {
    return serin.post("/v2/models/price/infer", Models.request());
  }
}
