package dev.serin.runtime.sklearn.meta.selection;

import dev.serin.reader.NdArray;
import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Release;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Transformer;
import dev.serin.runtime.sklearn.meta.Members;
import dev.serin.tensor.DataType;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Some columns of the rows; whether NaN may be in them is up to the estimator that chose. */
record KeptColumns(String name, int width, int[] kept, Rows.Cells accepted) implements Transformer {
  private static final List<String> CRITERIA =
      List.of("gini", "log_loss", "entropy", "squared_error", "friedman_mse", "poisson");

  /** The columns that are true in {@code mask}. */
  static KeptColumns of(Attributes state, boolean[] mask) {
    // n_features_ is the number of kept columns here, as RFE has it.
    int width = state.whole("n_features_in_", mask.length);
    if (width != mask.length) {
      throw state.corrupt("was fitted on " + width + " features and chose of " + mask.length);
    }
    int[] kept = IntStream.range(0, mask.length).filter(c -> mask[c]).toArray();
    return new KeptColumns(state.name(), width, kept, accepted(state));
  }

  /** The columns that {@code support_} keeps. */
  static KeptColumns supported(Attributes state) {
    NdArray support = state.array("support_");
    if (support.shape().length != 1 || support.dtype().kind() != 'b') {
      throw state.corrupt("has no truth values along one axis in support_");
    }
    long[] flags = support.longs();
    boolean[] mask = new boolean[flags.length];
    for (int c = 0; c < mask.length; c++) {
      mask[c] = flags[c] != 0;
    }
    return of(state, mask);
  }

  /** Anything where the estimator, as it was given, takes NaN; else finite numbers. */
  private static Rows.Cells accepted(Attributes state) {
    boolean open =
        state
            .optional("estimator")
            .filter(Node.Instance.class::isInstance)
            .map(node -> takesMissing(state.inner("estimator", node)))
            .orElse(false);
    return open ? Rows.Cells.ANY : Rows.Cells.FINITE;
  }

  private static boolean takesMissing(Attributes estimator) {
    Release release = estimator.release();
    String name = estimator.name();
    if (name.startsWith("HistGradientBoosting")) {
      return true;
    }
    boolean extra = name.startsWith("Extra");
    boolean tree = name.startsWith("DecisionTree") || name.startsWith("ExtraTree");
    boolean forest = name.startsWith("RandomForest") || name.startsWith("ExtraTrees");
    boolean random = extra || tree && word(estimator, "splitter").equals("random");
    if (!tree && !forest
        || release.before(1, 3)
        || forest && release.before(1, 4)
        || random && release.before(1, 6)) {
      return false;
    }
    return !release.before(1, 9) || CRITERIA.contains(word(estimator, "criterion"));
  }

  private static String word(Attributes estimator, String attribute) {
    return estimator
        .optional(attribute)
        .map(node -> node instanceof Node.Text(String text) ? text : "")
        .orElse("");
  }

  @Override
  public int outputWidth(int inputWidth) {
    return kept.length;
  }

  @Override
  public Table transform(Table rows) {
    return Members.checked(rows, width, accepted, name).select(kept);
  }

  @Override
  public List<DataType> inputs(List<DataType> outputs) {
    if (outputs.size() != kept.length) {
      return Collections.nCopies(width, DataType.FP64);
    }
    DataType[] types = Collections.nCopies(width, DataType.FP64).toArray(DataType[]::new);
    for (int c = 0; c < kept.length; c++) {
      types[kept[c]] = outputs.get(c);
    }
    return List.of(types);
  }
}
