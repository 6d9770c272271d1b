package dev.serin.deployment;

import dev.serin.base.Actor;
import dev.serin.base.ModelName;
import dev.serin.base.Problem;
import dev.serin.ledger.Entry;
import dev.serin.ledger.Journal;
import dev.serin.ledger.Ledger;
import dev.serin.ledger.Recorded;
import dev.serin.ledger.Transaction;
import dev.serin.registry.Registry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The door to what is wanted. A command returns when its facts are durable and in {@link #image};
 * one that changes nothing records nothing. Every transaction that touches the registry or the
 * deployments makes exactly one new image.
 */
public final class Deployments {
  /** The stream of this room's facts. */
  public static final String STREAM = "deployment";

  private final Ledger ledger;
  private final Registry registry;
  private final Journal<Wishes> journal;
  private final Object telling = new Object();
  private final List<Consumer<DeploymentImage>> watchers = new ArrayList<>();
  private volatile DeploymentImage image;

  /** Reads the stream of the deployments; the registry reads its own before. */
  public Deployments(Ledger ledger, Registry registry) {
    this.ledger = ledger;
    this.registry = registry;
    synchronized (telling) {
      journal = new Journal<>(ledger, STREAM, Wishes.EMPTY, Wishes::after);
      ledger.follow(new Publisher());
      image = journal.image().image(registry.image());
    }
  }

  /** The newest durable image. */
  public DeploymentImage image() {
    return image;
  }

  /**
   * Tells the image of now at once and each later one in order, on the ledger's thread: return
   * quickly, and write to no room from there.
   */
  public void watch(Consumer<DeploymentImage> watcher) {
    synchronized (telling) {
      watchers.add(watcher);
      watcher.accept(image);
    }
  }

  /**
   * Moves {@code champion} to this version and wants the model, in one transaction; where another
   * version answers and {@link Promotion#CANARY} was chosen, it is made the challenger instead.
   *
   * @throws dev.serin.base.Problem.Raised as {@link Registry#alias(Actor, ModelName, String, int)}
   */
  public void activate(Actor actor, ModelName model, int version) {
    Transaction transaction = new Transaction(ledger, actor);
    registry.alias(transaction, model, moved(model, Deployment.CHAMPION, version), version);
    transaction.add(journal, entries(wishes -> Decider.want(wishes, model)));
    transaction.commit();
  }

  /**
   * Moves an alias by hand; a champion as {@link #activate}, but for what is wanted.
   *
   * @throws dev.serin.base.Problem.Raised as {@link Registry#alias(Actor, ModelName, String, int)}
   */
  public void alias(Actor actor, ModelName model, String alias, int version) {
    registry.alias(actor, model, moved(model, alias, version), version);
  }

  /** The alias that moves where somebody wishes to move this one. */
  private String moved(ModelName model, String alias, int version) {
    boolean proves =
        alias.equals(Deployment.CHAMPION)
            && image.of(model).filter(it -> hasToProve(it, version)).isPresent();
    return proves ? Deployment.CHALLENGER : alias;
  }

  private static boolean hasToProve(Deployment it, int version) {
    return it.wanted()
        && it.promotion() == Promotion.CANARY
        && it.champion().filter(champion -> champion.number() != version).isPresent();
  }

  /**
   * Wants the model by its champion.
   *
   * @throws dev.serin.base.Problem.Raised {@code Unknown} MODEL_UNKNOWN, {@code Conflict}
   *     CHAMPION_MISSING
   */
  public void want(Actor actor, ModelName model) {
    Decider.checkChampion(registry.image().known(model));
    write(actor, wishes -> Decider.want(wishes, model));
  }

  /** Wants the model no more; {@code why} is for the audit. */
  public void unwant(Actor actor, ModelName model, String why) {
    write(actor, wishes -> Decider.unwant(wishes, model, why));
  }

  /** Chooses what a source does when the file changes. */
  public void onChange(Actor actor, ModelName model, OnChange onChange) {
    registry.image().known(model);
    write(actor, wishes -> Decider.onChange(wishes, model, onChange));
  }

  /** Chooses what moving {@code champion} does. */
  public void promotion(Actor actor, ModelName model, Promotion promotion) {
    registry.image().known(model);
    write(actor, wishes -> Decider.promotion(wishes, model, promotion));
  }

  /** Adds to a transaction that the model is wanted. */
  public void want(Transaction transaction, ModelName model) {
    transaction.add(journal, entries(wishes -> Decider.want(wishes, model)));
  }

  /** Adds to a transaction that a roll-out wants this of the traffic. */
  public void trial(Transaction transaction, ModelName model, Trial trial) {
    transaction.add(journal, entries(wishes -> Decider.trial(wishes, model, trial)));
  }

  /** Adds to a transaction that a roll-out wants nothing more. */
  public void endTrial(Transaction transaction, ModelName model) {
    transaction.add(journal, entries(wishes -> Decider.endTrial(wishes, model)));
  }

  /** Records that an activation failed; what is wanted stays as it was. */
  public void failed(Actor actor, ModelName model, Problem problem) {
    write(
        actor,
        _ ->
            List.of(new DeploymentFact.ActivationFailed(model, problem.code(), problem.message())));
  }

  private void write(Actor actor, Function<Wishes, List<DeploymentFact>> decision) {
    journal.write(actor, entries(decision));
  }

  private static Function<Wishes, List<Entry>> entries(
      Function<Wishes, List<DeploymentFact>> decision) {
    return wishes -> decision.apply(wishes).stream().map(FactText::entry).toList();
  }

  /** Runs after the followers of both journals, which were there before. */
  private final class Publisher implements Ledger.Follower {
    @Override
    public void recorded(List<Recorded> facts) {
      if (facts.stream()
          .map(Recorded::stream)
          .anyMatch(Set.of(STREAM, Registry.STREAM)::contains)) {
        publish();
      }
    }

    @Override
    public void failed() {
      publish();
    }

    private void publish() {
      synchronized (telling) {
        image = journal.image().image(registry.image());
        watchers.forEach(watcher -> watcher.accept(image));
      }
    }
  }
}
