package dev.serin.runtime;

import dev.serin.tensor.Tensor;
import dev.serin.tensor.Values;
import dev.serin.tensor.Values.Doubles;
import dev.serin.tensor.Values.Floats;
import dev.serin.tensor.Values.Longs;
import dev.serin.tensor.Values.Texts;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Cuts tensors along their first axis and joins them again. */
final class Slices {
  private Slices() {}

  /** The rows from here up to there, which is left out. */
  static Tensor rows(Tensor whole, int from, int to) {
    int row = (int) (whole.values().size() / whole.rows());
    long[] shape = whole.shape().clone();
    shape[0] = to - from;
    return new Tensor(
        whole.name(), whole.type(), shape, range(whole.values(), from * row, to * row));
  }

  private static Values range(Values values, int from, int to) {
    return switch (values) {
      case Doubles(double[] array) -> new Doubles(Arrays.copyOfRange(array, from, to));
      case Floats(float[] array) -> new Floats(Arrays.copyOfRange(array, from, to));
      case Longs(long[] array) -> new Longs(Arrays.copyOfRange(array, from, to));
      case Texts(String[] array) -> new Texts(Arrays.copyOfRange(array, from, to));
    };
  }

  /** The parts of one tensor, in order; never none. */
  static Tensor joined(List<Tensor> parts) {
    Tensor first = parts.getFirst();
    long[] shape = first.shape().clone();
    shape[0] = parts.stream().mapToLong(Tensor::rows).sum();
    int size = Math.toIntExact(Tensor.count(shape));
    Values values =
        switch (first.values()) {
          case Doubles _ ->
              new Doubles(filled(new double[size], parts, each -> ((Doubles) each).array()));
          case Floats _ ->
              new Floats(filled(new float[size], parts, each -> ((Floats) each).array()));
          case Longs _ -> new Longs(filled(new long[size], parts, each -> ((Longs) each).array()));
          case Texts _ ->
              new Texts(filled(new String[size], parts, each -> ((Texts) each).array()));
        };
    return new Tensor(first.name(), first.type(), shape, values);
  }

  private static <A> A filled(A array, List<Tensor> parts, Function<Values, A> elements) {
    int at = 0;
    for (Tensor part : parts) {
      int size = part.values().size();
      System.arraycopy(elements.apply(part.values()), 0, array, at, size);
      at += size;
    }
    return array;
  }
}
