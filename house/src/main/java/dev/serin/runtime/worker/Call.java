package dev.serin.runtime.worker;

import dev.serin.base.Deadline;
import dev.serin.base.Problem;
import dev.serin.tensor.Tensor;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One prediction on its way through a worker; it is not begun once its caller has left. */
record Call(
    List<Tensor> inputs,
    List<String> outputs,
    Deadline deadline,
    CompletableFuture<List<Tensor>> answer) {

  static Call of(List<Tensor> inputs, List<String> outputs, Deadline deadline) {
    return new Call(inputs, outputs, deadline, new CompletableFuture<>());
  }

  boolean wanted() {
    return !answer.isDone() && !deadline.passed();
  }

  void fail(Problem.Raised problem) {
    answer.completeExceptionally(problem);
  }

  /** Waits for the answer until the deadline. */
  List<Tensor> await() {
    try {
      return answer.get(Math.max(0, deadline.left()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      answer.cancel(false);
      throw new Problem.Raised(
          new Problem.TooLate("DEADLINE_EXCEEDED", "the worker did not answer in time"), late);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      answer.cancel(false);
      throw new Problem.Raised(
          new Problem.TooLate("DEADLINE_EXCEEDED", "the call was interrupted"), stopped);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof Problem.Raised raised) {
        throw new Problem.Raised(raised.problem(), raised);
      }
      throw new IllegalStateException("a call ended with " + failed.getCause(), failed);
    }
  }
}
