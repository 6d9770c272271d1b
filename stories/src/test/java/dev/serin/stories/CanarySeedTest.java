package dev.serin.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The test suite of the canary document, over real HTTP: status, twenty posts of bytes that are no
 * image, waiting until production. A window of seconds by default; the three minutes of the
 * document, with no setting but its own, under {@code ./do story canary}.
 */
@Tag("canary")
@Isolated("it waits for evidence, which takes a processor")
class CanarySeedTest {
  private static final boolean REAL = "canary".equals(System.getProperty("serin.story"));
  private static final int POSTS = 20;
  private static final String BOUNDARY = "frontier";
  private static final Path PAIRS = Commands.top().resolve("fixtures").resolve("onnx-pairs");
  private static final Duration WAIT = REAL ? Duration.ofMinutes(5) : Duration.ofSeconds(60);

  @TempDir Path scratch;
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    http.close();
  }

  /** The folder of the document, with the first version in it. */
  private Path models() throws IOException {
    Path current = Files.createDirectories(scratch.resolve("models/current"));
    Files.copy(PAIRS.resolve("raw-head/model.onnx"), current.resolve("best.onnx"));
    Files.writeString(
        current.resolve("version.json"),
        "{\"version\":1,\"timestamp\":\"2025-06-01T12:00:00\",\"metrics\":{\"final_map\":0.4}}");
    return scratch.resolve("models");
  }

  private Serin serve() throws IOException {
    String train =
        "[\"sh\",\"-c\",\"echo [env] epochs=$EPOCHS; cp %s $SERIN_OUTPUT_DIR/best.onnx;"
                .formatted(PAIRS.resolve("raw-head-next/model.onnx"))
            + " echo '{\\\"metrics/mAP50(B)\\\":0.5}' > $SERIN_METRICS_FILE\"]";
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("MODEL_DIR", models().toString());
    environment.put("SERIN_CANARY_MODEL", "damage");
    environment.put("SERIN_TRAINING_COMMAND", train);
    if (!REAL) {
      environment.put("SERIN_ROLLOUT_POLICY", "{\"window\":\"10s\",\"maxWindow\":\"60s\"}");
    }
    return Serin.serve(scratch.resolve("data"), environment);
  }

  private JsonNode status(Serin serin) {
    return serin.get("/model-status").fine();
  }

  private Serin.Answer post(Serin serin, String path, Map<String, byte[]> files) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    files.forEach(
        (name, content) -> {
          body.writeBytes(
              ("--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s.png\"\r\n"
                      + "Content-Type: image/png\r\n\r\n")
                  .formatted(BOUNDARY, name, name)
                  .getBytes(StandardCharsets.UTF_8));
          body.writeBytes(content);
          body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        });
    body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(serin.address().resolve(path))
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
            .build();
    try {
      var response = http.send(request, HttpResponse.BodyHandlers.ofString());
      return new Serin.Answer(response.statusCode(), response.body(), response.headers());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  private static Map<String, byte[]> pair() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("pre_disaster", Files.readAllBytes(PAIRS.resolve("raw-head/pre.png")));
    files.put("post_disaster", Files.readAllBytes(PAIRS.resolve("raw-head/post.png")));
    return files;
  }

  private static Map<String, byte[]> noImages() {
    byte[] bytes = "fake image data".getBytes(StandardCharsets.UTF_8);
    return Map.of("pre_disaster", bytes, "post_disaster", bytes);
  }

  private void train(Serin serin) {
    assertThat(serin.post("/trigger-train").status()).isEqualTo(202);
    boolean trained =
        Pause.until(
            Duration.ofSeconds(30),
            () -> serin.get("/job-status/train").fine().path("succeeded").asInt() == 1);
    assertThat(trained).as(() -> serin.get("/job-logs/train").body()).isTrue();
    assertThat(until(serin, "canary", Duration.ofSeconds(30))).as(serin::output).isTrue();
  }

  private boolean until(Serin serin, String mode, Duration atMost) {
    return Pause.until(atMost, () -> status(serin).path("deployment_mode").asText().equals(mode));
  }

  @Test
  void junkIsNotCountedAndTheCanaryIsPromotedByProbes() throws IOException {
    try (Serin serin = serve()) {
      JsonNode fresh = status(serin);
      assertThat(fresh.path("deployment_mode").asText()).isEqualTo("production");
      assertThat(fresh.path("current_model").asBoolean()).isTrue();
      assertThat(fresh.path("canary_model").asBoolean()).isFalse();
      assertFound(post(serin, "/predict", pair()));

      train(serin);
      JsonNode begun = status(serin);
      assertThat(begun.path("canary_version").path("version").asInt()).isEqualTo(2);
      for (int i = 0; i < POSTS; i++) {
        assertThat(post(serin, "/predict", noImages()).status()).isEqualTo(400);
      }
      JsonNode arms = newest(serin).path("arms");
      assertThat(arms.path("current").path("calls").asInt()).as("" + arms).isZero();
      assertThat(arms.path("canary").path("calls").asInt()).as("" + arms).isZero();

      assertThat(until(serin, "production", WAIT)).as(serin::output).isTrue();
      JsonNode after = status(serin);
      assertThat(after.path("ready_for_promotion").asBoolean()).isTrue();
      assertThat(newest(serin).path("evidence").asText()).isEqualTo("probe_only");
      assertThat(post(serin, "/predict", pair()).json().path("model_version").asText())
          .isEqualTo("2");
      assertFolders(serin, 2);
      assertThat(serin.output()).contains("Using model: current (version 2 of 'damage', request ");
    }
  }

  private static JsonNode newest(Serin serin) {
    return serin.get("/serin/v1/models/damage/rollouts").fine().path("rollouts").path(0);
  }

  private static void assertFound(Serin.Answer answer) throws IOException {
    JsonNode found = answer.fine();
    JsonNode golden =
        Jsons.read(Files.readString(PAIRS.resolve("raw-head/boxes.json"))).path(0).path("boxes");
    assertThat(found.path("detections")).hasSameSizeAs(golden);
    assertThat(found.path("detections").path(0).path("cls")).isEqualTo(golden.path(0).path("cls"));
    byte[] png = Base64.getDecoder().decode(found.path("overlay_png_base64").asText());
    assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isEqualTo(100);
    assertThat(found.path("model_used").asText()).isEqualTo("current");
  }

  /** The folders follow the registry. */
  private void assertFolders(Serin serin, int version) {
    Path current = scratch.resolve("models/current/version.json");
    Path canary = scratch.resolve("models/canary");
    boolean there =
        Pause.until(
            Duration.ofSeconds(15), () -> version(current) == version && Files.notExists(canary));
    assertThat(there).as(serin::output).isTrue();
  }

  private static int version(Path json) {
    try {
      return Jsons.read(Files.readString(json)).path("version").asInt();
    } catch (IOException exchanged) {
      return -1;
    }
  }

  @Test
  void requestsAreSharedAndTheFolderShowsTheCanary() throws IOException {
    try (Serin serin = serve()) {
      train(serin);
      Set<String> used = new HashSet<>();
      Set<String> versions = new HashSet<>();
      for (int i = 0; i < 2 * POSTS; i++) {
        JsonNode answer = post(serin, "/predict", pair()).fine();
        used.add(answer.path("model_used").asText());
        versions.add(answer.path("model_used").asText() + answer.path("model_version").asText());
      }
      assertThat(used).isEqualTo(Set.of("current", "canary"));
      assertThat(versions).isEqualTo(Set.of("current1", "canary2"));
      Path canary = scratch.resolve("models/canary/version.json");
      assertThat(Pause.until(Duration.ofSeconds(10), () -> version(canary) == 2)).isTrue();
      JsonNode file = Jsons.read(Files.readString(canary));
      assertThat(file.path("traffic_weight").asDouble()).isEqualTo(0.5);
      assertThat(file.path("metrics").path("final_map").asDouble()).isEqualTo(0.5);

      String id = status(serin).path("deployment").asText();
      serin.post("/serin/v1/rollouts/" + id + "/rollback", "{\"reason\":\"seen enough\"}").fine();

      assertThat(until(serin, "production", Duration.ofSeconds(20))).as(serin::output).isTrue();
      assertThat(status(serin).path("ready_for_promotion").asBoolean()).isFalse();
      assertFolders(serin, 1);
    }
  }

  @Test
  void aFolderThatSomebodyFillsBecomesACanary() throws IOException {
    try (Serin serin = serve()) {
      Path canary = Files.createDirectories(scratch.resolve("models/canary"));
      Files.copy(PAIRS.resolve("raw-head-next/model.onnx"), canary.resolve("best.onnx"));
      Files.writeString(
          canary.resolve("version.json"),
          "{\"version\":2,\"timestamp\":\"2025-06-01T12:00:00\",\"traffic_weight\":0.25,"
              + "\"metrics\":{\"fitness\":0.5}}");

      assertThat(until(serin, "canary", Duration.ofSeconds(30))).as(serin::output).isTrue();
      JsonNode status = status(serin);
      assertThat(status.path("weight").asDouble()).isEqualTo(0.25);
      assertThat(status.path("canary_version").path("metrics").path("fitness").asDouble())
          .isEqualTo(0.5);
    }
  }
}
