package dev.serin.codec;

import dev.serin.tensor.DataType;
import dev.serin.tensor.Signature;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import dev.serin.tensor.Values;

/**
 * From the datatype of a request to the datatype of a model. Tabular models take every number whose
 * value their datatype holds; nets take widening without loss, and FP64 for FP32, because JSON
 * knows no single precision. Texts are never numbers.
 */
final class Conversion {
  private Conversion() {}

  /** The tensor under the name and in the datatype of {@code spec}. */
  static Tensor to(TensorSpec spec, Tensor tensor, Signature.Kind kind) {
    DataType from = tensor.type();
    DataType to = spec.type();
    if (from == to) {
      return tensor.name().equals(spec.name()) ? tensor : tensor.named(spec.name());
    }
    boolean allowed =
        from.numeric()
            && to.numeric()
            && (kind == Signature.Kind.TABULAR
                || widens(from, to)
                || from == DataType.FP64 && to == DataType.FP32);
    if (!allowed) {
      throw Wrong.datatype(
          "inputs." + tensor.name(),
          "the input '" + tensor.name() + "' is " + from + ", the model takes " + to);
    }
    return new Tensor(spec.name(), to, tensor.shape(), values(tensor, to));
  }

  /** Whether every value of {@code from} is a value of {@code to}. */
  private static boolean widens(DataType from, DataType to) {
    if (to.floating()) {
      int precision = from.floating() ? precision(from) : Whole.bits(from);
      boolean range = from != DataType.BF16 || to != DataType.FP16;
      return precision <= precision(to) && range;
    }
    if (from.floating() || to == DataType.BOOL) {
      return false;
    }
    int spare = !Whole.unsigned(from) || Whole.unsigned(to) ? 0 : 1;
    return (Whole.unsigned(from) || !Whole.unsigned(to))
        && Whole.bits(from) + spare <= Whole.bits(to);
  }

  private static int precision(DataType floating) {
    return switch (floating) {
      case FP64 -> 53;
      case FP32 -> 24;
      case FP16 -> 11;
      case BF16 -> 8;
      case BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64, BYTES -> 0;
    };
  }

  private static Values values(Tensor tensor, DataType to) {
    return switch (to) {
      case FP64 -> new Values.Doubles(tensor.doubles());
      case FP32, FP16, BF16 -> new Values.Floats(floats(tensor, to));
      case BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64 ->
          new Values.Longs(longs(tensor, to));
      case BYTES -> throw new IllegalArgumentException("numbers are no texts");
    };
  }

  private static float[] floats(Tensor tensor, DataType to) {
    double[] wide = tensor.doubles();
    float[] narrow = new float[wide.length];
    for (int i = 0; i < wide.length; i++) {
      narrow[i] = (float) wide[i];
      if (Float.isInfinite(narrow[i]) && !Double.isInfinite(wide[i])) {
        throw outside(tensor, String.valueOf(wide[i]), to);
      }
    }
    return narrow;
  }

  private static long[] longs(Tensor tensor, DataType to) {
    if (tensor.values() instanceof Values.Longs(long[] array)) {
      boolean large = tensor.type() == DataType.UINT64;
      for (long value : array) {
        boolean holds = large && value < 0 ? to == DataType.UINT64 : Whole.holds(value, to);
        if (!holds) {
          throw outside(tensor, large ? Long.toUnsignedString(value) : Long.toString(value), to);
        }
      }
      return array;
    }
    double[] wide = tensor.doubles();
    long[] whole = new long[wide.length];
    for (int i = 0; i < wide.length; i++) {
      whole[i] = (long) wide[i];
      boolean exact = whole[i] == wide[i] && Math.abs(wide[i]) < 0x1p63;
      if (!exact || !Whole.holds(whole[i], to)) {
        throw outside(tensor, String.valueOf(wide[i]), to);
      }
    }
    return whole;
  }

  private static RuntimeException outside(Tensor tensor, String value, DataType to) {
    return Wrong.value("inputs." + tensor.name(), value + " is no value of " + to);
  }
}
