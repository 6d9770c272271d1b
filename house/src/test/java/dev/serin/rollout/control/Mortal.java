package dev.serin.rollout.control;

import dev.serin.ledger.Batch;
import dev.serin.ledger.Ledger;
import dev.serin.ledger.Recorded;
import dev.serin.ledger.Ticket;
import dev.serin.ledger.Verification;
import dev.serin.meter.trial.Report;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A process that ends before or after one of its writes, and does nothing from then on. */
final class Mortal {
  private int left = Integer.MAX_VALUE;
  private boolean after;
  private boolean dead;

  /** What a dead process does not survive. */
  static final class Died extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** From now on it ends at this write, counted from 1. */
  void arm(int write, boolean afterIt) {
    left = write;
    after = afterIt;
  }

  boolean dead() {
    return dead;
  }

  private <T> T write(Supplier<T> writing) {
    check();
    left--;
    if (left == 0 && !after) {
      dead = true;
      throw new Died();
    }
    T result = writing.get();
    if (left == 0) {
      dead = true;
      throw new Died();
    }
    return result;
  }

  private void check() {
    if (dead) {
      throw new Died();
    }
  }

  Ledger ledger(Ledger inner) {
    return new Ledger() {
      @Override
      public Ticket append(List<Batch> batches) {
        return write(
            () -> {
              Ticket ticket = inner.append(batches);
              if (left == 0 && after) {
                ticket.await();
              }
              return ticket;
            });
      }

      @Override
      public void replay(String stream, Consumer<Recorded> each) {
        inner.replay(stream, each);
      }

      @Override
      public List<Recorded> page(long from, int limit) {
        return inner.page(from, limit);
      }

      @Override
      public Verification verify() {
        return inner.verify();
      }

      @Override
      public void follow(Follower follower) {
        inner.follow(follower);
      }

      @Override
      public void close() {
        inner.close();
      }
    };
  }

  Desk desk(Desk inner) {
    return new Desk() {
      @Override
      public void put(Flush flush) {
        did(() -> inner.put(flush));
      }

      @Override
      public void count(List<Report> reports) {
        did(() -> inner.count(reports));
      }

      @Override
      public Changes since(String rollout, long mark) {
        return inner.since(rollout, mark);
      }

      @Override
      public List<Presence> presences(String rollout) {
        return inner.presences(rollout);
      }

      @Override
      public void goodbye(Run run) {
        did(() -> inner.goodbye(run));
      }

      @Override
      public void progress(String rollout, Progress progress) {
        did(() -> inner.progress(rollout, progress));
      }

      @Override
      public Optional<Progress> progress(String rollout) {
        return inner.progress(rollout);
      }

      @Override
      public Optional<Long> lead(Run run, Duration lease, long above) {
        return write(() -> inner.lead(run, lease, above));
      }

      @Override
      public void forget(String rollout) {
        did(() -> inner.forget(rollout));
      }

      @Override
      public void close() {
        inner.close();
      }
    };
  }

  private void did(Runnable writing) {
    write(
        () -> {
          writing.run();
          return true;
        });
  }
}
