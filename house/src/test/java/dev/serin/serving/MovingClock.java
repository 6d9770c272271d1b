package dev.serin.serving;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that moves when the test says so. */
public final class MovingClock implements InstantSource {
  private final AtomicReference<Instant> now;

  /** Stands at this moment. */
  public MovingClock(Instant start) {
    now = new AtomicReference<>(start);
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  /** Moves on. */
  public void pass(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }
}
