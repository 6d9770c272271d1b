package dev.serin.codec;

import java.math.BigInteger;

/**
 * The double nearest to a decimal {@code digits · 10^exponent}, rounded half to even.
 *
 * <p>Two exact ways, else none. Clinger: digits below 2^53 and a power of ten that is itself a
 * double need one correctly rounded operation. Eisel-Lemire (D. Lemire, "Number parsing at a
 * gigabyte per second", 2021): the product of the digits with a 128-bit approximation of the power
 * of five decides the 53 bits, except where the approximation is too coarse to tell; those, results
 * that are subnormal or not finite, and powers outside of the table are left to the caller, who has
 * the text.
 */
final class Decimal {
  /** What {@link #nearest} says when it cannot tell; no decimal is NaN. */
  static final double UNDECIDED = Double.NaN;

  private static final int REACH = 100; // powers of ten that the table holds, either way
  private static final double[] TENS = new double[23];
  private static final long[] FIVES = new long[2 * (2 * REACH + 1)];

  static {
    for (int i = 0; i < TENS.length; i++) {
      TENS[i] = Double.parseDouble("1e" + i);
    }
    for (int power = -REACH; power <= REACH; power++) {
      BigInteger five = power < 0 ? reciprocal(-power) : leading(BigInteger.valueOf(5).pow(power));
      FIVES[2 * (power + REACH)] = five.shiftRight(64).longValue();
      FIVES[2 * (power + REACH) + 1] = five.longValue();
    }
  }

  private Decimal() {}

  /**
   * The value of {@code digits} (unsigned) times ten to {@code exponent}, or {@link #UNDECIDED}.
   */
  static double nearest(long digits, int exponent) {
    if (digits >>> 53 == 0 && exponent >= -22 && exponent <= 22) {
      return exponent < 0 ? digits / TENS[-exponent] : digits * TENS[exponent];
    }
    if (digits == 0) {
      return 0.0;
    }
    return exponent < -REACH || exponent > REACH ? UNDECIDED : byProduct(digits, exponent);
  }

  private static double byProduct(long digits, int exponent) {
    int shift = Long.numberOfLeadingZeros(digits);
    long normal = digits << shift;
    int entry = 2 * (exponent + REACH);
    long high = Math.unsignedMultiplyHigh(normal, FIVES[entry]);
    long low = normal * FIVES[entry];
    if ((high & 0x1FF) == 0x1FF) { // the 9 bits below the result could still carry
      long carry = Math.unsignedMultiplyHigh(normal, FIVES[entry + 1]);
      low += carry;
      if (Long.compareUnsigned(low, carry) < 0) {
        high++;
      }
    }
    if (low == -1L && (exponent < -27 || exponent > 55)) {
      return UNDECIDED;
    }
    int top = (int) (high >>> 63);
    long mantissa = high >>> top + 9; // 53 bits and one to round by
    int binary = (217706 * exponent >> 16) + 63 + top - shift + 1023; // 217706 / 2^16 = log2(10)
    if (binary <= 0) {
      return UNDECIDED;
    }
    boolean halfway =
        Long.compareUnsigned(low, 1) <= 0
            && exponent >= -4
            && exponent <= 23
            && (mantissa & 3) == 1
            && mantissa << top + 9 == high;
    mantissa = (mantissa + (halfway ? 0 : mantissa & 1)) >>> 1;
    if (mantissa == 1L << 53) {
      mantissa >>>= 1;
      binary++;
    }
    return binary >= 0x7FF
        ? UNDECIDED
        : Double.longBitsToDouble(mantissa & ~(1L << 52) | (long) binary << 52);
  }

  /** The first 128 bits of a whole number. */
  private static BigInteger leading(BigInteger number) {
    return number.shiftRight(number.bitLength() - 128);
  }

  /** The first 128 bits of one over five to {@code power}, rounded up. */
  private static BigInteger reciprocal(int power) {
    BigInteger five = BigInteger.valueOf(5).pow(power);
    int bits = five.subtract(BigInteger.ONE).bitLength();
    int scale = power <= 27 ? bits + 127 : 2 * bits + 128;
    BigInteger quotient = BigInteger.ONE.shiftLeft(scale).divide(five).add(BigInteger.ONE);
    return leading(quotient);
  }
}
