package dev.serin.tensor;

import dev.serin.tensor.Values.Doubles;
import dev.serin.tensor.Values.Floats;
import dev.serin.tensor.Values.Longs;
import dev.serin.tensor.Values.Texts;
import java.util.Arrays;
import java.util.Objects;

/** A named array of one datatype and a shape without unknown sizes; elements are row-major. */
public record Tensor(String name, DataType type, long[] shape, Values values) {

  public Tensor {
    Objects.requireNonNull(name, "name");
    boolean fits =
        switch (values) {
          case Doubles _ -> type == DataType.FP64;
          case Floats _ -> type == DataType.FP32 || type == DataType.FP16 || type == DataType.BF16;
          case Longs _ -> type.integral() || type == DataType.BOOL;
          case Texts _ -> type == DataType.BYTES;
        };
    if (!fits) {
      throw new IllegalArgumentException(type + " does not lie in " + values.getClass());
    }
    if (count(shape) != values.size()) {
      throw new IllegalArgumentException(
          name + ": " + values.size() + " elements for the shape " + Arrays.toString(shape));
    }
  }

  /** An FP64 tensor. */
  public static Tensor ofDoubles(String name, double[] array, long... shape) {
    return new Tensor(name, DataType.FP64, shape, new Doubles(array));
  }

  /** An FP32 tensor. */
  public static Tensor ofFloats(String name, float[] array, long... shape) {
    return new Tensor(name, DataType.FP32, shape, new Floats(array));
  }

  /** An INT64 tensor. */
  public static Tensor ofLongs(String name, long[] array, long... shape) {
    return new Tensor(name, DataType.INT64, shape, new Longs(array));
  }

  /** A BYTES tensor. */
  public static Tensor ofTexts(String name, String[] array, long... shape) {
    return new Tensor(name, DataType.BYTES, shape, new Texts(array));
  }

  /** The number of elements of a shape. */
  public static long count(long[] shape) {
    long count = 1;
    for (long size : shape) {
      count = Math.multiplyExact(count, size);
    }
    return count;
  }

  /** The first size, or 1 for a scalar. */
  public long rows() {
    return shape.length == 0 ? 1 : shape[0];
  }

  /** The same elements under another name. */
  public Tensor named(String other) {
    return new Tensor(other, type, shape, values);
  }

  /** The same elements in another shape of the same size. */
  public Tensor shaped(long... other) {
    return new Tensor(name, type, other, values);
  }

  /** All elements as doubles; the own array when they are doubles already; not for BYTES. */
  public double[] doubles() {
    return switch (values) {
      case Doubles(double[] array) -> array;
      case Floats(float[] array) -> {
        double[] wide = new double[array.length];
        for (int i = 0; i < array.length; i++) {
          wide[i] = array[i];
        }
        yield wide;
      }
      case Longs(long[] array) -> {
        double[] wide = new double[array.length];
        for (int i = 0; i < array.length; i++) {
          wide[i] =
              type == DataType.UINT64 && array[i] < 0 ? unsigned(array[i]) : (double) array[i];
        }
        yield wide;
      }
      case Texts _ -> throw new IllegalStateException(name + " holds texts, not numbers");
    };
  }

  /** All elements as texts; only for BYTES. */
  public String[] texts() {
    if (values instanceof Texts(String[] array)) {
      return array;
    }
    throw new IllegalStateException(name + " holds numbers, not texts");
  }

  private static double unsigned(long bits) {
    return (double) (bits >>> 1 | bits & 1) * 2.0; // keeps the sticky bit, so it rounds once
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor that
        && name.equals(that.name)
        && type == that.type
        && Arrays.equals(shape, that.shape)
        && sameValues(values, that.values);
  }

  private static boolean sameValues(Values one, Values other) {
    return switch (one) {
      case Doubles(double[] a) -> other instanceof Doubles(double[] b) && Arrays.equals(a, b);
      case Floats(float[] a) -> other instanceof Floats(float[] b) && Arrays.equals(a, b);
      case Longs(long[] a) -> other instanceof Longs(long[] b) && Arrays.equals(a, b);
      case Texts(String[] a) -> other instanceof Texts(String[] b) && Arrays.equals(a, b);
    };
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, type, Arrays.hashCode(shape));
  }

  @Override
  public String toString() {
    return name + " " + type + Arrays.toString(shape);
  }
}
