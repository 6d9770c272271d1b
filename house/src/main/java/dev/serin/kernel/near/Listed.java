package dev.serin.kernel.near;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Stored rows that are compared one by one. Euclidean distances are those of {@code |a|² - 2ab +
 * |b|²}, as the library computes them from one product of matrices. Of equally near rows the
 * earlier stays, by the heap of the releases that search so, else by a sort.
 */
public final class Listed implements Space {
  private static final int MANY = 4 * 256;

  private final Points points;
  private final double[] squares;

  /**
   * Over these rows.
   *
   * @throws dev.serin.base.Problem.Raised with CORRUPT when the distance cannot compare them
   */
  public Listed(Points points, String place) {
    points.check(place);
    this.points = points;
    this.squares = Products.squares(points.rows(), points.width());
  }

  @Override
  public int size() {
    return points.size();
  }

  @Override
  public int width() {
    return points.width();
  }

  @Override
  public Neighbors nearest(double[] x, int count, int k) {
    Neighbors found = new Neighbors(count, k);
    for (int row = 0; row < count; row++) {
      double[] reduced = reduced(x, row * width());
      if (points.order() != Points.Order.SORTED) {
        byHeap(reduced, found, row);
      } else {
        bySort(reduced, found, row);
      }
    }
    Arrays.setAll(found.distances(), i -> points.distance().full(found.distances()[i]));
    return found;
  }

  @Override
  public double[] within(double[] x, int from, double radius) {
    double[] distances = reduced(x, from);
    double limit = points.distance().reduction(radius);
    for (int i = 0; i < distances.length; i++) {
      distances[i] = distances[i] <= limit ? points.distance().full(distances[i]) : Double.NaN;
    }
    return distances;
  }

  private double[] reduced(double[] x, int from) {
    double[] all = new double[size()];
    int width = width();
    if (!Distance.Plain.square(points.distance())) {
      Arrays.setAll(all, i -> points.reduced(x, from, i));
      return all;
    }
    double square = Products.of(x, from, x, from, width);
    Arrays.setAll(
        all,
        i -> {
          double twice = -2 * Products.of(x, from, points.rows(), i * width, width);
          return Math.max(0, square + twice + squares[i]);
        });
    return all;
  }

  private void byHeap(double[] reduced, Neighbors found, int row) {
    Nearest nearest = new Nearest(found.k(), points.order());
    for (int i = 0; i < reduced.length; i++) {
      nearest.push(reduced[i], i);
    }
    boolean many = found.rows() > MANY; // then the library lets each thread search for rows alone
    (many ? nearest : nearest.again()).write(found, row);
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
