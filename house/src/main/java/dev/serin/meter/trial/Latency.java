package dev.serin.meter.trial;

/**
 * Buckets of durations for display and quantiles, 1 microsecond to 60 seconds, each 2 % wider than
 * the one before; 0 is what is shorter, the last what is longer.
 */
public final class Latency {
  /** How many times wider each bucket is than the one before. */
  public static final double RATIO = 1.02;

  private static final double SHORTEST = 1_000; // nanoseconds
  private static final double LONGEST = 60e9;
  private static final double LOG_RATIO = Math.log(RATIO);

  /** How many buckets there are. */
  public static final int BUCKETS = (int) (Math.log(LONGEST / SHORTEST) / LOG_RATIO) + 2;

  private Latency() {}

  /** The bucket of a duration in nanoseconds. */
  public static int bucket(long nanos) {
    int at = (int) (Math.log(Math.max(nanos, SHORTEST) / SHORTEST) / LOG_RATIO);
    return Math.min(at, BUCKETS - 1);
  }

  /** The lower end of a bucket in nanoseconds. */
  public static double nanos(int bucket) {
    return SHORTEST * StrictMath.pow(RATIO, bucket);
  }
}
