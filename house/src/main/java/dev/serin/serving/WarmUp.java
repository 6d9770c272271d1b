package dev.serin.serving;

import dev.serin.base.Problem;
import dev.serin.runtime.InputCheck;
import dev.serin.tensor.Signature;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import dev.serin.tensor.Values;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes inputs that fit a signature; sizes other than the rows that vary become {@code size}. */
public record WarmUp(Signature signature, int size) {
  private static final long LARGEST = 1L << 26; // elements of one input

  private static final int[] SIZES = {8, 32, 1, 64, 224}; // tried in turn for a size that varies

  /** With the first choice for sizes that vary of which zeros are taken. */
  public static WarmUp fitting(Signature signature, Predicate<List<Tensor>> taken) {
    for (int size : SIZES) {
      WarmUp warmUp = new WarmUp(signature, size);
      if (taken.test(warmUp.inputs(1, () -> 0))) {
        return warmUp;
      }
      if (!warmUp.varies()) {
        break; // the other sizes give the same input
      }
    }
    return new WarmUp(signature, SIZES[0]);
  }

  private boolean varies() {
    return signature.inputs().stream().anyMatch(spec -> spec.shape().lastIndexOf(-1L) > 0);
  }

  /** Whether the number of rows can be chosen. */
  boolean batched() {
    return signature.inputs().stream().allMatch(InputCheck::batched);
  }

  /** Inputs of so many rows, filled from {@code numbers}; texts are empty. */
  public List<Tensor> inputs(int rows, DoubleSupplier numbers) {
    return signature.inputs().stream().map(spec -> tensor(spec, rows, numbers)).toList();
  }

  private Tensor tensor(TensorSpec spec, int rows, DoubleSupplier numbers) {
    long[] shape = new long[spec.shape().size()];
    for (int i = 0; i < shape.length; i++) {
      long declared = spec.shape().get(i);
      shape[i] = declared >= 0 ? declared : i == 0 ? rows : size;
    }
    return new Tensor(spec.name(), spec.type(), shape, values(spec, shape, numbers));
  }

  private static Values values(TensorSpec spec, long[] shape, DoubleSupplier numbers) {
    int count = count(spec, shape);
    return switch (spec.type()) {
      case BYTES -> {
        String[] texts = new String[count];
        Arrays.fill(texts, "");
        yield new Values.Texts(texts);
      }
      case FP64 -> {
        double[] doubles = new double[count];
        Arrays.setAll(doubles, _ -> numbers.getAsDouble());
        yield new Values.Doubles(doubles);
      }
      case FP32, FP16, BF16 -> {
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
          floats[i] = (float) numbers.getAsDouble();
        }
        yield new Values.Floats(floats);
      }
      case BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64 -> {
        long[] longs = new long[count];
        // 0 or 1 alone: a whole number is often an index, and the smallest table has two rows
        Arrays.setAll(longs, _ -> numbers.getAsDouble() > 0 ? 1 : 0);
        yield new Values.Longs(longs);
      }
    };
  }

  private static int count(TensorSpec spec, long[] shape) {
    long count = 1;
    for (long one : shape) {
      if (one > 0 && count > LARGEST / one) {
        throw new Problem.Raised(
            new Problem.Refused(
                "LIMIT_EXCEEDED",
                spec.name(),
                "one input has the shape %s, more than %d numbers"
                    .formatted(Arrays.toString(shape), LARGEST),
                "export the model with smaller inputs"));
      }
      count *= one;
    }
    return (int) count;
  }

  /** Row {@code row} of each tensor, as a batch of one. */
  static List<Tensor> row(List<Tensor> batch, int row) {
    return batch.stream().map(tensor -> rows(tensor, row, row + 1)).toList();
  }

  /** The first rows one by one, each as a batch of one. */
  static Stream<List<Tensor>> each(List<Tensor> batch, int most) {
    int rows = (int) Math.min(most, batch.getFirst().rows());
    return IntStream.range(0, rows).mapToObj(row -> row(batch, row));
  }

  /** The first rows of each tensor. */
  static List<Tensor> head(List<Tensor> batch, int rows) {
    return batch.stream().map(tensor -> rows(tensor, 0, rows)).toList();
  }

  /** The rows of each tensor from the last to the first. */
  static List<Tensor> turned(List<Tensor> batch) {
    return batch.stream().map(WarmUp::turned).toList();
  }

  private static Tensor turned(Tensor tensor) {
    int size = tensor.values().size();
    int width = size / (int) Math.max(1, tensor.rows());
    Values values =
        switch (tensor.values()) {
          case Values.Doubles(double[] a) ->
              new Values.Doubles(turned(a, new double[size], size, width));
          case Values.Floats(float[] a) ->
              new Values.Floats(turned(a, new float[size], size, width));
          case Values.Longs(long[] a) -> new Values.Longs(turned(a, new long[size], size, width));
          case Values.Texts(String[] a) ->
              new Values.Texts(turned(a, new String[size], size, width));
        };
    return new Tensor(tensor.name(), tensor.type(), tensor.shape(), values);
  }

  /** Copies from one array into the other, both of {@code size}, {@code width} to a row. */
  private static <T> T turned(T from, T to, int size, int width) {
    for (int at = 0; at < size; at += width) {
      System.arraycopy(from, at, to, size - at - width, width);
    }
    return to;
  }

  private static Tensor rows(Tensor tensor, int from, int to) {
    long[] shape = tensor.shape().clone();
    int width = (int) (shape[0] == 0 ? 0 : tensor.values().size() / shape[0]);
    shape[0] = to - from;
    int start = from * width;
    int end = to * width;
    Values values =
        switch (tensor.values()) {
          case Values.Doubles(double[] a) -> new Values.Doubles(Arrays.copyOfRange(a, start, end));
          case Values.Floats(float[] a) -> new Values.Floats(Arrays.copyOfRange(a, start, end));
          case Values.Longs(long[] a) -> new Values.Longs(Arrays.copyOfRange(a, start, end));
          case Values.Texts(String[] a) -> new Values.Texts(Arrays.copyOfRange(a, start, end));
        };
    return new Tensor(tensor.name(), tensor.type(), shape, values);
  }
}
