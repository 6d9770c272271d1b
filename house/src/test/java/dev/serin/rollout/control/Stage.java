package dev.serin.rollout.control;

import dev.serin.artifact.ArtifactStore;
import dev.serin.artifact.DiskBundle;
import dev.serin.base.Actor;
import dev.serin.base.Json;
import dev.serin.base.ModelName;
import dev.serin.deployment.Deployment;
import dev.serin.deployment.Deployments;
import dev.serin.deployment.Trial;
import dev.serin.ledger.Ledger;
import dev.serin.ledger.Recorded;
import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Count;
import dev.serin.meter.trial.Recorder;
import dev.serin.meter.trial.Standing;
import dev.serin.meter.trial.Standing.Arrival;
import dev.serin.meter.trial.Trials;
import dev.serin.plug.file.DirectoryArtifacts;
import dev.serin.plug.sql.SqliteDesk;
import dev.serin.plug.sql.SqliteLedger;
import dev.serin.registry.ModelVersion;
import dev.serin.registry.RecordRooms;
import dev.serin.registry.Registration;
import dev.serin.registry.Registry;
import dev.serin.registry.TestFormat;
import dev.serin.runtime.Formats;
import dev.serin.runtime.Limits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * A model "iris" with three versions, the first of them serving, over a folder of a test; time is
 * moved by hand, and what serving would do and count is said by the test.
 */
final class Stage implements AutoCloseable {
  static final Actor ANNA = new Actor("anna");
  static final ModelName IRIS = RecordRooms.IRIS;

  private final Path folder;
  private final AtomicInteger names = new AtomicInteger();
  private final Time time = new Time();
  private UnaryOperator<Ledger> ledgers = it -> it;
  private UnaryOperator<Desk> desks = it -> it;
  private Ledger ledger;
  private Desk desk;

  /** The clocks of the stage. */
  static final class Time extends Clock {
    private long nanos = 1_000_000_000_000L;
    private Instant wall = RecordRooms.NOW;
    private Instant store = RecordRooms.NOW;

    void pass(Duration duration) {
      nanos += duration.toNanos();
      wall = wall.plus(duration);
      store = store.plus(duration);
    }

    void jump(Duration duration) {
      wall = wall.plus(duration);
    }

    long nanos() {
      return nanos;
    }

    @Override
    public Instant instant() {
      return wall;
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }

  Stage(Path folder) {
    this.folder = folder;
    try (RecordRooms rooms = new RecordRooms(folder)) {
      rooms.register(IRIS, "model a");
      rooms.register(IRIS, "model b");
      rooms.register(IRIS, "model c");
      Deployments deployments = new Deployments(rooms.ledger(), rooms.registry());
      deployments.activate(ANNA, IRIS, 1);
    }
    open();
  }

  /** What is shared by all replicas. */
  void open() {
    ledger = ledgers.apply(SqliteLedger.open(folder.resolve("serin.db"), time));
    desk = desks.apply(new SqliteDesk(folder.resolve("desk.db"), () -> time.store));
  }

