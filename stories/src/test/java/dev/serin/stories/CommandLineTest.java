package dev.serin.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands of the command line against a real server and real files. */
class CommandLineTest {
  private static final Path FIXTURES = Commands.top().resolve("fixtures");

  @TempDir Path scratch;

  @Test
  void aPushedVersionAnswersAndTheOldOneStillDoesByItsNumber() throws IOException {
    var first = Models.regressor("ridge");
    var second = Models.regressor("lasso");
    Files.write(scratch.resolve("one.pkl"), first.bytes());
    Files.write(scratch.resolve("two.pkl"), second.bytes());
    Files.writeString(scratch.resolve("rows.json"), Models.request());
    try (Serin serin = Serin.serve(scratch.resolve("data"))) {
      assertThat(client(serin, "push", "one.pkl", "--name", "price", "--activate").exit()).isZero();
      assertThat(client(serin, "push", "two.pkl", "--name", "price", "--activate").exit()).isZero();

      assertThat(answers(serin, "price")).isEqualTo("2");
      assertThat(client(serin, "predict", "price:1", "-i", "rows.json").output())
          .satisfiesAnyOf(
              table -> assertThat(table).contains(String.valueOf(first.answers()[0])),
              table -> assertThat(table).contains("MODEL_NOT_ACTIVE"));
      assertThat(client(serin, "models").output()).contains("price", "active", "sklearn");
      assertThat(client(serin, "status", "price").output()).contains("champion", "AVAILABLE");
      assertThat(client(serin, "deactivate", "price").exit()).isZero();
      assertThat(client(serin, "predict", "price", "-i", "rows.json").exit()).isEqualTo(1);
      assertThat(client(serin, "audit", "verify").exit()).isZero();
    }
  }

  private String answers(Serin serin, String model) {
    var ended = client(serin, "predict", model, "-i", "rows.json", "--json");
    assertThat(ended.exit()).as(ended.output()).isZero();
    JsonNode answer = Jsons.read(ended.output());
    return answer.path("model_version").asText();
  }

  private Commands.Ended client(Serin serin, String... words) {
    return Commands.run(scratch, Map.of("SERIN_SERVER", serin.address().toString()), words);
  }

  @Test
  void aRefusedFileIsNeitherPushedNorServed() {
    Path refused = FIXTURES.resolve("sklearn-refused");
    Path model = Case.of("sklearn-refused").getFirst().model();
    try (Serin serin = Serin.serve(scratch.resolve("data"))) {
      var pushed = client(serin, "push", model.toString(), "--name", "bad");
      var listed = client(serin, "models");
      var scanned = Commands.run(scratch, Map.of(), "scan", "--json", refused.toString());

      assertThat(pushed.exit()).isEqualTo(1);
      assertThat(pushed.output()).contains("where:", "what to do:");
      assertThat(listed.output()).contains("bad", "refused");
      assertThat(scanned.exit()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sklearn-refused", "keras-refused", "onnx-refused"})
  void everyRefusedFixtureIsRefusedForItsReason(String family) {
    String folder = FIXTURES.resolve(family).toString();
    JsonNode reports =
        Jsons.read(Commands.run(scratch, Map.of(), "scan", "--json", folder).output());

    SoftAssertions all = new SoftAssertions();
    for (Case each : Case.of(family)) {
      JsonNode report = reportOf(reports.path("models"), each);
      JsonNode refusal = report.path("refusal");
      all.assertThat(report.path("accepted").asBoolean()).as(each.name()).isEqualTo(each.late());
      if (!each.late()) {
        all.assertThat(each.codes()).as(each.name()).contains(refusal.path("code").asText());
        each.names().forEach(name -> all.assertThat(refusal.toString()).contains(name));
      }
    }
    all.assertAll();
  }

  private static JsonNode reportOf(JsonNode reports, Case each) {
    return StreamSupport.stream(reports.spliterator(), false)
        .filter(
            report -> {
              String file = report.path("file").asText(); // a format may take the whole folder
              return file.equals(each.model().toString()) || file.equals(each.folder().toString());
            })
        .findFirst()
        .orElseThrow(() -> new AssertionError("no report of " + each.model()));
  }

  @Test
  void withoutAServerTheEndIsSixtyNine() {
    var ended = Commands.run(scratch, Map.of("SERIN_SERVER", "http://127.0.0.1:9"), "models");

    assertThat(ended.exit()).isEqualTo(69);
    assertThat(ended.output()).contains("http://127.0.0.1:9", "serve");
  }
}
