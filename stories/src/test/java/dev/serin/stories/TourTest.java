package dev.serin.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tour: one folder with a model of each kind, one {@code serin serve}, one prediction of each,
 * equal to what its own library answered.
 */
class TourTest {
  /** The kinds, and the fixture that shows each. */
  private static final List<String> STOPS =
      List.of(
          "sklearn-1.6.1/logistic_3class",
          "sklearn-1.9.1/container_joblib_lz4",
          "sklearn-1.9.1/text_logistic",
          "skops-0.16.0/",
          "imblearn-0.14.2/",
          "lightgbm-4.7.0/",
          "xgboost-3.4.1/",
          "keras-2.1/",
          "keras-3/fire",
          "savedmodel-tf1.15/simple-save",
          "savedmodel-tf2.21/",
          "torch-2.13/cnn-pt2",
          "torch-2.13/gru-traced",
          "torch-2.13/residual-scripted",
          "torch-2.13-state/bilstm",
          "torch-2.13-state/mlp-checkpoint",
          "torch-2.13-state/mlp-safetensors",
          "torch-2.13-state/mlp-legacy",
          "onnx-helper/",
          "onnx-skl2onnx/");

  @Test
  void everyKindOfModelAnswersFromOneFolder(@TempDir Path scratch) throws IOException {
    Path models = Files.createDirectory(scratch.resolve("models"));
    Map<String, Case> served = new LinkedHashMap<>();
    for (String stop : STOPS) {
      String family = stop.substring(0, stop.indexOf('/'));
      Case one = one(family, stop.substring(stop.indexOf('/') + 1));
      Path place = Files.createDirectory(scratch.resolve("tour-" + served.size()));
      one.copyTo(place);
      served.put(moved(place, models, family.replace('.', '-')), one);
    }
    copy(Commands.top().resolve("fixtures/mlflow-3.17.2/sklearn_skops/model"), models, "mlflow");

    try (Serin serin = Serin.serve(scratch.resolve("data"), Map.of(), models.toString())) {
      SoftAssertions all = new SoftAssertions();
      served.forEach((name, one) -> answers(serin, name, one, all));
      JsonNode golden =
          Jsons.read(Commands.top().resolve("fixtures/mlflow-3.17.2/sklearn_skops/golden.json"));
      Serin.Answer mlflow =
          serin.post(
              "/v2/models/mlflow/infer",
              Jsons.object()
                  .<com.fasterxml.jackson.databind.node.ObjectNode>set(
                      "inputs", golden.path("inputs"))
                  .toString());
      all.assertThat(mlflow.json().path("outputs").path(0).path("data"))
          .isEqualTo(golden.path("outputs").path(0).path("data"));
      all.assertAll();
      assertThat(serin.get("/readyz").status()).isEqualTo(200);
    }
  }

  private static Case one(String family, String name) {
    return name.isEmpty() ? Case.of(family).getFirst() : Case.of(family, name);
  }

  /** The one model in {@code place} goes into the folder that is served, under another name. */
  private static String moved(Path place, Path models, String family) throws IOException {
    try (Stream<Path> files = Files.list(place)) {
      Path only = files.findFirst().orElseThrow();
      String file = only.getFileName().toString();
      boolean folder = Files.isDirectory(only);
      String stem = folder ? file : file.replaceFirst("\\..*", "");
      String name = family + "-" + stem;
      Files.move(only, models.resolve(folder ? name : family + "-" + file));
      return name;
    }
  }

  private static void copy(Path from, Path models, String name) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path each : files.toList()) {
        Files.copy(each, models.resolve(name).resolve(from.relativize(each).toString()));
      }
    }
  }

  private static void answers(Serin serin, String name, Case one, SoftAssertions all) {
    Case.Asked asked = one.answered().getFirst();
    Serin.Answer answer = serin.post("/v2/models/" + Serin.segment(name) + "/infer", asked.body());
    all.assertThat(answer.status()).as(() -> name + ": " + answer.body()).isEqualTo(200);
    asked
        .outputs()
        .forEach(
            (output, theirs) -> {
              Optional<JsonNode> ours =
                  StreamSupport.stream(answer.json().path("outputs").spliterator(), false)
                      .filter(each -> each.path("name").asText().equals(output))
                      .findFirst();
              all.assertThat(ours.flatMap(it -> one.equal().difference(it, theirs)))
                  .as(name + ", " + output)
                  .isEmpty();
              all.assertThat(ours).as(name + ", " + output).isPresent();
            });
  }
}
