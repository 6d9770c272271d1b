package dev.serin.meter;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often durations of which size occurred, in nanoseconds. Each power of two is cut into four
 * equal buckets, so a quantile is at most a quarter too high.
 */
public final class Histogram {
  private static final int PARTS_LOG2 = 2;
  private static final int PARTS = 1 << PARTS_LOG2;
  private static final int BUCKETS = (64 - PARTS_LOG2) * PARTS;

  private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);
  private final LongAdder count = new LongAdder();
  private final LongAdder sum = new LongAdder();

  /** Takes note of a duration; a negative one counts as 0. */
  public void record(long nanos) {
    long value = Math.max(0, nanos);
    counts.incrementAndGet(bucket(value));
    count.increment();
    sum.add(value);
  }

  /** What was recorded until now. */
  public Snapshot snapshot() {
    List<Bucket> buckets = new ArrayList<>();
    long total = 0;
    for (int i = 0; i < BUCKETS; i++) {
      long here = counts.get(i);
      if (here > 0) {
        total += here;
        buckets.add(new Bucket(upper(i), here));
      }
    }
    return new Snapshot(buckets, total, sum.sum());
  }

  /** The bucket of a value: below four each its own, then four for each power of two. */
  static int bucket(long value) {
    if (value < PARTS) {
      return (int) value;
    }
    int power = 63 - Long.numberOfLeadingZeros(value);
    int part = (int) (value >>> (power - PARTS_LOG2)) & (PARTS - 1);
    return (power - PARTS_LOG2 + 1) * PARTS + part;
  }

  /** The largest value of a bucket. */
  static long upper(int bucket) {
    if (bucket < PARTS) {
      return bucket;
    }
    int shift = bucket / PARTS - 1;
    long next =
        (long) (PARTS + bucket % PARTS) + 1; // the largest bucket's end wraps to the maximum
    return (next << shift) - 1;
  }

  /** {@code count} durations of at most {@code upper} nanoseconds, above the bucket before. */
  public record Bucket(long upper, long count) {}

  /** The filled buckets in rising order, the number of durations and their sum. */
  public record Snapshot(List<Bucket> buckets, long count, long sum) {
    public Snapshot {
      buckets = List.copyOf(buckets);
    }

    /** The duration that a part of all (0 to 1) does not exceed; 0 when there is none. */
    public long quantile(double part) {
      long rank = (long) Math.ceil(part * count);
      long seen = 0;
      for (Bucket bucket : buckets) {
        seen += bucket.count();
        if (seen >= rank) {
          return bucket.upper();
        }
      }
      return 0;
    }
  }
}
