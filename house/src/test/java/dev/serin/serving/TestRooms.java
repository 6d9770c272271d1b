package dev.serin.serving;

import dev.serin.artifact.ArtifactStore;
import dev.serin.artifact.DiskBundle;
import dev.serin.base.Actor;
import dev.serin.base.Deadline;
import dev.serin.base.ModelName;
import dev.serin.base.Problem;
import dev.serin.deployment.Deployments;
import dev.serin.deployment.Trial;
import dev.serin.ledger.Ledger;
import dev.serin.ledger.Recorded;
import dev.serin.ledger.Transaction;
import dev.serin.meter.Meter;
import dev.serin.meter.trial.Trials;
import dev.serin.plug.file.DirectoryArtifacts;
import dev.serin.plug.sql.SqliteLedger;
import dev.serin.registry.ModelVersion;
import dev.serin.registry.Registration;
import dev.serin.registry.Registry;
import dev.serin.runtime.Formats;
import dev.serin.runtime.Limits;
import dev.serin.serving.trial.TrialKeeper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/** Records and serving over a folder of a test; loads run on the executor that the test gives. */
public final class TestRooms implements AutoCloseable {
  public static final Actor TESTER = new Actor("tester");
  public static final ModelName IRIS = new ModelName("iris");

  private final Path folder;
  private final MovingClock clock = new MovingClock(Instant.parse("2026-03-01T12:00:00Z"));
  private final FakeFormat format = new FakeFormat();
  private final Formats formats = new Formats(List.of(format), Limits.DEFAULT);
  private final Map<ModelName, Integer> held = new ConcurrentHashMap<>();
  private final Ledger ledger;
  private final ArtifactStore store;
  private final Registry registry;
  private final Deployments deployments;
  private final Registration registration;
  private final Reconciler reconciler;
  private final Activation activation;
  private final ComputePool pool = new ComputePool(2, 1_000);
  private final Meter meter = new Meter(100);
  private final AtomicLong nanos = new AtomicLong();
  private final Trials trials = new Trials("here", "boot-1", nanos::get);
  private final SplittableRandom random = new SplittableRandom(5);
  private final Seen seen = new Seen();
  private final TrialKeeper keeper;
  private final Gateway gateway;

  /** Opens the rooms of this folder. */
  public TestRooms(Path folder, Executor loads) {
    this(folder, loads, SourceVersions.NONE);
  }

  /** Opens the rooms of this folder, with a source beside what the test holds. */
  public TestRooms(Path folder, Executor loads, SourceVersions more) {
    this.folder = folder;
    store = new DirectoryArtifacts(folder.resolve("artifacts"));
    ledger =
        SqliteLedger.open(folder.resolve("serin.db"), Clock.fixed(clock.instant(), ZoneOffset.UTC));
    registry = new Registry(ledger);
    deployments = new Deployments(ledger, registry);
    registration = new Registration(store, formats, registry);
    SelfCheck check = new SelfCheck(Duration.ofSeconds(60), System::nanoTime);
    Loader loader =
        new Loader(
            store,
            formats,
            check,
            new LoadBudget(1 << 30),
            (version, met) ->
                registry.certify(Actor.ANONYMOUS, version.model(), version.number(), met));
    reconciler = new Reconciler(deployments::image, loader::load, loads, clock);
    SourceVersions sources =
        model -> Optional.ofNullable(held.get(model)).or(() -> more.held(model));
    activation = new Activation(registry, deployments, reconciler, sources, Duration.ofSeconds(20));
    Predicting predicting = new Predicting(pool, meter, List.of(seen), nanos::get);
    keeper =
        new TrialKeeper(
            deployments::image,
            reconciler,
            predicting,
            trials,
            new TrialKeeper.Means(
                () -> new ComputePool("serin-canary-", 2, 1_000),
                Runnable::run,
                nanos::get,
                this::random));
    gateway =
        new Gateway(
                registry::image,
                deployments::image,
                reconciler,
                new Admission(ServingSettings.DEFAULT),
                predicting)
            .with(keeper);
  }

  /** Registers a model that multiplies by this. */
  public ModelVersion register(ModelName model, String factor, String... golden) {
    try {
      Path file = Files.createTempFile(folder, "model", ".txt");
      Files.writeString(file, "times " + factor);
      Optional<byte[]> rows =
          golden.length == 0
              ? Optional.empty()
              : Optional.of(golden[0].getBytes(StandardCharsets.UTF_8));
      return registration
          .register(TESTER, model, DiskBundle.of(file), rows, "test:" + model)
          .version();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Says which version the source holds. */
  void hold(ModelName model, int version) {
    held.put(model, version);
  }

  public ModelVersion activate(ModelName model) {
    return activation.activate(TESTER, model, soon());
  }

  public static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(60));
  }

  Call call(ModelName model) {
    return gateway.call(model, Optional.empty(), -1, soon());
  }

  /** The types of all facts in order. */
  List<String> facts() {
    return ledger.page(0, 10_000).stream().map(Recorded::type).toList();
  }

  public FakeFormat format() {
    return format;
  }

  public Formats formats() {
    return formats;
  }

  public MovingClock clock() {
    return clock;
  }

  public Registry registry() {
    return registry;
  }

  public Registration registration() {
    return registration;
  }

  public ArtifactStore store() {
    return store;
  }

  public Deployments deployments() {
    return deployments;
  }

  public Reconciler reconciler() {
    return reconciler;
  }

  public Activation activation() {
    return activation;
  }

  public Gateway gateway() {
    return gateway;
  }

  /** The clock of durations and seconds of trials. */
  public AtomicLong nanos() {
    return nanos;
  }

  public Trials trials() {
    return trials;
  }

  public TrialKeeper keeper() {
    return keeper;
  }

  public Seen seen() {
    return seen;
  }

  Meter meter() {
    return meter;
  }

  @Override
  public void close() {
    reconciler.close();
    keeper.close();
    pool.close();
    ledger.close();
    store.close();
  }

  /** What the roll-out wants now. */
  public void trial(ModelName model, Trial trial) {
    Transaction transaction = new Transaction(ledger, TESTER);
    deployments.trial(transaction, model, trial);
    transaction.commit();
    keeper.tick();
  }

  /** The roll-out wants nothing any more. */
  public void endTrial(ModelName model) {
    Transaction transaction = new Transaction(ledger, TESTER);
    deployments.endTrial(transaction, model);
    transaction.commit();
    keeper.tick();
  }

  private long random() {
    synchronized (random) {
      return random.nextLong();
    }
  }

  /** What an observer was told of. */
  public static final class Seen implements Observer {
    private final List<Prediction> answers = new CopyOnWriteArrayList<>();
    private final List<Told> told = new CopyOnWriteArrayList<>();

    @Override
    public void answered(Prediction prediction, Told of) {
      answers.add(prediction);
      told.add(of);
    }

    @Override
    public void failed(ModelVersion version, String arm, Problem problem, long nanos) {}

    /** The answers, in order. */
    public List<Prediction> answers() {
      return List.copyOf(answers);
    }

    /** For whom they were, in the same order. */
    public List<Told> told() {
      return List.copyOf(told);
    }
  }
}
