package dev.serin.runtime;

import dev.serin.tensor.DataType;
import dev.serin.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Holds outputs against expected ones: two numbers agree when they differ by at most {@code
 * absolute + relative · |expected|}, texts and whole numbers when equal.
 */
record Comparison(double absolute, double relative) {

  /** The worst difference in words; empty when all agree. */
  Optional<String> difference(List<Tensor> expected, List<Tensor> actual) {
    for (Tensor each : expected) {
      Optional<Tensor> found = find(actual, each.name());
      Optional<String> difference =
          found.isEmpty()
              ? Optional.of("the model has no output '" + each.name() + "'")
              : difference(each, found.get());
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  /** The largest differences of outputs of the expected shapes and kinds. */
  static Parity parity(Golden golden, List<Tensor> actual) {
    List<Parity.Output> outputs = new ArrayList<>();
    for (Tensor expected : golden.outputs()) {
      outputs.add(closeness(expected, find(actual, expected.name()).orElseThrow()));
    }
    Tensor first = golden.inputs().getFirst();
    return new Parity(first.shape().length == 0 ? 1 : first.rows(), outputs);
  }

  private static Optional<Tensor> find(List<Tensor> tensors, String name) {
    return tensors.stream().filter(tensor -> tensor.name().equals(name)).findFirst();
  }

  private static Parity.Output closeness(Tensor expected, Tensor actual) {
    long elements = expected.values().size();
    if (expected.type() == DataType.BYTES) {
      return new Parity.Output(expected.name(), elements, 0, 0);
    }
    double[] theirs = expected.doubles();
    double[] ours = actual.doubles();
    double absolute = 0;
    double relative = 0;
    for (int i = 0; i < theirs.length; i++) {
      if (Double.compare(theirs[i], ours[i]) != 0) {
        double off = Math.abs(ours[i] - theirs[i]);
        absolute = Math.max(absolute, off);
        relative = theirs[i] == 0 ? relative : Math.max(relative, off / Math.abs(theirs[i]));
      }
    }
    return new Parity.Output(expected.name(), elements, absolute, relative);
  }

  private Optional<String> difference(Tensor expected, Tensor actual) {
    if (!Arrays.equals(expected.shape(), actual.shape())) {
      return Optional.of(
          String.format(
              "'%s' has the shape %s, expected %s",
              expected.name(), Arrays.toString(actual.shape()), Arrays.toString(expected.shape())));
    }
    if ((expected.type() == DataType.BYTES) != (actual.type() == DataType.BYTES)) {
      return Optional.of(
          "'" + expected.name() + "' is " + actual.type() + ", expected " + expected.type());
    }
    return expected.type() == DataType.BYTES
        ? textDifference(expected, actual)
        : numberDifference(expected, actual);
  }

  private static Optional<String> textDifference(Tensor expected, Tensor actual) {
    int at = Arrays.mismatch(expected.texts(), actual.texts());
    return at < 0
        ? Optional.empty()
        : Optional.of(
            String.format(
                "'%s' element %d is '%s', expected '%s'",
                expected.name(), at, actual.texts()[at], expected.texts()[at]));
  }

  private Optional<String> numberDifference(Tensor expected, Tensor actual) {
    boolean exact = !expected.type().floating() && !actual.type().floating();
    double[] theirs = expected.doubles();
    double[] ours = actual.doubles();
    int worst = -1;
    double excess = 0;
    for (int i = 0; i < theirs.length; i++) {
      if (Double.compare(theirs[i], ours[i]) == 0) {
        continue; // equal, or both NaN
      }
      double allowed = exact ? 0 : absolute + relative * Math.abs(theirs[i]);
      double over = Math.abs(ours[i] - theirs[i]) - allowed;
      double rank = Double.isNaN(over) ? Double.POSITIVE_INFINITY : over;
      if (rank > excess) {
        worst = i;
        excess = rank;
      }
    }
    return worst < 0
        ? Optional.empty()
        : Optional.of(
            String.format(
                "'%s' element %d is %s, expected %s: the largest difference is %s",
                expected.name(),
                worst,
                ours[worst],
                theirs[worst],
                Math.abs(ours[worst] - theirs[worst])));
  }
}
