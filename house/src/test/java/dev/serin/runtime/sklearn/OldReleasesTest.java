package dev.serin.runtime.sklearn;

import static dev.serin.runtime.sklearn.Handmade.made;
import static dev.serin.runtime.sklearn.Handmade.pair;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.serin.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of releases that are no longer installed: old modules, old attributes, old rules. */
class OldReleasesTest {
  private static final double[][] WEIGHTS = {{1, 0}, {0, 1}, {-1, -1}};

  private static Pickled.Thing logistic(String version, String several, double[][] weights) {
    return made(
        "sklearn.linear_model.logistic",
        "LogisticRegression",
        "coef_",
        weights,
        "intercept_",
        new double[weights.length],
        "classes_",
        weights.length == 1 ? new long[] {0, 1} : new long[] {0, 1, 2},
        "multi_class",
        several,
        "solver",
        "lbfgs",
        "_sklearn_version",
        version);
  }

  private static double expit(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  @ParameterizedTest
  @CsvSource({"0.20.3, warn", "0.21.3, warn", "0.21.3, ovr", "1.4.0, ovr"})
  void oneAgainstTheRestIsNormalised(String version, String several) {
    double[] ours =
        Asked.of(logistic(version, several, WEIGHTS))
            .answer("predict_proba", new double[] {2, -1})
            .doubles();

    double sum = expit(2) + expit(-1) + expit(-1);
    assertThat(ours[0]).isCloseTo(expit(2) / sum, within(1e-15));
    assertThat(ours[1]).isCloseTo(expit(-1) / sum, within(1e-15));
  }

  @ParameterizedTest
  @CsvSource({"0.22.1, auto", "0.20.3, multinomial", "1.5.2, deprecated"})
  void theOthersTakeTheSoftmax(String version, String several) {
    double[] ours =
        Asked.of(logistic(version, several, WEIGHTS))
            .answer("predict_proba", new double[] {2, -1})
            .doubles();

    double sum = Math.exp(2) + 2 * Math.exp(-1);
    assertThat(ours[0]).isCloseTo(Math.exp(2) / sum, within(1e-15));
  }

  @Test
  void twoMultinomialClassesCountTheirSumTwice() {
    double[] ours =
        Asked.of(logistic("1.0.2", "multinomial", new double[][] {{1, 0}}))
            .answer("predict_proba", new double[] {0.7, 5})
            .doubles();

    assertThat(ours[1]).isCloseTo(expit(1.4), within(1e-15));
  }

  @Test
  void aRuleThatNobodyKnowsIsRefused() {
    assertThat(Asked.refused(logistic("1.0.2", "crammer", WEIGHTS)).message())
        .contains("multi_class", "crammer");
  }

  @Test
  void aModelWithoutTheWidthOfItsFitTakesItFromItsNumbers() {
    Asked scaler =
        Asked.of(
            made(
                "sklearn.preprocessing.data",
                "StandardScaler",
                "mean_",
                new double[] {1, 2},
                "scale_",
                new double[] {2, 4},
                "with_mean",
                true,
                "with_std",
                true,
                "_sklearn_version",
                "0.20.3"));

    assertThat(scaler.answer("transform", new double[] {3, 10}).doubles()).containsExactly(1, 2);
    assertThat(scaler.refusal("transform", new double[] {3}).message()).contains("1", "2");
  }

  @Test
  void aStepWithoutAnyWidthTakesRowsOfAnyWidth() {
    Asked model =
        Asked.of(
            made(
                "sklearn.pipeline",
                "Pipeline",
                "steps",
                List.of(
                    pair("n", made("sklearn.preprocessing.data", "Normalizer", "norm", "l1")),
                    pair("b", made("sklearn.preprocessing.data", "Binarizer", "threshold", 0.5))),
                "_sklearn_version",
                "0.21.2"));

    Tensor ours = model.answer("transform", new double[] {3, 1}, new double[] {1, 1});

    assertThat(ours.doubles()).containsExactly(1, 0, 0, 0);
    assertThat(model.predictor().signature().inputs().getFirst().shape()).containsExactly(-1L, -1L);
  }

  private static Pickled.Thing bins(String version) {
    return made(
        "sklearn.preprocessing._discretization",
        "KBinsDiscretizer",
        "encode",
        "ordinal",
        "bin_edges_",
        new Pickled.Objects(new int[] {1}, List.of(Pickled.doubles(0, 1, 2, 3))),
        "_sklearn_version",
        version);
  }

  @Test
  void beforeOneOneACellJustBelowAnEdgeWasAboveIt() {
    double[] below = {1 - 1e-7};

    assertThat(Asked.of(bins("1.0.2")).answer("transform", below).doubles()).containsExactly(1);
    assertThat(Asked.of(bins("1.1.0")).answer("transform", below).doubles()).containsExactly(0);
  }

  private static Pickled.Thing constant(String version) {
    return made(
        "sklearn.impute",
        "SimpleImputer",
        "strategy",
        "constant",
        "missing_values",
        Double.NaN,
        "statistics_",
        new double[] {7, Double.NaN},
        "_sklearn_version",
        version);
  }

  @Test
  void beforeOneEightAConstantKeptColumnsThatWereEmpty() {
    double[] row = {Double.NaN, 5};

    assertThat(Asked.of(constant("1.6.1")).answer("transform", row).doubles())
        .containsExactly(7, 5);
    assertThat(Asked.of(constant("1.9.1")).answer("transform", row).doubles()).containsExactly(7);
  }

  @Test
  void theLossWasCalledLogBeforeOneOne() {
    Asked model =
        Asked.of(
            made(
                "sklearn.linear_model.stochastic_gradient",
                "SGDClassifier",
                "loss",
                "log",
                "coef_",
                new double[][] {{2}},
                "intercept_",
                new double[] {-1},
                "classes_",
                new long[] {3, 9},
                "_sklearn_version",
                "0.21.3"));

    Tensor ours = model.answer("predict_proba", new double[] {1});

    assertThat(ours.doubles()[1]).isCloseTo(expit(1), within(1e-15));
    assertThat(model.answer("predict", new double[] {1}).doubles()).containsExactly(9);
  }

  @Test
  void aLegacyOneHotEncoderWithoutItsRangesIsCorrupt() {
    Pickled.Thing encoder =
        made("sklearn.preprocessing._encoders", "OneHotEncoder", "_legacy_mode", true);

    assertThat(Asked.refused(encoder).code()).isEqualTo("CORRUPT");
  }

  @Test
  void anOldColumnTransformerKeepsItsWidthInAnAttributeOfItsOwn() {
    Asked model =
        Asked.of(
            made(
                "sklearn.compose._column_transformer",
                "ColumnTransformer",
                "_n_features",
                3,
                "transformers_",
                List.of(
                    pair("a", "passthrough", List.of(-1)),
                    pair("b", "drop", List.of(0)),
                    pair("remainder", "passthrough", List.of(1))),
                "transformer_weights",
                Map.of("a", 2.0),
                "_sklearn_version",
                "0.20.3"));

    assertThat(model.answer("transform", new double[] {1, 2, 3}).doubles()).containsExactly(6, 2);
  }
}
