package dev.serin.runtime.sklearn.preprocessing;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** The rules by which univariate selectors keep columns, from scores or p-values of the fit. */
final class Scores {
  private Scores() {}

  static boolean[] all(int width) {
    boolean[] mask = new boolean[width];
    Arrays.fill(mask, true);
    return mask;
  }

  /** The {@code count} highest scores; of equal ones the later columns; NaN is lowest. */
  static boolean[] best(double[] scores, int count) {
    double[] clean = clean(scores);
    int[] order =
        IntStream.range(0, clean.length)
            .boxed()
            .sorted(Comparator.comparingDouble(c -> clean[c])) // stable, as NumPy's mergesort
            .mapToInt(Integer::intValue)
            .toArray();
    boolean[] mask = new boolean[clean.length];
    for (int i = Math.max(0, order.length - Math.max(0, count)); i < order.length; i++) {
      mask[order[i]] = true;
    }
    return mask;
  }

  /** Scores above the percentile, then of those at it the first ones, as far as they fit. */
  static boolean[] percentile(double[] scores, double percent) {
    if (percent == 100 || scores.length == 0) {
      return all(scores.length);
    }
    boolean[] mask = new boolean[scores.length];
    if (percent == 0) {
      return mask;
    }
    double[] clean = clean(scores);
    double border = quantile(clean, (100 - percent) / 100);
    int kept = 0;
    for (int c = 0; c < clean.length; c++) {
      mask[c] = clean[c] > border;
      kept += mask[c] ? 1 : 0;
    }
    int most = (int) (clean.length * percent / 100);
    for (int c = 0; c < clean.length && kept < most; c++) {
      if (clean[c] == border) {
        mask[c] = true;
        kept++;
      }
    }
    return mask;
  }

  /** P-values below the border. */
  static boolean[] below(double[] chances, double border) {
    boolean[] mask = new boolean[chances.length];
    for (int c = 0; c < mask.length; c++) {
      mask[c] = chances[c] < border;
    }
    return mask;
  }

  /** The procedure of Benjamini and Hochberg. */
  static boolean[] discoveries(double[] chances, double alpha) {
    double[] sorted = chances.clone();
    Arrays.sort(sorted);
    double border = Double.NaN;
    for (int i = 0; i < sorted.length; i++) {
      if (sorted[i] <= alpha / sorted.length * (i + 1)) {
        border = sorted[i];
      }
    }
    boolean[] mask = new boolean[chances.length];
    for (int c = 0; c < mask.length; c++) {
      mask[c] = chances[c] <= border; // false for all when nothing was found
    }
    return mask;
  }

  private static double[] clean(double[] scores) {
    double[] clean = scores.clone();
    for (int c = 0; c < clean.length; c++) {
      clean[c] = Double.isNaN(clean[c]) ? -Double.MAX_VALUE : clean[c];
    }
    return clean;
  }

  /** NumPy's linear interpolation between the two nearest, with its rounding. */
  private static double quantile(double[] values, double at) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double place = at * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(below + 1, sorted.length - 1);
    double part = place - below;
    double gap = sorted[above] - sorted[below];
    return part >= 0.5 ? sorted[above] - gap * (1 - part) : sorted[below] + gap * part;
  }
}
