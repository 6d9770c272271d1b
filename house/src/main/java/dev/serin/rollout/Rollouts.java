package dev.serin.rollout;

import dev.serin.base.Actor;
import dev.serin.base.Deadline;
import dev.serin.base.Json;
import dev.serin.base.ModelName;
import dev.serin.deployment.Deployments;
import dev.serin.ledger.Ledger;
import dev.serin.ledger.Recorded;
import dev.serin.meter.trial.Trials;
import dev.serin.registry.ModelVersion;
import dev.serin.registry.Registry;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The door to roll-outs: wishes of people come in, facts with their evidence go out. A command
 * returns when its facts are durable and in {@link #image}.
 */
public final class Rollouts implements AutoCloseable {
  /** The stream of this room's facts. */
  public static final String STREAM = "rollout";

  /** The rooms that a roll-out writes to and reads from. */
  public record Rooms(
      Ledger ledger, Registry registry, Deployments deployments, Desk desk, Trials trials) {}

  /**
   * A monotonic clock (nanoseconds) to decide by, the wall's for display, fresh names, and the
   * policy documents that are weaker than a request's: of all models, and of each.
   */
  public record Terms(
      LongSupplier nanos,
      InstantSource wall,
      Supplier<String> names,
      Json.Obj policy,
      Map<ModelName, Json.Obj> byModel) {}

  /**
   * What somebody wants to roll out. {@code policy} is stronger than all settings; a repeated
   * {@code idempotencyKey} names the roll-out that it began.
   */
  public record Start(
      ModelName model,
      int version,
      Json.Obj policy,
      Optional<String> idempotencyKey,
      boolean supersede,
      boolean allowSignatureChange) {}

  /** Why somebody acts, whether in spite of the gate, on which revision, by which request. */
  public record Wish(String reason, boolean force, Optional<Long> revision, String requestId) {}

  /** Reads the stream of the roll-outs. */
  public Rollouts(Rooms rooms, Terms terms) {}

  /**
   * Begins a roll-out.
   *
   * @throws dev.serin.base.Problem.Raised {@code Unknown} MODEL_UNKNOWN, VERSION_UNKNOWN; {@code
   *     Conflict} ROLLOUT_ACTIVE, VERSION_ARCHIVED, VERSION_SERVES, MODEL_INACTIVE; {@code Refused}
   *     SIGNATURE_MISMATCH; {@code Invalid} POLICY_INVALID with all reasons
   */
  public Rollout start(Actor actor, Start start) {
    throw new UnsupportedOperationException();
  }

  /**
   * Stops the clock; {@code drained}: the candidate gets no request meanwhile. As all actions it
   * raises {@code Invalid} REASON_MISSING, {@code Conflict} REVISION_STALE or STATE_MISMATCH.
   */
  public Rollout pause(Actor actor, String id, boolean drained, Wish wish) {
    throw new UnsupportedOperationException();
  }

  /** Lets the clock go on after a pause or a hold. */
  public Rollout resume(Actor actor, String id, Wish wish) {
    throw new UnsupportedOperationException();
  }

  /** Makes the candidate the champion; raises {@code Conflict} GATE_CLOSED unless forced. */
  public Rollout promote(Actor actor, String id, Wish wish) {
    throw new UnsupportedOperationException();
  }

  /** Takes the candidate back, in any state that is not terminal; again: changes nothing. */
  public Rollout rollBack(Actor actor, String id, Wish wish) {
    throw new UnsupportedOperationException();
  }

  /** Gives the candidate another part of the requests, 0 to 1. */
  public Rollout weight(Actor actor, String id, double weight, Wish wish) {
    throw new UnsupportedOperationException();
  }

  /** Moves {@code champion} at once, to any version; raises {@code Conflict} ROLLOUT_ACTIVE. */
  public ModelVersion revert(Actor actor, ModelName model, int toVersion, Wish wish) {
    throw new UnsupportedOperationException();
  }

  /** Records what delayed labels say of a candidate that was promoted. */
  public void feedbackAlert(String id, Reason reason) {
    throw new UnsupportedOperationException();
  }

  /** Records that files beside the registry were made equal to it again. */
  public void filesRepaired(String id, String what) {
    throw new UnsupportedOperationException();
  }

  /** The newest durable image. */
  public RolloutsImage image() {
    throw new UnsupportedOperationException();
  }

  /** Tells the image of now at once and each later one in order, on the ledger's thread. */
  public void watch(Consumer<RolloutsImage> watcher) {
    throw new UnsupportedOperationException();
  }

  /** The roll-out of this id. */
  public Optional<Rollout> rollout(String id) {
    return image().rollout(id);
  }

  /** The roll-out of a model that has not ended. */
  public Optional<Rollout> active(ModelName model) {
    return image().active(model);
  }

  /** The roll-outs of a model, newest first. */
  public List<Rollout> of(ModelName model) {
    return image().of(model);
  }

  /** A roll-out as it is at this moment; raises {@code Unknown} ROLLOUT_UNKNOWN. */
  public Live live(String id) {
    throw new UnsupportedOperationException();
  }

  /** The facts of a roll-out after this ledger position, oldest first. */
  public List<Recorded> events(String id, long after) {
    throw new UnsupportedOperationException();
  }

  /** Makes the automatic decisions of a roll-out again, from their facts alone. */
  public Proof verify(String id) {
    throw new UnsupportedOperationException();
  }

  /** Replays the counters of a roll-out block by block with this policy over the settings. */
  public Simulation simulate(String id, Json.Obj policy) {
    throw new UnsupportedOperationException();
  }

  /** The policy document of a model with this one over it; raises as {@link #start}. */
  public Policy policy(ModelName model, Json.Obj over) {
    throw new UnsupportedOperationException();
  }

  /** Shares what was counted here, and decides where this replica leads; once each second. */
  public void tick() {
    throw new UnsupportedOperationException();
  }

  /** Waits until a roll-out promoted or ended; false when the deadline passed first. */
  public boolean awaitEnd(String id, Deadline deadline) {
    throw new UnsupportedOperationException();
  }

  /** Shares the last counts and says goodbye, so that this stop counts as a clean one. */
  @Override
  public void close() {}
}
