package dev.serin.kernel.near;

import dev.serin.kernel.Corrupt;
import java.util.Arrays;
import java.util.Comparator;

/**
 * Stored rows that are compared one by one. Euclidean distances are those of {@code |a|² - 2ab +
 * |b|²}, as the library computes them from one product of matrices. Of equally near rows the
 * earlier stays, by the heap of the releases that search so, else by a sort.
 */
public final class Listed implements Space {
  private final Distance distance;
  private final double[] rows;
  private final int size;
  private final int width;
  private final boolean heap;
  private final double[] squares;

  /**
   * Rows of this width, row-major.
   *
   * @throws dev.serin.base.Problem.Raised with CORRUPT when the distance cannot compare them
   */
  public Listed(Distance distance, double[] rows, int width, boolean heap, String place) {
    if (width < 1 || rows.length == 0 || rows.length % width != 0 || !distance.fits(width)) {
      throw Corrupt.at(
          place, rows.length + " numbers in rows of " + width + " cannot be compared so");
    }
    this.distance = distance;
    this.rows = rows;
    this.width = width;
    this.size = rows.length / width;
    this.heap = heap;
    this.squares = Products.squares(rows, width);
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public Neighbors nearest(double[] x, int count, int k) {
    Neighbors found = new Neighbors(count, k);
    for (int row = 0; row < count; row++) {
      double[] reduced = reduced(x, row * width);
      if (heap) {
        byHeap(reduced, found, row);
      } else {
        bySort(reduced, found, row);
      }
    }
    Arrays.setAll(found.distances(), i -> distance.full(found.distances()[i]));
    return found;
  }

  @Override
  public double[] within(double[] x, int from, double radius) {
    double[] distances = reduced(x, from);
    double limit = distance.reduction(radius);
    for (int i = 0; i < size; i++) {
      distances[i] = distances[i] <= limit ? distance.full(distances[i]) : Double.NaN;
    }
    return distances;
  }

  private double[] reduced(double[] x, int from) {
    double[] all = new double[size];
    if (!Distance.Plain.square(distance)) {
      Arrays.setAll(all, i -> distance.reduced(x, from, rows, i * width, width));
      return all;
    }
    double square = Products.of(x, from, x, from, width);
    Arrays.setAll(
        all,
        i -> {
          double twice = -2 * Products.of(x, from, rows, i * width, width);
          return Math.max(0, square + twice + squares[i]);
        });
    return all;
  }

  private static void byHeap(double[] reduced, Neighbors found, int row) {
    Nearest nearest = new Nearest(found.k());
    for (int i = 0; i < reduced.length; i++) {
      nearest.push(reduced[i], i);
    }
    nearest.write(found, row);
  }

  private static void bySort(double[] reduced, Neighbors found, int row) {
    Integer[] order = new Integer[reduced.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> reduced[i]));
    for (int i = 0; i < found.k(); i++) {
      found.indices()[row * found.k() + i] = order[i];
      found.distances()[row * found.k() + i] = reduced[order[i]];
    }
  }
}
