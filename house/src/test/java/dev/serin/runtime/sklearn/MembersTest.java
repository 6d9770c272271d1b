package dev.serin.runtime.sklearn;

import static dev.serin.runtime.sklearn.Handmade.made;
import static dev.serin.runtime.sklearn.Handmade.pair;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.serin.base.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Estimators inside of others, made by hand: rules of old releases, and what must be refused. */
class MembersTest {

  /** Two columns; the class is decided by {@code weights}. */
  private static Pickled.Thing linear(long[] classes, double[]... weights) {
    return made(
        "sklearn.linear_model._logistic",
        "LogisticRegression",
        "coef_",
        weights,
        "intercept_",
        new double[weights.length],
        "classes_",
        classes);
  }

  private static Pickled.Thing voting(String how, Object... members) {
    return made(
        "sklearn.ensemble._voting",
        "VotingClassifier",
        "voting",
        how,
        "estimators_",
        List.of(members),
        "classes_",
        new String[] {"no", "yes"});
  }

  @Test
  void membersOfDifferentWidthsAreRefused() {
    Pickled.Thing two = linear(new long[] {0, 1}, new double[] {1, 0});
    Pickled.Thing three = linear(new long[] {0, 1}, new double[] {1, 0, 2});

    Problem.Refused refused = Asked.refused(voting("hard", two, three));

    assertThat(refused.code()).isEqualTo("CORRUPT");
    assertThat(refused.message()).contains("estimators_[1]", "takes 3 columns and is given 2");
  }

  @Test
  void aVoteForANumberThatIsNoLabelIsRefused() {
    Pickled.Thing member = linear(new long[] {0, 7}, new double[] {1, 0});

    assertThat(Asked.refused(voting("hard", member)).message())
        .contains("estimators_[0]", "the class 7");
  }

  @Test
  void aMemberWithoutProbabilitiesCannotVoteSoftly() {
    Pickled.Thing member =
        made(
            "sklearn.linear_model._ridge",
            "RidgeClassifier",
            "coef_",
            new double[][] {{1, 0}},
            "intercept_",
            new double[1],
            "classes_",
            new long[] {0, 1});

    assertThat(Asked.refused(voting("soft", member)).message()).contains("predict_proba");
  }

  @Test
  void anUnknownWayOfVotingIsRefused() {
    Pickled.Thing member = linear(new long[] {0, 1}, new double[] {1, 0});

    Problem.Refused refused = Asked.refused(voting("softly", member));

    assertThat(refused.code()).isEqualTo("UNSUPPORTED_VALUE");
    assertThat(refused.message()).contains("voting", "softly", "hard, soft");
  }

  private static Pickled.Thing boosted(String version, String algorithm, double... weights) {
    Pickled.Thing right = linear(new long[] {4, 9}, new double[] {1, 0});
    Pickled.Thing up = linear(new long[] {4, 9}, new double[] {0, 1});
    return made(
        "sklearn.ensemble._weight_boosting",
        "AdaBoostClassifier",
        "algorithm",
        algorithm,
        "estimators_",
        List.of(right, up),
        "estimator_weights_",
        weights,
        "classes_",
        new long[] {4, 9},
        "_sklearn_version",
        version);
  }

  @ParameterizedTest
  @CsvSource({"1.2.2, 0.5", "1.3.0, 1.0"})
  void sinceOneThreeABoostedVoteAlsoCountsAgainstTheOthers(String version, double expected) {
    double[] ours =
        Asked.of(boosted(version, "SAMME", 3, 1))
            .answer("decision_function", new double[] {2, -2})
            .doubles();

    assertThat(ours[0]).isCloseTo(expected, within(1e-15));
  }

  @Test
  void theRealBoostingOfOldAddsLogarithms() {
    Asked model = Asked.of(boosted("0.24.2", "SAMME.R", 1, 1));

    double[] ours = model.answer("decision_function", new double[] {2, 0.5}).doubles();

    assertThat(ours[0])
        .isCloseTo((2 + 0.5) / 2, within(1e-14)); // log p1 - log p0 is the sum itself
    assertThat(model.answer("predict", new double[] {2, 0.5}).doubles()).containsExactly(9);
  }

