package dev.serin.kernel.near;

import dev.serin.kernel.LinearKernel;

/** One minus the cosine of the angle between two rows, of their gaps to their means if centred. */
public record Angle(boolean centred) implements Distance {
  @Override
  public double reduced(double[] a, int fromA, double[] b, int fromB, int n) {
    double[] left = unit(a, fromA, n);
    double[] right = unit(b, fromB, n);
    double gap = 1 - LinearKernel.dot(left, 0, right, 0, n);
    return centred ? gap : Math.clamp(gap, 0.0, 2.0);
  }

  private double[] unit(double[] row, int from, int n) {
    double shift = centred ? Distance.mean(row, from, n) : 0;
    double[] unit = new double[n];
    double sum = 0;
    for (int i = 0; i < n; i++) {
      unit[i] = row[from + i] - shift;
      sum += unit[i] * unit[i];
    }
    double length = Math.sqrt(sum);
    if (length == 0 && !centred) {
      return unit; // a row of zeros is at right angles to all
    }
    for (int i = 0; i < n; i++) {
      unit[i] /= length;
    }
    return unit;
  }
}
