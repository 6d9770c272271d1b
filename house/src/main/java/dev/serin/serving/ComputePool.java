package dev.serin.serving;

import dev.serin.base.Deadline;
import dev.serin.base.Problem;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Runs models on as many platform threads as there are cores. Quick work runs on the caller's own
 * thread while a core is free; either way no more models compute at once than there are cores.
 */
public final class ComputePool implements AutoCloseable {
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Semaphore cores;
  private final ThreadPoolExecutor threads;

  /** Has so many threads, and a queue of at most {@code waiting}. */
  public ComputePool(int cores, int waiting) {
    this("serin-compute-", cores, waiting);
  }

  /** The same, with threads of this name. */
  public ComputePool(String name, int cores, int waiting) {
    this.cores = new Semaphore(cores);
    AtomicInteger number = new AtomicInteger();
    ThreadFactory factory =
        work -> Thread.ofPlatform().daemon().name(name + number.incrementAndGet()).unstarted(work);
    threads =
        new ThreadPoolExecutor(
            cores, cores, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(waiting), factory);
  }

  /**
   * Computes and answers the result, or raises what the work raised. {@code after} runs exactly
   * once, when nothing of the work runs or will run any more; that can be after the answer, since
   * work that has begun is not interrupted.
   *
   * @throws Problem.Raised {@code TooLate} at the deadline, {@code Busy} when the queue is full
   */
  <T> T run(boolean quick, Deadline deadline, Supplier<T> work, Runnable after) {
    if (quick && cores.tryAcquire()) {
      try {
        return work.get();
      } finally {
        cores.release();
        after.run();
      }
    }
    Task<T> task = new Task<>(work, after, deadline);
    try {
      threads.execute(task);
    } catch (RejectedExecutionException full) {
      after.run();
      throw new Problem.Raised(
          new Problem.Busy("OVERLOADED", "too many predictions are waiting", RETRY), full);
    }
    return task.await();
  }

  /** Whether work waits for a thread. */
  public boolean waiting() {
    return !threads.getQueue().isEmpty();
  }

  /** Lets work that has begun end. */
  @Override
  public void close() {
    threads.shutdown();
  }

  private enum Phase {
    QUEUED,
    RUNNING,
    DROPPED
  }

  private final class Task<T> implements Runnable {
    private final Supplier<T> work;
    private final Runnable after;
    private final Deadline deadline;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.QUEUED);
    private final AtomicReference<Supplier<T>> outcome = new AtomicReference<>();
    private final CountDownLatch done = new CountDownLatch(1);

    Task(Supplier<T> work, Runnable after, Deadline deadline) {
      this.work = work;
      this.after = after;
      this.deadline = deadline;
    }

    @Override
    public void run() {
      if (!phase.compareAndSet(Phase.QUEUED, Phase.RUNNING)) {
        return;
      }
      cores.acquireUninterruptibly();
      try {
        T result = work.get();
        outcome.set(() -> result);
      } catch (RuntimeException | Error failure) { // a thread's top: told to the waiting caller
        outcome.set(() -> rethrow(failure));
      } finally {
        cores.release();
        after.run();
        done.countDown();
      }
    }

    private T rethrow(Throwable failure) {
      if (failure instanceof Problem.Raised raised) {
        throw new Problem.Raised(raised.problem(), raised);
      }
      if (failure instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException("the model failed: " + failure, failure);
    }

    T await() {
      try {
        if (done.await(deadline.left(), TimeUnit.NANOSECONDS)) {
          return outcome.get().get();
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
      if (phase.compareAndSet(Phase.QUEUED, Phase.DROPPED)) {
        threads.remove(this);
        after.run();
      }
      throw new Problem.Raised(
          new Problem.TooLate("DEADLINE_EXCEEDED", "the prediction did not end in time"));
    }
  }
}
