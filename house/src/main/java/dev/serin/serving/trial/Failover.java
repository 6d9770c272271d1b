package dev.serin.serving.trial;

import dev.serin.meter.Window;
import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Count;
import dev.serin.meter.trial.Recorder;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How many failed calls of the canary the champion may answer: a part of the canary's calls of the
 * last half minute, and a burst beside it, so that a canary that always fails stays invisible to
 * clients until it is gone.
 */
final class Failover {
  private static final int SECONDS = 30;
  private static final int BURST = 100;

  private final Window tried;

  Failover(LongSupplier nanos) {
    tried = new Window(Duration.ofSeconds(SECONDS), SECONDS, nanos);
  }

  /** Whether one more call may be repeated; it counts then. */
  boolean take(Recorder counts, double part) {
    long calls = counts.recent(Count.ASSIGNED, Arm.CANARY, SECONDS);
    boolean room = part > 0 && tried.sum() < part * calls + BURST;
    if (room) {
      tried.add(1);
    }
    return room;
  }

  /** One more call is repeated, whatever is left. */
  void note() {
    tried.add(1);
  }
}
