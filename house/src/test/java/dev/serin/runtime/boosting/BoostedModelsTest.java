package dev.serin.runtime.boosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.reader.Fixtures;
import dev.serin.runtime.Format;
import dev.serin.runtime.Formats;
import dev.serin.runtime.Inspection;
import dev.serin.runtime.Limits;
import dev.serin.runtime.Unserved;
import dev.serin.runtime.boosting.lightgbm.LightGbmFormat;
import dev.serin.runtime.boosting.lightgbm.LightGbmPickles;
import dev.serin.runtime.boosting.xgboost.XgboostFormat;
import dev.serin.runtime.boosting.xgboost.XgboostPickles;
import dev.serin.runtime.sklearn.SklearnFormat;
import dev.serin.runtime.sklearn.compose.ComposeFamily;
import dev.serin.runtime.sklearn.preprocessing.PreprocessingFamily;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Signature;
import dev.serin.tensor.TensorSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BoostedModelsTest {
  private static final Formats FORMATS =
      new Formats(
          List.of(
              new LightGbmFormat(),
              new XgboostFormat(),
              new Unserved(),
              new SklearnFormat(
                  List.of(new ComposeFamily(), new PreprocessingFamily()),
                  List.of(new LightGbmPickles(), new XgboostPickles()))),
          Limits.DEFAULT);

  static Stream<Path> refusedModels() {
    return Fixtures.named("boosting-refused", "model.").stream();
  }

  @ParameterizedTest
  @MethodSource("refusedModels")
  void whatIsRefusedIsRefusedByItsNameAndPlace(Path model) {
    Json.Obj meta = (Json.Obj) Json.parse(Fixtures.bytes(model.resolveSibling("meta.json")), 20);
    BoosterFile file = new BoosterFile(Fixtures.bytes(model));

    Problem.Raised raised = catchThrowableOfType(Problem.Raised.class, () -> FORMATS.open(file));

    Problem.Refused refused = (Problem.Refused) raised.problem();
    assertThat(refused.code()).isEqualTo(meta.text("code").orElseThrow());
    for (Json name : meta.list("names")) {
      assertThat(refused.message()).contains(((Json.Str) name).value());
    }
    assertThat(refused.remedy()).isNotBlank();
  }

  @Test
  void aFileOfABoosterPredictsWhatItsLibraryPredicts() {
    Inspection inspection = inspect("lightgbm-4.7.0/multiclass/model.txt");
    Signature signature = inspection.signature();

    assertThat(inspection.format()).isEqualTo("lightgbm");
    assertThat(inspection.writers()).isEqualTo(Map.of("lightgbm", "format v4"));
    assertThat(signature.defaults()).containsExactly("predict");
    assertThat(signature.labels()).containsExactly("0", "1", "2");
    assertThat(signature.outputs())
        .extracting(TensorSpec::toString)
        .containsExactly(
            "predict FP64[-1, 3]", "predict_proba FP64[-1, 3]", "raw_score FP64[-1, 3]");
  }

  @Test
  void aPickledClassifierPredictsLabels() {
    Inspection inspection = inspect("lightgbm-4.7.0/classifier_strings/model.joblib");

    assertThat(inspection.format()).isEqualTo("lightgbm");
    assertThat(inspection.signature().labels()).containsExactly("no", "yes");
    assertThat(inspection.signature().output("predict").orElseThrow().type())
        .isEqualTo(DataType.BYTES);
    assertThat(inspection.steps())
        .extracting(Inspection.Step::type)
        .containsExactly("lightgbm.sklearn.LGBMClassifier");
  }

  @Test
  void xgboostAnswersInSinglePrecisionAndNamesItsRelease() {
    Inspection inspection = inspect("xgboost-3.4.1/binary_logistic_ubj/model.ubj");

    assertThat(inspection.format()).isEqualTo("xgboost");
    assertThat(inspection.writers()).isEqualTo(Map.of("xgboost", "3.4.1"));
    assertThat(inspection.signature().outputs())
        .extracting(TensorSpec::toString)
        .containsExactly("predict FP32[-1]", "predict_proba FP32[-1, 2]", "raw_score FP32[-1]");
  }

  @Test
  void namesOfTheTrainingAreColumnsAndInventedOnesAreNot() {
    assertThat(inspect("lightgbm-4.7.0/frame/model.txt").signature().columns())
        .extracting(TensorSpec::name)
        .containsExactly("a", "b", "longer_name", "d", "größe");
    assertThat(inspect("lightgbm-4.7.0/binary/model.txt").signature().columns()).isEmpty();
    assertThat(inspect("lightgbm-4.7.0/frame_of_texts/model.txt").signature().columns())
        .extracting(TensorSpec::type)
        .containsExactly(
            DataType.FP64, DataType.BYTES, DataType.FP64, DataType.BYTES, DataType.FP64);
  }

  @Test
  void aBoosterInAPipelineIsAStepOfScikitLearn() {
    Inspection inspection = inspect("xgboost-3.4.1/pipeline/model.pkl");

    assertThat(inspection.format()).isEqualTo("sklearn");
    assertThat(inspection.steps())
        .extracting(Inspection.Step::type)
        .contains("xgboost.sklearn.XGBClassifier");
  }

  private static Inspection inspect(String path) {
    Format.Opened opened = FORMATS.open(BoosterFile.fixture(path));
    opened.predictor().close();
    return opened.inspection();
  }
}
