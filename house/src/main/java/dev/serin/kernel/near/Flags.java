package dev.serin.kernel.near;

/** Distances between rows of flags: a cell is set where it is not zero. */
public enum Flags implements Distance {
  /** Differing cells by cells set anywhere. */
  JACCARD {
    @Override
    double of(Count count) {
      return ratio(count.differ(), count.both() + count.differ());
    }
  },
  /** Differing cells by all. */
  MATCHING {
    @Override
    double of(Count count) {
      return ratio(count.differ(), count.all());
    }
  },
  /** Differing cells, where a cell set in both counts twice. */
  DICE {
    @Override
    double of(Count count) {
      return ratio(count.differ(), 2 * count.both() + count.differ());
    }
  },
  /** Kulsinski's. */
  KULSINSKI {
    @Override
    double of(Count count) {
      return ratio(count.differ() - count.both() + count.all(), count.differ() + count.all());
    }
  },
  /** Differing cells counted twice, by Rogers and Tanimoto. */
  ROGERS_TANIMOTO {
    @Override
    double of(Count count) {
      return ratio(2 * count.differ(), count.all() + count.differ());
    }
  },
  /** Cells not set in both by all, by Russell and Rao. */
  RUSSELL_RAO {
    @Override
    double of(Count count) {
      return ratio(count.all() - count.both(), count.all());
    }
  },
  /** Differing cells counted twice where anything is set, by Sokal and Sneath. */
  SOKAL_SNEATH {
    @Override
    double of(Count count) {
      return ratio(count.differ(), count.differ() + 0.5 * count.both());
    }
  },
  /** Yule's. */
  YULE {
    @Override
    double of(Count count) {
      double half = (double) count.first() * count.second();
      return half == 0
          ? 0
          : 2
              * half
              / ((double) count.both() * (count.all() - count.both() - count.differ()) + half);
    }
  };

  abstract double of(Count count);

  @Override
  public double reduced(double[] a, int fromA, double[] b, int fromB, int n) {
    int both = 0;
    int first = 0;
    int second = 0;
    for (int i = 0; i < n; i++) {
      boolean left = a[fromA + i] != 0;
      boolean right = b[fromB + i] != 0;
      both += left && right ? 1 : 0;
      first += left && !right ? 1 : 0;
      second += right && !left ? 1 : 0;
    }
    return of(new Count(n, both, first, second));
  }

  private static double ratio(double part, double whole) {
    return whole == 0 ? 0 : part / whole;
  }

  /** How many cells there are, are set in both, in the first only, in the second only. */
  record Count(int all, int both, int first, int second) {
    int differ() {
      return first + second;
    }
  }
}
