package dev.serin.runtime.worker;

import java.util.concurrent.atomic.LongAdder;

/** What became of all workers of the process since it started. Any thread. */
public final class WorkerCounts {
  private final LongAdder starts = new LongAdder();
  private final LongAdder crashes = new LongAdder();
  private final LongAdder timeouts = new LongAdder();

  void started() {
    starts.increment();
  }

  void crashed() {
    crashes.increment();
  }

  void timedOut() {
    timeouts.increment();
  }

  /** Workers that were started, those that only describe a model among them. */
  public long starts() {
    return starts.sum();
  }

  /** Workers that ended although nobody ended them. */
  public long crashes() {
    return crashes.sum();
  }

  /** Workers that were ended because a call took too long. */
  public long timeouts() {
    return timeouts.sum();
  }
}
