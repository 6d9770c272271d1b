package dev.serin.ledger;

import java.util.List;
import java.util.Map;

/**
 * Where a ledger keeps its rows. One thread writes, any number reads. What cannot be written or
 * read raises {@code Full} or {@code Unavailable}.
 */
public interface FactTable extends AutoCloseable {

  /** The end that was written with the newest rows. */
  Chain.Head head();

  /** The newest position of each stream. */
  Map<String, Long> streams();

  /** Adds all rows and moves the end, in one transaction; durable on return. */
  void write(List<Row> rows, Chain.Head head);

  /** At most {@code limit} rows after this global position, in order. */
  List<Row> page(long after, int limit);

  /** At most {@code limit} rows of a stream after this stream position, in order. */
  List<Row> stream(String stream, long after, int limit);

  @Override
  void close();
}
