package dev.serin.codec;

import dev.serin.tensor.DataType;
import java.math.BigInteger;

/** The whole numbers that a datatype holds. */
final class Whole {
  private Whole() {}

  /** Whether the type has no negative numbers; BOOL counts as the number 0 or 1. */
  static boolean unsigned(DataType type) {
    return type.ordinal() <= DataType.UINT64.ordinal(); // BOOL and the UINTs come first
  }

  /** How many bits its numbers have. */
  static int bits(DataType type) {
    return type == DataType.BOOL ? 1 : 8 * type.bytes();
  }

  /** Whether the type holds {@code value}, a signed number. */
  static boolean holds(long value, DataType type) {
    int bits = bits(type);
    if (bits == 64) {
      return !unsigned(type) || value >= 0;
    }
    return unsigned(type)
        ? value >>> bits == 0
        : value >= -(1L << bits - 1) && value < 1L << bits - 1;
  }

  /**
   * The number in a text; UINT64 with its bits.
   *
   * @throws NumberFormatException when it is no whole number or the type does not hold it
   */
  static long parse(String digits, DataType type) {
    BigInteger value = new BigInteger(digits);
    boolean fits =
        type == DataType.UINT64
            ? value.signum() >= 0 && value.bitLength() <= 64
            : value.bitLength() < 64 && holds(value.longValue(), type);
    if (!fits) {
      throw new NumberFormatException(digits + " is outside of the range of " + type);
    }
    return value.longValue();
  }
}
