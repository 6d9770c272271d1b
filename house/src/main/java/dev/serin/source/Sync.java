package dev.serin.source;

import dev.serin.artifact.ArtifactStore;
import dev.serin.base.ModelName;
import dev.serin.base.Problem;
import dev.serin.deployment.Deployment;
import dev.serin.deployment.Deployments;
import dev.serin.deployment.OnChange;
import dev.serin.registry.ModelVersion;
import dev.serin.registry.Refusal;
import dev.serin.registry.RegisteredModel;
import dev.serin.registry.Registration;
import dev.serin.registry.Registry;
import dev.serin.runtime.Formats;
import dev.serin.source.EntryState.Held;
import dev.serin.source.EntryState.Refused;
import dev.serin.source.EntryState.Remembered;
import dev.serin.source.EntryState.Stabilising;
import dev.serin.source.EntryState.Taken;
import dev.serin.source.Stability.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the registry and the deployments equal to a source, round by round. One thread makes the
 * rounds; files that are still are taken in on the executor, so that a large one delays no other,
 * and a route that must close closes in the round that saw the change.
 */
public final class Sync implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sync.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  private final Source source;
  private final Intake intake;
  private final Registry registry;
  private final Deployments deployments;
  private final Activator activator;
  private final SyncSettings settings;
  private final InstantSource clock;
  private final Executor executor;
  private final Stability stability;
  private final Map<String, EntryState> states = new ConcurrentHashMap<>();
  private final Holdings holdings;
  private final Set<CompletableFuture<Void>> running = ConcurrentHashMap.newKeySet();
  private Disappearance disappearance;
  private volatile Optional<String> unreachable = Optional.empty();
  private volatile boolean closed;

  /** The rooms that a sync acts on. */
  public record Rooms(
      ArtifactStore store,
      Formats formats,
      Registration registration,
      Registry registry,
      Deployments deployments,
      Activator activator,
      Holdings holdings) {}

  /** Remembers from the registry what the source held before. */
  public Sync(
      Source source, Rooms rooms, SyncSettings settings, InstantSource clock, Executor executor) {
    this.source = source;
    this.registry = rooms.registry();
    this.deployments = rooms.deployments();
    this.activator = rooms.activator();
    this.holdings = rooms.holdings();
    this.settings = settings;
    this.clock = clock;
    this.executor = executor;
    this.intake = new Intake(source, rooms);
    this.stability = Stability.within(settings.settleMax());
    this.disappearance = Disappearance.none(settings.holdMissing());
    remember();
  }

  private void remember() {
    String prefix = source.name() + "/";
    for (RegisteredModel model : registry.image().models().values()) {
      Optional<ModelVersion> last = intake.last(model.name()).filter(ModelVersion::ready);
      if (last.isPresent()) {
        String path = last.get().origin().substring(prefix.length());
        states.put(path, new Remembered(model.name().text()));
        holdings.hold(last.get());
      }
    }
  }

  /**
   * The first rounds: returns when everything that is there was taken in or refused, or after the
   * time that a growing file is given; then call {@link #start}.
   */
  public SyncStatus first() {
    Instant end = clock.instant().plus(settings.settleMax());
    round(true);
    idle();
    while (unsettled() && clock.instant().isBefore(end) && !closed) {
      source.await(BETWEEN_LOOKS);
      round(false);
      idle();
    }
    return status();
  }

  private void idle() {
    CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).join();
  }

  /** Goes on in a thread of its own until closed. */
  public void start() {
    Thread.ofPlatform().daemon().name("serin-sync").start(this::loop);
  }

  private void loop() {
    while (!closed) {
      source.await(unsettled() ? BETWEEN_LOOKS : settings.interval());
      try {
        round(false);
      } catch (RuntimeException failure) { // a thread's top: the next round begins anew
        LOG.error("[SYNC] A round failed", failure);
      }
    }
  }

  private boolean unsettled() {
    return states.values().stream().anyMatch(Stabilising.class::isInstance);
  }

  /** One full scan and what follows from it. */
  void round(boolean starting) {
    if (closed) {
      return;
    }
    switch (source.scan()) {
      case Scan.Unreachable(String why) -> {
        if (unreachable.isEmpty()) {
          LOG.warn("[WATCHER] Nothing changes while the source is unreachable: {}", why);
        }
        unreachable = Optional.of(why);
      }
      case Scan.Found(List<Sighting> sightings) -> {
        unreachable = Optional.empty();
        Set<String> paths =
            sightings.stream().map(Sighting::path).collect(Collectors.toUnmodifiableSet());
        List<Sighting> resolved = Clashes.resolve(sightings, holders(paths), registered());
        missing(resolved);
        resolved.forEach(sighting -> look(sighting, starting));
      }
    }
  }

  private Set<String> holders(Set<String> present) {
    return states.entrySet().stream()
        .filter(entry -> present.contains(entry.getKey()))
        .filter(entry -> holding(entry.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** A file that changes keeps its name meanwhile. */
  private boolean holding(EntryState state) {
    boolean accepted = names(state.modelName()).flatMap(holdings::held).isPresent();
    return state.known() || accepted && !clashing(state);
  }

  private static boolean clashing(EntryState state) {
    return state instanceof Refused(_, Problem.Refused why, _) && why.code().equals("NAME_TAKEN");
  }

  private Set<String> registered() {
    return registry.image().models().values().stream()
        .filter(model -> model.latest().isPresent())
        .map(model -> model.name().text())
        .collect(Collectors.toUnmodifiableSet());
  }

  private void look(Sighting seen, boolean starting) {
    Optional<EntryState> before = Optional.ofNullable(states.get(seen.path()));
    if (seen.problem().isPresent()) {
      if (!(before.orElse(null) instanceof Taken)) {
        refuse(seen, seen.problem().get());
      }
      return;
    }
    if (before.isEmpty()) {
      LOG.info("[SYNC] Model added: {}", seen.name());
      begin(seen, starting);
      return;
    }
    switch (before.get()) {
      case Remembered _ -> begin(seen, starting);
      case Taken _ -> {} // whoever takes it looks again at the end
      case Stabilising(_, Stability.Watched watched) ->
          apply(seen, stability.next(watched, seen.content(), clock.instant()));
      case Refused(Sighting then, _, boolean again) -> {
        if (again || !then.same(seen) || then.problem().isPresent()) {
          begin(seen, false);
        }
      }
      case Held(Sighting then, _, _) -> {
        if (!then.content().equals(seen.content())) {
          modified(seen);
        } else if (!then.golden().equals(seen.golden())) {
          begin(seen, false);
        }
      }
    }
  }

  private void begin(Sighting seen, boolean starting) {
    apply(seen, stability.first(seen.content(), clock.instant(), starting));
  }

  private void modified(Sighting seen) {
    LOG.info("[SYNC] Model modified: {}", seen.name());
    names(seen.name())
        .flatMap(model -> deployments.image().of(model))
        .filter(it -> it.wanted() && it.onChange() == OnChange.DEACTIVATE)
        .ifPresent(it -> activator.deactivate(intake.actor(), it.model()));
    begin(seen, false);
  }

  private void apply(Sighting seen, Verdict verdict) {
    switch (verdict) {
      case Verdict.Moving(Stability.Watched watched) ->
          states.put(seen.path(), new Stabilising(seen, watched));
      case Verdict.GivenUp _ -> giveUp(seen);
      case Verdict.Still _ -> take(seen);
    }
  }

  private void giveUp(Sighting seen) {
    String why = seen.content().whole() ? "it keeps changing" : "it is empty or not finished";
    Problem.Refused problem =
        new Problem.Refused(
            "UNSTABLE",
            seen.path(),
            "%s for more than %d s".formatted(why, settings.settleMax().toSeconds()),
            "finish writing it; it is tried again");
    LOG.warn("[SYNC] '{}': {}", seen.path(), problem.message());
    states.put(seen.path(), new Refused(seen, problem, true));
  }

  private void refuse(Sighting seen, Problem.Refused why) {
    EntryState before = states.put(seen.path(), new Refused(seen, why, false));
    if (before instanceof Refused(_, Problem.Refused known, _) && known.equals(why)) {
      return;
    }
    LOG.warn("[SYNC] '{}' is refused: {}: {}", seen.path(), why.code(), why.message());
    String origin = source.name() + "/" + seen.path();
    names(seen.name())
        .ifPresent(model -> registry.refuse(intake.actor(), model, Refusal.of(why, origin)));
  }

  private void take(Sighting seen) {
    states.put(seen.path(), new Taken(seen));
    CompletableFuture<Void> work =
        CompletableFuture.runAsync(() -> states.put(seen.path(), taken(seen)), executor);
    running.add(work);
    work.whenComplete((_, _) -> running.remove(work));
  }

  private EntryState taken(Sighting seen) {
    ModelName model = new ModelName(seen.name());
    try {
      return switch (intake.take(seen, model, holdings.held(model))) {
        case Intake.Taking.Moved _ -> moving(seen);
        case Intake.Taking.Known(ModelVersion version) -> known(seen, version);
        case Intake.Taking.Fresh(ModelVersion version, boolean found) ->
            fresh(seen, version, found);
      };
    } catch (Problem.Raised raised) {
      LOG.warn("[SYNC] '{}' is refused: {}", seen.path(), raised.getMessage());
      return raised.problem() instanceof Problem.Refused refused
          ? new Refused(seen, refused, false)
          : new Refused(seen, passing(seen, raised.problem()), true);
    } catch (RuntimeException failure) { // a task's top: the file is tried again
      LOG.error("[SYNC] '{}' cannot be taken in", seen.path(), failure);
      Problem problem = new Problem.Conflict("SYNC_FAILED", failure.toString());
      return new Refused(seen, passing(seen, problem), true);
    }
  }

  private EntryState moving(Sighting seen) {
    Instant now = clock.instant();
    return new Stabilising(seen, new Stability.Watched(Fingerprint.NONE, now, now, now));
  }

  private static Problem.Refused passing(Sighting seen, Problem problem) {
    return new Problem.Refused(
        problem.code(), seen.path(), problem.message(), "it is tried again at the next scan");
  }

  private EntryState known(Sighting seen, ModelVersion version) {
    holdings.hold(version);
    boolean everActive =
        deployments.image().of(version.model()).flatMap(Deployment::champion).isPresent();
    adopt(version.model());
    return new Held(
        seen,
        version.number(),
        settings.activateFound() && !everActive ? activated(version.model()) : Optional.empty());
  }

  private EntryState fresh(Sighting seen, ModelVersion version, boolean found) {
    ModelName model = version.model();
    holdings.hold(version);
    adopt(model);
    Optional<Deployment> deployment = deployments.image().of(model);
    boolean wanted = deployment.filter(Deployment::wanted).isPresent();
    boolean activate =
        wanted ? deployment.get().onChange() == OnChange.SWITCH : found && settings.activateFound();
    if (wanted && deployment.get().onChange() == OnChange.DEACTIVATE) {
      activator.deactivate(intake.actor(), model);
    }
    if (wanted && deployment.get().onChange() == OnChange.CANARY) {
      registry.alias(intake.actor(), model, Deployment.CHALLENGER, version.number());
    }
    return new Held(seen, version.number(), activate ? activated(model) : Optional.empty());
  }

  /** The setting of the source holds for its models. */
  private void adopt(ModelName model) {
    deployments.onChange(intake.actor(), model, settings.onChange());
  }

  /** Why it could not be activated; the old version answers on then. */
  private Optional<Problem> activated(ModelName model) {
    try {
      activator.activate(intake.actor(), model);
      return Optional.empty();
    } catch (Problem.Raised raised) {
      LOG.warn("[SYNC] '{}' is not activated: {}", model, raised.getMessage());
      return Optional.of(raised.problem());
    }
  }

  private void missing(List<Sighting> present) {
    Set<String> paths = present.stream().map(Sighting::path).collect(Collectors.toSet());
    Set<String> names =
        present.stream()
            .filter(sighting -> sighting.problem().isEmpty())
            .map(Sighting::name)
            .collect(Collectors.toSet());
    Set<String> missing = new TreeSet<>(states.keySet());
    missing.removeAll(paths);
    missing.removeIf(path -> states.get(path) instanceof Taken);
    int known = (int) states.values().stream().filter(EntryState::known).count();
    Set<String> models =
        missing.stream().filter(path -> accepted(states.get(path))).collect(Collectors.toSet());
    Disappearance.Belief belief = disappearance.after(known, models, clock.instant());
    disappearance = belief.next();
    for (String path : missing) {
      if (!models.contains(path) || belief.gone().contains(path)) {
        gone(path, names.contains(states.get(path).modelName()));
      }
    }
  }

  private boolean accepted(EntryState state) {
    return state.known() || names(state.modelName()).flatMap(holdings::held).isPresent();
  }

  /** {@code renamed}: another file has the same name now, so the model is modified, not gone. */
  private void gone(String path, boolean renamed) {
    EntryState state = states.remove(path);
    Optional<ModelName> model = names(state.modelName());
    if (clashing(state)) {
      model.ifPresent(this::takeAgain);
    } else if (!renamed) {
      LOG.info("[SYNC] Model removed: {}", state.modelName());
      model.ifPresent(this::removed);
    }
  }

  private void removed(ModelName model) {
    if (holdings.drop(model)) {
      activator.deactivate(intake.actor(), model);
      registry.archive(intake.actor(), model);
    } else {
      forget(model);
    }
  }

  /** A standing refusal goes with the file that was refused. */
  private void forget(ModelName model) {
    registry
        .image()
        .model(model)
        .filter(it -> it.latest().isEmpty())
        .ifPresent(it -> registry.archive(intake.actor(), it.name()));
  }

  /** A file whose rival has gone is registered anew, which ends the refusal under its name. */
  private void takeAgain(ModelName model) {
    states.replaceAll(
        (_, state) ->
            state instanceof Held && state.modelName().equals(model.text())
                ? new Remembered(model.text())
                : state);
    forget(model);
  }

  /** The name as that of a model, empty where it cannot be one. */
  private static Optional<ModelName> names(String name) {
    try {
      return Optional.of(new ModelName(name));
    } catch (Problem.Raised notOne) {
      LOG.debug("[SYNC] {}", notOne.getMessage());
      return Optional.empty();
    }
  }

  /** How the source and the registry stand to each other. */
  public SyncStatus status() {
    List<SyncStatus.Line> lines =
        states.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(entry -> line(entry.getKey(), entry.getValue()))
            .toList();
    return new SyncStatus(source.name(), unreachable, lines);
  }

  private SyncStatus.Line line(String path, EntryState state) {
    Optional<Integer> version =
        names(state.modelName()).flatMap(holdings::held).filter(_ -> !(state instanceof Refused));
    return switch (state) {
      case Remembered(String name) ->
          new SyncStatus.Line(path, name, SyncStatus.State.DISCOVERED, version, Optional.empty());
      case Stabilising(Sighting seen, _) ->
          new SyncStatus.Line(
              path, seen.name(), SyncStatus.State.STABILISING, version, Optional.empty());
      case Taken(Sighting seen) ->
          new SyncStatus.Line(
              path, seen.name(), SyncStatus.State.STABILISING, version, Optional.empty());
      case Held(Sighting seen, int number, Optional<Problem> trouble) ->
          new SyncStatus.Line(
              path, seen.name(), SyncStatus.State.AVAILABLE, Optional.of(number), trouble);
      case Refused(Sighting seen, Problem.Refused why, _) ->
          new SyncStatus.Line(
              path, seen.name(), SyncStatus.State.REFUSED, version, Optional.of(why));
    };
  }

  /** Makes no further round; what is being taken in ends by itself. */
  @Override
  public void close() {
    closed = true;
    source.close();
  }
}
