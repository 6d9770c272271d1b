package dev.serin.runtime.sklearn.meta.calibration;

import dev.serin.kernel.StepwiseLine;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Rows;

/**
 * A fitted isotonic regression: the line through the points where its height changes. Beyond its
 * ends it stays level, is NaN, or refuses. A fit in float32 answers in float32.
 */
record IsotonicLine(StepwiseLine line, double low, double high, String beyond, boolean single) {

  static IsotonicLine of(Attributes state) {
    String places = state.either("X_thresholds_", "_necessary_X_");
    String heights = state.either("y_thresholds_", "_necessary_y_");
    String beyond = state.choice("out_of_bounds", "nan", "nan", "clip", "raise");
    StepwiseLine line =
        new StepwiseLine(state.vector(places), state.vector(heights), state.place());
    return new IsotonicLine(
        line,
        state.real("X_min_", line.first()),
        state.real("X_max_", line.last()),
        beyond,
        state.array(places).dtype().size() == 4);
  }

  /** The height at {@code x}; a number that is not finite is refused. */
  double at(double x) {
    double place = single ? (float) x : x;
    Rows.check(new double[] {place}, Rows.Cells.FINITE, "IsotonicRegression");
    if (beyond.equals("clip")) {
      place = Math.min(Math.max(place, low), high);
    }
    boolean outside = place < line.first() || place > line.last();
    if (outside && beyond.equals("raise")) {
      throw Rows.invalid("OUT_OF_BOUNDS", "the number " + x + " is beyond those of the fit");
    }
    double height = line.at(place);
    return single ? (float) height : height;
  }
}
