package dev.serin.runtime.boosting.xgboost;

import dev.serin.runtime.boosting.Booster;
import dev.serin.runtime.boosting.Columns;
import java.util.Arrays;

/**
 * An XGBoost model: base scores [width] plus what the gradient booster adds, then the objective's
 * link. Numbers are rounded to float first.
 */
record XgboostBooster(Adding adding, float[] base, Objective objective, Reading reading)
    implements Booster {

  /**
   * How rows are read: a number that equals {@code missing} is missing, infinity is refused unless
   * {@code infinite}, and so is a batch without rows unless {@code empty}.
   */
  record Reading(double missing, boolean infinite, boolean empty) {}

  /** What a gradient booster adds to the scores. */
  interface Adding {
    /** How many numbers a row has. */
    int features();

    /** Adds to {@code scores} [rows, outputs] for rows of floats; NaN is missing. */
    void add(double[] x, int rows, double[] scores, int outputs);

    /** Bytes that it holds. */
    long memoryBytes();
  }

  /** The same model in an estimator, where this number stands for a missing one. */
  XgboostBooster inEstimator(double absent, boolean classifier) {
    boolean inPlace = reading.infinite || !(adding instanceof LinearAdding);
    boolean empty = reading.empty && !classifier;
    return new XgboostBooster(adding, base, objective, new Reading((float) absent, inPlace, empty));
  }

  @Override
  public int features() {
    return adding.features();
  }

  @Override
  public int width() {
    return base.length;
  }

  @Override
  public int means() {
    return objective.link() == Objective.Link.LARGEST ? 1 : base.length;
  }

  @Override
  public boolean classifies() {
    return objective.multiclass() || objective.classifies() && base.length == 1;
  }

  @Override
  public boolean takesNoRows() {
    return reading.empty;
  }

  @Override
  public double[] raw(double[] x, int rows) {
    double[] read = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      float number = (float) x[i];
      read[i] = number == reading.missing ? Double.NaN : number;
      if (Double.isInfinite(read[i]) && !reading.infinite) {
        throw Columns.invalid("NOT_FINITE", "the rows hold infinity or a number beyond float");
      }
    }
    double[] scores = new double[Math.multiplyExact(rows, base.length)];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = base[i % base.length];
    }
    adding.add(read, rows, scores, base.length);
    return scores;
  }

  @Override
  public double[] mean(double[] raw) {
    return objective.applied(raw, base.length);
  }

  @Override
  public double[] probabilities(double[] raw) {
    if (objective.multiclass()) {
      return Objective.softmax(raw, base.length);
    }
    double[] second = mean(raw);
    double[] both = new double[2 * second.length];
    for (int i = 0; i < second.length; i++) {
      both[2 * i] = 1 - (float) second[i];
      both[2 * i + 1] = second[i];
    }
    return both;
  }

  @Override
  public boolean absentIsMissing() {
    return true;
  }

  @Override
  public long memoryBytes() {
    return adding.memoryBytes();
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return objective.name() + " from " + Arrays.toString(base);
  }
}
