package dev.serin.app;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was opened, closed in the opposite order; one that fails does not keep the others open. */
final class Closing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  /** Remembers to close it. */
  synchronized <T extends AutoCloseable> T after(T open) {
    opened.push(open);
    return open;
  }

  @Override
  public synchronized void close() {
    while (!opened.isEmpty()) {
      AutoCloseable next = opened.pop();
      try {
        next.close();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      } catch (Exception failure) { // the end of the process: the others must still be closed
        LOG.error("[SHUTDOWN] {} did not close: {}", next.getClass().getSimpleName(), "" + failure);
      }
    }
  }
}
