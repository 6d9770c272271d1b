package dev.serin.rollout.control;

import dev.serin.base.Actor;
import dev.serin.base.Deadline;
import dev.serin.base.Json;
import dev.serin.base.ModelName;
import dev.serin.base.Problem;
import dev.serin.deployment.Deployment;
import dev.serin.deployment.Deployments;
import dev.serin.ledger.Journal;
import dev.serin.ledger.Ledger;
import dev.serin.ledger.Recorded;
import dev.serin.meter.trial.Tally;
import dev.serin.meter.trial.Trials;
import dev.serin.registry.ModelVersion;
import dev.serin.registry.Registry;
import dev.serin.rollout.Findings;
import dev.serin.rollout.Judge;
import dev.serin.rollout.Policy;
import dev.serin.rollout.PolicyText;
import dev.serin.rollout.Reason;
import dev.serin.rollout.RolloutState;
import dev.serin.rollout.Timeline;
import dev.serin.rollout.control.RolloutFact.Cause;
import dev.serin.rollout.control.RolloutFact.Word;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
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

  private static final Actor SYSTEM = new Actor("system:rollout");

  /** The rooms that a roll-out writes to and reads from. */
  public record Rooms(
      Ledger ledger, Registry registry, Deployments deployments, Desk desk, Trials trials) {}

  /**
   * A monotonic clock (nanoseconds) to decide by, the wall's for display, fresh names, and the
   * policy documents that are weaker than a request's: of all models, and of each. {@code capture}:
   * recent inputs may be kept in memory for probes.
   */
  public record Terms(
      LongSupplier nanos,
      InstantSource wall,
      Supplier<String> names,
      Json.Obj policy,
      Map<ModelName, Json.Obj> byModel,
      boolean capture) {}

  /**
   * What somebody wants to roll out, and why if they say so. {@code policy} is stronger than all
   * settings; a repeated {@code idempotencyKey} names the roll-out that it began.
   */
  public record Start(
      ModelName model,
      int version,
      Json.Obj policy,
      Optional<String> idempotencyKey,
      boolean supersede,
      boolean allowSignatureChange,
      Optional<String> reason) {

    /** Without a reason. */
    public Start(
        ModelName model,
        int version,
        Json.Obj policy,
        Optional<String> idempotencyKey,
        boolean supersede,
        boolean allowSignatureChange) {
      this(
          model,
          version,
          policy,
          idempotencyKey,
          supersede,
          allowSignatureChange,
          Optional.empty());
    }
  }

  /** Why somebody acts, whether in spite of the gate, on which revision, by which request. */
  public record Wish(String reason, boolean force, Optional<Long> revision, String requestId) {}

  private static final int ATTEMPTS = 3;
  private static final int COUNTED = 10; // roll-outs of a model whose counters are kept
  private static final Set<String> MOVED = Set.of("ROLLOUT_MOVED", "LEDGER_MOVED");
  private static final Duration LOOK = Duration.ofMillis(100);

  private final Rooms rooms;
  private final Terms terms;
  private final Journal<RolloutsImage> journal;
  private final Deeds deeds;
  private final Controller controller;
  private final Aliases aliases;
  private final Object news = new Object();
  private final ReentrantLock lock = new ReentrantLock();
  private boolean closed;

  /** Reads the stream of the roll-outs, and recovers what a run of this replica left behind. */
  public Rollouts(Rooms rooms, Terms terms) {
    this.rooms = rooms;
    this.terms = terms;
    PolicyText.policy(terms.policy());
    terms.byModel().values().forEach(own -> PolicyText.policy(terms.policy(), own));
    journal = new Journal<>(rooms.ledger(), STREAM, RolloutsImage.EMPTY, RolloutsImage::after);
    deeds = new Deeds(rooms, journal, terms.capture());
    controller = new Controller(this, rooms, terms, deeds);
    aliases = new Aliases(this, rooms, deeds);
    new Recovery(this, rooms, deeds).run();
    journal.watch(_ -> tell());
  }

  private void tell() {
    synchronized (news) {
      news.notifyAll();
    }
  }

  /**
   * Begins a roll-out; without a champion the version is loaded, warmed and made it.
   *
   * @throws Problem.Raised {@code Unknown} MODEL_UNKNOWN, VERSION_UNKNOWN; {@code Conflict}
   *     ROLLOUT_ACTIVE, VERSION_ARCHIVED, VERSION_SERVES, MODEL_INACTIVE; {@code Refused}
   *     SIGNATURE_MISMATCH; {@code Invalid} POLICY_INVALID with all reasons
   */
  public Rollout start(Actor actor, Start start) {
    return alone(
        () -> {
          Optional<Rollout> before = begun(start);
          return before.isPresent() ? before.get() : begin(actor, start);
        });
  }

  private Optional<Rollout> begun(Start start) {
    return start
        .idempotencyKey()
        .flatMap(
            key ->
                of(start.model()).stream()
                    .filter(it -> it.idempotencyKey().filter(key::equals).isPresent())
                    .findFirst());
  }

  private Rollout begin(Actor actor, Start start) {
    Beginning beginning = new Beginning(rooms, start);
    Rollout next =
        beginning.rollout(terms.names().get(), policy(start.model(), start.policy()), actor);
    active(start.model()).ifPresent(active -> Beginning.checkMaySupersede(active, start));
    beginning.checkSignature();
    return begin(actor, Beginning.created(next, start), List.of());
  }

  /** Begins what an alias wishes; a version that does not fit fails at once. */
  void startByAlias(Actor actor, ModelVersion version) {
    Start start = Aliases.start(version);
    Beginning beginning = new Beginning(rooms, start);
    Rollout next =
        beginning.rollout(terms.names().get(), policy(version.model(), start.policy()), actor);
    begin(
        actor,
        Beginning.created(next, start),
        beginning.misfit().stream()
            .map(why -> Decider.failed(next, new Decider.Moment(0, 0), why, Cause.of(why)))
            .toList());
  }

  private Rollout begin(Actor actor, RolloutFact created, List<RolloutFact> more) {
    Rollout next = created.after();
    List<RolloutFact> facts = new ArrayList<>();
    Optional<Rollout> active = active(next.model());
    if (active.isPresent()) {
      Reason why = new Reason("SUPERSEDED", "version " + next.to() + " takes its place");
      facts.add(
          Decider.superseded(active.get(), controller.moment(active.get()), why, Cause.of(why)));
    }
    facts.add(created);
    facts.addAll(more);
    rooms.trials().resume(next.id(), 0);
    deeds.write(actor, facts);
    forget(next.model());
    return known(next.id());
  }

  /** The counters of the newest ones are kept; of older ones the facts know all that decided. */
  private void forget(ModelName model) {
    of(model).stream()
        .filter(it -> it.state().terminal())
        .skip(COUNTED)
        .limit(1)
        .forEach(it -> rooms.desk().forget(it.id()));
  }

  /**
   * Stops the clock; {@code drained}: the candidate gets no request meanwhile. As all actions it
   * raises {@code Invalid} REASON_MISSING, {@code Conflict} REVISION_STALE or STATE_MISMATCH.
   */
  public Rollout pause(Actor actor, String id, boolean drained, Wish wish) {
    return act(actor, id, wish, (it, now) -> Decider.pause(it, now, drained, Cause.of(wish)));
  }

  /** Lets the clock go on after a pause or a hold. */
  public Rollout resume(Actor actor, String id, Wish wish) {
    return act(actor, id, wish, (it, now) -> Decider.resume(it, now, Cause.of(wish)));
  }

  /** Makes the candidate the champion; raises {@code Conflict} GATE_CLOSED unless forced. */
  public Rollout promote(Actor actor, String id, Wish wish) {
    return act(
        actor,
        id,
        wish,
        (it, now) -> {
          Timeline timeline = it.timeline(now.evalMillis());
          Tally tally = controller.tally(id);
          Findings findings = Judge.findings(it.policy(), timeline, tally);
          Json.Obj proof =
              EvidenceText.json(
                  new EvidenceText.Evidence(it.policy(), it.state(), timeline, tally, findings));
          return Decider.promote(it, now, findings.gate().open(), Cause.of(wish).by(proof));
        });
  }

  /** Takes the candidate back, in any state that is not terminal; again: changes nothing. */
  public Rollout rollBack(Actor actor, String id, Wish wish) {
    return act(actor, id, wish, (it, now) -> Decider.rollBack(it, now, Cause.of(wish)));
  }

  /** Gives the candidate another part of the requests, between 0 and 1. */
  public Rollout weight(Actor actor, String id, double weight, Wish wish) {
    return act(actor, id, wish, (it, now) -> Decider.weight(it, now, weight, Cause.of(wish)));
  }

  /** What a wish means for a roll-out at a moment. */
  private interface Act {
    List<RolloutFact> facts(Rollout it, Decider.Moment now);
  }

  private Rollout act(Actor actor, String id, Wish wish, Act act) {
    checkReason(wish);
    return alone(
        () -> {
          Rollout it = known(id);
          checkRevision(it, wish);
          List<RolloutFact> facts = act.facts(it, controller.moment(it));
          if (!facts.isEmpty()) {
            deeds.write(actor, facts);
          }
          return known(id);
        });
  }

  private static void checkReason(Wish wish) {
    if (wish.reason().isBlank()) {
      throw new Problem.Raised(
          new Problem.Invalid("REASON_MISSING", "reason", "say why: {\"reason\": \"...\"}"));
    }
  }

  private static void checkRevision(Rollout it, Wish wish) {
    if (wish.revision().filter(revision -> revision != it.revision()).isPresent()) {
      throw new Problem.Raised(
          new Problem.Conflict(
              "REVISION_STALE",
              "roll-out '"
                  + it.id()
                  + "' is at revision "
                  + it.revision()
                  + ", not at "
                  + wish.revision().get()
                  + ": look at it again"));
    }
  }

  /**
   * Moves {@code champion} at once, to any version; a bake ends with it. Raises {@code Conflict}
   * ROLLOUT_ACTIVE while another roll-out is judged.
   */
  public ModelVersion revert(Actor actor, ModelName model, int toVersion, Wish wish) {
    checkReason(wish);
    return alone(
        () -> {
          ModelVersion version = Beginning.version(rooms.registry().image(), model, toVersion);
          Optional<Rollout> active = active(model);
          if (active.filter(it -> it.from().equals(Optional.of(toVersion))).isPresent()
              && active.get().state() instanceof RolloutState.Baking) {
            rollBack(actor, active.get().id(), wish);
          } else {
            move(actor, version, active, Cause.of(wish));
          }
          return version;
        });
  }

  private void move(Actor actor, ModelVersion version, Optional<Rollout> active, Cause cause) {
    List<RolloutFact> facts = new ArrayList<>();
    Optional<Rollout> newest = of(version.model()).stream().findFirst();
    if (active.isPresent()) {
      Rollout it = active.get();
      if (!(it.state() instanceof RolloutState.Baking)) {
        throw Beginning.active(it);
      }
      facts.add(Decider.superseded(it, controller.moment(it), cause.reason().orElseThrow(), cause));
      newest = Optional.of(facts.getLast().after());
    }
    newest.ifPresent(
        it -> facts.add(Decider.note(Word.REVERTED, it, controller.moment(it), cause)));
    deeds.write(
        actor,
        facts,
        transaction ->
            rooms
                .registry()
                .alias(transaction, version.model(), Deployment.CHAMPION, version.number()));
  }

  /** Records what delayed labels say of a candidate that was promoted. */
  public void feedbackAlert(String id, Reason reason) {
    note(id, Word.FEEDBACK_ALERT, reason);
  }

  /** Records that files beside the registry were made equal to it again. */
  public void filesRepaired(String id, String what) {
    note(id, Word.FILES_REPAIRED, new Reason("FILES_REPAIRED", what));
  }

  private void note(String id, Word word, Reason reason) {
    alone(
        () -> {
          Rollout it = known(id);
          RolloutFact fact = Decider.note(word, it, controller.moment(it), Cause.of(reason));
          deeds.write(SYSTEM, List.of(fact));
          return it;
        });
  }

  /** The newest durable image. */
  public RolloutsImage image() {
    return journal.image();
  }

  /** Tells the image of now at once and each later one in order, on the ledger's thread. */
  public void watch(Consumer<RolloutsImage> watcher) {
    journal.watch(watcher);
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

  private Rollout known(String id) {
    return rollout(id)
        .orElseThrow(
            () ->
                new Problem.Raised(
                    new Problem.Unknown("ROLLOUT_UNKNOWN", "there is no roll-out '" + id + "'")));
  }

  /** A roll-out as it is at this moment; raises {@code Unknown} ROLLOUT_UNKNOWN. */
  public Live live(String id) {
    return alone(() -> controller.live(known(id)));
  }

  /** The facts of a roll-out after this ledger position, oldest first. */
  public List<Recorded> events(String id, long after) {
    return image().positions().getOrDefault(id, List.of()).stream()
        .filter(position -> position > after)
        .flatMap(position -> rooms.ledger().page(position - 1, 1).stream())
        .toList();
  }

  /** Makes the automatic decisions of a roll-out again, from their facts alone. */
  public Proof verify(String id) {
    return Audit.verify(known(id).id(), events(id, 0), rooms.ledger().verify());
  }

  /** Replays the counters of a roll-out block by block with this policy over the settings. */
  public Simulation simulate(String id, Json.Obj policy) {
    Rollout it = known(id);
    Tally tally = alone(() -> controller.tally(id));
    return Audit.simulate(it, policy(it.model(), policy), tally);
  }

  /** The policy document of a model with this one over it; raises as {@link #start}. */
  public Policy policy(ModelName model, Json.Obj over) {
    return PolicyText.policy(
        terms.policy(), terms.byModel().getOrDefault(model, Json.Obj.of()), over);
  }

  /** Shares what was counted here, and decides where this replica leads; once each second. */
  public void tick() {
    alone(
        () -> {
          if (!closed) {
            controller.tick();
          }
          return true;
        });
  }

  /** The fencing token of this replica while it leads. */
  public Optional<Long> leads() {
    return alone(controller::token);
  }

  /** Waits until a roll-out promoted or ended; false when the deadline passed first. */
  public boolean awaitEnd(String id, Deadline deadline) {
    synchronized (news) {
      while (!over(known(id).state())) {
        if (deadline.passed()) {
          return false;
        }
        try {
          news.wait(LOOK.toMillis());
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          return false;
        }
      }
      return true;
    }
  }

  private static boolean over(RolloutState state) {
    return state.terminal() || state instanceof RolloutState.Baking;
  }

  /** Shares the last counts and says goodbye, so that this stop counts as a clean one. */
  @Override
  public void close() {
    alone(
        () -> {
          closed = true;
          controller.goodbye();
          return true;
        });
  }

  Deeds deeds() {
    return deeds;
  }

  /** Whether there is nothing to decide. */
  boolean idle() {
    return image().active().isEmpty() && !aliases.waiting();
  }

  /** Makes roll-outs follow aliases that somebody moved. */
  void followAliases(Cause leader) {
    aliases.follow(leader);
  }

  Decider.Moment moment(Rollout it) {
    return controller.moment(it);
  }

  private <T> T alone(Supplier<T> work) {
    lock.lock();
    try {
      for (int attempt = 1; ; attempt++) {
        try {
          return work.get();
        } catch (Problem.Raised raised) {
          if (!MOVED.contains(raised.problem().code()) || attempt == ATTEMPTS) {
            throw raised; // else another replica was first: decide again
          }
        }
      }
    } finally {
      lock.unlock();
    }
  }
}
