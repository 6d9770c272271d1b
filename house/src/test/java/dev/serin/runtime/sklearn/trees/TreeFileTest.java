package dev.serin.runtime.sklearn.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.runtime.Predictor;
import dev.serin.runtime.sklearn.Pickled;
import dev.serin.runtime.sklearn.Pickled.Cells;
import dev.serin.runtime.sklearn.Pickled.Thing;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class TreeFileTest {
  private static final List<String> FIELDS =
      List.of(
          "left_child:i8",
          "right_child:i8",
          "feature:i8",
          "threshold:f8",
          "impurity:f8",
          "n_node_samples:i8",
          "weighted_n_node_samples:f8");

  private static final Map<String, Object> TWO =
      Map.of("n_features_", 1, "classes_", Pickled.longs(0, 1));

  @Test
  void aTreeOfCountsWrittenBefore13GivesFractions() {
    Predictor tree = open(classifier(stump(1, 2, 0, 0.5), 2, 8, 1, 2, 6, 6, 2));

    assertThat(predict(tree, "predict_proba", 0.5)).containsExactly(0.25, 0.75);
    assertThat(predict(tree, "predict_proba", 0.6)).containsExactly(0.75, 0.25);
    assertThat(predict(tree, "predict", 0.5)).containsExactly(1);
  }

  @Test
  void aTreeWhoseChildIsItselfIsRefused() {
    assertRefused(() -> open(classifier(stump(0, 2, 0, 0.5), 2, 8, 1, 2, 6, 6, 2)), "CORRUPT")
        .hasMessageContaining("DecisionTreeClassifier.tree_");
  }

  @Test
  void aChildBehindTheLastNodeIsRefused() {
    assertRefused(() -> open(classifier(stump(1, 3, 0, 0.5), 2, 8, 1, 2, 6, 6, 2)), "CORRUPT");
    assertRefused(
        () -> open(classifier(stump(1L << 32 | 1, 2, 0, 0.5), 2, 8, 1, 2, 6, 6, 2)), "CORRUPT");
  }

  @Test
  void aFeatureThatTheRowsDoNotHaveIsRefused() {
    assertRefused(() -> open(classifier(stump(1, 2, 7, 0.5), 2, 8, 1, 2, 6, 6, 2)), "CORRUPT")
        .hasMessageContaining("feature 7 of 1");
  }

  @Test
  void aThresholdThatIsNotANumberIsRefused() {
    assertRefused(
        () -> open(classifier(stump(1, 2, 0, Double.NaN), 2, 8, 1, 2, 6, 6, 2)), "CORRUPT");
  }

  @Test
  void valuesForOtherClassesThanThoseNamedAreRefused() {
    assertRefused(() -> open(classifier(stump(1, 2, 0, 0.5), 1, 8, 1, 2)), "CORRUPT")
        .hasMessageContaining("classes_ says 1 of 2");
  }

  @Test
  void aBillionClassesAreRefusedBeforeAnythingIsAllocated() {
    Cells nodes = stump(1, 2, 0, 0.5);
    Cells values = new Cells("f8", List.of(), new int[] {3, 1, 1_000_000_000}, new byte[48]);

    assertRefused(() -> open(tree("DecisionTreeClassifier", nodes, values, TWO)), "LIMIT_EXCEEDED");
  }

  @Test
  void aForestWithoutTreesIsRefused() {
    Thing forest =
        new Thing(
            "sklearn.ensemble.forest",
            "RandomForestClassifier",
            Map.of("estimators_", List.of(), "classes_", Pickled.longs(0, 1), "n_features_", 1));

    assertRefused(() -> open(forest), "CORRUPT").hasMessageContaining("no trees");
  }

  @Test
  void aTreeOfAnotherLibraryIsRefused() {
    Thing wrong =
        new Thing(
            "sklearn.tree._classes",
            "DecisionTreeRegressor",
            Map.of(
                "n_features_in_",
                1,
                "tree_",
                new Thing("sklearn.dummy", "DummyRegressor", Map.of())));

    assertRefused(() -> open(wrong), "UNSUPPORTED_VALUE");
  }

  @Test
  void theMeanOfAForestIsTheMeanOfItsTrees() {
    Cells nodes = stump(1, 2, 0, 0.5);
    Thing one = regressor(nodes, 0, 1, 2);
    Thing two = regressor(nodes, 0, 4, 8);
    Thing forest =
        new Thing(
            "sklearn.ensemble._forest",
            "RandomForestRegressor",
            Map.of("estimators_", List.of(one, two), "n_features_", 1, "n_outputs_", 1));

    assertThat(predict(open(forest), "predict", 0.5, 3)).containsExactly(2.5, 5);
  }

  @Test
  void aRowThatFloat32CannotHoldIsInvalid() {
    Predictor tree = open(classifier(stump(1, 2, 0, 0.5), 2, 8, 1, 2, 6, 6, 2));

    assertThatThrownBy(() -> predict(tree, "predict", 1e39)).hasMessageContaining("too large");
    assertThatThrownBy(() -> predict(tree, "predict", Double.NaN)).hasMessageContaining("NaN");
  }

  @Test
  void boostingOf020StartsFromItsOwnEstimators() {
    Thing tree = regressor(stump(1, 2, 0, 0.5), 0, 1, -1);
    Predictor model =
        open(
            boosting(
                "GradientBoostingRegressor", "ls", tree, ancient("MeanEstimator", "mean", 10.0)));

    assertThat(predict(model, "predict", 0, 1)).containsExactly(10.5, 9.5);
  }

  @Test
  void aTieIsTheFirstClassBefore14() {
    Thing flat = regressor(stump(1, 2, 0, 0.5), 0, 0, 0);
    Predictor model =
        open(
            boosting(
                "GradientBoostingClassifier",
                "deviance",
                flat,
                ancient("LogOddsEstimator", "prior", 0.0)));

    assertThat(predict(model, "decision_function", 0)).containsExactly(0);
    assertThat(predict(model, "predict_proba", 0)).containsExactly(0.5, 0.5);
    assertThat(predict(model, "predict", 0)).containsExactly(0);
  }

  @Test
  void aLossThatIsNotKnownIsRefused() {
    Thing tree = regressor(stump(1, 2, 0, 0.5), 0, 1, -1);

    assertRefused(
            () ->
                open(
                    boosting(
                        "GradientBoostingRegressor",
                        "cauchy",
                        tree,
                        ancient("MeanEstimator", "mean", 0.0))),
            "UNSUPPORTED_VALUE")
        .hasMessageContaining("cauchy");
  }

  @Test
  void anInitOfAnotherWordThanZeroIsRefused() {
    Thing tree = regressor(stump(1, 2, 0, 0.5), 0, 1, -1);

    assertRefused(
            () -> open(boosting("GradientBoostingRegressor", "ls", tree, "random")),
            "UNSUPPORTED_VALUE")
        .hasMessageContaining("init_");
  }

  private static Thing boosting(String type, String loss, Thing tree, Object init) {
    Map<String, Object> state = new HashMap<>();
    state.put("loss", loss);
    state.put("learning_rate", 0.5);
    state.put("n_features_", 1);
    state.put("classes_", Pickled.longs(0, 1));
    state.put("init_", init);
    state.put("estimators_", new Pickled.Objects(new int[] {1, 1}, List.of(tree)));
    return new Thing("sklearn.ensemble.gradient_boosting", type, state);
  }

  private static Thing ancient(String type, String attribute, double value) {
    return new Thing("sklearn.ensemble.gradient_boosting", type, Map.of(attribute, value));
  }

  private static Thing classifier(Cells nodes, int classes, double... values) {
    Cells all = Pickled.doubles(new int[] {3, 1, classes}, values);
    return tree("DecisionTreeClassifier", nodes, all, TWO);
  }

  private static Thing regressor(Cells nodes, double... values) {
    Cells all = Pickled.doubles(new int[] {3, 1, 1}, values);
    return tree("DecisionTreeRegressor", nodes, all, Map.of("n_features_", 1));
  }

  private static Thing tree(String type, Cells nodes, Cells values, Map<String, ?> fitted) {
    Map<String, Object> state = new HashMap<>(fitted);
    state.put(
        "tree_",
        new Thing(
            "sklearn.tree._tree",
            "Tree",
            List.of(1, Pickled.longs(2), 1),
            Map.of("max_depth", 1, "node_count", 3, "nodes", nodes, "values", values)));
    return new Thing("sklearn.tree.tree", type, state);
  }

  /** Nodes of the 56 bytes that were written before 1.3: a root over two leaves. */
  private static Cells stump(long left, long right, long feature, double threshold) {
    ByteBuffer bytes = ByteBuffer.allocate(3 * 56).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(left).putLong(right).putLong(feature).putDouble(threshold);
    bytes.putDouble(0.5).putLong(8).putDouble(8);
    for (int leaf = 0; leaf < 2; leaf++) {
      bytes.putLong(-1).putLong(-1).putLong(-2).putDouble(-2);
      bytes.putDouble(0).putLong(4).putDouble(4);
    }
    return new Cells("V56", FIELDS, new int[] {3}, bytes.array());
  }

  private static Predictor open(Thing model) {
    return Pickled.open(Pickled.of(model), new TreeFamily()).predictor();
  }

  private static double[] predict(Predictor model, String output, double... x) {
    return Answers.of(model, output, 1, x);
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
      ThrowingCallable call, String code) {
    return assertThatThrownBy(call).hasMessageStartingWith(code);
  }
}
