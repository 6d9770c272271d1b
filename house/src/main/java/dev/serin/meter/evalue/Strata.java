package dev.serin.meter.evalue;

import java.util.List;

/**
 * One question asked in several strata at once, such as stretches with different weights: at each
 * point of the grid the factors of all strata multiply, {@code (1/|Q|) SUM_i PRODUCT_k e_k(s_k,n_k;
 * q_ki)}, before the mean over the grid is taken. Nothing is lost by a change of weight, and
 * nothing has to be assumed about the strata among each other.
 */
public final class Strata {
  private final List<Grid> grids;
  private final int size;

  /** Strata with grids of equal size. */
  public Strata(List<Grid> grids) {
    this.grids = List.copyOf(grids);
    this.size = grids.isEmpty() ? 1 : grids.getFirst().size();
  }

  /**
   * The logarithms of the e-values of all copies ({@link Restarts}), of events and trials as
   * [stratum][stretch].
   */
  public double[] copies(long[][] events, long[][] trials, int stretches) {
    double[] copies = new double[stretches];
    double[] logs = new double[size];
    for (int stretch = stretches - 1; stretch >= 0; stretch--) {
      for (int k = 0; k < grids.size(); k++) {
        grids.get(k).addTo(logs, events[k][stretch], trials[k][stretch]);
      }
      copies[stretch] = Logs.mean(logs);
    }
    return copies;
  }
}
