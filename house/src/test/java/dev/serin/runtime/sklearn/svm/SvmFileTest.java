package dev.serin.runtime.sklearn.svm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.serin.base.Deadline;
import dev.serin.runtime.Format;
import dev.serin.runtime.sklearn.Pickled;
import dev.serin.runtime.sklearn.Pickled.Thing;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SvmFileTest {
  private static final double[] ROWS = {1, 1, -2, 1};

  @Test
  void ofTwoClassesTheSecondIsThePositiveOne() {
    Format.Opened model = open("SVC", state());

    assertThat(predict(model, "decision_function", ROWS)).containsExactly(-1.75, 2.75);
    assertThat(predict(model, "predict", ROWS)).containsExactly(3, 7);
    assertThat(outputs(model)).containsExactly("predict", "decision_function");
  }

  @Test
  void theCountsOfOldReleasesAreReadToo() {
    Map<String, Object> state = state();
    state.put("n_support_", state.remove("_n_support"));

    assertThat(predict(open("SVC", state), "predict", ROWS)).containsExactly(3, 7);
  }

  @Test
  void probabilitiesAreThereWhenTheyWereFitted() {
    Map<String, Object> state = state();
    state.put("probability", true);
    state.put("_probA", Pickled.doubles(-2));
    state.put("_probB", Pickled.doubles(0));

    double[] p = predict(open("NuSVC", state), "predict_proba", ROWS);

    assertThat(p[0] + p[1]).isCloseTo(1, within(1e-12));
    assertThat(p[0]).isCloseTo(1 / (1 + Math.exp(-3.5)), within(0.0025));
    assertThat(p[3]).isCloseTo(1 / (1 + Math.exp(-5.5)), within(0.0025));
  }

  @Test
  void probabilitiesAreAbsentWhen19SaysSo() {
    Map<String, Object> state = state();
    state.put("probability", "deprecated");
    state.put("_effective_probability", false);

    assertThat(outputs(open("SVC", state))).doesNotContain("predict_proba");
  }

  @Test
  void aRegressorGivesItsScoreAndADetectorItsSide() {
    assertThat(predict(open("SVR", state()), "predict", ROWS)).containsExactly(1.75, -2.75);
    assertThat(predict(open("OneClassSVM", state()), "predict", ROWS)).containsExactly(1, -1);
    assertThat(predict(open("OneClassSVM", state()), "decision_function", ROWS))
        .containsExactly(1.75, -2.75);
  }

  @Test
  void sparseSupportVectorsAreWrittenOut() {
    Map<String, Object> state = state();
    state.put("support_vectors_", sparse(Pickled.longs(0, 1, 3), Pickled.longs(0, 0, 1)));

    assertThat(predict(open("SVR", state), "predict", ROWS)).containsExactly(1.75, -2.75);
  }

  @Test
  void sparseRowsThatLeaveTheirShapeAreRefused() {
    Map<String, Object> beyond = state();
    beyond.put("support_vectors_", sparse(Pickled.longs(0, 1, 3), Pickled.longs(0, 0, 2)));
    Map<String, Object> tooMany = state();
    tooMany.put("support_vectors_", sparse(Pickled.longs(0, 1, 9), Pickled.longs(0, 0, 1)));

    assertThatThrownBy(() -> open("SVR", beyond)).hasMessageStartingWith("CORRUPT");
    assertThatThrownBy(() -> open("SVR", tooMany)).hasMessageStartingWith("CORRUPT");
  }

  @Test
  void aKernelThatIsNoFormulaIsRefused() {
    Map<String, Object> given = state();
    given.put("kernel", "precomputed");
    given.put("n_features_in_", 60);
    given.put("support_vectors_", Pickled.doubles(new int[] {0, 0}));
    Map<String, Object> own = state();
    own.put("kernel", new Pickled.Named("sklearn.svm._classes", "SVR"));

    assertThatThrownBy(() -> open("SVC", given))
        .hasMessageStartingWith("UNSUPPORTED_VALUE")
        .hasMessageContaining("precomputed");
    assertThatThrownBy(() -> open("SVC", own)).hasMessageStartingWith("UNSUPPORTED_VALUE");
  }

  @Test
  void countsThatDoNotAddUpAreRefused() {
    Map<String, Object> state = state();
    state.put("_n_support", Pickled.longs(1, 1_000_000_000_000L));

    assertThatThrownBy(() -> open("SVC", state)).hasMessageStartingWith("CORRUPT");
  }

  @Test
  void weightsThatLieTheOtherWayRoundAreRefused() {
    Map<String, Object> state = state();
    state.put("_dual_coef_", Pickled.doubles(new int[] {2, 1}, 1, 0.25));

    assertThatThrownBy(() -> open("SVC", state))
        .hasMessageStartingWith("CORRUPT")
        .hasMessageContaining("2 × 1 weights");
  }

  @Test
  void breakingTiesLetsTheClearestClassWinAndPairsCanBeAskedFor() {
    Map<String, Object> state = state();
    state.put("classes_", Pickled.longs(3, 5, 7));
    state.put("_n_support", Pickled.longs(1, 1, 0));
    state.put("_dual_coef_", Pickled.doubles(new int[] {2, 2}, 0, 0, 0, 0));
    state.put("_intercept_", Pickled.doubles(0.5, -2, 1)); // one vote for each class
    state.put("break_ties", true);
    state.put("_sklearn_version", "1.6.1"); // releases before 0.21 weigh votes by the batch
    Format.Opened clearest = open("SVC", state);
    state.put("break_ties", false);
    state.put("decision_function_shape", "ovo");
    Format.Opened first = open("SVC", state);

    assertThat(predict(clearest, "predict", 0, 0)).containsExactly(7);
    assertThat(predict(clearest, "decision_function", 0, 0)[2]).isEqualTo(1 + 1 / (3 * 2.0));
    assertThat(predict(first, "predict", 0, 0)).containsExactly(3);
    assertThat(predict(first, "decision_function", 0, 0)).containsExactly(0.5, -2, 1);
  }

  @Test
  void oneClassOnlyIsRefused() {
    Map<String, Object> state = state();
    state.put("classes_", Pickled.longs(3));
    state.put("_n_support", Pickled.longs(2));

    assertThatThrownBy(() -> open("SVC", state)).hasMessageStartingWith("CORRUPT");
  }

  @Test
  void aDegreeThatIsNoWholeNumberIsRefused() {
    Map<String, Object> state = state();
    state.put("kernel", "poly");
    state.put("degree", 2.5);

    assertThatThrownBy(() -> open("SVC", state)).hasMessageStartingWith("UNSUPPORTED_VALUE");
  }

  @Test
  void theOwnerIsToldThatTrainingRowsAreInside() {
    assertThat(open("SVC", state()).inspection().warnings())
        .containsExactly("SVC holds 2 of its training rows");
  }

  @Test
  void nanAndInfinityAreInvalid() {
    Format.Opened model = open("SVC", state());

    assertThatThrownBy(() -> predict(model, "predict", Double.NaN, 0)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> predict(model, "predict", Double.POSITIVE_INFINITY, 0))
        .hasMessageContaining("infinity");
  }

  /** Support vectors (1, 0) and (2, 1) with weights 1 and 0.25: the score is 1.5a + 0.25b. */
  private static Map<String, Object> state() {
    Map<String, Object> state = new HashMap<>();
    state.put("kernel", "linear");
    state.put("_gamma", 0.5);
    state.put("classes_", Pickled.longs(3, 7));
    state.put("support_vectors_", Pickled.doubles(new int[] {2, 2}, 1, 0, 2, 1));
    state.put("_n_support", Pickled.longs(1, 1));
    state.put("_dual_coef_", Pickled.doubles(new int[] {1, 2}, 1, 0.25));
    state.put("_intercept_", Pickled.doubles(0));
    return state;
  }

  private static Thing sparse(Pickled.Cells ends, Pickled.Cells columns) {
    return new Thing(
        "scipy.sparse._csr",
        "csr_matrix",
        Map.of(
            "_shape",
            new Pickled.Tuple(List.of(2, 2)),
            "data",
            Pickled.doubles(1, 2, 1),
            "indptr",
            ends,
            "indices",
            columns));
  }

  private static Format.Opened open(String type, Map<String, Object> state) {
    return Pickled.open(
        Pickled.of(new Thing("sklearn.svm._classes", type, state)), new SvmFamily());
  }

  private static List<String> outputs(Format.Opened model) {
    return model.inspection().signature().outputs().stream().map(TensorSpec::name).toList();
  }

  private static double[] predict(Format.Opened model, String output, double... x) {
    Tensor rows = Tensor.ofDoubles("input-0", x, x.length / 2, 2);
    return model
        .predictor()
        .predict(List.of(rows), Set.of(output), Deadline.in(Duration.ofMinutes(1)))
        .getFirst()
        .doubles();
  }
}
