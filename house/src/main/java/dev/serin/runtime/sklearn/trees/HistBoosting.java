package dev.serin.runtime.sklearn.trees;

import dev.serin.kernel.HistForestKernel;
import dev.serin.kernel.HistTree;
import dev.serin.reader.NdArray;
import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Labels;
import dev.serin.runtime.sklearn.Workshop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Builds histogram gradient boosting; its trees are over the columns that HistColumns gives. */
final class HistBoosting {
  private HistBoosting() {}

  static Estimator classifier(Attributes state, Workshop workshop) {
    state.choice(
        "loss", "log_loss", "log_loss", "auto", "binary_crossentropy", "categorical_crossentropy");
    Labels labels = state.labels("classes_");
    if (labels.size() < 2) {
      throw state.corrupt("has one class");
    }
    HistColumns columns = HistColumns.of(state, workshop);
    HistForestKernel kernel =
        kernel(state, columns.width(), labels.size() == 2 ? 1 : labels.size());
    return new HistClassifier(kernel, columns, labels);
  }

  static Estimator regressor(Attributes state, Workshop workshop) {
    String loss =
        state.choice(
            "loss",
            "squared_error",
            "squared_error",
            "least_squares",
            "absolute_error",
            "least_absolute_deviation",
            "quantile",
            "poisson",
            "gamma");
    HistColumns columns = HistColumns.of(state, workshop);
    boolean logarithmic = loss.equals("poisson") || loss.equals("gamma");
    return new HistRegressor(kernel(state, columns.width(), 1), columns, logarithmic);
  }

  private static HistForestKernel kernel(Attributes state, int features, int outputs) {
    double[] baseline = baseline(state, outputs);
    List<HistTree> trees = new ArrayList<>();
    List<Node> iterations = state.items("_predictors");
    for (int i = 0; i < iterations.size(); i++) {
      List<Node> ofClass = state.items("_predictors", iterations.get(i));
      if (ofClass.size() != outputs) {
        throw state.corrupt("has an iteration of " + ofClass.size() + " trees, not " + outputs);
      }
      for (int k = 0; k < outputs; k++) {
        trees.add(tree(state.inner("_predictors[" + i + "][" + k + "]", ofClass.get(k))));
      }
    }
    return new HistForestKernel(trees, baseline, known(state, features), state.place());
  }

  /** One number for each class, in an array of one or two axes or, for one, alone. */
  private static double[] baseline(Attributes state, int outputs) {
    double[] baseline =
        state.node("_baseline_prediction") instanceof Node.Array array
            ? array.value().doubles()
            : new double[] {state.real("_baseline_prediction")};
    if (baseline.length != outputs) {
      throw state.corrupt("starts from " + baseline.length + " scores, not " + outputs);
    }
    return baseline;
  }

  private static HistTree tree(Attributes predictor) {
    NdArray nodes = predictor.array("nodes");
    if (nodes.shape().length != 1) {
      throw predictor.corrupt("has nodes along " + nodes.shape().length + " axes");
    }
    String threshold =
        nodes.dtype().field("num_threshold").isPresent() ? "num_threshold" : "threshold";
    boolean[] missingLeft = new boolean[nodes.size()]; // NaN was refused where it is absent
    if (nodes.dtype().field("missing_go_to_left").isPresent()) {
      missingLeft = Fields.flags(nodes, "missing_go_to_left");
    }
    BitSet[] sets = new BitSet[0];
    int[] bitsets = new int[nodes.size()];
    Arrays.fill(bitsets, -1);
    if (nodes.dtype().field("is_categorical").isPresent()) {
      sets = sets(predictor, "raw_left_cat_bitsets");
      boolean[] categorical = Fields.flags(nodes, "is_categorical");
      int[] indices = Fields.ints(nodes, "bitset_idx");
      for (int i = 0; i < bitsets.length; i++) {
        bitsets[i] = categorical[i] ? Math.max(indices[i], -2) : -1;
      }
    }
    return new HistTree(
        predictor.place(),
        Fields.flags(nodes, "is_leaf"),
        nodes.field("value").doubles(),
        Fields.ints(nodes, "feature_idx"),
        nodes.field(threshold).doubles(),
        missingLeft,
        Fields.ints(nodes, "left"),
        Fields.ints(nodes, "right"),
        bitsets,
        sets);
  }

  private static BitSet[] sets(Attributes predictor, String attribute) {
    NdArray words = predictor.array(attribute);
    int[] shape = words.shape();
    if (shape.length != 2 || shape[1] != 8) {
      throw predictor.corrupt("has sets of categories in " + attribute + " that are not 256 bits");
    }
    return Fields.sets(words);
  }

  /** For each feature the categories seen in training; empty for a number. */
  private static BitSet[] known(Attributes state, int features) {
    BitSet[] known = new BitSet[features];
    Arrays.setAll(known, i -> new BitSet());
    Attributes mapper = state.inner(state.either("_bin_mapper", "bin_mapper_"));
    if (!mapper.has("is_categorical_")) {
      return known; // before 0.24 there were only numbers
    }
    double[] categorical = mapper.vector("is_categorical_", features);
    List<Node> thresholds = mapper.items("bin_thresholds_");
    if (thresholds.size() != features) {
      throw mapper.corrupt("knows " + thresholds.size() + " features, not " + features);
    }
    for (int i = 0; i < features; i++) {
      if (categorical[i] != 0) {
        for (double category : mapper.array("bin_thresholds_", thresholds.get(i)).doubles()) {
          known[i].set((int) category & 0xff);
        }
      }
    }
    return known;
  }
}
