package dev.serin.ledger;

import dev.serin.base.Actor;
import dev.serin.base.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Decisions of one or more rooms that become durable together or not at all. Several decisions of
 * one journal are all made against the same image. Used once, by one thread.
 */
public final class Transaction {
  private static final int ATTEMPTS = 3;

  private final Ledger ledger;
  private final Actor actor;
  private final Map<String, Part<?>> parts = new TreeMap<>(); // everybody locks in this order

  /** A transaction of this actor. */
  public Transaction(Ledger ledger, Actor actor) {
    this.ledger = ledger;
    this.actor = actor;
  }

  /** Adds a decision: from an image to the entries to record, none when all is as wished. */
  public <I> void add(Journal<I> journal, Function<I, List<Entry>> decision) {
    part(journal).decisions.add(decision);
  }

  /** Decides, appends, and returns when everything is durable and published. */
  public Outcome commit() {
    List<Part<?>> held = List.copyOf(parts.values());
    Queued queued;
    held.forEach(part -> part.journal.lock.lock());
    try {
      queued = queue(ATTEMPTS);
    } finally {
      held.forEach(part -> part.journal.lock.unlock());
    }
    queued.tickets().forEach(Ticket::await);
    return queued.outcome();
  }

  private Queued queue(int attempts) {
    List<Batch> batches = new ArrayList<>();
    List<Part<?>> idle = new ArrayList<>();
    for (Part<?> part : parts.values()) {
      List<Entry> entries = part.decide();
      if (entries.isEmpty()) {
        idle.add(part);
      } else {
        batches.add(new Batch(part.journal.stream(), part.journal.position(), actor, entries));
      }
    }
    // "nothing to do" was decided on facts that may still wait: it is true once they are durable
    List<Ticket> tickets = new ArrayList<>(idle.stream().map(p -> p.journal.newest()).toList());
    Ticket own = new Ticket(List.of());
    if (!batches.isEmpty()) {
      try {
        own = ledger.append(batches);
      } catch (Problem.Raised raised) {
        if (attempts > 1 && raised.problem() instanceof Problem.Conflict) {
          parts.values().forEach(part -> part.journal.forget());
          return queue(attempts - 1);
        }
        throw raised;
      }
      tickets.add(own);
    }
    return new Queued(tickets, outcome(own, idle));
  }

  private Outcome outcome(Ticket own, List<Part<?>> idle) {
    Map<String, Written<?>> written = new TreeMap<>();
    for (Part<?> part : parts.values()) {
      written.put(part.journal.stream(), part.written(own, idle.contains(part)));
    }
    return new Outcome(written);
  }

  @SuppressWarnings("unchecked") // a stream has one journal, so the image is of its type
  private <I> Part<I> part(Journal<I> journal) {
    return (Part<I>) parts.computeIfAbsent(journal.stream(), _ -> new Part<>(journal));
  }

  /** The decisions for one journal. */
  private static final class Part<I> {
    private final Journal<I> journal;
    private final List<Function<I, List<Entry>>> decisions = new ArrayList<>();

    Part(Journal<I> journal) {
      this.journal = journal;
    }

    List<Entry> decide() {
      I image = journal.decided();
      return decisions.stream().flatMap(decision -> decision.apply(image).stream()).toList();
    }

    Written<I> written(Ticket own, boolean idle) {
      return idle ? new Written<>(journal.decided(), List.of()) : journal.decide(own);
    }
  }

  private record Queued(List<Ticket> tickets, Outcome outcome) {}

  /** What the parts of a transaction came to. */
  public static final class Outcome {
    private final Map<String, Written<?>> written;

    Outcome(Map<String, Written<?>> written) {
      this.written = Map.copyOf(written);
    }

    /** What was written to this journal. */
    @SuppressWarnings("unchecked") // a stream has one journal, so the image is of its type
    public <I> Written<I> of(Journal<I> journal) {
      return (Written<I>) written.get(journal.stream());
    }
  }

  /** The image that includes a write, and the facts that were written (none: nothing to do). */
  public record Written<I>(I image, List<Recorded> facts) {
    public Written {
      facts = List.copyOf(facts);
    }
  }
}
