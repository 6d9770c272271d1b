package dev.serin.kernel.pairs;

import dev.serin.kernel.Corrupt;
import dev.serin.kernel.LinearKernel;

/**
 * A space of likeness: the row of likeness to {@code count} training rows is centred, by the means
 * of the training rows, and projected on axes [outputs, count].
 */
public final class Centring {
  private final double[] means;
  private final double mean;
  private final double[] axes;

  /**
   * Means [count] of the training rows' likeness and their mean.
   *
   * @throws dev.serin.base.Problem.Raised with CORRUPT when the axes are of another width
   */
  public Centring(double[] means, double mean, double[] axes, String place) {
    if (means.length == 0 || axes.length % means.length != 0) {
      throw Corrupt.at(place, axes.length + " numbers are no axes over " + means.length + " rows");
    }
    this.means = means;
    this.mean = mean;
    this.axes = axes;
  }

  /** How many training rows there are. */
  public int count() {
    return means.length;
  }

  /** How many numbers a row becomes. */
  public int outputs() {
    return axes.length / means.length;
  }

  /** Centres rows [rows, count] in place. */
  public double[] centred(double[] likeness) {
    int count = means.length;
    for (int from = 0; from < likeness.length; from += count) {
      double sum = 0;
      for (int i = 0; i < count; i++) {
        sum += likeness[from + i];
      }
      double own = sum / count;
      for (int i = 0; i < count; i++) {
        likeness[from + i] = likeness[from + i] - means[i] - own + mean;
      }
    }
    return likeness;
  }

  /** Centres rows [rows, count] in place and projects them: [rows, outputs]. */
  public double[] projected(double[] likeness) {
    int count = means.length;
    double[] centred = centred(likeness);
    double[] projected = new double[likeness.length / count * outputs()];
    for (int i = 0; i < projected.length; i++) {
      projected[i] =
          LinearKernel.dot(axes, i % outputs() * count, centred, i / outputs() * count, count);
    }
    return projected;
  }
}
