package dev.serin.insight;

import dev.serin.serving.Prediction;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Signature;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.Values;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What the rows of an answer say, the first sixty-four of them: classes (labels, whole numbers, the
 * largest of a row of 2 to 1,000 floats), numbers (one float a row), or nothing that could be
 * compared (boxes, images, no default output).
 */
sealed interface Predicted {
  int ROWS = 64;
  int WIDEST = 1_000;
  int LONGEST = 64; // characters of a class

  /** One class for each row. */
  record Classes(List<String> names) implements Predicted {}

  /** One number for each row. */
  record Numbers(double[] values) implements Predicted {}

  /** Nothing that can be compared. */
  record Nothing() implements Predicted {}

  /** What the first default output among the answered ones says. */
  static Predicted of(Prediction prediction, Signature signature) {
    Optional<Tensor> output =
        prediction.outputs().stream()
            .filter(tensor -> signature.defaults().contains(tensor.name()))
            .findFirst();
    return output.map(tensor -> of(tensor, signature.labels())).orElseGet(Nothing::new);
  }

  private static Predicted of(Tensor tensor, List<String> labels) {
    long[] shape = tensor.shape();
    boolean single = shape.length <= 1 || shape.length == 2 && shape[1] == 1;
    int rows = (int) Math.min(ROWS, tensor.rows());
    if (tensor.values() instanceof Values.Texts(String[] texts) && single) {
      return new Classes(
          Arrays.stream(texts, 0, rows)
              .map(text -> text.substring(0, Math.min(LONGEST, text.length())))
              .toList());
    }
    if (tensor.values() instanceof Values.Longs(long[] numbers) && single) {
      boolean truth = tensor.type() == DataType.BOOL;
      return new Classes(
          Arrays.stream(numbers, 0, rows)
              .mapToObj(number -> truth ? String.valueOf(number != 0) : String.valueOf(number))
              .toList());
    }
    if (!tensor.type().floating()) {
      return new Nothing();
    }
    if (single) {
      return new Numbers(Arrays.copyOf(tensor.doubles(), rows));
    }
    boolean classes = shape.length == 2 && shape[1] >= 2 && shape[1] <= WIDEST;
    return classes ? largest(tensor.doubles(), rows, (int) shape[1], labels) : new Nothing();
  }

  private static Predicted largest(double[] values, int rows, int width, List<String> labels) {
    boolean named = labels.size() == width;
    return new Classes(
        IntStream.range(0, rows)
            .map(row -> largest(values, row * width, width))
            .mapToObj(at -> named ? labels.get(at) : "class " + at)
            .toList());
  }

  private static int largest(double[] values, int from, int width) {
    int best = 0;
    for (int at = 1; at < width; at++) {
      if (values[from + at] > values[from + best]) {
        best = at;
      }
    }
    return best;
  }
}
