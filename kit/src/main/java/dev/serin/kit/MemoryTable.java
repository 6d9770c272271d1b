package dev.serin.kit;

import dev.serin.ledger.Chain;
import dev.serin.ledger.FactTable;
import dev.serin.ledger.Row;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;

/** Rows in memory: the reference table. A test can hold its writes back and make them fail. */
public final class MemoryTable implements FactTable {
  private final List<Row> rows = new ArrayList<>();
  private final Deque<RuntimeException> failures = new ArrayDeque<>();
  private final Semaphore gate = new Semaphore(1);
  private Chain.Head head = Chain.Head.NONE;

  /** Holds all writes until {@link #release}. */
  public void hold() {
    gate.acquireUninterruptibly();
  }

  /** Lets the writes go on. */
  public void release() {
    gate.release();
  }

  /** Makes the next write fail. */
  public synchronized void fail(RuntimeException failure) {
    failures.add(failure);
  }

  @Override
  public synchronized Chain.Head head() {
    return head;
  }

  @Override
  public synchronized Map<String, Long> streams() {
    Map<String, Long> streams = new HashMap<>();
    rows.forEach(row -> streams.merge(row.stream(), row.streamPosition(), Math::max));
    return streams;
  }

  @Override
  public void write(List<Row> added, Chain.Head end) {
    gate.acquireUninterruptibly();
    try {
      keep(added, end);
    } finally {
      gate.release();
    }
  }

  private synchronized void keep(List<Row> added, Chain.Head end) {
    if (!failures.isEmpty()) {
      throw failures.remove();
    }
    rows.addAll(added);
    head = end;
  }

  @Override
  public List<Row> page(long after, int limit) {
    return some(row -> row.position() > after, limit);
  }

  @Override
  public List<Row> stream(String stream, long after, int limit) {
    return some(row -> row.stream().equals(stream) && row.streamPosition() > after, limit);
  }

  private synchronized List<Row> some(Predicate<Row> wanted, int limit) {
    return rows.stream().filter(wanted).limit(limit).toList();
  }

  @Override
  public void close() {
    // the rows stay for the next ledger
  }
}
