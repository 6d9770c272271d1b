package dev.serin.kernel;

import java.util.Arrays;

/** A line through points whose places never fall: between two of them on the straight line. */
public final class StepwiseLine {
  private final double[] places;
  private final double[] heights;

  /**
   * At least one point.
   *
   * @throws dev.serin.base.Problem.Raised with CORRUPT at {@code where} when the places fall or the
   *     numbers differ
   */
  public StepwiseLine(double[] places, double[] heights, String where) {
    if (places.length == 0 || places.length != heights.length) {
      throw Corrupt.at(where, places.length + " places and " + heights.length + " heights");
    }
    for (int i = 0; i < places.length; i++) {
      if (Double.isNaN(places[i]) || i > 0 && places[i] < places[i - 1]) {
        throw Corrupt.at(where, "the places of its points are not in order");
      }
    }
    this.places = places.clone();
    this.heights = heights.clone();
  }

  /** The first place. */
  public double first() {
    return places[0];
  }

  /** The last place. */
  public double last() {
    return places[places.length - 1];
  }

  /** The height at {@code x}; NaN outside of the points unless there is but one. */
  public double at(double x) {
    if (places.length == 1) {
      return heights[0];
    }
    if (!(x >= first() && x <= last())) {
      return Double.NaN;
    }
    int found = Arrays.binarySearch(places, x);
    int left = found >= 0 ? found : -found - 2;
    while (left + 1 < places.length && places[left + 1] == x) {
      left++; // of equal places the last counts
    }
    if (left == places.length - 1 || places[left] == x) {
      return heights[left];
    }
    double slope = (heights[left + 1] - heights[left]) / (places[left + 1] - places[left]);
    return slope * (x - places[left]) + heights[left];
  }
}
