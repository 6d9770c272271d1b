package dev.serin.tensor;

import java.util.Arrays;
import java.util.Optional;

/** The datatypes of the Open Inference Protocol V2; {@code bytes} is the size of one element. */
public enum DataType {
  BOOL(1),
  UINT8(1),
  UINT16(2),
  UINT32(4),
  UINT64(8),
  INT8(1),
  INT16(2),
  INT32(4),
  INT64(8),
  FP16(2),
  BF16(2),
  FP32(4),
  FP64(8),
  /** Texts or byte strings of any length; {@link #bytes()} is 0. */
  BYTES(0);

  private final int bytes;

  DataType(int bytes) {
    this.bytes = bytes;
  }

  /** The type of this name, empty when there is none. */
  public static Optional<DataType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }

  /** The size of one element in bytes, 0 when it varies. */
  public int bytes() {
    return bytes;
  }

  /** Whether elements are floating-point numbers. */
  public boolean floating() {
    return this == FP16 || this == BF16 || this == FP32 || this == FP64;
  }

  /** Whether elements are whole numbers (not BOOL). */
  public boolean integral() {
    return ordinal() >= UINT8.ordinal() && ordinal() <= INT64.ordinal();
  }

  /** Whether elements are numbers or truth values. */
  public boolean numeric() {
    return this != BYTES;
  }
}
