package dev.serin.ledger;

import dev.serin.base.Problem;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A queued transaction. Until it is durable its facts are a promise that nobody else may see. */
public final class Ticket {
  private final List<Recorded> facts;
  private final CompletableFuture<Void> done = new CompletableFuture<>();

  /** A ticket for facts that have their places. */
  public Ticket(List<Recorded> facts) {
    this.facts = List.copyOf(facts);
  }

  /** The facts with their places. */
  public List<Recorded> facts() {
    return facts;
  }

  /** Waits until the facts are durable, or raises why they will never be. */
  public List<Recorded> await() {
    try {
      done.join();
    } catch (CompletionException failure) {
      throw failure.getCause() instanceof Problem.Raised raised
          ? new Problem.Raised(raised.problem(), raised)
          : failure;
    }
    return facts;
  }

  /** Whether it is known that the facts were not written. */
  public boolean failed() {
    return done.isCompletedExceptionally();
  }

  /** Says that the facts are durable. */
  public void keep() {
    done.complete(null);
  }

  /** Says that the facts were not written. */
  public void drop(Problem.Raised why) {
    done.completeExceptionally(why);
  }
}
