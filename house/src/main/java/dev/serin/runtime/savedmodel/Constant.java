package dev.serin.runtime.savedmodel;

import dev.serin.graph.Shape;
import dev.serin.tensor.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** A tensor that the file holds: little-endian bytes in row-major order, never changed. */
public record Constant(DataType type, Shape shape, ByteBuffer bytes) {

  /** Whole numbers of this datatype; a shape of as many elements. */
  public static Constant whole(DataType type, Shape shape, List<Long> numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(type.bytes() * numbers.size());
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    for (long number : numbers) {
      switch (type.bytes()) {
        case 1 -> bytes.put((byte) number);
        case 2 -> bytes.putShort((short) number);
        case 4 -> bytes.putInt((int) number);
        default -> bytes.putLong(number);
      }
    }
    return new Constant(type, shape, bytes.flip());
  }

  /** A floating-point number of type FP32 or FP64, without axes. */
  public static Constant real(DataType type, double number) {
    ByteBuffer bytes = ByteBuffer.allocate(type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    if (type == DataType.FP64) {
      bytes.putDouble(number);
    } else {
      bytes.putFloat((float) number);
    }
    return new Constant(type, Shape.of(), bytes.flip());
  }

  /** The number of elements. */
  public int count() {
    return bytes.remaining() / type.bytes();
  }

  /** All elements of a tensor of whole numbers or truth values. */
  List<Long> numbers() {
    List<Long> numbers = new ArrayList<>();
    for (int i = 0; i < count(); i++) {
      numbers.add(whole(i));
    }
    return numbers;
  }

  private long whole(int i) {
    int at = bytes.position() + i * type.bytes();
    return switch (type) {
      case BOOL, UINT8 -> bytes.get(at) & 0xff;
      case INT8 -> bytes.get(at);
      case INT16 -> bytes.getShort(at);
      case UINT16 -> bytes.getShort(at) & 0xffff;
      case INT32 -> bytes.getInt(at);
      case UINT32 -> bytes.getInt(at) & 0xffffffffL;
      case INT64, UINT64 -> bytes.getLong(at);
      case FP16, BF16, FP32, FP64, BYTES -> throw new IllegalStateException(type + " is not whole");
    };
  }

  /** The one element of a tensor of type FP32 or FP64 as a double. */
  public double real() {
    return type == DataType.FP64
        ? bytes.getDouble(bytes.position())
        : bytes.getFloat(bytes.position());
  }
}
