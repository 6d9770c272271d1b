package dev.serin.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.base.Digest;
import dev.serin.base.ModelName;
import dev.serin.deployment.OnChange;
import dev.serin.runtime.Limits;
import dev.serin.runtime.onnx.Foreign;
import dev.serin.runtime.worker.WorkerSettings;
import dev.serin.serving.ServingSettings;
import dev.serin.training.Order;
import dev.serin.web.HttpSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettingsTest {

  @Test
  void theDefaultsAreThoseOfTheContract() {
    Settings settings = good(Optional.empty(), Map.of(), Map.of());

    assertThat(settings.data()).isEqualTo(Path.of("./serin-data"));
    assertThat(settings.http()).isEqualTo(HttpSettings.DEFAULT);
    assertThat(settings.limits()).isEqualTo(Limits.DEFAULT);
    assertThat(settings.worker()).isEqualTo(WorkerSettings.DEFAULT);
    assertThat(settings.worker().allow()).isEmpty();
    assertThat(settings.serving().selfCheck()).isEqualTo(ServingSettings.DEFAULT.selfCheck());
    assertThat(settings.foreign()).isEqualTo(Foreign.ALLOW);
    assertThat(settings.folder()).isEmpty();
    assertThat(settings.activate()).isFalse();
    assertThat(settings.settleMax()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.literalNonFinite()).isFalse();
  }

  @Test
  void aPositionalFolderIsActivatedAndSwitched() {
    Settings settings = good(Optional.of("models"), Map.of(), Map.of());

    assertThat(settings.folder()).hasValue(Path.of("models"));
    assertThat(settings.activate()).isTrue();
    assertThat(settings.onChange()).isEqualTo(OnChange.SWITCH);
  }

  @Test
  void theSeedsFolderStartsInactiveAndDeactivatesWhatChanges() {
    Settings settings = good(Optional.empty(), Map.of(), Map.of("MODELS_PATH", "/models"));

    assertThat(settings.folder()).hasValue(Path.of("/models"));
    assertThat(settings.activate()).isFalse();
    assertThat(settings.onChange()).isEqualTo(OnChange.DEACTIVATE);
  }

  @Test
  void whatIsSaidBeatsWhereTheFolderComesFrom() {
    Settings settings =
        good(
            Optional.of("models"),
            Map.of("activate", "none", "source.on-change", "deactivate"),
            Map.of());

    assertThat(settings.activate()).isFalse();
    assertThat(settings.onChange()).isEqualTo(OnChange.DEACTIVATE);
  }

  @Test
  void anAddressBeyondLoopbackIsRefusedUnlessOpenIsSaid() {
    assertThat(wrong(Map.of("host", "0.0.0.0"), Map.of()))
        .singleElement()
        .asString()
        .contains("--auth open");

    Settings open = good(Optional.empty(), Map.of("host", "0.0.0.0", "auth", "open"), Map.of());
    assertThat(open.http().host()).isEqualTo("0.0.0.0");
  }

  @Test
  void anUnknownModelSourceIsRefusedTogetherWithEverythingElse() {
    List<String> problems =
        wrong(Map.of("port", "-1", "serving.loaders", "0"), Map.of("MODEL_SOURCE", "ftp"));

    assertThat(problems)
        .hasSize(3)
        .anySatisfy(text -> assertThat(text).contains("MODEL_SOURCE"))
        .anySatisfy(text -> assertThat(text).contains("port"))
        .anySatisfy(text -> assertThat(text).contains("serving.loaders"));
  }

  @Test
  void onlyWhatDiffersFromTheDefaultsIsShownAndWhereItWasSaid() {
    Settings settings = good(Optional.empty(), Map.of("port", "0"), Map.of("SERIN_DATA", "d"));

    assertThat(settings.lines()).containsExactly("data=d (SERIN_DATA)", "port=0 (--port)");
  }

  @Test
  void onlyDigestsCanBeAllowedToRun() {
    String digest = "AB".repeat(32);

    Settings settings =
        good(
            Optional.empty(),
            Map.of("runtime.worker.allow", digest + ", " + "0".repeat(64)),
            Map.of("SERIN_RUNTIME_WORKER_START_TIMEOUT", "5s"));

    assertThat(settings.worker().allow())
        .containsExactlyInAnyOrder(new Digest("ab".repeat(32)), new Digest("0".repeat(64)));
    assertThat(settings.worker().start()).isEqualTo(Duration.ofSeconds(5));
    assertThat(wrong(Map.of("runtime.worker.allow", "all"), Map.of()))
        .containsExactly("runtime.worker.allow: not a SHA-256 in hex: all");
    assertThat(wrong(Map.of("runtime.worker.memory", "1MiB"), Map.of()))
        .singleElement()
        .asString()
        .contains("runtime.worker.memory");
  }

  @Test
  void policiesOfRolloutsAreReadAndRefusedAsAWhole() {
    Settings settings =
        good(
            Optional.empty(),
            Map.of(
                "rollout.policy",
                "{\"window\":\"20s\"}",
                "rollout.models",
                "{\"iris\":{\"policy\":{\"window\":\"30s\"}}}",
                "source.on-change",
                "canary"),
            Map.of("SERIN_ROLLOUT_CAPTURE", "on"));

    assertThat(settings.rollout().common().window()).isEqualTo(Duration.ofSeconds(20));
    assertThat(settings.rollout().byModel()).containsOnlyKeys(new ModelName("iris"));
    assertThat(settings.rollout().capture()).isTrue();
    assertThat(settings.onChange()).isEqualTo(OnChange.CANARY);
    assertThat(
            wrong(
                Map.of(
                    "rollout.policy",
                    "{\"widow\":\"20s\"}",
                    "rollout.models",
                    "{\"iris\":{\"polcy\":{}},\"rose\":{\"policy\":{\"split\":2}}}"),
                Map.of("SERIN_ROLLOUT_CAPTURE", "maybe")))
        .hasSize(4)
        .anySatisfy(text -> assertThat(text).contains("widow; did you mean window?"))
        .anySatisfy(text -> assertThat(text).contains("rollout.models.iris must be"))
        .anySatisfy(text -> assertThat(text).contains("rollout.models.rose.policy: split"))
        .anySatisfy(text -> assertThat(text).contains("rollout.capture"));
    assertThat(wrong(Map.of("rollout.policy", "3m"), Map.of()))
        .singleElement()
        .asString()
        .contains("rollout.policy must be a JSON object");
  }

  @Test
  void theVariablesOfTheCanaryDocumentAreRespected() {
    Map<String, String> environment =
        Map.of(
            "MODEL_DIR", "/models",
            "IMG_SIZE", "320",
            "INFER_URL", "http://infer:9000",
            "PRED_DIR", "/output/predictions",
            "EPOCHS", "3",
            "BATCH", "2",
            "NAMESPACE", "xview",
            "DATA_YAML", "/data/x.yaml");

    CanaryPlan plan = good(Optional.empty(), Map.of(), environment).canary();

    assertThat(plan.folder()).hasValue(Path.of("/models"));
    assertThat(plan.door().model())
        .hasValueSatisfying(it -> assertThat(it.text()).isEqualTo("model"));
    assertThat(plan.door().imageSide()).isEqualTo(320);
    assertThat(plan.door().inferUrl()).hasValue(URI.create("http://infer:9000"));
    assertThat(plan.door().predictions()).isEqualTo(Path.of("/output/predictions"));
    assertThat(plan.usual()).isEqualTo(new Order(3, 2));
    assertThat(plan.training().variables())
        .containsEntry("NAMESPACE", "xview")
        .containsEntry("DATA_YAML", "/data/x.yaml")
        .containsEntry("MODEL_DIR", "/models");
    CanaryPlan older = good(Optional.empty(), Map.of(), Map.of("MODELS_DIR", "/older")).canary();
    assertThat(older.folder()).hasValue(Path.of("/older"));
    CanaryPlan other = good(Optional.empty(), Map.of(), Map.of("MODEL_PATH", "/no/file")).canary();
    assertThat(other.door().model()).as("nothing is declared").isEmpty();
  }

  @Test
  void aTrainingCommandIsAListOfWords() {
    Map<String, String> json =
        Map.of("training.command", "[\"sh\", \"-c\", \"a, b\"]", "training.model", "m");
    Map<String, String> words = Map.of("training.command", "python train.py", "canary.model", "m");

    assertThat(good(Optional.empty(), json, Map.of()).canary().training().command())
        .containsExactly("sh", "-c", "a, b");
    assertThat(good(Optional.empty(), words, Map.of()).canary().training().command())
        .containsExactly("python", "train.py");
    assertThat(wrong(Map.of("training.command", "[1]"), Map.of()))
        .contains("training.command must be a list of words, was [1]");
    assertThat(wrong(Map.of("training.command", "x", "canary.iou", "2"), Map.of()))
        .contains(
            "training.command needs training.model as well",
            "canary.iou must be from 0 to 1, was 2.0");
  }

  private static Settings good(
      Optional<String> folder, Map<String, String> flags, Map<String, String> environment) {
    Settings.Outcome outcome =
        Settings.of(new Settings.Told(folder, flags, environment, Optional.empty()));
    assertThat(outcome).isInstanceOf(Settings.Outcome.Good.class);
    return ((Settings.Outcome.Good) outcome).settings();
  }

  private static List<String> wrong(Map<String, String> flags, Map<String, String> environment) {
    Settings.Outcome outcome =
        Settings.of(new Settings.Told(Optional.empty(), flags, environment, Optional.empty()));
    assertThat(outcome).isInstanceOf(Settings.Outcome.Wrong.class);
    return ((Settings.Outcome.Wrong) outcome).problems();
  }
}
