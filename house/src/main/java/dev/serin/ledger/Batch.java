package dev.serin.ledger;

import dev.serin.base.Actor;
import java.util.List;
import java.util.Objects;

/**
 * Entries for one stream, decided when its newest fact was {@code expected} (0: it had none); at
 * any other position the ledger refuses them.
 */
public record Batch(String stream, long expected, Actor actor, List<Entry> entries) {
  public Batch {
    Objects.requireNonNull(actor, "actor");
    entries = List.copyOf(entries);
    if (stream.isBlank() || entries.isEmpty()) {
      throw new IllegalArgumentException("a batch needs a stream and at least one entry");
    }
  }
}
