package dev.serin.runtime.sklearn;

import static dev.serin.runtime.sklearn.Handmade.made;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.serin.base.Deadline;
import dev.serin.base.Problem;
import dev.serin.runtime.Predictor;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rows that the original refuses, and files whose numbers do not belong together. */
class BadRowsTest {
  private static final Asked RIDGE =
      Asked.of(
          made(
              "sklearn.linear_model._ridge",
              "Ridge",
              "coef_",
              new double[] {1, 2},
              "intercept_",
              0.5,
              "n_features_in_",
              2));

  @Test
  void aWrongWidthNamesBothWidthsAndTheStep() {
    Problem.Invalid refusal = RIDGE.refusal("predict", new double[] {1, 2, 3});

    assertThat(refusal.code()).isEqualTo("WRONG_WIDTH");
    assertThat(refusal.message()).contains("3 features", "Ridge expects 2");
  }

  @Test
  void missingAndInfiniteNumbersAreRefusedWhereTheyCannotBe() {
    assertThat(RIDGE.refusal("predict", new double[] {1, Double.NaN}).code())
        .isEqualTo("NOT_FINITE");
    assertThat(RIDGE.refusal("predict", new double[] {Double.NEGATIVE_INFINITY, 1}).code())
        .isEqualTo("NOT_FINITE");
  }

  @Test
  void anEmptyBatchIsRefused() {
    List<Tensor> none = List.of(Tensor.ofDoubles("input-0", new double[0], 0, 2));

    assertThat(RIDGE.refusal("predict", none).code()).isEqualTo("EMPTY_BATCH");
  }

  @Test
  void aPassedDeadlineEndsThePrediction() {
    Deadline passed = new Deadline(0, () -> 1);
    List<Tensor> rows = List.of(Tensor.ofDoubles("input-0", new double[] {1, 2}, 1, 2));

    Problem.Raised raised =
        catchThrowableOfType(
            Problem.Raised.class, () -> RIDGE.predictor().predict(rows, Set.of("predict"), passed));

    assertThat(raised.problem()).isInstanceOf(Problem.TooLate.class);
  }

  @Test
  void anUnknownCategoryIsNamedWithItsColumn() {
    Case one = Case.named("sklearn-1.9.1", "onehot_text");
    Predictor predictor = one.open().predictor();
    Tensor rows = Tensor.ofTexts("input-0", new String[] {"Berlin", "platinum"}, 1, 2);

    Problem.Invalid refusal = new Asked(predictor).refusal("transform", List.of(rows));

    assertThat(refusal.code()).isEqualTo("UNKNOWN_CATEGORY");
    assertThat(refusal.message()).contains("'platinum'", "column 1", "OneHotEncoder");
  }

  @Test
  void aMissingColumnIsNamed() {
    Case one = Case.named("sklearn-1.9.1", "mixed_logistic");
    Predictor predictor = one.open().predictor();
    List<Tensor> columns = new ArrayList<>(one.input("x", predictor.signature()));
    columns.removeIf(column -> column.name().equals("plan"));

    Problem.Invalid refusal = new Asked(predictor).refusal("predict", columns);

    assertThat(refusal.code()).isEqualTo("COLUMN_MISSING");
    assertThat(refusal.message()).contains("plan");
  }

  @Test
  void aTextWhereANumberBelongsIsRefused() {
    Case one = Case.named("sklearn-1.9.1", "mixed_logistic");
    Predictor predictor = one.open().predictor();
    List<Tensor> columns = new ArrayList<>(one.input("x", predictor.signature()));
    long rows = columns.getFirst().rows();
    String[] texts = new String[(int) rows];
    Arrays.fill(texts, "old");
    columns.set(0, Tensor.ofTexts("age", texts, rows));

    assertThat(new Asked(predictor).refusal("predict", columns).code()).isEqualTo("NOT_A_NUMBER");
  }

  @Test
  void columnsInAnotherOrderGiveTheSameAnswer() {
    Case one = Case.named("sklearn-1.9.1", "mixed_logistic");
    Asked model = new Asked(one.open().predictor());
    List<Tensor> columns = one.input("x", model.predictor().signature());

    assertThat(model.answer("predict_proba", columns.reversed()))
        .isEqualTo(model.answer("predict_proba", columns));
  }

  @Test
  void aMissingTextIsTheMissingCategoryOrUnknown() {
    Tensor gone =
        Tensor.ofTexts("input-0", new String[] {Values.Texts.MISSING, Values.Texts.MISSING}, 1, 2);
    Asked knows = new Asked(Case.named("sklearn-1.9.1", "onehot_none_category").open().predictor());
    Asked strict = new Asked(Case.named("sklearn-1.9.1", "onehot_text").open().predictor());

    assertThat(knows.answer("transform", List.of(gone)).doubles()[5]).isEqualTo(1);
    assertThat(strict.refusal("transform", List.of(gone)).code()).isEqualTo("UNKNOWN_CATEGORY");
  }

  @Test
  void weightsThatDoNotFitTheClassesAreCorrupt() {
    assertThat(
            Asked.refused(
                    made(
                        "sklearn.linear_model._logistic",
                        "LogisticRegression",
                        "coef_",
                        new double[][] {{1, 2}, {3, 4}},
                        "classes_",
                        new long[] {1, 2}))
                .code())
        .isEqualTo("CORRUPT");
  }

  @Test
  void anAttributeThatIsNotThereIsNamed() {
    assertThat(Asked.refused(made("sklearn.linear_model._ridge", "Ridge")).message())
        .contains("Ridge", "coef_");
  }

  @Test
  void aWidthThatContradictsTheNumbersIsCorrupt() {
    assertThat(
            Asked.refused(
                    made(
                        "sklearn.linear_model._ridge",
                        "Ridge",
                        "coef_",
                        new double[] {1, 2},
                        "n_features_in_",
                        3))
                .code())
        .isEqualTo("CORRUPT");
  }

  @Test
  void aBillionProductsAreRefusedBeforeTheyAreMade() {
    assertThat(
            Asked.refused(
                    made(
                        "sklearn.preprocessing._polynomial",
                        "PolynomialFeatures",
                        "degree",
                        30,
                        "n_features_in_",
                        1000))
                .code())
        .isEqualTo("LIMIT_EXCEEDED");
  }

  @Test
  void aColumnThatDoesNotExistIsCorrupt() {
    assertThat(
            Asked.refused(
                    made(
                        "sklearn.compose._column_transformer",
                        "ColumnTransformer",
                        "n_features_in_",
                        2,
                        "transformers_",
                        List.of(Handmade.pair("a", "passthrough", List.of(2)))))
                .code())
        .isEqualTo("CORRUPT");
  }

  @Test
  void truthLabelsStayTruth() {
    Case one = Case.named("sklearn-1.9.1", "logistic_bool_labels");
    Asked model = new Asked(one.open().predictor());

    Tensor ours = model.answer("predict", one.input("x", model.predictor().signature()));

    assertThat(ours.type()).isEqualTo(DataType.BOOL);
  }
}
