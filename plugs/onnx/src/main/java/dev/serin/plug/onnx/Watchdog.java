package dev.serin.plug.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.RunOptions;
import dev.serin.base.Deadline;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Ends runs at their deadline, on one thread that starts with the first watched run. */
final class Watchdog implements AutoCloseable {
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("onnx-watchdog").factory());

  Watchdog() {
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Watches one run until it is closed. */
  Watch watch(Deadline deadline) throws OrtException {
    return new Watch(timer, deadline);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  /**
   * One watched run. The options live in native memory: the lock keeps the alarm from touching them
   * after the run has given them back.
   */
  static final class Watch implements AutoCloseable {
    private final RunOptions options = new RunOptions();
    private final Future<?> alarm;
    private boolean ended;
    private boolean closed;

    private Watch(ScheduledExecutorService timer, Deadline deadline) throws OrtException {
      alarm = timer.schedule(this::end, deadline.left(), TimeUnit.NANOSECONDS);
    }

    RunOptions options() {
      return options;
    }

    /** Whether the deadline ended the run. */
    synchronized boolean ended() {
      return ended;
    }

    private synchronized void end() {
      if (closed) {
        return;
      }
      ended = true;
      try {
        options.setTerminate(true);
      } catch (OrtException impossible) {
        throw new IllegalStateException("the run cannot be ended", impossible);
      }
    }

    @Override
    public void close() {
      alarm.cancel(false);
      synchronized (this) {
        closed = true;
        options.close();
      }
    }
  }
}
