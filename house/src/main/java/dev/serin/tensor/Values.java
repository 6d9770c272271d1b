package dev.serin.tensor;

/**
 * The elements of a tensor, row-major. FP64 lies in {@link Doubles}; FP32, FP16 and BF16 in {@link
 * Floats}; whole numbers and BOOL (0 or 1) in {@link Longs}, UINT64 with its bits unchanged; BYTES
 * in {@link Texts}. Arrays are shared, not copied: whoever makes a tensor gives its array away.
 */
public sealed interface Values {

  /** How many elements there are. */
  int size();

  /** Doubles. */
  record Doubles(double[] array) implements Values {
    @Override
    public int size() {
      return array.length;
    }
  }

  /** Floats. */
  record Floats(float[] array) implements Values {
    @Override
    public int size() {
      return array.length;
    }
  }

  /** Whole numbers or truth values. */
  record Longs(long[] array) implements Values {
    @Override
    public int size() {
      return array.length;
    }
  }

  /** Texts; a missing value in a column is {@link #MISSING}, known by identity. */
  record Texts(String[] array) implements Values {
    @SuppressWarnings("StringOperationCanBeSimplified") // a text of its own, unlike any other
    public static final String MISSING = new String("");

    @Override
    public int size() {
      return array.length;
    }
  }
}
