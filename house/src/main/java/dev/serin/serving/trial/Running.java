package dev.serin.serving.trial;

import dev.serin.serving.ComputePool;
import dev.serin.serving.Lease;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Signature;
import dev.serin.tensor.TensorSpec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * What this process keeps of one roll-out while it runs, over all its epochs. The canary computes
 * in a pool of its own, so that one that hangs takes nothing from the champion, and nothing from
 * the next canary.
 */
final class Running implements AutoCloseable {
  private static final int SPARE = 16; // calls that no client waits for
  private static final int ENOUGH = 200; // live calls for a distribution
  private static final Signature ANY = anySignature();

  private final ComputePool pool;
  private final Brake brake = new Brake();
  private final Failover failover;
  private final FirstFailures failures = new FirstFailures();
  private final Inputs inputs = new Inputs();
  private final Semaphore spare = new Semaphore(SPARE);
  private final AtomicLong inFlight = new AtomicLong();
  private final Map<Integer, OutputCheck> checks = new ConcurrentHashMap<>();
  private final Warmth warmth = new Warmth();
  private final Pairing pairing = new Pairing();
  private final AtomicBoolean fixed = new AtomicBoolean();
  private volatile Ranks ranks = Ranks.NONE;
  private volatile Compared compared = new Compared(ANY, ANY, true);

  private record Compared(Signature one, Signature other, boolean equal) {}

  Running(ComputePool pool, LongSupplier nanos) {
    this.pool = pool;
    this.failover = new Failover(nanos);
  }

  ComputePool pool() {
    return pool;
  }

  Brake brake() {
    return brake;
  }

  Failover failover() {
    return failover;
  }

  FirstFailures failures() {
    return failures;
  }

  Inputs inputs() {
    return inputs;
  }

  /** Permits for calls that no client waits for. */
  Semaphore spare() {
    return spare;
  }

  AtomicLong inFlight() {
    return inFlight;
  }

  Warmth warmth() {
    return warmth;
  }

  Pairing pairing() {
    return pairing;
  }

  /** The check of a version's answers. */
  OutputCheck check(Lease lease, boolean nonFinite) {
    int key = 2 * lease.version().number() + (nonFinite ? 1 : 0);
    return checks.computeIfAbsent(
        key, _ -> new OutputCheck(lease.predictor().signature(), nonFinite));
  }

  /** Whether two signatures are equal; the answer is remembered. */
  boolean same(Signature one, Signature other) {
    Compared known = compared;
    if (known.one() != one || known.other() != other) {
      known = new Compared(one, other, one.equals(other));
      compared = known;
    }
    return known.equal();
  }

  /** The distribution in which latencies are ranked; nothing is ranked before it is fixed. */
  Ranks ranks() {
    return ranks;
  }

  /**
   * Fixes the distribution: how long the champion's live calls took. While they are few, those of
   * the warm-up stand in, whose calls followed each other faster than live ones do.
   */
  void fix(long[] live) {
    if (live.length >= ENOUGH && !fixed.getAndSet(true)) {
      ranks = Ranks.of(live);
    } else if (!ranks.known()) {
      ranks = Ranks.of(warmth.champion());
    }
  }

  /** Whether the distribution is that of live calls, and stays. */
  boolean fixed() {
    return fixed.get();
  }

  private static Signature anySignature() {
    List<TensorSpec> any = List.of(new TensorSpec("any", DataType.FP64, List.of()));
    return new Signature(Signature.Kind.TABULAR, any, any, List.of(), List.of(), List.of());
  }

  /** Lets go; what still runs keeps its thread until it ends. */
  @Override
  public void close() {
    warmth.stop();
    pool.close();
  }
}
