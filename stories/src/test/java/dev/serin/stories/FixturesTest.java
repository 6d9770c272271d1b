package dev.serin.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every fixture of every family answers over V2 REST as its own library did, and refuses what that
 * refuses. One server holds a family; a model is active only while it is asked.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("families")
class FixturesTest {
  private static final Path FIXTURES = Path.of("..", "fixtures");

  private final List<Case> cases;

  FixturesTest(String family) {
    cases = Case.of(family);
  }

  /** Every folder of fixtures that holds cases with answers; refused ones hold none. */
  static List<String> families() throws IOException {
    try (Stream<Path> folders = Files.list(FIXTURES)) {
      return folders
          .map(folder -> folder.getFileName().toString())
          .filter(name -> name.matches("[a-z]+-.*[0-9].*|onnx-.*") && !name.endsWith("-refused"))
          .filter(name -> !name.startsWith("mlflow-"))
          .sorted()
          .toList();
    }
  }

  @TestFactory
  @Execution(ExecutionMode.SAME_THREAD) // the server of the family ends behind its last case
  Stream<DynamicTest> everyCaseIsEqual(@TempDir Path scratch) throws IOException {
    Path models = Files.createDirectory(scratch.resolve("models"));
    cases.forEach(each -> each.copyTo(models));
    Serin serin =
        Serin.serve(
            scratch.resolve("data"),
            Map.of("SERIN_SERVING_JSON_NONFINITE", "literal"),
            models.toString(),
            "--activate",
            "none");
    return cases.stream()
        .map(each -> DynamicTest.dynamicTest(each.name(), () -> check(serin, each)))
        .onClose(serin::close);
  }

  private static void check(Serin serin, Case each) {
    String model = Serin.segment(each.name());
    Serin.Answer activated = serin.post("/serin/v1/models/" + model + "/activate");
    if (!each.tabular() && activated.body().contains("of a batch has another")) {
      return; // rows that depend on each other: refused by the self-check, held by ParityTest
    }
    assertThat(activated.status()).as(activated.body()).isEqualTo(200);
    SoftAssertions all = new SoftAssertions();
    each.answered().forEach(asked -> equal(serin, each, asked, all));
    each.refused().forEach(asked -> refused(serin, each, asked, all));
    all.assertAll();
    assertThat(serin.post("/serin/v1/models/" + model + "/deactivate").status()).isEqualTo(200);
  }

  private static Serin.Answer infer(Serin serin, Case each, Case.Asked asked) {
    return serin.post("/v2/models/" + Serin.segment(each.name()) + "/infer", asked.body());
  }

  private static void equal(Serin serin, Case each, Case.Asked asked, SoftAssertions all) {
    Serin.Answer answer = infer(serin, each, asked);
    all.assertThat(answer.status()).as(() -> asked.what() + ": " + answer.body()).isEqualTo(200);
    if (answer.status() != 200) {
      return;
    }
    JsonNode outputs = answer.json().path("outputs");
    asked
        .outputs()
        .forEach(
            (name, theirs) -> {
              Optional<JsonNode> ours =
                  StreamSupport.stream(outputs.spliterator(), false)
                      .filter(output -> output.path("name").asText().equals(name))
                      .findFirst();
              Optional<String> difference =
                  ours.isEmpty()
                      ? Optional.of("there is no output " + name)
                      : each.equal().difference(ours.get(), theirs);
              all.assertThat(difference).as(asked.what()).isEmpty();
            });
  }

  private static void refused(Serin serin, Case each, Case.Asked asked, SoftAssertions all) {
    Serin.Answer answer = infer(serin, each, asked);
    all.assertThat(answer.status())
        .as(() -> "refused by the library: " + asked.what() + "; ours: " + answer.body())
        .isEqualTo(400);
  }
}
