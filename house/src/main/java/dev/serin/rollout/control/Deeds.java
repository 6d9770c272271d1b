package dev.serin.rollout.control;

import dev.serin.base.Actor;
import dev.serin.base.Json;
import dev.serin.base.ModelName;
import dev.serin.base.Problem;
import dev.serin.deployment.Deployment;
import dev.serin.deployment.Deployments;
import dev.serin.deployment.Trial;
import dev.serin.ledger.Entry;
import dev.serin.ledger.Journal;
import dev.serin.ledger.Ledger;
import dev.serin.ledger.Transaction;
import dev.serin.registry.RegisteredModel;
import dev.serin.registry.Registry;
import dev.serin.rollout.RolloutState;
import dev.serin.rollout.control.RolloutFact.Word;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.function.Consumer;

/**
 * Writes what happened to roll-outs together with all that follows from it for aliases and traffic,
 * as one transaction: there is no moment in which one of them is true without the others.
 */
final class Deeds {
  private final Ledger ledger;
  private final Journal<RolloutsImage> journal;
  private final Registry registry;
  private final Deployments deployments;
  private final boolean capture;

  Deeds(Rollouts.Rooms rooms, Journal<RolloutsImage> journal, boolean capture) {
    this.ledger = rooms.ledger();
    this.journal = journal;
    this.registry = rooms.registry();
    this.deployments = rooms.deployments();
    this.capture = capture;
  }

  /**
   * Writes facts that were decided against the published image.
   *
   * @throws Problem.Raised {@code Conflict} ROLLOUT_MOVED when it has moved on meanwhile, FENCED
   *     when a newer leader was seen
   */
  void write(Actor actor, List<RolloutFact> facts) {
    write(actor, facts, _ -> {});
  }

  /** Writes facts and something more in the same transaction. */
  void write(Actor actor, List<RolloutFact> facts, Consumer<Transaction> more) {
    Transaction transaction = new Transaction(ledger, actor);
    transaction.add(journal, image -> entries(image, facts));
    SequencedMap<ModelName, Rollout> last = new LinkedHashMap<>();
    for (RolloutFact fact : facts) {
      follow(transaction, fact);
      last.put(fact.after().model(), fact.after());
    }
    last.values().forEach(rollout -> want(transaction, rollout));
    more.accept(transaction);
    transaction.commit();
  }

  /** Writes that a replica leads. */
  void lead(Actor actor, long fencing, String replica) {
    journal.write(
        actor,
        image ->
            fencing > image.fencing() ? List.of(FactText.leading(fencing, replica)) : List.of());
  }

  private List<Entry> entries(RolloutsImage image, List<RolloutFact> facts) {
    Map<String, Rollout> seen = new LinkedHashMap<>();
    List<Entry> entries = new ArrayList<>();
    for (RolloutFact fact : facts) {
      check(image, fact, seen);
      seen.put(fact.after().id(), fact.after());
      entries.add(
          FactText.entry(
              fact,
              fact.after().from().map(it -> version(fact.after(), it)).orElse(Json.Null.NULL),
              version(fact.after(), fact.after().to())));
    }
    return entries;
  }

  private static void check(RolloutsImage image, RolloutFact fact, Map<String, Rollout> seen) {
    OptionalLong fencing = fact.cause().fencing();
    if (fencing.isPresent() && fencing.getAsLong() < image.fencing()) {
      throw moved(
          "FENCED",
          "the token "
              + fencing.getAsLong()
              + " is older than "
              + image.fencing()
              + ": it is void");
    }
    if (fact.before().isPresent()) {
      String id = fact.after().id();
      Optional<Rollout> known = Optional.ofNullable(seen.get(id)).or(() -> image.rollout(id));
      if (known.isEmpty() || known.get().revision() != fact.before().get().revision()) {
        throw moved("ROLLOUT_MOVED", "roll-out '" + id + "' has moved on: look again");
      }
      return;
    }
    Optional<Rollout> active = image.active(fact.after().model());
    if (active.isPresent()
        && !Optional.ofNullable(seen.get(active.get().id()))
            .filter(it -> it.state().terminal())
            .isPresent()) {
      throw moved("ROLLOUT_ACTIVE", "roll-out '" + active.get().id() + "' has not ended");
    }
  }

  private static Problem.Raised moved(String code, String text) {
    return new Problem.Raised(new Problem.Conflict(code, text));
  }

  private Json version(Rollout rollout, int number) {
    return registry
        .image()
        .model(rollout.model())
        .flatMap(model -> model.version(number))
        .<Json>map(it -> Json.Obj.of("version", number, "sha256", it.artifact().hex()))
        .orElseGet(() -> Json.Obj.of("version", number));
  }

  /** Moves the champion where a fact says so. */
  private void follow(Transaction transaction, RolloutFact fact) {
    Rollout after = fact.after();
    boolean bootstrap = fact.word() == Word.WARMED && after.from().isEmpty();
    if (fact.word() == Word.PROMOTED || bootstrap) {
      registry.alias(transaction, after.model(), Deployment.CHAMPION, after.to());
    }
    if (bootstrap) {
      deployments.want(transaction, after.model());
    }
    if (fact.word() == Word.REVERTED && !after.state().terminal()) {
      registry.alias(
          transaction, after.model(), Deployment.CHAMPION, after.from().orElse(after.to()));
    }
  }

  /** Makes the challenger and the trial what the newest roll-out of its model wants. */
  private void want(Transaction transaction, Rollout it) {
    Optional<Trial> trial = Wanted.trial(it, capture);
    if (trial.isPresent()) {
      deployments.trial(transaction, it.model(), trial.get());
    } else {
      deployments.endTrial(transaction, it.model());
    }
    boolean named = challenger(it.model()).filter(number -> number == it.to()).isPresent();
    switch (it.state()) {
      case RolloutState.RollingBack _ -> {} // its name goes when its last calls have ended
      case RolloutState.Baking _,
          RolloutState.Reverting _,
          RolloutState.Completed _,
          RolloutState.RolledBack _,
          RolloutState.Failed _,
          RolloutState.Superseded _ -> {
        if (named) {
          registry.unalias(transaction, it.model(), Deployment.CHALLENGER);
        }
      }
      case RolloutState.Pending _,
          RolloutState.Loading _,
          RolloutState.Warming _,
          RolloutState.Shadow _,
          RolloutState.Canary _,
          RolloutState.Paused _,
          RolloutState.Held _ -> {
        if (!named) {
          registry.alias(transaction, it.model(), Deployment.CHALLENGER, it.to());
        }
      }
    }
  }

  private Optional<Integer> challenger(ModelName model) {
    return registry
        .image()
        .model(model)
        .map(RegisteredModel::aliases)
        .map(aliases -> aliases.get(Deployment.CHALLENGER));
  }
}