  /** Registers a version. */
  int register(ModelName model, String text) {
    Formats formats = new Formats(List.of(new TestFormat()), Limits.DEFAULT);
    try (ArtifactStore store = new DirectoryArtifacts(folder.resolve("artifacts"));
        DiskBundle bundle = DiskBundle.of(Files.writeString(folder.resolve("model.txt"), text))) {
      return new Registration(store, formats, new Registry(ledger))
          .register(ANNA, model, bundle, Optional.empty(), "test:" + model)
          .version()
          .number();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Registers a version with other columns. */
  int odd() {
    return register(IRIS, "model of other columns");
  }

  /** Wraps the ledger and the desk from the next opening on. */
  void wrap(UnaryOperator<Ledger> ledgerBy, UnaryOperator<Desk> deskBy) {
    ledgers = ledgerBy;
    desks = deskBy;
  }

  /** Ends everything without a word, and opens it again. */
  void crash() {
    shut();
    open();
  }

  private void shut() {
    ledger.close();
    desk.close();
  }

  Time time() {
    return time;
  }

  Ledger ledger() {
    return ledger;
  }

  Desk desk() {
    return desk;
  }

  Replica replica(String name, String boot) {
    return new Replica(name, boot, Json.Obj.of());
  }

  Replica replica(String name, String boot, Json.Obj policy) {
    return new Replica(name, boot, policy);
  }

  @Override
  public void close() {
    shut();
  }

  /** One run of one replica: its rooms, and what its serving would say. */
  final class Replica {
    final Registry registry;
    final Deployments deployments;
    final Trials trials;
    final Rollouts rollouts;
    private boolean serves = true;
    private long inFlight;

    private Replica(String name, String boot, Json.Obj policy) {
      registry = new Registry(ledger);
      deployments = new Deployments(ledger, registry);
      trials = new Trials(name, boot, time::nanos);
      rollouts =
          new Rollouts(
              new Rollouts.Rooms(ledger, registry, deployments, desk, trials),
              new Rollouts.Terms(
                  time::nanos,
                  time,
                  () -> "r-" + names.incrementAndGet(),
                  policy,
                  Map.of(),
                  false));
    }

    Rollout start(int version, Object... policy) {
      return rollouts.start(ANNA, wanted(version, policy));
    }

    static Rollouts.Start wanted(int version, Object... policy) {
      return new Rollouts.Start(IRIS, version, Json.Obj.of(policy), Optional.empty(), false, false);
    }

    Optional<Trial> trial() {
      return deployment().trial();
    }

    Deployment deployment() {
      return deployments.image().of(IRIS).orElseThrow();
    }

    Optional<Integer> champion() {
      return deployment().champion().map(ModelVersion::number);
    }

    Optional<Integer> challenger() {
      return deployment().challenger().map(ModelVersion::number);
    }

    /** The candidate is there and warm, as serving would say. */
    void stand() {
      stand(Arrival.WARM, "", "");
    }

    void stand(Arrival arrival, String code, String text) {
      stand(trial(), arrival, code, text);
    }

    void stand(ModelName model) {
      stand(deployments.image().of(model).flatMap(Deployment::trial), Arrival.WARM, "", "");
    }

    private void stand(Optional<Trial> trial, Arrival arrival, String code, String text) {
      trial.ifPresent(
          it ->
              trials.stand(
                  it.rollout(),
                  new Standing(arrival, code, text, 50, it.epoch(), inFlight, false)));
    }

    void stands(boolean says) {
      serves = says;
    }

    void inFlight(long calls) {
      inFlight = calls;
    }

    /** So many seconds in which nothing is asked, a tick at the end of each. */
    void pass(int seconds) {
      for (int i = 0; i < seconds; i++) {
        second(0, 0, 0, 0);
      }
    }

    /** A second with these calls and failures of each arm, and the tick at its end. */
    void second(int current, int currentFailed, int canary, int canaryFailed) {
      answer(current, currentFailed, canary, canaryFailed);
      time.pass(Duration.ofSeconds(1));
      rollouts.tick();
    }

    /** These calls and failures of each arm. */
    void answer(int current, int currentFailed, int canary, int canaryFailed) {
      if (serves) {
        stand();
      }
      trial()
          .filter(it -> it.stage() != Trial.Stage.WARMING)
          .ifPresent(
              it -> {
                Recorder recorder = trials.recorder(it.rollout(), it.epoch());
                count(recorder, Arm.CURRENT, current, currentFailed);
                count(recorder, Arm.CANARY, canary, canaryFailed);
              });
    }

    /** What writes for it. */
    Deeds deeds() {
      return rollouts.deeds();
    }

    void probe(int pairs) {
      Trial it = trial().orElseThrow();
      Recorder recorder = trials.recorder(it.rollout(), it.epoch());
      for (Arm arm : Arm.values()) {
        recorder.add(Count.PROBED, arm, pairs);
      }
      recorder.add(Count.PAIRS, Arm.CURRENT, pairs);
      recorder.add(Count.PAIRS, Arm.CANARY, pairs / 2);
    }

    private void count(Recorder recorder, Arm arm, int calls, int failed) {
      recorder.add(Count.ASSIGNED, arm, calls);
      recorder.add(Count.CALLS, arm, calls);
      recorder.add(Count.FAILURES, arm, failed);
      recorder.add(Count.TIMED, arm, calls);
      recorder.add(Count.RANKS, arm, calls * 500_000L);
    }

    /** Until the candidate gets requests. */
    Rollout canary(int version, Object... policy) {
      Rollout started = start(version, policy);
      stand();
      rollouts.tick();
      return now(started);
    }

    Rollout now(Rollout it) {
      return rollouts.rollout(it.id()).orElseThrow();
    }

    String state(Rollout it) {
      return now(it).state().word();
    }

    List<String> events(Rollout it) {
      return rollouts.events(it.id(), 0).stream().map(Recorded::type).toList();
    }

    Recorded event(Rollout it, String type) {
      return rollouts.events(it.id(), 0).stream()
          .filter(event -> event.type().equals(type))
          .reduce((_, last) -> last)
          .orElseThrow();
    }

    String reason(Rollout it, String type) {
      return event(it, type).body().object("reason").flatMap(r -> r.text("code")).orElse("");
    }
  }

  static Rollouts.Wish wish(String reason) {
    return new Rollouts.Wish(reason, false, Optional.empty(), "q-1");
  }
}
