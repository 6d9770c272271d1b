package dev.serin.runtime.sklearn.meta;

import dev.serin.runtime.sklearn.Matrix;

/** Choosing the class of each row from numbers. */
public final class Largest {
  private Largest() {}

  /** The column of the first largest number of each row. */
  public static int[] of(Matrix scores) {
    int[] chosen = new int[scores.rows()];
    for (int r = 0; r < chosen.length; r++) {
      chosen[r] = scores.largest(r);
    }
    return chosen;
  }

  /** 1 for each number above the threshold, else 0. */
  public static int[] above(double[] scores, double threshold) {
    int[] chosen = new int[scores.length];
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = scores[i] > threshold ? 1 : 0;
    }
    return chosen;
  }
}
