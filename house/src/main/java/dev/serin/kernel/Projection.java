package dev.serin.kernel;

/**
 * Rows moved, scaled and projected: (x - shift) / scale times the transpose of the axes [outputs,
 * features]. A shift or scale of no numbers changes nothing.
 */
public final class Projection {
  private final double[] shift;
  private final double[] scale;
  private final double[] axes;
  private final int features;

  /**
   * Axes over rows of {@code features} numbers, row-major.
   *
   * @throws dev.serin.base.Problem.Raised with CORRUPT when the sizes disagree
   */
  public Projection(double[] shift, double[] scale, double[] axes, int features, String place) {
    boolean fits =
        features > 0
            && axes.length % features == 0
            && (shift.length == 0 || shift.length == features)
            && (scale.length == 0 || scale.length == features);
    if (!fits) {
      throw Corrupt.at(place, "its axes, means and deviations differ in width");
    }
    this.shift = shift;
    this.scale = scale;
    this.axes = axes;
    this.features = features;
  }

  /** How many numbers a row has. */
  public int features() {
    return features;
  }

  /** How many numbers a row becomes. */
  public int outputs() {
    return axes.length / features;
  }

  /** The projected rows [rows, outputs] of {@code x} [rows, features]. */
  public double[] apply(double[] x) {
    int rows = x.length / features;
    int outputs = outputs();
    double[] projected = new double[Math.multiplyExact(rows, outputs)];
    double[] moved = new double[features];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < features; i++) {
        double cell = x[row * features + i] - (shift.length == 0 ? 0 : shift[i]);
        moved[i] = scale.length == 0 ? cell : cell / scale[i];
      }
      for (int output = 0; output < outputs; output++) {
        projected[row * outputs + output] =
            LinearKernel.dot(axes, output * features, moved, 0, features);
      }
    }
    return projected;
  }
}
