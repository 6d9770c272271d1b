package dev.serin.ledger;

import dev.serin.base.Actor;
import java.util.List;
import java.util.function.Consumer;

/**
 * Facts in one global order with a hash chain, appended by compare-and-set on each stream's
 * position. Appends of any number of threads are made durable together, in order. Whatever cannot
 * be written raises {@code Full} or {@code Unavailable}; nothing undurable is ever told.
 */
public interface Ledger extends AutoCloseable {

  /**
   * Queues all batches as one transaction, at most one for each stream.
   *
   * @throws dev.serin.base.Problem.Raised {@code Conflict} LEDGER_MOVED when a stream is not at its
   *     expected position, {@code Busy} when too many tickets wait, {@code Unavailable} when closed
   */
  Ticket append(List<Batch> batches);

  /** Queues entries of one stream. */
  default Ticket append(String stream, long expected, Actor actor, List<Entry> entries) {
    return append(List.of(new Batch(stream, expected, actor, entries)));
  }

  /** Tells the durable facts of a stream, oldest first. */
  void replay(String stream, Consumer<Recorded> each);

  /** At most {@code limit} durable facts of all streams after this position, oldest first. */
  List<Recorded> page(long after, int limit);

  /** Walks the whole chain. */
  Verification verify();

  /** From now on tells every durable transaction, in order, before its ticket is done. */
  void follow(Follower follower);

  /** Makes what waits durable, then takes nothing more. */
  @Override
  void close();

  /** Is told by the ledger's one writing thread: returns quickly, and never waits for a ticket. */
  interface Follower {
    /** These facts of one transaction are durable. */
    void recorded(List<Recorded> facts);

    /** A commit failed, and with it every waiting ticket: what is durable must be read anew. */
    void failed();
  }
}
