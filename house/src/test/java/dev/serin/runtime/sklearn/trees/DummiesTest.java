package dev.serin.runtime.sklearn.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.serin.runtime.sklearn.Pickled;
import dev.serin.runtime.sklearn.Pickled.Cells;
import dev.serin.runtime.sklearn.Pickled.Thing;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What boosting starts from: one tree that adds nothing shows the start alone. */
class DummiesTest {
  private static final Cells LEAF =
      new Cells(
          "V48",
          List.of(
              "right_child:i8",
              "left_child:i8",
              "threshold:f8",
              "feature:i8",
              "n_node_samples:i8",
              "impurity:f8"),
          new int[] {1},
          ByteBuffer.allocate(48)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putLong(-1)
              .putLong(-1)
              .putDouble(-2)
              .putLong(-2)
              .array());

  @Test
  void thePriorBecomesItsLogOdds() {
    assertThat(start("prior", 2, 0.25, 0.75)).containsExactly(Math.log(3));
  }

  @Test
  void theMostFrequentClassIsCertainButForAStep() {
    double step = 0x1p-52;

    assertThat(start("most_frequent", 2, 0.25, 0.75)).containsExactly(Math.log((1 - step) / step));
  }

  @Test
  void thePriorsOfManyClassesAreCentred() {
    double[] start = start("prior", 3, 0.25, 0.25, 0.5);

    assertThat(start[0]).isEqualTo(start[1]).isCloseTo(-Math.log(2) / 3, within(1e-15));
    assertThat(start[0] + start[1] + start[2]).isBetween(-1e-15, 1e-15);
  }

  @Test
  void aStartByChanceIsRefused() {
    assertThatThrownBy(() -> start("stratified", 2, 0.5, 0.5))
        .hasMessageStartingWith("UNSUPPORTED_VALUE")
        .hasMessageContaining("stratified");
  }

  @Test
  void aStartOverOtherClassesIsRefused() {
    assertThatThrownBy(() -> start("prior", 2, 0.2, 0.2, 0.6)).hasMessageContaining("2 classes");
  }

  private static double[] start(String strategy, int classes, double... prior) {
    long[] labels = new long[prior.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i;
    }
    Thing init =
        new Thing(
            "sklearn.dummy",
            "DummyClassifier",
            Map.of(
                "strategy",
                strategy,
                "class_prior_",
                Pickled.doubles(prior),
                "classes_",
                Pickled.longs(labels)));
    Thing tree =
        new Thing(
            "sklearn.tree._classes",
            "DecisionTreeRegressor",
            Map.of(
                "tree_",
                new Thing(
                    "sklearn.tree._tree",
                    "Tree",
                    Map.of(
                        "node_count",
                        1,
                        "nodes",
                        LEAF,
                        "values",
                        Pickled.doubles(new int[] {1, 1, 1}, 0)))));
    int outputs = classes == 2 ? 1 : classes;
    Thing model =
        new Thing(
            "sklearn.ensemble._gb",
            "GradientBoostingClassifier",
            Map.of(
                "_sklearn_version",
                "1.9.1",
                "learning_rate",
                0.1,
                "n_features_in_",
                1,
                "classes_",
                Pickled.longs(Arrays.copyOf(new long[] {7, 8, 9}, classes)),
                "init_",
                init,
                "estimators_",
                new Pickled.Objects(new int[] {1, outputs}, Collections.nCopies(outputs, tree))));
    return Answers.of(
        Pickled.open(Pickled.of(model), new TreeFamily()).predictor(), "decision_function", 1, 0);
  }
}
