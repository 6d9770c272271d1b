package dev.serin.serving;

import java.util.concurrent.Semaphore;

/**
 * Keeps all loads together below a bound of heap, by a simple estimate of what reading a model
 * takes. A model whose estimate exceeds the whole bound is loaded alone.
 */
public final class LoadBudget {
  private static final int FACTOR = 4; // the bytes, the tree read from them, the arrays made of it
  private static final int UNIT = 1 << 20;

  private final int units;
  private final Semaphore free;

  /** Bounds all loads by so many bytes; {@code app} gives half of the heap. */
  public LoadBudget(long bytes) {
    units = Math.clamp(bytes / UNIT, 1, Integer.MAX_VALUE);
    free = new Semaphore(units, true);
  }

  /** Waits for room for a model of so many stored bytes. */
  Share take(long bytes) {
    int share = Math.clamp(bytes / UNIT * FACTOR + 1, 1, units);
    free.acquireUninterruptibly(share);
    return () -> free.release(share);
  }

  /** Room that is given back once. */
  interface Share extends AutoCloseable {
    @Override
    void close();
  }
}
