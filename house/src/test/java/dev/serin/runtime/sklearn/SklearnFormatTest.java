package dev.serin.runtime.sklearn;

import static dev.serin.runtime.sklearn.Handmade.made;
import static dev.serin.runtime.sklearn.Handmade.pair;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.runtime.Inspection;
import dev.serin.runtime.sklearn.Pickled.Named;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Signature;
import dev.serin.tensor.TensorSpec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SklearnFormatTest {

  private static Problem.Refused refusal(byte[] model) {
    Problem.Raised raised = catchThrowableOfType(Problem.Raised.class, () -> Case.open(model));
    assertThat(raised).isNotNull();
    return (Problem.Refused) raised.problem();
  }

  private static Inspection inspection(String name) {
    return Case.named("sklearn-1.9.1", name).open().inspection();
  }

  static Stream<Case> containers() {
    return Case.of("sklearn-1.9.1").filter(one -> one.toString().contains("/container_"));
  }

  @ParameterizedTest
  @MethodSource("containers")
  void aModelIsRecognisedInEveryContainer(Case one) {
    assertThat(Case.FORMAT.recognises(Case.bundle(one.model()))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "c", "PK\3\4", "\u0089HDF\r\n", "hello there", "x,y\n1,2\n", "{}", "\b\7"})
  void otherFilesAreNotRecognised(String start) {
    byte[] bytes = start.getBytes(StandardCharsets.ISO_8859_1);

    assertThat(Case.FORMAT.recognises(Case.bundle(bytes))).isFalse();
  }

  static Stream<Case> refused() {
    return Case.of("sklearn-refused");
  }

  @ParameterizedTest
  @MethodSource("refused")
  void aModelOfForeignPartsIsRefusedWithItsReason(Case one) {
    Json.Obj meta = one.meta();

    Problem.Refused refusal = refusal(one.model());

    assertThat(refusal.code())
        .isIn(meta.text("code").orElseThrow(), meta.text("or").orElse("the same"));
    for (Json name : meta.list("names")) {
      assertThat(refusal.place() + " " + refusal.message()).contains(((Json.Str) name).value());
    }
    assertThat(refusal.remedy()).isNotBlank();
  }

  @Test
  void everyStepIsShownWithItsPlaceAndWhatItMapsTo() {
    Inspection inspection = inspection("mixed_logistic");

    assertThat(inspection.writers()).containsEntry("scikit-learn", "1.9.1");
    assertThat(inspection.steps())
        .extracting(Inspection.Step::place)
        .startsWith(
            "Pipeline",
            "Pipeline.steps[0]",
            "Pipeline.steps[0].transformers_[0]",
            "Pipeline.steps[0].transformers_[0].steps[0]")
        .endsWith("Pipeline.steps[1]");
    assertThat(inspection.steps().getLast())
        .extracting(Inspection.Step::type, Inspection.Step::mapsTo, Inspection.Step::sizes)
        .containsExactly(
            "sklearn.linear_model._logistic.LogisticRegression",
            "logistic regression",
            "12 → 2 classes");
  }

  @Test
  void aMatrixModelTakesOneMatrixAndPredictsLabels() {
    Signature signature = inspection("logistic_strings").signature();

    assertThat(signature.inputs())
        .containsExactly(new TensorSpec("input-0", DataType.FP64, List.of(-1L, 5L)));
    assertThat(signature.columns()).isEmpty();
    assertThat(signature.labels()).containsExactly("no", "perhaps", "yes");
    assertThat(signature.defaults()).containsExactly("predict");
    assertThat(signature.outputs())
        .containsExactly(
            new TensorSpec("predict", DataType.BYTES, List.of(-1L)),
            new TensorSpec("predict_proba", DataType.FP64, List.of(-1L, 3L)),
            new TensorSpec("decision_function", DataType.FP64, List.of(-1L, 3L)));
  }

  @Test
  void aFrameModelNamesItsColumnsAndTheirTypes() {
    Signature signature = inspection("mixed_ordinal").signature();

    assertThat(signature.columns())
        .extracting(TensorSpec::name)
        .containsExactly("age", "income", "children", "city", "plan", "member");
    assertThat(signature.columns())
        .extracting(TensorSpec::type)
        .containsExactly(
            DataType.FP64,
            DataType.FP64,
            DataType.FP64,
            DataType.BYTES,
            DataType.BYTES,
            DataType.FP64);
    assertThat(signature.inputs()).isEqualTo(signature.columns());
  }

  @Test
  void aStrictEncoderOfTruthAndWholeNumbersSaysSo() {
    Signature signature = inspection("onehot_frame_bool").signature();

    assertThat(signature.columns())
        .extracting(TensorSpec::type)
        .containsExactly(DataType.BOOL, DataType.INT64);
    assertThat(signature.defaults()).containsExactly("transform");
  }

  @Test
  void aFrameOfNumbersIsTakenAsOneMatrixToo() {
    Signature signature = inspection("pipeline_named").signature();

    assertThat(signature.columns()).hasSize(5);
    assertThat(signature.inputs())
        .containsExactly(new TensorSpec("input-0", DataType.FP64, List.of(-1L, 5L)));
  }

  @Test
  void pipelinesNestedTenThousandDeepAreRefused() {
    assertThat(refusal(Handmade.nestedPipelines(10_000)).code()).isEqualTo("LIMIT_EXCEEDED");
    assertThat(refusal(Handmade.nestedPipelines(100)).code()).isEqualTo("LIMIT_EXCEEDED");
  }

  @Test
  void stepsThatMultiplyBySharingAreRefused() {
    assertThat(refusal(Handmade.laughs(40)).code()).isEqualTo("LIMIT_EXCEEDED");
  }

  @Test
  void aSharedStepIsBuiltOnce() {
    assertThat(Case.open(Handmade.laughs(3)).inspection().steps()).hasSize(4);
  }

  @Test
  void aFileWithoutAModelSaysWhatItHolds() {
    assertThat(refusal(Pickled.of(List.of(1, 2))).code()).isEqualTo("CORRUPT");
    assertThat(refusal(Pickled.of("a text")).message()).contains("a text");
    assertThat(refusal(Pickled.of(new Named("sklearn.pipeline", "Pipeline"))).code())
        .isEqualTo("UNSUPPORTED_CLASS");
  }

  @Test
  void aClassOfScikitLearnThatIsNotServedIsNamed() {
    Problem.Refused refusal =
        refusal(Pickled.of(made("sklearn.manifold._t_sne", "TSNE", "n_components", 2)));

    assertThat(refusal.code()).isEqualTo("UNSUPPORTED_CLASS");
    assertThat(refusal.message()).contains("sklearn.manifold._t_sne.TSNE");
  }

  @Test
  void aReleaseThatIsNoTextIsNoReasonToFail() {
    byte[] strange =
        Pickled.of(made("sklearn.pipeline", "Pipeline", "_sklearn_version", 7, "steps", 3));
    assertThat(refusal(strange).code()).isIn("CORRUPT", "UNSUPPORTED_VALUE");
  }

  @Test
  void aNameThatOnlyLooksLikeOneOfOursIsRefused() {
    for (String module :
        List.of("sklearn.preprocessing", "sklearn.preprocessing._data.x", "evil")) {
      assertThat(refusal(Pickled.of(made(module, "StandardScaler"))).code())
          .isEqualTo("UNSUPPORTED_CLASS");
    }
  }

  @Test
  void aFunctionThatNobodyListedIsRefusedEvenWhereItIsOnlyData() {
    byte[] model =
        Pickled.of(
            made(
                "sklearn.preprocessing._data",
                "Binarizer",
                "threshold",
                0.0,
                "note",
                new Named("posix", "system")));

    assertThat(refusal(model).code()).isIn("UNSUPPORTED_CLASS", "CUSTOM_CODE");
    assertThat(refusal(model).message()).contains("posix.system");
  }

  @Test
  void aPipelineWhoseStepsDoNotFitIsCorrupt() {
    byte[] model =
        Pickled.of(
            made(
                "sklearn.pipeline",
                "Pipeline",
                "steps",
                List.of(pair("a", scaler(3)), pair("b", scaler(2)))));

    assertThat(refusal(model).code()).isEqualTo("CORRUPT");
    assertThat(refusal(model).message()).contains("steps[1]");
  }

  private static Pickled.Thing scaler(int width) {
    return made(
        "sklearn.preprocessing._data",
        "StandardScaler",
        "mean_",
        new double[width],
        "scale_",
        new double[width],
        "with_mean",
        true,
        "with_std",
        true);
  }

  @Test
  void aSearchWithoutRefitSaysSo() {
    byte[] model =
        Pickled.of(made("sklearn.model_selection._search", "GridSearchCV", "refit", false));

    assertThat(refusal(model).message()).contains("refit=True");
  }

  @Test
  void aTruncatedFileIsRefusedAndNeverAnError() {
    byte[] model = Case.named("sklearn-1.9.1", "mixed_logistic").model();
    for (int length = 0; length < model.length; length += 97) {
      byte[] cut = Arrays.copyOf(model, length);
      assertThatThrownBy(() -> Case.open(cut)).isInstanceOf(Problem.Raised.class);
    }
  }
}
