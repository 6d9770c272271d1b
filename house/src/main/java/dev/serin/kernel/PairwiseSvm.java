package dev.serin.kernel;

/**
 * A support vector classifier over K classes, one machine for each pair i &lt; j in the order
 * (0,1), (0,2), …, (1,2), …: a score above 0 is a vote for i, otherwise for j. This is LIBSVM's
 * sign; with two classes scikit-learn's decision function is the opposite.
 *
 * <p>Support vectors stand class by class. A vector of class i has K - 1 weights, one against each
 * other class; they are the columns of the weights [K - 1, vectors].
 */
public final class PairwiseSvm {
  private final SupportVectors vectors;
  private final int[] starts;
  private final double[] weights;
  private final double[] intercepts;

  /**
   * {@code perClass} says how many support vectors each class has.
   *
   * @throws dev.serin.base.Problem.Raised with CORRUPT when the sizes disagree
   */
  public PairwiseSvm(
      SupportVectors vectors, int[] perClass, double[] weights, double[] intercepts, String place) {
    int classes = perClass.length;
    if (classes < 2 || intercepts.length != (long) classes * (classes - 1) / 2) {
      throw Corrupt.at(place, intercepts.length + " intercepts for " + classes + " classes");
    }
    if (weights.length != (long) (classes - 1) * vectors.count()) {
      throw Corrupt.at(
          place, weights.length + " weights for " + vectors.count() + " support vectors");
    }
    this.vectors = vectors;
    this.starts = starts(perClass, vectors.count(), place);
    this.weights = weights.clone();
    this.intercepts = intercepts.clone();
  }

  /** How many numbers a row has. */
  public int features() {
    return vectors.features();
  }

  /** How many classes there are. */
  public int classes() {
    return starts.length - 1;
  }

  /** How many pairs of classes there are. */
  public int pairs() {
    return intercepts.length;
  }

  /** The scores [rows, pairs] of the rows {@code x} [rows, features]. */
  public double[] scores(double[] x, int rows) {
    double[] likeness = new double[vectors.count()];
    double[] scores = new double[Math.multiplyExact(rows, pairs())];
    for (int row = 0; row < rows; row++) {
      vectors.compare(x, row * vectors.features(), likeness);
      int pair = 0;
      for (int i = 0; i < classes(); i++) {
        for (int j = i + 1; j < classes(); j++) {
          double sum = part(j - 1, i, likeness, 0);
          sum = part(i, j, likeness, sum);
          scores[row * pairs() + pair] = sum + intercepts[pair];
          pair++;
        }
      }
    }
    return scores;
  }

  /** The class [rows] with the most votes, the first of equals. */
  public int[] winners(double[] scores) {
    int[] winners = new int[scores.length / pairs()];
    for (int row = 0; row < winners.length; row++) {
      double[] votes = new double[classes()];
      int pair = row * pairs();
      for (int i = 0; i < classes(); i++) {
        for (int j = i + 1; j < classes(); j++) {
          votes[scores[pair++] > 0 ? i : j]++;
        }
      }
      winners[row] = Links.largest(votes, 0, votes.length);
    }
    return winners;
  }

  /**
   * One score for each class [rows, K] from those of the pairs: the votes, and in {@code how}
   * turned how clearly its pairs were won, added up.
   */
  public double[] oneVersusRest(double[] scores, PairVotes how) {
    int rows = scores.length / pairs();
    double[] rest = new double[rows * classes()];
    double[] clear = new double[rest.length];
    int pair = 0;
    for (int from = 0; from < rest.length; from += classes()) {
      for (int i = from; i < from + classes(); i++) {
        for (int j = i + 1; j < from + classes(); j++) {
          double score = scores[pair++];
          clear[i] += score;
          clear[j] -= score;
          rest[score < 0 ? j : i]++;
        }
      }
    }
    how.add(clear, rest);
    return rest;
  }

  /** The probabilities [rows, K]: a sigmoid (Platt) for each pair, coupled over the pairs. */
  public double[] probabilities(double[] scores, double[] slopes, double[] offsets) {
    int rows = scores.length / pairs();
    double[] probabilities = new double[rows * classes()];
    for (int row = 0; row < rows; row++) {
      double[][] wins = new double[classes()][classes()];
      int pair = 0;
      for (int i = 0; i < classes(); i++) {
        for (int j = i + 1; j < classes(); j++) {
          double score = scores[row * pairs() + pair];
          wins[i][j] = PairCoupling.platt(score, slopes[pair], offsets[pair]);
          wins[j][i] = 1 - wins[i][j];
          pair++;
        }
      }
      System.arraycopy(PairCoupling.couple(wins), 0, probabilities, row * classes(), classes());
    }
    return probabilities;
  }

  private double part(int against, int of, double[] likeness, double before) {
    double sum = before;
    int column = against * vectors.count();
    for (int i = starts[of]; i < starts[of + 1]; i++) {
      sum += weights[column + i] * likeness[i];
    }
    return sum;
  }

  private static int[] starts(int[] perClass, int count, String place) {
    int[] starts = new int[perClass.length + 1];
    for (int i = 0; i < perClass.length; i++) {
      if (perClass[i] < 0 || perClass[i] > count - starts[i]) {
        throw Corrupt.at(place, "more support vectors in classes than the " + count + " there are");
      }
      starts[i + 1] = starts[i] + perClass[i];
    }
    if (starts[perClass.length] != count) {
      throw Corrupt.at(place, "some of " + count + " support vectors belong to no class");
    }
    return starts;
  }
}
