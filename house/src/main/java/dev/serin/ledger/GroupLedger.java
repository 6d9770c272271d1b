package dev.serin.ledger;

import dev.serin.base.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledger over a table, with group commit: callers get their places at once, behind a lock and
 * in memory; one thread writes all that waits as one transaction of the table, tells the followers
 * in order, and answers the tickets. While it waits for the disk the next group gathers.
 *
 * <p>When a write fails, everything that waits builds on facts that are not there. So all of it
 * fails, the places fall back to what the table holds, and the followers read anew.
 */
public final class GroupLedger implements Ledger {
  private static final Logger LOG = LoggerFactory.getLogger(GroupLedger.class);
  private static final int GROUP = 512;
  private static final int PAGE = 1000;
  private static final Problem FAULT =
      new Problem.Unavailable(
          "LEDGER_UNAVAILABLE", "the ledger failed, its log says why", Duration.ofSeconds(5));

  private final FactTable table;
  private final Clock clock;
  private final int mostWaiting;
  private final Thread writer;
  private final List<Follower> followers = new CopyOnWriteArrayList<>();
  private final Object lock = new Object();
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private Chain chain;
  private boolean astray;
  private boolean closed;

  /** Goes on where the table ends; more than {@code mostWaiting} tickets are refused. */
  public GroupLedger(FactTable table, Clock clock, int mostWaiting) {
    this.table = table;
    this.clock = clock;
    this.mostWaiting = mostWaiting;
    checkEnd(table);
    chain = new Chain(table.head(), table.streams());
    writer = Thread.ofPlatform().name("serin-ledger").daemon().start(this::write);
  }

  private record Waiting(Ticket ticket, List<Row> rows, Chain.Head head) {}

  @Override
  public Ticket append(List<Batch> batches) {
    if (Thread.currentThread() == writer) {
      throw new IllegalStateException("a follower does not write: it would wait for itself");
    }
    synchronized (lock) {
      if (closed) {
        throw new Problem.Raised(
            new Problem.Unavailable(
                "LEDGER_CLOSED", "the ledger is closed", Duration.ofSeconds(5)));
      }
      if (waiting.size() >= mostWaiting) {
        throw new Problem.Raised(
            new Problem.Busy(
                "LEDGER_BUSY", mostWaiting + " changes wait for the disk", Duration.ofSeconds(1)));
      }
      if (astray) {
        chain = new Chain(table.head(), table.streams());
        astray = false;
      }
      Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
      List<Row> rows = chain.place(batches, now);
      Ticket ticket = new Ticket(rows.stream().map(Row::recorded).toList());
      waiting.add(new Waiting(ticket, rows, chain.head()));
      lock.notifyAll();
      return ticket;
    }
  }

  @Override
  public void replay(String stream, Consumer<Recorded> each) {
    long after = 0;
    List<Row> rows;
    do {
      rows = table.stream(stream, after, PAGE);
      for (Row row : rows) {
        if (row.streamPosition() != after + 1) {
          throw broken(row.position(), "a fact of '" + stream + "' before it is missing");
        }
        after = row.streamPosition();
        each.accept(row.recorded());
      }
    } while (rows.size() == PAGE);
  }

  @Override
  public List<Recorded> page(long after, int limit) {
    return table.page(after, Math.clamp(limit, 0, PAGE)).stream().map(Row::recorded).toList();
  }

  @Override
  public Verification verify() {
    return Walk.over(table);
  }

  @Override
  public void follow(Follower follower) {
    followers.add(follower);
  }

  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      lock.notifyAll();
    }
    boolean interrupted = false;
    while (writer.isAlive()) {
      try {
        writer.join();
      } catch (InterruptedException later) {
        interrupted = true;
      }
    }
    table.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    for (List<Waiting> group = group(); !group.isEmpty(); group = group()) {
      try {
        table.write(
            group.stream().flatMap(one -> one.rows().stream()).toList(), group.getLast().head());
      } catch (Problem.Raised failure) {
        fail(group, failure);
        continue;
      } catch (RuntimeException | Error fault) { // the top of this thread: nobody waits for ever
        fail(group, new Problem.Raised(FAULT, fault));
        continue;
      }
      for (Waiting one : group) {
        tell(follower -> follower.recorded(one.ticket().facts()));
        one.ticket().keep();
      }
    }
  }

  /** The next group in order; empty when the ledger is closed and nothing waits. */
  private List<Waiting> group() {
    List<Waiting> group = new ArrayList<>();
    synchronized (lock) {
      while (waiting.isEmpty() && !closed) {
        try {
          lock.wait();
        } catch (InterruptedException nobodyElse) {
          LOG.warn("somebody interrupted the ledger's thread; only close() ends it");
        }
      }
      while (!waiting.isEmpty() && group.size() < GROUP) {
        group.add(waiting.remove());
      }
    }
    return group;
  }

  private void fail(List<Waiting> group, Problem.Raised failure) {
    LOG.error("the ledger could not be written", failure);
    synchronized (lock) {
      astray = true;
      group.forEach(one -> one.ticket().drop(failure));
      waiting.forEach(one -> one.ticket().drop(failure));
      waiting.clear();
    }
    tell(Follower::failed);
  }

  private void tell(Consumer<Follower> news) {
    for (Follower follower : followers) {
      try {
        news.accept(follower);
      } catch (RuntimeException | Error theirs) {
        LOG.error("a follower of the ledger failed", theirs); // the others still hear it
      }
    }
  }

  private static void checkEnd(FactTable table) {
    Chain.Head head = table.head();
    List<Row> last = table.page(Math.max(0, head.position() - 1), 2);
    boolean sound =
        head.position() == 0
            ? last.isEmpty()
            : last.size() == 1 && last.getFirst().hash().equals(head.hash());
    if (!sound) {
      throw broken(head.position(), "the ledger does not end as it was written");
    }
  }

  private static Problem.Raised broken(long position, String what) {
    return new Problem.Raised(
        new Problem.Refused(
            "LEDGER_BROKEN",
            "ledger position " + position,
            what,
            "run 'serin audit verify --data DIR', then restore a backup"));
  }
}
