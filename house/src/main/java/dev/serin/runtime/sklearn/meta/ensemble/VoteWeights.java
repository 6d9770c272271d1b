package dev.serin.runtime.sklearn.meta.ensemble;

import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The weight of each voter; dropped ones have none. */
record VoteWeights(double[] all, boolean even) {

  /** The weights of {@code voters} fitted voters, or 1 each where the model has none. */
  static VoteWeights of(Attributes state, int voters) {
    if (!state.has("weights")) {
      double[] ones = new double[voters];
      Arrays.fill(ones, 1);
      return new VoteWeights(ones, true);
    }
    List<Node> given =
        state.node("weights") instanceof Node.Array array && !array.value().dtype().object()
            ? Arrays.stream(array.value().doubles()).<Node>mapToObj(Node.Real::new).toList()
            : state.items("weights");
    List<Node> named = state.items("estimators");
    if (given.size() != named.size()) {
      throw state.corrupt("has " + given.size() + " weights for " + named.size() + " estimators");
    }
    List<Double> kept = new ArrayList<>();
    for (int i = 0; i < named.size(); i++) {
      List<Node> pair = state.items("estimators", named.get(i));
      if (pair.size() != 2) {
        throw state.corrupt("has an estimator that is not a name and an estimator");
      }
      if (!dropped(pair.get(1))) {
        kept.add(state.real("weights", given.get(i)));
      }
    }
    if (kept.size() != voters) {
      throw state.corrupt("has " + kept.size() + " weights for " + voters + " fitted estimators");
    }
    return new VoteWeights(kept.stream().mapToDouble(Double::doubleValue).toArray(), false);
  }

  private static boolean dropped(Node node) {
    return node instanceof Node.None
        || node instanceof Node.Text(String word) && word.equals("drop");
  }

  /** The mean of these matrices of one shape. */
  Matrix mean(List<Matrix> parts) {
    Matrix mean = Matrix.zeros(parts.getFirst().rows(), parts.getFirst().columns());
    double sum = Arrays.stream(all).sum();
    double[] values = mean.values();
    for (int part = 0; part < parts.size(); part++) {
      for (int i = 0; i < values.length; i++) {
        values[i] += even ? parts.get(part).values()[i] : parts.get(part).values()[i] * all[part];
      }
    }
    for (int i = 0; i < values.length; i++) {
      values[i] /= sum;
    }
    return mean;
  }
}
