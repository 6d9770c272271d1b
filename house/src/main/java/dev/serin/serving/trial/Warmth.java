package dev.serin.serving.trial;

import dev.serin.meter.trial.Standing.Arrival;
import dev.serin.serving.Lease;
import dev.serin.serving.WarmUp;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/** How far the warm-up of a candidate came. */
final class Warmth {
  private static final State BEGIN = new State(Arrival.LOADED, "", "");
  private static final int MOST = 2_000;

  private final AtomicBoolean begun = new AtomicBoolean();
  private final long[] champion = new long[MOST];
  private int times; // of the champion; written by the one thread that warms
  private volatile int clean;
  private volatile int size = 1;
  private volatile State state = BEGIN;
  private volatile boolean stopped;

  /** Where it stands, and why it failed. */
  record State(Arrival arrival, String code, String text) {}

  /** True for the one who warms. */
  boolean begin() {
    return begun.compareAndSet(false, true);
  }

  /** Which sizes the model takes where they vary. */
  void shape(WarmUp shape) {
    size = shape.size();
  }

  /** How to make inputs for a version. */
  WarmUp shape(Lease lease) {
    return new WarmUp(lease.predictor().signature(), size);
  }

  /** Takes note of a call that the candidate answered as it should. */
  void clean() {
    clean = clean + 1; // one thread warms
  }

  /** Takes note of how long the champion computed. */
  void champion(long nanos) {
    if (times < MOST) {
      champion[times++] = nanos;
    }
  }

  /** How long the champion's calls computed; known when the candidate is warm. */
  long[] champion() {
    return warm() ? Arrays.copyOf(champion, times) : new long[0];
  }

  /** So many calls were answered as they should be. */
  int calls() {
    return clean;
  }

  void end() {
    state = new State(Arrival.WARM, "", "");
  }

  void fail(String text) {
    state = new State(Arrival.WARMUP_FAILED, "WARMUP", text);
  }

  State state() {
    return state;
  }

  boolean warm() {
    return state.arrival() == Arrival.WARM;
  }

  /** Nobody waits for it any more. */
  void stop() {
    stopped = true;
  }

  boolean stopped() {
    return stopped;
  }
}
