package dev.serin.facade.canary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.base.Json;
import dev.serin.base.ModelName;
import dev.serin.plug.file.DirectoryArtifacts;
import dev.serin.plug.file.DirectoryDatasets;
import dev.serin.plug.process.LocalProcess;
import dev.serin.rollout.control.Live;
import dev.serin.rollout.control.Rollout;
import dev.serin.training.Jobs;
import dev.serin.training.Order;
import dev.serin.training.TrainingSettings;
import dev.serin.web.Client;
import dev.serin.web.Rooms;
import dev.serin.web.Route;
import dev.serin.web.TestHouse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CanaryRoutesTest {
  private static final byte[] WHITE = Images.png(40, 20, 0xFFFFFF);
  private static final byte[] BLACK = Images.png(30, 30, 0x000000);
  private static final byte[] NONE = "fake image data".getBytes(StandardCharsets.UTF_8);
  private static final Progress QUIET =
      new Progress() {
        @Override
        public Optional<Rollout> newest(ModelName model) {
          return Optional.empty();
        }

        @Override
        public List<ModelName> running() {
          return List.of();
        }

        @Override
        public Live live(String id) {
          throw new IllegalStateException("there are no roll-outs");
        }
      };

  @TempDir Path scratch;
  private List<String> command = List.of();

  private List<Route> routes(Rooms rooms) {
    DirectoryDatasets datasets = new DirectoryDatasets(scratch.resolve("datasets"), 1 << 20);
    TrainingSettings training =
        new TrainingSettings(
            command,
            Optional.of(new ModelName("damage")),
            Duration.ofSeconds(20),
            1 << 20,
            640,
            Map.of());
    Jobs jobs =
        new Jobs(
            new Jobs.Rooms(
                rooms.ledger(),
                rooms.registry(),
                rooms.registration(),
                new DirectoryArtifacts(rooms.spool().resolveSibling("artifacts")),
                (_, _) -> {},
                new LocalProcess(scratch),
                Runnable::run,
                scratch.resolve("jobs"),
                datasets::newest),
            training);
    InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-21T10:11:12Z"));
    CanarySettings settings = CanarySettings.in(scratch.resolve("predictions"));
    return CanaryRoutes.of(
        new CanaryRooms(rooms, QUIET, jobs, datasets, settings, clock), new Order(10, 8));
  }

  private static Client.Reply post(Client client, String path, Map<String, byte[]> parts) {
    return client.send("POST", path, Images.form(parts), "Content-Type", Images.TYPE);
  }

  private static Map<String, byte[]> pair(byte[] before, byte[] after) {
    Map<String, byte[]> parts = new LinkedHashMap<>();
    parts.put("pre_disaster:a.png", before);
    parts.put("post_disaster:b.png", after);
    return parts;
  }

  @Test
  void twoImagesGiveBoxesInPixelsOfTheSecondAndAPicture() throws IOException {
    try (TestHouse house = new TestHouse(this::routes).active("damage", "pair 2");
        Client client = new Client(house.port())) {
      var reply = post(client, "/predict", pair(BLACK, WHITE));

      assertThat(reply.status()).as(reply.body()).isEqualTo(200);
      assertThat(((Json.Obj) reply.json()).list("detections"))
          .containsExactly(Json.parse("{\"cls\":2,\"conf\":1.0,\"xyxy\":[0.0,0.0,20.0,10.0]}", 9));
      assertThat(((Json.Obj) reply.json()).members().sequencedKeySet())
          .containsExactly(
              "detections", "overlay_png_base64", "model_used", "model_version", "request_id");
      assertThat(reply.text("model_used")).isEqualTo("current");
      assertThat(reply.text("model_version")).isEqualTo("1");
      assertThat(reply.header("Serin-Model-Version")).isEqualTo("1");
      assertThat(reply.header("Serin-Request-Id")).isEqualTo(reply.text("request_id"));
      byte[] png = Base64.getDecoder().decode(reply.text("overlay_png_base64"));
      assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isEqualTo(40);
    }
  }

  @Test
  void whatIsMissingIs422WhatIsNoImageIs400AndNeitherIsCounted() {
    try (TestHouse house = new TestHouse(this::routes).active("damage", "pair 2");
        Client client = new Client(house.port())) {
      String before = client.get("/metrics").body();
      var missing = post(client, "/predict", Map.of("pre_disaster:a.png", WHITE));
      var json = client.post("/predict", "{}", "Content-Type", "application/json");
      var fake = post(client, "/predict", pair(NONE, NONE));

      assertThat(missing.status()).isEqualTo(422);
      assertThat(missing.body())
          .startsWith("{\"detail\":[{\"loc\":[\"body\",\"post_disaster\"]")
          .contains("FILE_MISSING");
      assertThat(json.status()).isEqualTo(422);
      assertThat(fake.status()).isEqualTo(400);
      assertThat(fake.text("error")).contains("'pre_disaster' cannot be read");
      assertThat(fake.text("code")).isEqualTo("IMAGE_INVALID");
      assertThat(client.post("/predict", "x", "Content-Type", Images.TYPE).status()).isEqualTo(400);
      assertThat(before).doesNotContain("serving_requests_total{");
      assertThat(client.get("/metrics").body()).doesNotContain("serving_requests_total{");
    }
  }

  @Test
  void theModelIsTheNamedOneOrTheOnlyOneThatTakesImages() {
    try (TestHouse house =
            new TestHouse(this::routes).active("iris", "sum").active("damage", "pair 2");
        Client client = new Client(house.port())) {
      assertThat(post(client, "/predict", pair(BLACK, WHITE)).status()).isEqualTo(200);
      assertThat(post(client, "/predict?model=damage", pair(BLACK, WHITE)).status()).isEqualTo(200);
      var other = post(client, "/predict?model=iris", pair(BLACK, WHITE));
      assertThat(other.status()).isEqualTo(409);
      assertThat(other.text("code")).isEqualTo("MODEL_KIND");
      assertThat(post(client, "/predict?model=no", pair(BLACK, WHITE)).status()).isEqualTo(404);
      assertThat(client.get("/model-status").text("code")).isEqualTo("MODEL_AMBIGUOUS");
      assertThat(client.get("/model-status?model=iris").status()).isEqualTo(200);
      assertThat(client.get("/model-status?model=no").status()).isEqualTo(404);
    }
  }

  @Test
  void aFreshSystemIsInProduction() {
    try (TestHouse house = new TestHouse(this::routes);
        Client client = new Client(house.port())) {
      assertThat(client.get("/model-status").body())
          .isEqualTo(
              "{\"current_model\":false,\"canary_model\":false,\"deployment_mode\":\"production\","
                  + "\"ready_for_promotion\":false,\"canary_version\":null}");
      assertThat(post(client, "/predict", pair(BLACK, WHITE)).status()).isEqualTo(404);
      house.active("damage", "pair 2");
      assertThat(client.get("/model-status").body())
          .isEqualTo(
              "{\"current_model\":true,\"canary_model\":false,\"deployment_mode\":\"production\","
                  + "\"ready_for_promotion\":false,\"canary_version\":null}");
      assertThat(client.get("/infer-status").body()).isEqualTo(client.get("/model-status").body());
    }
  }

  @Test
  void uploadsAreKeptByContentUnderPlainNames() throws IOException {
    try (TestHouse house = new TestHouse(this::routes);
        Client client = new Client(house.port())) {
      byte[] data = "some,data\n".repeat(9_000).getBytes(StandardCharsets.UTF_8);

      var kept = post(client, "/upload-dataset", Map.of("file:xbd.zip", data));
      assertThat(kept.status()).as(kept.body()).isEqualTo(200);
      assertThat(kept.body())
          .startsWith("{\"status\":\"ok\",\"path\":\"/data/raw/xbd.zip\",\"sha256\":\"");
      Path content = scratch.resolve("datasets/content").resolve(kept.text("sha256"));
      assertThat(Files.readAllBytes(content)).isEqualTo(data);
      assertThat(Files.readString(scratch.resolve("datasets/names/xbd.zip")))
          .isEqualTo(kept.text("sha256"));

      for (String name : List.of("../x", "a/b", "c:\\x", ".hidden", "a\\\\b")) {
        assertThat(post(client, "/upload-dataset", Map.of("file:" + name, data)).status())
            .as(name)
            .isEqualTo(400);
      }
      var none = post(client, "/upload-dataset", Map.of("other:x", data));
      assertThat(none.status()).isEqualTo(400);
      assertThat(none.body()).isEqualTo("{\"error\":\"No file uploaded\"}");
      assertThat(client.post("/upload-dataset", "").body()).isEqualTo(none.body());
      assertThat(post(client, "/upload-dataset", Map.of("file:big", new byte[1 << 20])).status())
          .as("no more room")
          .isEqualTo(507);
      assertThat(scratch.resolve("datasets/scratch")).isEmptyDirectory();
    }
  }

  @Test
  void aTrainingIsAcceptedFollowedAndEndsInAChallenger() {
    command =
        List.of(
            "sh",
            "-c",
            "echo \"[env] epochs=$EPOCHS, batch=$BATCH\"; cat $MODEL_PATH;"
                + " echo 'pair 3' > $SERIN_OUTPUT_DIR/best.txt;"
                + " echo '{\"mAP50\":0.5}' > $SERIN_METRICS_FILE");
    try (TestHouse house = new TestHouse(this::routes).active("damage", "pair 2");
        Client client = new Client(house.port())) {
      assertThat(client.get("/job-status/train").status()).isEqualTo(404);
      var reply =
          client.post(
              "/trigger-train", "epochs=5", "Content-Type", "application/x-www-form-urlencoded");

      assertThat(reply.status()).as(reply.body()).isEqualTo(202);
      assertThat(reply.body())
          .isEqualTo(
              "{\"status\":\"ok\",\"message\":\"Training job started successfully\",\"config\":"
                  + "{\"model\":\"best.pt (fine-tuning)\",\"epochs\":\"5\",\"img_size\":\"640\","
                  + "\"batch\":\"8\"},\"job_id\":\"job-1\"}");
      assertThat(client.get("/job-status/train").body())
          .startsWith(
              "{\"active\":0,\"succeeded\":1,\"failed\":0,\"conditions\":[{\"type\":\"Complete\"");
      assertThat(client.get("/job-status/job-1").body()).contains("\"model_version\":\"2\"");
      var logs = client.get("/job-logs/train");
      assertThat(logs.text("logs")).isEqualTo("[env] epochs=5, batch=8\npair 2");
      assertThat(((Json.Obj) logs.json()).object("training_summary").orElseThrow().text("status"))
          .hasValue("success");
      var status = (Json.Obj) client.get("/model-status").json();
      Json.Obj canary = status.object("canary_version").orElseThrow();
      assertThat(canary.number("version").orElseThrow().longValue()).isEqualTo(2);
      assertThat(canary.object("metrics").orElseThrow().text())
          .isEqualTo("{\"train_epochs\":5,\"final_map\":0.5,\"mAP50\":0.5}");
    }
  }

  @Test
  void aTrainingThatCannotStartIsToldInTheDocumentedForm() {
    try (TestHouse house = new TestHouse(this::routes);
        Client client = new Client(house.port())) {
      var unset = client.post("/trigger-train", "");
      assertThat(unset.status()).isEqualTo(500);
      assertThat(unset.body())
          .startsWith(
              "{\"status\":\"error\",\"message\":\"Failed to start training job: no training.command");
      var wrong = post(client, "/trigger-train", Map.of("epochs", "many".getBytes()));
      assertThat(wrong.status()).isEqualTo(422);
      assertThat(wrong.body()).contains("\"body\",\"epochs\"");
      assertThat(client.get("/job-logs/none").status()).isEqualTo(404);
    }
  }

  @Test
  void aZipOfPairsGivesAZipOfOverlays() throws IOException {
    try (TestHouse house = new TestHouse(this::routes).active("damage", "pair 2");
        Client client = new Client(house.port())) {
      Map<String, byte[]> files = new LinkedHashMap<>();
      files.put("tile/town_1_pre_disaster.png", BLACK);
      files.put("tile/town_1_post_disaster.png", WHITE);
      files.put("../../x-pre.jpg", BLACK);
      files.put("../../x-post.jpg", WHITE);
      files.put("bad_post_.png", NONE);
      files.put("bad_pre_.png", NONE);
      files.put("__MACOSX/lone_post.png", WHITE);
      files.put("readme.txt", NONE);
      var reply = post(client, "/batch_predict", Map.of("zipfile:a.zip", zip(files)));

      assertThat(reply.status()).as(reply.body()).isEqualTo(200);
      assertThat(reply.body())
          .startsWith(
              "{\"status\":\"success\",\"num_pairs\":2,"
                  + "\"download_url\":\"/files/batch_20261121_101112.zip\",\"failed\":[{\"name\":"
                  + "\"bad_post_.png\"");
      Path kept = scratch.resolve("predictions/batch_20261121_101112.zip");
      assertThat(names(Files.readAllBytes(kept)))
          .containsExactly("town_1_post_disaster_overlay.png", "x-post_overlay.png");
      assertThat(client.get("/files/batch_20261121_101112.zip").status()).isEqualTo(200);
      assertThat(client.get("/files/..%2Fx").status()).isEqualTo(404);
      var again = post(client, "/batch_predict", Map.of("zipfile:a.zip", zip(files)));
      assertThat(again.text("download_url")).isEqualTo("/files/batch_20261121_101112_2.zip");
    }
  }

  @Test
  void aBatchWithoutPairsIsRefused() throws IOException {
    try (TestHouse house = new TestHouse(this::routes).active("damage", "pair 2");
        Client client = new Client(house.port())) {
      var lone =
          post(client, "/batch_predict", Map.of("zipfile:a.zip", zip(Map.of("a.png", WHITE))));
      assertThat(lone.status()).isEqualTo(400);
      assertThat(lone.body()).isEqualTo("{\"error\":\"No post/pre image pairs matched.\"}");
      var none = post(client, "/batch_predict", Map.of("zipfile:a.zip", NONE));
      assertThat(none.status()).isEqualTo(400);
      assertThat(none.text("code")).isEqualTo("ZIP_INVALID");
      assertThat(client.post("/batch_predict", "").status()).isEqualTo(422);
      assertThat(scratch.resolve("predictions")).isEmptyDirectory();
    }
  }

  private static byte[] zip(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        out.putNextEntry(new ZipEntry(file.getKey()));
        out.write(file.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private static List<String> names(byte[] zip) throws IOException {
    List<String> names = new ArrayList<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    return names;
  }
}
