package dev.serin.app;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does something again and again in a thread of its own, until closed. */
final class Pulse implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);

  private final CountDownLatch closed = new CountDownLatch(1);

  private Pulse() {}

  static Pulse every(Duration pace, String name, Runnable beat) {
    Pulse pulse = new Pulse();
    Thread.ofPlatform().daemon().name(name).start(() -> pulse.loop(pace, beat));
    return pulse;
  }

  private void loop(Duration pace, Runnable beat) {
    try {
      while (!closed.await(pace.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          beat.run();
        } catch (RuntimeException failure) { // a thread's top: the next beat tries again
          LOG.error("a beat failed, the next one tries again", failure);
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
