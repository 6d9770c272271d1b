package dev.serin.ledger;

import dev.serin.base.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the next facts go: the end of the global order and the position of each stream. It gives
 * facts their places and hashes and moves on. One thread at a time.
 */
public final class Chain {
  /** What the first fact names as the hash before it. */
  public static final String START = "0".repeat(64);

  private Head head;
  private final Map<String, Long> streams;

  /** Goes on after this end. */
  public Chain(Head head, Map<String, Long> streams) {
    this.head = head;
    this.streams = new HashMap<>(streams);
  }

  /** The end of a ledger: the newest position, 0 when there is none, and its hash. */
  public record Head(long position, String hash) {
    /** The end of an empty ledger. */
    public static final Head NONE = new Head(0, START);
  }

  /** The end of what has a place. */
  public Head head() {
    return head;
  }

  /**
   * Gives the entries of one transaction their places.
   *
   * @throws Problem.Raised {@code Conflict} LEDGER_MOVED, and then nothing has moved
   */
  public List<Row> place(List<Batch> batches, Instant at) {
    check(batches);
    List<Row> rows = new ArrayList<>();
    for (Batch batch : batches) {
      for (Entry entry : batch.entries()) {
        rows.add(place(batch, entry, at));
      }
    }
    return rows;
  }

  private void check(List<Batch> batches) {
    for (Batch batch : batches) {
      long position = streams.getOrDefault(batch.stream(), 0L);
      if (position != batch.expected()) {
        throw new Problem.Raised(
            new Problem.Conflict(
                "LEDGER_MOVED",
                "the stream '"
                    + batch.stream()
                    + "' is at "
                    + position
                    + ", not at "
                    + batch.expected()
                    + ": read it and decide again"));
      }
    }
    if (batches.isEmpty()
        || batches.stream().map(Batch::stream).distinct().count() < batches.size()) {
      throw new IllegalArgumentException("a transaction has one batch for each of its streams");
    }
  }

  private Row place(Batch batch, Entry entry, Instant at) {
    long streamPosition = streams.merge(batch.stream(), 1L, Long::sum);
    Row row =
        new Row(
                head.position() + 1,
                batch.stream(),
                streamPosition,
                at.toString(),
                batch.actor().name(),
                entry.type(),
                entry.body().text(),
                head.hash(),
                START)
            .sealed();
    head = new Head(row.position(), row.hash());
    return row;
  }
}
