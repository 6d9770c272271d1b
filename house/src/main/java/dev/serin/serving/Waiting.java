package dev.serin.serving;

import dev.serin.base.Deadline;
import dev.serin.base.Problem;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waiting for what other threads end, within a deadline. */
final class Waiting {
  private Waiting() {}

  /**
   * The loaded version.
   *
   * @throws Problem.Raised why it cannot be loaded, {@code TooLate} at the deadline
   */
  static Loaded forLoad(CompletableFuture<Loaded> loading, Deadline deadline) {
    try {
      return loading.get(Math.max(0, deadline.left()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof Problem.Raised raised) {
        throw new Problem.Raised(raised.problem(), raised);
      }
      throw new IllegalStateException("a load fails with a problem only", failure);
    } catch (TimeoutException late) {
      throw new Problem.Raised(late(), late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new Problem.Raised(late(), interrupted);
    }
  }

  private static Problem late() {
    return new Problem.TooLate("DEADLINE_EXCEEDED", "loading did not end in time");
  }

  /** Whether all were done before the deadline. */
  static boolean forAll(List<CompletableFuture<Void>> futures, Deadline deadline) {
    try {
      CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
          .get(Math.max(0, deadline.left()), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException late) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException failure) {
      throw new IllegalStateException("freeing ends without an exception", failure);
    }
  }
}
