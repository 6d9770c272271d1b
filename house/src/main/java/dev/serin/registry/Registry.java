package dev.serin.registry;

import dev.serin.base.Actor;
import dev.serin.base.ModelName;
import dev.serin.ledger.Entry;
import dev.serin.ledger.Journal;
import dev.serin.ledger.Ledger;
import dev.serin.ledger.Recorded;
import dev.serin.ledger.Transaction;
import dev.serin.runtime.Parity;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The door to registered models. A command returns when its facts are durable and in {@link
 * #image}; one that changes nothing records nothing.
 */
public final class Registry {
  /** The stream of this room's facts. */
  public static final String STREAM = "registry";

  private final Ledger ledger;
  private final Journal<RegistryImage> journal;

  /** Reads the stream of the registry. */
  public Registry(Ledger ledger) {
    this.ledger = ledger;
    journal = new Journal<>(ledger, STREAM, RegistryImage.EMPTY, Registry::apply);
  }

  /** The newest durable image. */
  public RegistryImage image() {
    return journal.image();
  }

  /**
   * Tells the image of now at once and each later one in order, on the ledger's thread: return
   * quickly, and write to no room from there.
   */
  public void watch(Consumer<RegistryImage> watcher) {
    journal.watch(watcher);
  }

  /**
   * Points an alias to a ready version.
   *
   * @throws dev.serin.base.Problem.Raised {@code Invalid} ALIAS_INVALID, {@code Unknown}
   *     MODEL_UNKNOWN or VERSION_UNKNOWN, {@code Conflict} VERSION_ARCHIVED
   */
  public void alias(Actor actor, ModelName model, String alias, int version) {
    write(actor, image -> Decider.alias(image, model, alias, version));
  }

  /** Adds the same command to a transaction over several rooms. */
  public void alias(Transaction transaction, ModelName model, String alias, int version) {
    transaction.add(journal, entries(image -> Decider.alias(image, model, alias, version)));
  }

  /** Removes an alias; fine when there is none. */
  public void unalias(Actor actor, ModelName model, String alias) {
    write(actor, image -> Decider.unalias(image, model, alias));
  }

  /** Adds the same command to a transaction over several rooms. */
  public void unalias(Transaction transaction, ModelName model, String alias) {
    transaction.add(journal, entries(image -> Decider.unalias(image, model, alias)));
  }

  /** Who moved this alias last; walks the whole stream. */
  public Optional<Actor> mover(ModelName model, String alias) {
    AtomicReference<Actor> mover = new AtomicReference<>();
    ledger.replay(
        STREAM,
        recorded -> {
          if (FactText.fact(recorded) instanceof RegistryFact.AliasMoved(var moved, var name, _)
              && moved.equals(model)
              && name.equals(alias)) {
            mover.set(recorded.actor());
          }
        });
    return Optional.ofNullable(mover.get());
  }

  /** Archives all versions and forgets a standing refusal; fine for an unknown model. */
  public void archive(Actor actor, ModelName model) {
    write(actor, image -> Decider.archive(image, model));
  }

  /** Records how closely a version met its golden rows, once; later ones record nothing. */
  public void certify(Actor actor, ModelName model, int version, Parity met) {
    write(actor, image -> Decider.certify(image, model, version, met));
  }

  /** Records why a file did not become a version; the same refusal again records nothing. */
  public void refuse(Actor actor, ModelName model, Refusal refusal) {
    write(actor, image -> Decider.refuse(image, model, refusal));
  }

  Transaction.Written<RegistryImage> register(Actor actor, Decider.Offer offer) {
    return write(actor, image -> Decider.register(image, offer));
  }

  private Transaction.Written<RegistryImage> write(
      Actor actor, Function<RegistryImage, List<RegistryFact>> decision) {
    return journal.write(actor, entries(decision));
  }

  private static Function<RegistryImage, List<Entry>> entries(
      Function<RegistryImage, List<RegistryFact>> decision) {
    return image -> decision.apply(image).stream().map(FactText::entry).toList();
  }

  private static RegistryImage apply(RegistryImage image, List<Recorded> facts) {
    return image.after(facts);
  }
}
