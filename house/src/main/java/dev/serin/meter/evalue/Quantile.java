package dev.serin.meter.evalue;

/**
 * A quantile of what was counted in buckets: the bucket that it lies in, and between which buckets
 * it lies at all times with a probability of 1-alpha. The band holds a bucket unless the count up
 * to it refutes that the part p lies below ({@link Band}; quantile bands as by Howard and Ramdas,
 * 2022).
 */
public record Quantile(int bucket, int lowest, int highest) {

  /** The bucket of the {@code ceil(p n)}-th smallest, 0 when nothing was counted. */
  public static int bucket(long[] counts, double p) {
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    double rank = Math.ceil(p * Math.max(total, 1));
    long below = 0;
    for (int i = 0; i < counts.length; i++) {
      below += counts[i];
      if (below >= rank) {
        return i;
      }
    }
    return 0;
  }

  /** The quantile of these counts, with its band. */
  public static Quantile of(long[] counts, double p, double alpha) {
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    int bucket = bucket(counts, p);
    int lowest = bucket;
    int highest = bucket;
    long below = 0;
    boolean begun = false;
    for (int i = 0; i < counts.length; i++) {
      long before = below;
      below += counts[i];
      boolean possible = mayReach(below, total, p, alpha) && mayStart(before, total, p, alpha);
      if (possible && !begun) {
        lowest = Math.min(i, bucket);
        begun = true;
      }
      highest = possible ? Math.max(i, bucket) : highest;
    }
    return new Quantile(bucket, lowest, highest);
  }

  /** Whether the part p may lie at or below a bucket up to which so many lie. */
  private static boolean mayReach(long upTo, long total, double p, double alpha) {
    return upTo >= p * total || Band.holds(upTo, total, p, alpha);
  }

  /** Whether the part p may lie above the buckets before, which hold so many. */
  private static boolean mayStart(long before, long total, double p, double alpha) {
    return before <= p * total || Band.holds(before, total, p, alpha);
  }
}
