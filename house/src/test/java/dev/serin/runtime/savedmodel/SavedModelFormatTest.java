package dev.serin.runtime.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.runtime.Inspection;
import dev.serin.runtime.Limits;
import dev.serin.tensor.TensorSpec;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SavedModelFormatTest {
  private static final String FAMILY = "savedmodel-tf2.21";
  private static final int ALL = 100_000;

  @Test
  void aFolderWithAGraphIsRecognised() {
    assertThat(Reading.FORMAT.recognises(Folder.of("saved_model.pb"))).isTrue();
    assertThat(Reading.FORMAT.recognises(Folder.of("7/saved_model.pb"))).isTrue();
  }

  @Test
  void aFolderInAFolderThatIsNoNumberIsNot() {
    assertThat(Reading.FORMAT.recognises(Folder.of("latest/saved_model.pb"))).isFalse();
    assertThat(Reading.FORMAT.recognises(Folder.of("../saved_model.pb"))).isFalse();
    assertThat(Reading.FORMAT.recognises(Folder.of("variables/variables.index"))).isFalse();
  }

  @Test
  void versionTenIsNewerThanVersionNine() {
    Folder folder = Folder.of("10/saved_model.pb", "9/saved_model.pb", "010/notes.txt");

    assertThat(Layout.of(folder).orElseThrow().folder()).isEqualTo("10/");
  }

  @Test
  void theNewestVersionIsNamedInAWarning() {
    Inspection inspection = Reading.inspection(Folder.fixture(FAMILY, "numbered-versions"));

    assertThat(inspection.warnings()).anyMatch(text -> text.contains("10/"));
  }

  @Test
  void theSignatureOfTheSettingsIsServedAndTheOthersAreNamed() {
    Folder folder = Folder.fixture(FAMILY, "several-signatures");

    assertThat(Reading.inspection(folder).warnings())
        .anyMatch(text -> text.contains("triple") && text.contains("double"));
  }

  @Test
  void severalSignaturesWithoutASettingAreRefused() {
    byte[] none = "{}".getBytes(StandardCharsets.UTF_8);
    Folder folder = Folder.fixture(FAMILY, "several-signatures").with(Settings.FILE, none);

    assertThat(Reading.refusal(folder).code()).isEqualTo("SIGNATURE_MISSING");
    assertThat(Reading.refusal(folder).message()).contains("double").contains("triple");
  }

  @Test
  void aSignatureThatIsNotThereIsRefused() {
    byte[] other = "{\"savedmodel\":{\"signature\":\"half\"}}".getBytes(StandardCharsets.UTF_8);
    Folder folder = Folder.fixture(FAMILY, "several-signatures").with(Settings.FILE, other);

    assertThat(Reading.refusal(folder).message()).contains("'half'");
  }

  @Test
  void inputsAndOutputsHaveTheNamesOfTheSignatureInOrder() {
    Inspection inspection = Reading.inspection(Folder.fixture(FAMILY, "two-inputs-and-outputs"));

    assertThat(inspection.signature().inputs())
        .extracting(TensorSpec::name)
        .containsExactly("narrow", "wide");
    assertThat(inspection.signature().outputs())
        .extracting(TensorSpec::name)
        .containsExactly("class", "score");
    assertThat(inspection.writers()).containsEntry("TensorFlow", "2.21.0");
  }

  @Test
  void theNumberOfNodesHasALimit() {
    Limits limits = new Limits(ALL, ALL, 100, ALL, 1_000, 5, 100);

    assertThat(Reading.refusal(Folder.fixture(FAMILY, "fire"), limits).code())
        .isEqualTo("LIMIT_EXCEEDED");
  }

  @Test
  void aFileWithoutAGraphForServingIsRefused() {
    assertThat(Reading.refusal(Folder.of("saved_model.pb")).code()).isEqualTo("SIGNATURE_MISSING");
  }
}
