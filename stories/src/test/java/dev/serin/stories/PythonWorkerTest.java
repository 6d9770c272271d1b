package dev.serin.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only Python can run: refused, allowed by its digest, run apart from everything else. */
class PythonWorkerTest {
  private static final Pattern DIGEST = Pattern.compile("runtime\\.worker\\.allow: ([0-9a-f]{64})");
  private static final String LOADER =
      """
      import time

      class Priced:
          def predict(self, columns):
              if columns["area"][0] == -12345:
                  time.sleep(1000)
              return [10 * area for area in columns["area"]]

      def _load_pyfunc(path):
          return Priced()
      """;
  private static final String DESCRIPTION =
      """
      flavors:
        python_function:
          loader_module: loader
          code: code
      signature:
        inputs: '[{"type": "double", "name": "area"}]'
      """;

  @TempDir Path scratch;

  @Test
  void onlyTheAllowedBytesRunAndAHangOfTheirsHoldsNobodyUp() throws IOException {
    Path folder = Files.createDirectory(scratch.resolve("models"));
    Models.put(folder.resolve("price.pkl"), Models.regressor("ridge").bytes());
    Files.createDirectories(folder.resolve("priced/code"));
    Files.writeString(folder.resolve("priced/code/loader.py"), LOADER);
    Files.writeString(folder.resolve("priced/MLmodel"), DESCRIPTION);
    String digest = refused(folder);

    try (Serin serin =
        Serin.serve(
            scratch.resolve("data"),
            folder.toString(),
            "--runtime.worker.allow",
            digest,
            "--runtime.worker.timeout",
            "3s")) {
      runs(serin);
      CompletableFuture<List<Serin.Answer>> hung =
          CompletableFuture.supplyAsync(() -> List.of(priced(serin, -12345)));
      for (int i = 0; i < 20; i++) {
        assertThat(serin.post("/v2/models/price/infer", Models.request()).status()).isEqualTo(200);
      }
      assertThat(hung.join().getFirst().status()).isEqualTo(504);
      assertThat(hung.join().getFirst().json().path("code").asText()).isEqualTo("WORKER_TIMEOUT");
      assertThat(again(serin).fine().at("/outputs/0/data/0").asDouble()).isEqualTo(30);
      assertThat(serin.stop()).isZero();
    }
  }

  /** The digest that the refusal of an ordinary start names. */
  private String refused(Path folder) {
    try (Serin serin = Serin.serve(scratch.resolve("data"), folder.toString())) {
      JsonNode refused = serin.get("/serin/v1/models/priced").fine().path("refused");
      assertThat(refused.path("code").asText()).isEqualTo("UNSUPPORTED_FORMAT");
      Matcher digest = DIGEST.matcher(refused.path("remedy").asText());
      assertThat(digest.find()).as(refused.toString()).isTrue();
      return digest.group(1);
    }
  }

  private static void runs(Serin serin) {
    serin.post("/activate/priced"); // a model that was refused before waits for that
    Serin.Answer answer = priced(serin, 2);
    boolean isolated = !serin.get("/serin/v1/models/priced").body().contains("WORKER_ISOLATION");
    Assumptions.assumeTrue(
        isolated || "required".equals(System.getenv("INFRA")), "no isolation on this machine");
    assertThat(answer.fine().at("/outputs/0/data/0").asDouble()).isEqualTo(20);
  }

  private static Serin.Answer again(Serin serin) {
    Serin.Answer answer = priced(serin, 3);
    for (int i = 0; i < 600 && answer.status() == 503; i++) {
      Pause.millis(100);
      answer = priced(serin, 3);
    }
    return answer;
  }

  private static Serin.Answer priced(Serin serin, int area) {
    return serin.post(
        "/v2/models/priced/infer",
        "{\"inputs\":[{\"name\":\"area\",\"shape\":[1],\"datatype\":\"FP64\",\"data\":[%d]}]}"
            .formatted(area));
  }
}
