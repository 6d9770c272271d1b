package dev.serin.meter.evalue;

import java.util.Arrays;

/**
 * Bets on latency, one for each block of about five calls (test L). While both arms are equally
 * fast, a block's difference is as likely positive as negative; it is clipped, so that a pause of
 * one arm alone costs a factor of 1.95 at most, however many calls it delays.
 *
 * <pre>
 * X1 = clip((mean rank canary - mean rank current)/c0, -1, 1)   c0 = min(1, 2 sqrt(1/6/calls))
 * X2, X3 = clip((above p90 canary - current)/c, -1, 1), p99     c = 1 + 2.5 sqrt(2 p calls)
 * e = mean over X1..X3 and lambda of PRODUCT (1 + lambda X)
 * </pre>
 *
 * {@code calls} of one arm in one block, and how many seconds make a block, follow from the mean of
 * the seconds before; the first second is not bet on. A bounded bet as of Waudby-Smith and Ramdas,
 * 2024. A difference of two standard deviations counts 1: with larger scales no lambda below 1 is
 * large enough for a canary that is a third slower. Not for several threads.
 */
public final class BlockBets {
  private static final double[] LAMBDAS = {0.1, 0.2, 0.4, 0.6, 0.8, 0.95};
  private static final double DEVIATIONS = 2; // of a block's difference: what counts 1
  private static final double[] TAILS = {0.10, 0.01};
  private static final int KINDS = 1 + TAILS.length;
  private static final double CALLS = 5;
  private static final double LEAST_RATE = 0.1;
  private static final int FACTORS = 30; // 1.95^30 and 0.05^30 are numbers still
  private static final double MILLION = 1e6;

  private final double[] products = new double[KINDS * LAMBDAS.length];
  private final double[][] logs;
  private int factors;
  private int stretch;

  private long seconds;
  private long timed;
  private int left;
  private double calls;
  private boolean betting;
  private Arm canary = Arm.NONE;
  private Arm current = Arm.NONE;

  /** Bets in so many stretches between restarts. */
  public BlockBets(int stretches) {
    this.logs = new double[stretches][KINDS * LAMBDAS.length];
    Arrays.fill(products, 1);
  }

  /**
   * What one arm did: calls with a rank, the sum of their ranks in millionths, and how many lay
   * above the 90th and the 99th percentile.
   */
  public record Arm(long timed, long ranks, long aboveP90, long aboveP99) {
    /** No calls. */
    public static final Arm NONE = new Arm(0, 0, 0, 0);

    /** Both together. */
    public Arm plus(Arm other) {
      return new Arm(
          timed + other.timed,
          ranks + other.ranks,
          aboveP90 + other.aboveP90,
          aboveP99 + other.aboveP99);
    }

    private double meanRank() {
      return ranks / MILLION / Math.max(1, timed);
    }
  }

  /** Takes the next second, which lies in this stretch. */
  public void second(int in, Arm ofCanary, Arm ofCurrent) {
    if (left == 0) {
      open();
    }
    if (in != stretch) {
      settle();
      stretch = in;
    }
    canary = canary.plus(ofCanary);
    current = current.plus(ofCurrent);
    timed += ofCanary.timed() + ofCurrent.timed();
    seconds++;
    left--;
    if (left == 0) {
      close();
    }
  }

  /** Decides how long the next block is and how large its differences may be, without seeing it. */
  private void open() {
    betting = seconds > 0;
    double mean = (double) timed / Math.max(1, seconds);
    double wanted = Math.ceil(CALLS / Math.max(mean, LEAST_RATE));
    left = (int) Math.max(1, Math.min(wanted, seconds));
    calls = Math.max(left * mean / 2, 0.5);
    canary = Arm.NONE;
    current = Arm.NONE;
  }

  private void close() {
    if (!betting) {
      return;
    }
    if (canary.timed() > 0 && current.timed() > 0) {
      double scale = Math.min(1, DEVIATIONS * Math.sqrt(1.0 / 6 / calls));
      bet(0, (canary.meanRank() - current.meanRank()) / scale);
    }
    bet(1, (canary.aboveP90() - current.aboveP90()) / tail(0));
    bet(2, (canary.aboveP99() - current.aboveP99()) / tail(1));
    factors++;
    if (factors == FACTORS) {
      settle();
    }
  }

  private double tail(int which) {
    return 1 + 2.5 * Math.sqrt(2 * TAILS[which] * calls);
  }

  private void bet(int kind, double difference) {
    double clipped = Math.max(-1, Math.min(1, difference));
    for (int i = 0; i < LAMBDAS.length; i++) {
      products[kind * LAMBDAS.length + i] *= 1 + LAMBDAS[i] * clipped;
    }
  }

  /** Writes the products down as logarithms. */
  private void settle() {
    for (int i = 0; i < products.length; i++) {
      logs[stretch][i] += StrictMath.log(products[i]);
      products[i] = 1;
    }
    factors = 0;
  }

  /** The logarithms of the e-values of all copies ({@link Restarts}). */
  public double[] copies() {
    settle();
    double[] copies = new double[logs.length];
    double[] sum = new double[products.length];
    for (int j = logs.length - 1; j >= 0; j--) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += logs[j][i];
      }
      copies[j] = Logs.mean(sum);
    }
    return copies;
  }
}
