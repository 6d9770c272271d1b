package dev.serin.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.base.Digest;
import dev.serin.base.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectTest {
  private static final String GOLDEN =
      """
      {"inputs":[{"name":"input-0","shape":[2,2],"datatype":"FP64","data":[[1,2],[3,4]]}],
       "outputs":[{"name":"predict","shape":[2],"datatype":"FP64","data":[3,%s]}],
       "tolerance":{"absolute":1e-9,"relative":0}}
      """;

  @TempDir Path folder;

  private Path file(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  @Test
  void aGoodFileIsShownStepByStep() {
    var typed = Typed.line("inspect", file("m.pkl", "sum named").toString());

    assertThat(typed.exit()).isZero();
    assertThat(typed.out().lines().map(line -> line.replaceAll(" +", " ")))
        .anyMatch(line -> line.endsWith("m.pkl: fake, 9 bytes"))
        .contains("safety safe: read to the end, nothing in it is executed")
        .contains(
            "risk class data: numbers and names, nothing that any reader could be made to run")
        .contains("imports 1 names, 1 of them known")
        .contains("written by adder 1.2")
        .contains("labels small, large")
        .contains("warning holds training rows")
        .contains("STEP CLASS SERVED AS SIZES")
        .contains("Sum adder.Sum two numbers 2 → 1")
        .contains("input-0 FP64 [-1, 2]")
        .contains("b FP64 [-1]")
        .contains("predict FP64 [-1] default");
  }

  @Test
  void theSameInJson() {
    Json.Obj json = Typed.line("inspect", "--json", file("m.pkl", "sum").toString()).json();

    assertThat(json.member("accepted")).contains(Json.of(true));
    assertThat(json.text("safety")).hasValue("safe");
    assertThat(json.text("schema")).hasValue("serin.inspect/1");
    assertThat(json.text("risk")).hasValue("data");
    assertThat(json.text("sha256")).hasValue(Digest.of("sum".getBytes(UTF_8)).hex());
    assertThat(json.text("format")).hasValue("fake");
    assertThat(json.object("writers").orElseThrow().text("adder")).hasValue("1.2");
    assertThat(json.object("signature").orElseThrow().text("kind")).hasValue("tabular");
    assertThat(json.list("steps")).hasSize(1);
    assertThat(json.list("warnings")).containsExactly(Json.of("holds training rows"));
  }

  @Test
  void aRefusalNamesCodePlaceAndRemedyAndEndsWithOne() {
    var typed = Typed.line("inspect", file("m.pkl", "sum evil").toString());

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(typed.out())
        .contains("refused")
        .contains("CUSTOM_CODE")
        .contains("it is evil.Code")
        .contains("Pipeline.steps[1]")
        .contains("leave that step out")
        .contains("imports", "2 names, 1 of them known")
        .contains("evil.Code (runs code), GLOBAL at offset 4")
        .contains("unsafe");
  }

  @Test
  void aRefusalIsInTheJson() {
    var typed = Typed.line("inspect", "--json", file("m.pkl", "sum evil").toString());

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(typed.json().member("accepted")).contains(Json.of(false));
    assertThat(typed.json().text("safety")).hasValue("unsafe");
    Json.Obj refusal = typed.json().object("refusal").orElseThrow();
    assertThat(refusal.text("code")).hasValue("CUSTOM_CODE");
    assertThat(refusal.text("place")).hasValue("Pipeline.steps[1]");
    assertThat(refusal.text("remedy")).hasValue("leave that step out");
    assertThat(typed.json().list("imports"))
        .contains(
            Json.Obj.of("name", "evil.Code", "place", "GLOBAL at offset 4", "verdict", "code"));
  }

  @Test
  void aFileThatNobodyKnowsIsRefusedWithoutAVerdict() {
    var typed = Typed.line("inspect", "--json", file("m.pkl", "what?").toString());

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(typed.json().text("safety")).hasValue("unknown");
    assertThat(typed.json().object("refusal").orElseThrow().text("code")).hasValue("UNRECOGNISED");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    var typed = Typed.line("inspect", folder.resolve("none.pkl").toString());

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(typed.err()).contains("none.pkl").contains("FILE_UNKNOWN");
  }

  @Test
  void goldenRowsBesideTheFileAreCompared() {
    file("m.pkl.golden.json", GOLDEN.formatted("7.0000000001"));

    var typed = Typed.line("inspect", file("m.pkl", "sum").toString());

    assertThat(typed.exit()).isZero();
    assertThat(typed.out()).contains("2 agree, at most 1.0e-10 off (1.4e-11 relative)");
  }

  @Test
  void aGoldenRowThatDiffersIsARefusal() {
    Path rows = file("rows.json", GOLDEN.formatted("7.5"));

    var typed =
        Typed.line(
            "inspect", file("m.pkl", "sum").toString(), "--json", "--golden", rows.toString());

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(typed.json().object("golden").orElseThrow().text("difference"))
        .hasValueSatisfying(text -> assertThat(text).contains("7.0, expected 7.5"));
  }

  @Test
  void goldenRowsThatAreNoneAreNamed() {
    file("m.pkl.golden.json", "[]");

    var typed = Typed.line("inspect", file("m.pkl", "sum").toString());

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(typed.out()).contains("CORRUPT", "golden rows");
  }

  @Test
  void aScanCountsAndEndsWithOneWhenAFileIsRefused() throws IOException {
    file("good.pkl", "sum");
    file("notes.md", "no model");
    Files.createDirectory(folder.resolve("more"));
    Files.writeString(folder.resolve("more/bad.pkl"), "sum evil");

    var typed = Typed.line("scan", folder.toString());

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(typed.out().lines().map(line -> line.replaceAll("  +", "  ")))
        .anyMatch(line -> line.startsWith("good.pkl  accepted  fake  data  1  3"))
        .anyMatch(line -> line.contains("bad.pkl  refused") && line.contains("CUSTOM_CODE"))
        .contains("1 accepted, 1 refused", "formats: 2 fake", "refusals: 1 CUSTOM_CODE")
        .noneMatch(line -> line.contains("notes.md"));
  }

  @Test
  void aScanOfGoodFilesIsFineAndItsJsonHoldsThemAll() throws IOException {
    Files.createDirectory(folder.resolve("model"));
    Files.writeString(folder.resolve("model/weights"), "sum");
    file("good.pkl", "sum");

    var typed = Typed.line("scan", "--json", folder.toString());

    assertThat(typed.exit()).isZero();
    assertThat(typed.json().member("accepted")).contains(Json.of(2));
    assertThat(typed.json().list("models")).hasSize(2);
    assertThat(typed.json().text("schema")).hasValue("serin.scan/1");
    assertThat(typed.json().member("unsafe")).contains(Json.of(0));
    assertThat(typed.json().member("formats")).contains(Json.Obj.of("fake", 2));
    assertThat(typed.json().member("risks")).contains(Json.Obj.of("data", 2));
    assertThat(typed.json().member("refusals")).contains(Json.Obj.of());
  }

  @Test
  void aScanOfWhatIsNoFolderFails() {
    assertThat(Typed.line("scan", folder.resolve("none").toString()).err())
        .contains("FOLDER_UNKNOWN");
  }
}
