package dev.serin.serving;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reconciles after each change, and every second for what is due to be tried again. */
public final class Heartbeat implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  private final Reconciler reconciler;
  private final Semaphore wishes = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closed;

  /** Beats from now on in a thread of its own; make it after everything wanted can be read. */
  public Heartbeat(Reconciler reconciler) {
    this.reconciler = reconciler;
    this.thread = Thread.ofPlatform().daemon().name("serin-reconcile").unstarted(this::beat);
    thread.start();
  }

  /** Beats soon; returns at once. */
  public void wake() {
    wishes.release();
  }

  private void beat() {
    while (!closed) {
      try {
        reconciler.reconcile();
        if (wishes.tryAcquire(1, TimeUnit.SECONDS)) {
          wishes.drainPermits();
        }
      } catch (InterruptedException end) {
        return;
      } catch (RuntimeException failure) { // a thread's top: the next beat begins anew
        LOG.error("[LIFECYCLE] A beat failed", failure);
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    wake();
  }
}
