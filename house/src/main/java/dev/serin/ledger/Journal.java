package dev.serin.ledger;

import dev.serin.base.Actor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One recording room's stream and the image that follows from it: decide, append, apply, publish.
 *
 * <p>There are two images. The <em>decided</em> one, behind a lock, already holds the facts that
 * wait to become durable, so that the next decision builds on them without waiting for the disk.
 * The <em>published</em> one, a volatile reference, holds durable facts only; it moves in the
 * ledger's order, before the writer is answered. Both come from the same {@code apply}, which is
 * also what reads the stream at start.
 *
 * <p>When a commit fails, all waiting facts are lost together and the ledger's streams fall back to
 * what is durable. The decided image is then ahead: the next decision sees that its newest ticket
 * failed, or is refused with LEDGER_MOVED, and reads the stream anew. That is safe because nothing
 * of this stream is waiting at that moment, and its lock is held.
 *
 * @param <I> the immutable image
 */
public final class Journal<I> {
  private static final int CHUNK = 4096;

  final ReentrantLock lock = new ReentrantLock();
  private final Ledger ledger;
  private final String stream;
  private final I empty;
  private final BiFunction<I, List<Recorded>, I> apply;
  private final Object telling = new Object();
  private final List<Consumer<I>> watchers = new ArrayList<>();
  private State<I> decided;
  private Ticket newest = new Ticket(List.of());
  private volatile State<I> published;

  /** Reads the stream, applies its facts to {@code empty}, and follows the ledger from there. */
  public Journal(Ledger ledger, String stream, I empty, BiFunction<I, List<Recorded>, I> apply) {
    this.ledger = ledger;
    this.stream = stream;
    this.empty = empty;
    this.apply = apply;
    newest.keep();
    synchronized (telling) {
      ledger.follow(new Following());
      published = durable();
      decided = published;
    }
  }

  /** The newest durable image; never waits. */
  public I image() {
    return published.image();
  }

  /** Tells the image of now at once and each later one in order, on the ledger's thread. */
  public void watch(Consumer<I> watcher) {
    synchronized (telling) {
      watchers.add(watcher);
      watcher.accept(published.image());
    }
  }

  /** Decides against the newest image and returns when the outcome is durable and published. */
  public Transaction.Written<I> write(Actor actor, Function<I, List<Entry>> decision) {
    Transaction transaction = new Transaction(ledger, actor);
    transaction.add(this, decision);
    return transaction.commit().of(this);
  }

  /** The stream whose facts make the image. */
  public String stream() {
    return stream;
  }

  /** Under the lock: the image that the next decision builds on. */
  I decided() {
    State<I> durable = published;
    if (newest.failed()) {
      forget();
    } else if (durable.position() > decided.position()) {
      decided = durable; // another journal of this stream wrote, after all that waited here
    }
    return decided.image();
  }

  /** Under the lock: the position that the decided image is at. */
  long position() {
    return decided.position();
  }

  /** Under the lock: the ticket that the decided image hangs on. */
  Ticket newest() {
    return newest;
  }

  /** Under the lock: builds the decided image on these facts of a queued ticket. */
  Transaction.Written<I> decide(Ticket ticket) {
    List<Recorded> own = own(ticket.facts());
    decided = decided.after(own, apply);
    newest = ticket;
    return new Transaction.Written<>(decided.image(), own);
  }

  /** Under the lock: falls back to what is durable. */
  void forget() {
    decided = durable();
    newest = new Ticket(List.of());
    newest.keep();
  }

  private void publish(State<I> state) {
    published = state;
    watchers.forEach(watcher -> watcher.accept(state.image()));
  }

  private List<Recorded> own(List<Recorded> facts) {
    return facts.stream().filter(fact -> fact.stream().equals(stream)).toList();
  }

  private State<I> durable() {
    Reading reading = new Reading();
    ledger.replay(stream, reading::take);
    return reading.end();
  }

  /** Publishes what became durable, on the ledger's thread. */
  private final class Following implements Ledger.Follower {
    @Override
    public void recorded(List<Recorded> facts) {
      List<Recorded> own = own(facts);
      if (own.isEmpty()) {
        return;
      }
      synchronized (telling) {
        if (own.getFirst().streamPosition() == published.position() + 1) {
          publish(published.after(own, apply));
        } else if (own.getLast().streamPosition() > published.position()) {
          publish(durable());
        }
      }
    }

    @Override
    public void failed() {
      synchronized (telling) {
        State<I> state = durable();
        if (state.position() != published.position()) {
          publish(state);
        }
      }
    }
  }

  /** An image and the stream position it is at. */
  private record State<I>(I image, long position) {
    State<I> after(List<Recorded> facts, BiFunction<I, List<Recorded>, I> apply) {
      return facts.isEmpty()
          ? this
          : new State<>(apply.apply(image, facts), facts.getLast().streamPosition());
    }
  }

  /** Applies a stream in chunks, since an image is copied once for each list of facts. */
  private final class Reading {
    private final List<Recorded> chunk = new ArrayList<>();
    private State<I> state = new State<>(empty, 0);

    void take(Recorded fact) {
      chunk.add(fact);
      if (chunk.size() == CHUNK) {
        end();
      }
    }

    State<I> end() {
      state = state.after(List.copyOf(chunk), apply);
      chunk.clear();
      return state;
    }
  }
}
