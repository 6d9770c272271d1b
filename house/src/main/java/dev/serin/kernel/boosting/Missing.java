package dev.serin.kernel.boosting;

/** Where an inner node sends a missing number, and what it takes for missing. */
public enum Missing {
  /** NaN counts as zero. */
  AS_ZERO,
  /** NaN goes left. */
  LEFT,
  /** NaN goes right. */
  RIGHT,
  /** Zero and NaN go left. */
  ZERO_LEFT,
  /** Zero and NaN go right. */
  ZERO_RIGHT;

  /** What LightGBM takes for zero: at most the float nearest to 1e-35 away from it. */
  public static final double ZERO = 1e-35f;

  /** Whether NaN goes left at a node that asks for a category. */
  boolean left() {
    return this == LEFT || this == ZERO_LEFT;
  }

  /** The key of this number, in the order of the numbers; first and last go left and right. */
  long key(double x) {
    boolean nan = Double.isNaN(x);
    return switch (this) {
      case AS_ZERO -> order(nan ? 0 : x);
      case LEFT -> nan ? Long.MIN_VALUE : order(x);
      case RIGHT -> nan ? Long.MAX_VALUE : order(x);
      case ZERO_LEFT -> nan || Math.abs(x) <= ZERO ? Long.MIN_VALUE : order(x);
      case ZERO_RIGHT -> nan || Math.abs(x) <= ZERO ? Long.MAX_VALUE : order(x);
    };
  }

  /** Whole numbers in the order of the doubles; the two zeros are one. */
  static long order(double x) {
    long bits = Double.doubleToRawLongBits(x + 0.0);
    return bits ^ (bits >> 63 & Long.MAX_VALUE);
  }
}
