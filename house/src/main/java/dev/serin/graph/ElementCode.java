package dev.serin.graph;

import dev.serin.tensor.DataType;
import java.util.Arrays;
import java.util.Optional;

/** The numbers by which ONNX files name element types ({@code TensorProto.DataType}). */
public final class ElementCode {
  private ElementCode() {}

  /** The number of this datatype. */
  public static int of(DataType type) {
    return switch (type) {
      case FP32 -> 1;
      case UINT8 -> 2;
      case INT8 -> 3;
      case UINT16 -> 4;
      case INT16 -> 5;
      case INT32 -> 6;
      case INT64 -> 7;
      case BYTES -> 8;
      case BOOL -> 9;
      case FP16 -> 10;
      case FP64 -> 11;
      case UINT32 -> 12;
      case UINT64 -> 13;
      case BF16 -> 16;
    };
  }

  /** The datatype of this number, empty for complex numbers and floats of eight bits or less. */
  public static Optional<DataType> type(long code) {
    return Arrays.stream(DataType.values()).filter(type -> of(type) == code).findFirst();
  }
}
