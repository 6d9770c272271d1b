package dev.serin.kernel;

/**
 * How the confidences of pairs join the votes [rows, classes], never outweighing one: sums of
 * confidences c, both arrays of one length.
 */
public enum PairVotes {
  /** Each by itself: c / (3 (|c| + 1)). */
  EACH,
  /** As scikit-learn did until 0.20: scaled by the largest |c| of the batch to below a half. */
  BATCH;

  /** Adds the confidences to the votes. */
  public void add(double[] confidences, double[] votes) {
    if (this == EACH) {
      for (int i = 0; i < votes.length; i++) {
        votes[i] += confidences[i] / (3 * (Math.abs(confidences[i]) + 1));
      }
      return;
    }
    double largest = Double.NEGATIVE_INFINITY;
    double smallest = Double.POSITIVE_INFINITY;
    for (double confidence : confidences) {
      largest = Math.max(largest, confidence);
      smallest = Math.min(smallest, confidence);
    }
    if (largest == smallest) {
      return;
    }
    double scale = (0.5 - Math.ulp(1.0)) / Math.max(Math.abs(largest), Math.abs(smallest));
    for (int i = 0; i < votes.length; i++) {
      votes[i] += confidences[i] * scale;
    }
  }
}
