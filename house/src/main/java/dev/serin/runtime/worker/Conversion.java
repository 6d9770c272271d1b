package dev.serin.runtime.worker;

import dev.serin.base.Problem;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.Values;

/** Brings given numbers into the datatype that a model declares; texts stay as they are. */
final class Conversion {
  private static final double MOST_WHOLE = 0x1p53;

  private Conversion() {}

  /** Raises {@code Invalid} DATATYPE for a fraction where the model takes whole numbers. */
  static Tensor to(DataType type, Tensor tensor) {
    if (tensor.type() == type || !type.numeric() || !tensor.type().numeric()) {
      return tensor;
    }
    return new Tensor(tensor.name(), type, tensor.shape(), values(type, tensor));
  }

  private static Values values(DataType type, Tensor tensor) {
    double[] doubles = tensor.doubles();
    if (type == DataType.FP64) {
      return new Values.Doubles(doubles);
    }
    if (type.floating()) {
      float[] floats = new float[doubles.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) doubles[i];
      }
      return new Values.Floats(floats);
    }
    if (tensor.values() instanceof Values.Longs(long[] array) && type.bytes() == Long.BYTES) {
      return new Values.Longs(array);
    }
    long[] longs = new long[doubles.length];
    for (int i = 0; i < longs.length; i++) {
      longs[i] = whole(type, doubles[i], tensor.name());
    }
    return new Values.Longs(longs);
  }

  private static long whole(DataType type, double value, String name) {
    boolean signed = type.name().startsWith("INT");
    double most = type == DataType.BOOL ? 1 : Math.scalb(1.0, bits(type, signed)) - 1;
    double least = signed ? -most - 1 : 0;
    if (value != Math.rint(value)
        || Math.abs(value) > MOST_WHOLE
        || value < least
        || value > most) {
      throw new Problem.Raised(
          new Problem.Invalid(
              "DATATYPE", name, "'%s' is %s, the model takes %s".formatted(name, value, type)));
    }
    return (long) value;
  }

  private static int bits(DataType type, boolean signed) {
    return type.bytes() * Byte.SIZE - (signed ? 1 : 0);
  }
}
