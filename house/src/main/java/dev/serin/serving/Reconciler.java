package dev.serin.serving;

import dev.serin.base.Deadline;
import dev.serin.base.ModelName;
import dev.serin.base.Problem;
import dev.serin.deployment.Deployment;
import dev.serin.deployment.DeploymentImage;
import dev.serin.deployment.Trial;
import dev.serin.registry.ModelVersion;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what is loaded towards what is wanted, again and again, from the newest image alone: a
 * missed call of {@link #reconcile} loses nothing. A version has at most one slot, so it is loaded
 * once whoever asks; a version that is being freed has left its slot, so it can be loaded anew
 * beside. Readers see one immutable map; everything else changes under one lock.
 */
public final class Reconciler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
  private static final int MOST_DOUBLINGS = 6;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  private final Supplier<DeploymentImage> image;
  private final Function<ModelVersion, Loaded> loader;
  private final Executor pool;
  private final InstantSource clock;
  private final Object lock = new Object();
  private final Map<Key, Slot> slots = new HashMap<>();
  private final Map<Key, Integer> pins = new HashMap<>();
  private final Map<Loaded, CompletableFuture<Void>> draining = new LinkedHashMap<>();
  private volatile Map<ModelName, Map<Integer, Loaded>> answering = Map.of();
  private volatile boolean closed;

  /** Loads what the image wants by {@code loader} in {@code pool}. */
  public Reconciler(
      Supplier<DeploymentImage> image,
      Function<ModelVersion, Loaded> loader,
      Executor pool,
      InstantSource clock) {
    this.image = image;
    this.loader = loader;
    this.pool = pool;
    this.clock = clock;
  }

  private record Key(ModelName model, int number) {
    static Key of(ModelVersion version) {
      return new Key(version.model(), version.number());
    }
  }

  /**
   * {@code retry} is the moment of the next attempt after a failure; {@code rollout} the roll-out
   * whose candidate it was when it was begun to load.
   */
  private record Slot(
      ModelVersion version,
      Optional<String> rollout,
      LoadState state,
      int failures,
      Instant retry,
      CompletableFuture<Loaded> loading) {

    Slot now(LoadState later, int times, Instant next) {
      return new Slot(version, rollout, later, times, next, loading);
    }
  }

  /** A version that is wanted, and the roll-out whose candidate it is. */
  private record Want(ModelVersion version, Optional<String> rollout) {}

  /** Starts the loads and frees that are due now; call it after each change and now and then. */
  public void reconcile() {
    List<Slot> begun = new ArrayList<>();
    synchronized (lock) {
      if (closed) {
        return;
      }
      Map<Key, Want> wanted = wanted(image.get());
      for (Want want : wanted.values()) {
        if (due(slots.get(Key.of(want.version())), want)) {
          begun.add(begin(want));
        }
      }
      for (Key key : List.copyOf(slots.keySet())) {
        if (!wanted.containsKey(key) && !pins.containsKey(key)) {
          release(key);
        }
      }
    }
    begun.forEach(slot -> pool.execute(() -> load(slot)));
  }

  private static Map<Key, Want> wanted(DeploymentImage image) {
    return image.deployments().values().stream()
        .filter(deployment -> deployment.wanted() || first(deployment))
        .flatMap(Reconciler::wanted)
        .collect(
            Collectors.toMap(want -> Key.of(want.version()), Function.identity(), (one, _) -> one));
  }

  /** Whether a roll-out prepares the first version of a model. */
  private static boolean first(Deployment deployment) {
    return deployment.champion().isEmpty() && deployment.trial().isPresent();
  }

  private static Stream<Want> wanted(Deployment deployment) {
    return Stream.of(deployment.champion(), deployment.challenger(), deployment.kept())
        .flatMap(Optional::stream)
        .distinct()
        .map(version -> new Want(version, rollout(deployment, version)));
  }

  private static Optional<String> rollout(Deployment deployment, ModelVersion version) {
    return deployment
        .trial()
        .filter(trial -> trial.candidate() == version.number())
        .filter(trial -> trial.stage() != Trial.Stage.BAKING)
        .map(Trial::rollout);
  }

  /** A candidate that failed is not tried again: that is evidence, and the roll-out decides. */
  private boolean due(Slot slot, Want want) {
    return slot == null
        || slot.state() instanceof LoadState.Failed
            && (want.rollout().isPresent()
                ? !slot.rollout().equals(want.rollout())
                : !clock.instant().isBefore(slot.retry()));
  }

  /** Under the lock. */
  private Slot begin(Want want) {
    Key key = Key.of(want.version());
    Instant now = clock.instant();
    int failures = slots.containsKey(key) ? slots.get(key).failures() : 0;
    LoadState state = new LoadState.Loading(now);
    Slot slot =
        new Slot(want.version(), want.rollout(), state, failures, now, new CompletableFuture<>());
    slots.put(key, slot);
    return slot;
  }

  private void load(Slot slot) {
    String name = "'" + slot.version().model() + "' version " + slot.version().number();
    try {
      Loaded loaded = loader.apply(slot.version());
      available(slot, loaded);
      LOG.info("[LIFECYCLE] {} is available, {} bytes", name, loaded.memoryBytes());
    } catch (Problem.Raised raised) {
      LOG.warn("[LIFECYCLE] {} cannot be loaded: {}", name, raised.getMessage());
      failed(slot, raised);
    } catch (RuntimeException | Error failure) { // a thread's top: foreign code fails as it likes
      LOG.error("[LIFECYCLE] {} cannot be loaded", name, failure);
      failed(slot, new Problem.Raised(unexpected(name, failure), failure));
    }
    reconcile(); // what is wanted may have changed meanwhile
  }

  private static Problem unexpected(String name, Throwable failure) {
    return new Problem.Refused(
        "LOAD_FAILED", name, "loading ended with " + failure, "see the log of the server");
  }

  private void available(Slot slot, Loaded loaded) {
    synchronized (lock) {
      LoadState state =
          new LoadState.Available(
              clock.instant(), loaded.memoryBytes(), loaded.predictor().threads());
      put(slot.now(state, 0, slot.retry()));
      publish(slot.version(), Optional.of(loaded));
      slot.loading().complete(loaded);
      if (closed) {
        release(Key.of(slot.version()));
      }
    }
  }

  private void failed(Slot slot, Problem.Raised why) {
    int failures = slot.failures() + 1;
    Duration wait = Duration.ofSeconds(1L << Math.min(failures - 1, MOST_DOUBLINGS));
    Duration pause = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    synchronized (lock) {
      LoadState state = new LoadState.Failed(why.problem());
      put(slot.now(state, failures, clock.instant().plus(pause)));
    }
    slot.loading().completeExceptionally(why);
  }

  /** Under the lock. */
  private void put(Slot slot) {
    slots.put(Key.of(slot.version()), slot);
  }

  /** Under the lock: a failure stays to be shown, a load that runs is freed when it ends. */
  private void release(Key key) {
    if (!(slots.get(key).state() instanceof LoadState.Available)) {
      return;
    }
    Loaded loaded = slots.remove(key).loading().join();
    publish(loaded.version(), Optional.empty());
    CompletableFuture<Void> freed = loaded.unload();
    draining.put(loaded, freed);
    freed.thenRun(() -> freed(loaded));
  }

  private void freed(Loaded loaded) {
    synchronized (lock) {
      draining.remove(loaded);
    }
    LOG.info(
        "[LIFECYCLE] '{}' version {} is unloaded",
        loaded.version().model(),
        loaded.version().number());
  }

  /** Under the lock. */
  private void publish(ModelVersion version, Optional<Loaded> loaded) {
    Map<ModelName, Map<Integer, Loaded>> next = new HashMap<>(answering);
    Map<Integer, Loaded> versions = new TreeMap<>(next.getOrDefault(version.model(), Map.of()));
    loaded.ifPresentOrElse(
        it -> versions.put(version.number(), it), () -> versions.remove(version.number()));
    if (versions.isEmpty()) {
      next.remove(version.model());
    } else {
      next.put(version.model(), Collections.unmodifiableMap(versions));
    }
    answering = next;
  }

  /** The versions of a model that can answer now, by number; never waits. */
  Map<Integer, Loaded> answering(ModelName model) {
    return answering.getOrDefault(model, Map.of());
  }

  /** Whether this version can answer now; never waits. */
  public boolean answers(ModelName model, int number) {
    return answering(model).containsKey(number);
  }

  /** A lease on this version, empty when it cannot answer now; never waits. */
  public Optional<Lease> lease(ModelName model, int number) {
    return Optional.ofNullable(answering(model).get(number)).flatMap(Loaded::lease);
  }

  /** How a version stands. */
  public LoadState state(ModelName model, int number) {
    synchronized (lock) {
      Slot slot = slots.get(new Key(model, number));
      if (slot != null) {
        return slot.state();
      }
      boolean leaving = draining.keySet().stream().anyMatch(it -> is(it.version(), model, number));
      return leaving ? new LoadState.Unloading() : new LoadState.Unloaded();
    }
  }

  private static boolean is(ModelVersion version, ModelName model, int number) {
    return version.number() == number && version.model().equals(model);
  }

  /** Until when a failed version is not tried again. */
  Duration retryAfter(ModelName model, int number) {
    synchronized (lock) {
      Slot slot = slots.get(new Key(model, number));
      Instant retry = slot == null ? clock.instant() : slot.retry();
      Duration wait = Duration.between(clock.instant(), retry);
      return wait.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : wait;
    }
  }

  /** What ends when a running load of this version ends; empty when none runs. */
  Optional<CompletableFuture<Loaded>> loading(ModelName model, int number) {
    synchronized (lock) {
      return Optional.ofNullable(slots.get(new Key(model, number)))
          .filter(slot -> slot.state() instanceof LoadState.Loading)
          .map(Slot::loading);
    }
  }

  /** Wants a version until the pin is closed; one that failed before is tried again at once. */
  Pin pin(ModelVersion version) {
    Key key = Key.of(version);
    Optional<Slot> begun = Optional.empty();
    Slot slot;
    synchronized (lock) {
      checkOpen();
      pins.merge(key, 1, Integer::sum);
      Slot before = slots.get(key);
      if (before == null || before.state() instanceof LoadState.Failed) {
        begun = Optional.of(begin(new Want(version, Optional.empty())));
      }
      slot = slots.get(key);
    }
    begun.ifPresent(it -> pool.execute(() -> load(it)));
    return new Pin(key, slot.loading());
  }

  private void checkOpen() {
    if (closed) {
      throw new Problem.Raised(
          new Problem.Unavailable(
              "SHUTTING_DOWN", "the server is shutting down", Duration.ofSeconds(1)));
    }
  }

  /** A version that is wanted for a moment, whatever the image says. */
  final class Pin implements AutoCloseable {
    private final Key key;
    private final CompletableFuture<Loaded> loading;

    private Pin(Key key, CompletableFuture<Loaded> loading) {
      this.key = key;
      this.loading = loading;
    }

    /** Waits until it can answer, or raises why it cannot. */
    Loaded await(Deadline deadline) {
      return Waiting.forLoad(loading, deadline);
    }

    @Override
    public void close() {
      synchronized (lock) {
        pins.computeIfPresent(key, (_, count) -> count == 1 ? null : count - 1);
      }
      reconcile();
    }
  }

  /** Waits until nothing of the model is being freed; false when the deadline came first. */
  boolean drained(ModelName model, Deadline deadline) {
    List<CompletableFuture<Void>> leaving;
    synchronized (lock) {
      leaving =
          draining.entrySet().stream()
              .filter(entry -> entry.getKey().version().model().equals(model))
              .map(Map.Entry::getValue)
              .toList();
    }
    return Waiting.forAll(leaving, deadline);
  }

  /** How each model stands that is deployed or has to do with this process. */
  public List<ModelStatus> status() {
    DeploymentImage now = image.get();
    TreeSet<ModelName> names = new TreeSet<>(now.deployments().keySet());
    synchronized (lock) {
      slots.keySet().forEach(key -> names.add(key.model()));
    }
    return names.stream().map(name -> status(now, name)).toList();
  }

  /** How one model stands, empty when no such model is registered. */
  public Optional<ModelStatus> status(ModelName model) {
    DeploymentImage now = image.get();
    return now.of(model).map(_ -> status(now, model));
  }

  private ModelStatus status(DeploymentImage now, ModelName model) {
    Optional<Deployment> deployment = now.of(model);
    boolean wanted = deployment.filter(Deployment::wanted).isPresent();
    Map<Integer, LoadState> states = new TreeMap<>();
    deployment
        .flatMap(Deployment::champion)
        .ifPresent(it -> states.put(it.number(), new LoadState.Unloaded()));
    synchronized (lock) {
      for (Loaded leaving : draining.keySet()) {
        if (leaving.version().model().equals(model)) {
          states.put(leaving.version().number(), new LoadState.Unloading());
        }
      }
      slots.forEach(
          (key, slot) -> {
            if (key.model().equals(model)) {
              states.put(key.number(), slot.state());
            }
          });
    }
    Optional<Integer> routed =
        deployment
            .filter(Deployment::wanted)
            .flatMap(Deployment::champion)
            .map(ModelVersion::number)
            .filter(answering(model)::containsKey);
    return new ModelStatus(model, wanted, states, routed);
  }

  /** Whether every wanted model can answer. */
  public boolean ready() {
    return unready().isEmpty();
  }

  /** The wanted models that cannot answer, each with the reason. */
  public List<String> unready() {
    return image.get().deployments().values().stream()
        .filter(Deployment::wanted)
        .flatMap(deployment -> unready(deployment).stream())
        .toList();
  }

  private Optional<String> unready(Deployment deployment) {
    ModelName model = deployment.model();
    if (deployment.champion().isEmpty()) {
      return Optional.of(model + ": no version is champion");
    }
    int number = deployment.champion().get().number();
    if (answering(model).containsKey(number)) {
      return Optional.empty();
    }
    String name = model + ": version " + number;
    return switch (state(model, number)) {
      case LoadState.Available _ -> Optional.empty();
      case LoadState.Failed(Problem problem) ->
          Optional.of(name + " cannot be loaded: " + problem.code() + ": " + problem.message());
      case LoadState.Loading _ -> Optional.of(name + " is loading");
      case LoadState.Unloading _, LoadState.Unloaded _ -> Optional.of(name + " is not loaded yet");
    };
  }

  /** Frees everything that is loaded, waiting for the last users until the deadline. */
  public boolean shutDown(Deadline deadline) {
    List<CompletableFuture<Void>> leaving;
    synchronized (lock) {
      closed = true;
      pins.clear();
      List.copyOf(slots.keySet()).forEach(this::release);
      leaving = List.copyOf(draining.values());
    }
    return Waiting.forAll(leaving, deadline);
  }

  /** Frees everything without waiting for its users; the last one of each closes it. */
  @Override
  public void close() {
    shutDown(Deadline.in(Duration.ZERO));
  }
}
