package dev.serin.insight;

import dev.serin.meter.trial.Recorder;
import java.util.Arrays;

/**
 * Names for numbers: where fewer than ten different ones were seen, each is its own class; else the
 * deciles of what was seen are the edges, and a value on an edge belongs to the lower bin.
 */
record Bins(double[] edges, boolean values, String[] names) {
  private static final int TENTHS = 10;
  private static final String NONE = "not a number";

  /** The bins of these values; {@code seen} has at least one. */
  static Bins of(double[] seen) {
    double[] sorted = Arrays.stream(seen).filter(value -> !Double.isNaN(value)).sorted().toArray();
    double[] distinct = Arrays.stream(sorted).distinct().toArray();
    if (distinct.length < TENTHS) {
      String[] own = Arrays.stream(distinct).mapToObj(Double::toString).toArray(String[]::new);
      return new Bins(distinct, true, own);
    }
    double[] edges = new double[TENTHS - 1];
    for (int i = 1; i < TENTHS; i++) {
      edges[i - 1] = sorted[(sorted.length * i + TENTHS - 1) / TENTHS - 1];
    }
    double[] different = Arrays.stream(edges).distinct().toArray();
    String[] names = new String[different.length + 1];
    for (int i = 0; i <= different.length; i++) {
      names[i] = name(different, i);
    }
    return new Bins(different, false, names);
  }

  private static String name(double[] edges, int bin) {
    if (bin == 0) {
      return "≤ " + edges[0];
    }
    return bin == edges.length
        ? "> " + edges[bin - 1]
        : "> " + edges[bin - 1] + " to " + edges[bin];
  }

  /** The name of the bin of a value. */
  String name(double value) {
    if (Double.isNaN(value)) {
      return NONE;
    }
    int found = Arrays.binarySearch(edges, value);
    if (values) {
      return found >= 0 ? names[found] : Recorder.OTHER;
    }
    return names[found >= 0 ? found : -found - 1]; // on an edge: the bin that it ends
  }
}
