package dev.serin.serving;

import dev.serin.artifact.ArtifactStore;
import dev.serin.artifact.DiskBundle;
import dev.serin.base.Actor;
import dev.serin.base.Deadline;
import dev.serin.base.ModelName;
import dev.serin.deployment.Deployments;
import dev.serin.deployment.Trial;
import dev.serin.ledger.Ledger;
import dev.serin.ledger.Recorded;
import dev.serin.ledger.Transaction;
import dev.serin.meter.Meter;
import dev.serin.plug.file.DirectoryArtifacts;
import dev.serin.plug.sql.SqliteLedger;
import dev.serin.registry.ModelVersion;
import dev.serin.registry.Registration;
import dev.serin.registry.Registry;
import dev.serin.runtime.Formats;
import dev.serin.runtime.Limits;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

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
    gateway =
        new Gateway(
            registry::image,
            deployments::image,
            reconciler,
            new Admission(ServingSettings.DEFAULT),
            new Predicting(pool, meter, List.of(), System::nanoTime));
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

  ModelVersion activate(ModelName model) {
    return activation.activate(TESTER, model, soon());
  }

  static Deadline soon() {
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

  Gateway gateway() {
    return gateway;
  }

  Meter meter() {
    return meter;
  }

  @Override
  public void close() {
    reconciler.close();
    pool.close();
    ledger.close();
    store.close();
  }

  /** Gives the candidate, version 2, this part of the requests. */
  void trial(ModelName model, double weight) {
    Transaction transaction = new Transaction(ledger, TESTER);
    deployments.trial(
        transaction,
        model,
        new Trial(
            "r-1",
            1,
            Trial.Stage.SPLIT,
            2,
            new Trial.Split(weight, Optional.empty(), 0.6),
            new Trial.Measuring(0.05, false, false, Duration.ofSeconds(10)),
            Optional.empty(),
            Optional.empty()));
    transaction.commit();
  }
}
