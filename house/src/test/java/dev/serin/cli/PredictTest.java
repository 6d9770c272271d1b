package dev.serin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.base.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictTest {
  @TempDir Path folder;
  private String plain;
  private String named;

  @BeforeEach
  void models() {
    plain = file("plain.pkl", "sum");
    named = file("named.pkl", "sum named");
  }

  private String file(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text).toString();
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  @Test
  void aTableWithNamesIsReadByItsHeader() {
    var typed = Typed.line("predict", named, "-i", file("rows.csv", "b,a\n2,1\n20,10\n"));

    assertThat(typed.err()).isEmpty();
    assertThat(typed.exit()).isZero();
    assertThat(typed.out().lines()).containsExactly("predict", "3.0", "30.0");
  }

  @Test
  void aTableWithoutAHeaderIsReadInTheOrderOfTheModel() {
    var typed = Typed.line("predict", plain, "-i", file("rows.csv", "1,2\n3,4\n"));

    assertThat(typed.out().lines()).containsExactly("predict", "3.0", "7.0");
  }

  @Test
  void aHeaderOverANamelessModelIsPassed() {
    var typed = Typed.line("predict", plain, "-i", file("rows.csv", "x,\"y\"\n1,2\n"));

    assertThat(typed.out().lines()).containsExactly("predict", "3.0");
  }

  @Test
  void aTableOfTheWrongWidthIsExplained() {
    var typed = Typed.line("predict", plain, "-i", file("rows.csv", "1,2,3\n"));

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(typed.err()).contains("[-1, 2]");
  }

  @Test
  void anotherOutputIsAskedForByNameAndShownByLabel() {
    var typed =
        Typed.line(
            "predict", plain, "-i", file("rows.csv", "1,2\n30,4\n"), "--output", "predict_proba");

    assertThat(typed.out().lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly("predict_proba[small] predict_proba[large]", "1.0 0.0", "0.0 1.0");
  }

  @Test
  void anUnknownOutputIsAnsweredWithTheKnownOnes() {
    var typed =
        Typed.line("predict", plain, "-i", file("rows.csv", "1,2\n"), "--output", "transform");

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(typed.err()).contains("'transform'").contains("predict, predict_proba");
  }

  @Test
  void rowsMayBeJsonOfTheProtocolAndTheAnswerToo() {
    String rows =
        file(
            "rows.json",
            """
            {"inputs":[{"name":"x","shape":[1,2],"datatype":"INT64","data":[4,5]}],
             "outputs":[{"name":"predict_proba"}]}
            """);

    Json.Obj json = Typed.line("predict", plain, "-i", rows, "--json").json();

    assertThat(json.text("model_name")).hasValue("plain.pkl");
    Json.Obj output = (Json.Obj) json.list("outputs").getFirst();
    assertThat(output.text("name")).hasValue("predict_proba");
    assertThat(output.list("data")).hasSize(2);
  }

  @Test
  void recordsAreReadFromTheStandardInput() {
    var typed =
        Typed.line(Map.of(), "[{\"a\":1,\"b\":5},{\"b\":6,\"a\":1}]", "predict", named, "-i", "-");

    assertThat(typed.out().lines()).containsExactly("predict", "6.0", "7.0");
  }

  @Test
  void rowsThatAreNotThereAreNamed() {
    var typed = Typed.line("predict", plain, "-i", folder.resolve("none.csv").toString());

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(typed.err()).contains("none.csv");
  }

  @Test
  void withoutRowsItIsWrongUsage() {
    assertThat(Typed.line("predict", plain).exit()).isEqualTo(2);
  }

  @Test
  void aRefusedFilePredictsNothing() {
    String evil = file("evil.pkl", "sum evil");

    var typed = Typed.line("predict", evil, "-i", file("rows.csv", "1,2\n"), "--json");

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(typed.json().object("error").orElseThrow().text("code")).hasValue("CUSTOM_CODE");
  }
}
