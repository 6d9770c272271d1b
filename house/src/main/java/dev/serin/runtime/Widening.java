package dev.serin.runtime;

import dev.serin.tensor.DataType;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import dev.serin.tensor.Values;

/**
 * The datatypes that a net takes in place of its own: those whose every value it can hold, and FP64
 * for FP32, because JSON writes all numbers alike.
 */
final class Widening {
  private static final int FLOAT_BITS = 24;
  private static final int DOUBLE_BITS = 53;

  private Widening() {}

  /** The tensor in the datatype of the input, or the problem DATATYPE. */
  static Tensor to(TensorSpec spec, Tensor tensor) {
    DataType from = tensor.type();
    DataType to = spec.type();
    if (from == to) {
      return tensor;
    }
    if (!lossless(from, to) && !(from == DataType.FP64 && to == DataType.FP32)) {
      throw InputCheck.datatype(spec, tensor);
    }
    return new Tensor(tensor.name(), to, tensor.shape(), values(tensor, to));
  }

  private static Values values(Tensor tensor, DataType to) {
    if (to == DataType.FP64) {
      return new Values.Doubles(tensor.doubles());
    }
    if (!to.floating()) {
      return tensor.values();
    }
    if (tensor.values() instanceof Values.Floats floats) {
      return floats;
    }
    double[] wide = tensor.doubles();
    float[] narrow = new float[wide.length];
    for (int i = 0; i < wide.length; i++) {
      narrow[i] = (float) wide[i];
    }
    return new Values.Floats(narrow);
  }

  static boolean lossless(DataType from, DataType to) {
    if (from.integral() && to.integral()) {
      boolean signs = signed(from) == signed(to);
      return signs ? from.bytes() < to.bytes() : signed(to) && from.bytes() < to.bytes();
    }
    if (from.integral()) {
      int bits = 8 * from.bytes() - (signed(from) ? 1 : 0);
      return to == DataType.FP64 && bits <= DOUBLE_BITS
          || to == DataType.FP32 && bits <= FLOAT_BITS;
    }
    return from.floating() && to.floating() && from.bytes() < to.bytes();
  }

  private static boolean signed(DataType type) {
    return type.ordinal() >= DataType.INT8.ordinal();
  }
}
