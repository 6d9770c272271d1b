package dev.serin.meter.evalue;

/**
 * Copies of one test that begin later and later, so that a fault of late onset is still found fast.
 * Copy j begins at block 30 j for the first hour and each 1800 blocks after it, with the weight
 * {@code 1/((j+1)(j+2))}; what has not begun counts 1: {@code M = SUM w_j e_j + 1/(J+1)} for J
 * copies. Beginnings are fixed beforehand, so M is a supermartingale if each copy is (mixtures over
 * starts as in the e-detectors of Shin, Ramdas, Rinaldo, 2024). A stretch is what lies between two
 * beginnings; copy j counts stretches j, j+1, and so on.
 */
public final class Restarts {
  private static final int DENSE = 30;
  private static final int HOUR = 3600;
  private static final int SPARSE = 1800;

  private Restarts() {}

  /** The stretch that this block lies in; blocks count from 0. */
  public static int stretch(int block) {
    return block < HOUR ? block / DENSE : HOUR / DENSE + (block - HOUR) / SPARSE;
  }

  /** The block at which this copy begins. */
  public static int beginning(int copy) {
    int dense = HOUR / DENSE;
    return copy < dense ? copy * DENSE : HOUR + (copy - dense) * SPARSE;
  }

  private static double logWeight(int copy) {
    return -StrictMath.log((copy + 1.0) * (copy + 2.0));
  }

  /** The logarithm of M, of the logarithms of all copies that have begun. */
  public static double mixed(double[] copies) {
    double[] logs = new double[copies.length + 1];
    for (int j = 0; j < copies.length; j++) {
      logs[j] = copies[j] + logWeight(j);
    }
    logs[copies.length] = -StrictMath.log(copies.length + 1.0);
    return Logs.sum(logs);
  }

  /** The copy that says most, weighted; of equal ones the first. */
  public static int strongest(double[] copies) {
    int best = 0;
    for (int j = 1; j < copies.length; j++) {
      if (copies[j] + logWeight(j) > copies[best] + logWeight(best)) {
        best = j;
      }
    }
    return best;
  }
}
