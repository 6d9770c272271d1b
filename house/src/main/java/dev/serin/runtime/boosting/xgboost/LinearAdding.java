package dev.serin.runtime.boosting.xgboost;

/** A linear booster: weights [features + 1, outputs], the last row the bias; sums in float. */
record LinearAdding(int features, double[] weights) implements XgboostBooster.Adding {

  @Override
  public void add(double[] x, int rows, double[] scores, int outputs) {
    for (int row = 0; row < rows; row++) {
      for (int output = 0; output < outputs; output++) {
        float sum =
            (float) weights[features * outputs + output] + (float) scores[row * outputs + output];
        for (int i = 0; i < features; i++) {
          float number = (float) x[row * features + i];
          if (!Float.isNaN(number)) {
            sum += number * (float) weights[i * outputs + output];
          }
        }
        scores[row * outputs + output] = sum;
      }
    }
  }

  @Override
  public long memoryBytes() {
    return 8L * weights.length;
  }
}
