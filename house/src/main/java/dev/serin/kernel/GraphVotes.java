package dev.serin.kernel;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Classes by the labelled points around a row: each point [features] votes with its distribution
 * over the classes. Either all vote, weighted by e^(-gamma d²) of the Euclidean distance d, or the
 * nearest ones alike. The votes of a row become shares of 1; rows that are far from all are NaN.
 */
public final class GraphVotes {
  private final double[] points;
  private final double[] votes;
  private final int features;
  private final int classes;
  private final double gamma;
  private final int nearest;

  /** Points [n, features] with votes [n, classes]; {@code nearest} is 0 when all vote. */
  public GraphVotes(
      double[] points, int features, double[] votes, int classes, Reach reach, String place) {
    if (features < 1
        || classes < 1
        || points.length == 0
        || points.length % features != 0
        || votes.length % classes != 0
        || points.length / features != votes.length / classes) {
      throw Corrupt.at(place, "the points and their distributions differ in number");
    }
    if (reach.nearest < 0 || reach.nearest > points.length / features) {
      throw Corrupt.at(place, "asks " + reach.nearest + " of " + points.length / features);
    }
    this.points = points.clone();
    this.votes = votes.clone();
    this.features = features;
    this.classes = classes;
    this.gamma = reach.gamma;
    this.nearest = reach.nearest;
  }

  /** Who votes: all, weighted by {@code gamma}, or the {@code nearest} ones if that is not 0. */
  public record Reach(double gamma, int nearest) {}

  /** How many numbers a row has. */
  public int features() {
    return features;
  }

  /** The shares [rows, classes] of the rows {@code x} [rows, features]. */
  public double[] apply(double[] x, int rows) {
    double[] sums = new double[Math.multiplyExact(rows, classes)];
    double[] squares = new double[points.length / features];
    for (int row = 0; row < rows; row++) {
      for (int point = 0; point < squares.length; point++) {
        squares[point] = square(x, row * features, point * features);
      }
      if (nearest == 0) {
        addAll(squares, sums, row * classes);
      } else {
        addNearest(squares, sums, row * classes);
      }
    }
    return Links.shares(sums, classes);
  }

  private double square(double[] x, int from, int point) {
    double sum = 0;
    for (int f = 0; f < features; f++) {
      double away = x[from + f] - points[point + f];
      sum += away * away;
    }
    return sum;
  }

  private void addAll(double[] squares, double[] sums, int to) {
    for (int point = 0; point < squares.length; point++) {
      double weight = Math.exp(-gamma * squares[point]);
      for (int k = 0; k < classes; k++) {
        sums[to + k] += weight * votes[point * classes + k];
      }
    }
  }

  private void addNearest(double[] squares, double[] sums, int to) {
    int[] order =
        IntStream.range(0, squares.length)
            .boxed()
            .sorted((a, b) -> Double.compare(squares[a], squares[b]))
            .mapToInt(Integer::intValue)
            .toArray();
    for (int point : Arrays.copyOf(order, nearest)) {
      for (int k = 0; k < classes; k++) {
        sums[to + k] += votes[point * classes + k];
      }
    }
  }
}