  private static Pickled.Thing rest(String version) {
    Pickled.Thing one = linear(new long[] {0, 1}, new double[] {1, 0});
    Pickled.Thing other = linear(new long[] {0, 1}, new double[] {0, 1});
    Pickled.Thing binarizer =
        made(
            "sklearn.preprocessing._label",
            "LabelBinarizer",
            "y_type_",
            "multiclass",
            "classes_",
            new long[] {5, 7, 11});
    return made(
        "sklearn.multiclass",
        "OneVsRestClassifier",
        "label_binarizer_",
        binarizer,
        "estimators_",
        List.of(one, other, one),
        "_sklearn_version",
        version);
  }

  @ParameterizedTest
  @CsvSource({"1.7.2, 11", "1.8.0, 5"})
  void theFirstOfEquallySureClassesWinsSinceOneEight(String version, double label) {
    Asked model = Asked.of(rest(version));

    assertThat(model.answer("predict", new double[] {3, 3}).doubles()).containsExactly(label);
    assertThat(model.answer("predict", new double[] {3, 4}).doubles()).containsExactly(7);
  }

  @Test
  void aChainThatNamesATargetTwiceIsRefused() {
    Pickled.Thing first = linear(new long[] {0, 1}, new double[] {1, 0});
    Pickled.Thing second = linear(new long[] {0, 1}, new double[] {1, 0, 1});
    Pickled.Thing chain =
        made(
            "sklearn.multioutput",
            "ClassifierChain",
            "estimators_",
            List.of(first, second),
            "order_",
            List.of(1, 1));

    assertThat(Asked.refused(chain).message()).contains("order");
  }

  @Test
  void aMemberOfTheAuthorsOwnMakingIsRefusedWithItsPlace() {
    Pickled.Thing member = made("sklearn.preprocessing._data", "Binarizer", "threshold", 0.5);

    assertThat(Asked.refused(voting("hard", member)).message())
        .contains("VotingClassifier.estimators_[0]");
  }

  @Test
  void aTargetTurnedBackByAnUnlistedFunctionIsRefused() {
    Pickled.Thing turned =
        made(
            "sklearn.preprocessing._function_transformer",
            "FunctionTransformer",
            "validate",
            true,
            "inverse_func",
            "exp");
    Pickled.Thing inner =
        made(
            "sklearn.linear_model._base",
            "LinearRegression",
            "coef_",
            new double[] {1, 2},
            "intercept_",
            0.0);
    Pickled.Thing model =
        made(
            "sklearn.compose._target",
            "TransformedTargetRegressor",
            "regressor_",
            inner,
            "transformer_",
            turned,
            "_training_dim",
            1);

    assertThat(Asked.refused(model).message()).contains("transformer_", "inverse");
  }

  @Test
  void columnsThatASelectionDoesNotHaveAreRefused() {
    Pickled.Thing selection =
        made(
            "sklearn.feature_selection._rfe",
            "RFE",
            "n_features_in_",
            3,
            "support_",
            new double[] {1, 0, 1});

    assertThat(Asked.refused(selection).message()).contains("support_");
  }

  @Test
  void stepsInAUnionStandSideBySideWithTheirWeights() {
    Pickled.Thing binarizer =
        made("sklearn.preprocessing._data", "Binarizer", "threshold", 0.5, "n_features_in_", 2);
    Asked model =
        Asked.of(
            made(
                "sklearn.pipeline",
                "FeatureUnion",
                "transformer_list",
                List.of(pair("a", binarizer), pair("b", "drop"), pair("c", "passthrough")),
                "transformer_weights",
                Map.of("c", 10.0)));

    assertThat(model.answer("transform", new double[] {1, 0.25}).doubles())
        .containsExactly(1, 0, 10, 2.5);
  }
}
