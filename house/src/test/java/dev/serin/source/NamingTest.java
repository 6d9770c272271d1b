package dev.serin.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamingTest {

  @ParameterizedTest
  @CsvSource({
    "rf_model.pkl,rf_model",
    "iris.PKL,iris",
    "a.pickle,a",
    "a.joblib,a",
    "a.pkl.gz,a",
    "a.joblib.z,a",
    "a.joblib.xz,a",
    "keras_model.h5,keras_model",
    "net.keras,net",
    "net.onnx,net",
    "net.pt,net",
    "net.pth,net",
    "booster.txt,booster",
    "booster.json,booster",
    "booster.ubj,booster",
    "fire.v2.pkl,fire.v2",
    "model (1).pkl,model (1)",
    "notes,notes",
    "a.tar.gz,a.tar.gz",
    "a.bin,a.bin",
    ".pkl,.pkl"
  })
  void aFileLosesItsKnownSuffix(String file, String name) {
    assertThat(Naming.name(file, false)).isEqualTo(name);
  }

  @Test
  void aFolderLosesNothing() {
    assertThat(Naming.name("fire.pkl", true)).isEqualTo("fire.pkl");
  }

  @ParameterizedTest
  @ValueSource(strings = {"iris", "Blumen größer", "модель-1", "模型", "a_b.c-d (2)", "é"})
  void lettersOfAnyScriptAreAllowed(String name) {
    assertThat(Naming.allowed(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "a/b", "a:b", "a?b", "a#b", "a%20b", "a\tb", "a'b", "a\\b", "😀"})
  void everythingElseIsNot(String name) {
    assertThat(Naming.allowed(name)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"iris.pkl.tmp", "iris.pkl.part", "x.PART", "iris.pkl~"})
  void someNamesSayThatTheFileIsBeingWritten(String file) {
    assertThat(Naming.writing(file)).isTrue();
    assertThat(Naming.writing("iris.pkl")).isFalse();
  }

  @Test
  void foldsAreEqualWhereNamesDifferByCaseAlone() {
    assertThat(Naming.fold("Iris")).isEqualTo(Naming.fold("iRIS"));
    assertThat(Naming.fold("STRASSE")).isEqualTo(Naming.fold("straße"));
    assertThat(Naming.fold("iris")).isNotEqualTo(Naming.fold("iriss"));
  }
}
