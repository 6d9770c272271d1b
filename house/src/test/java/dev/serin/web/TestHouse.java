package dev.serin.web;

import dev.serin.artifact.ArtifactStore;
import dev.serin.artifact.DiskBundle;
import dev.serin.base.Actor;
import dev.serin.base.Deadline;
import dev.serin.base.ModelName;
import dev.serin.codec.BareInput;
import dev.serin.codec.InferenceV2;
import dev.serin.deployment.Deployments;
import dev.serin.ledger.Ledger;
import dev.serin.meter.Meter;
import dev.serin.plug.file.DirectoryArtifacts;
import dev.serin.plug.sql.SqliteLedger;
import dev.serin.plug.telemetry.Exposition;
import dev.serin.registry.Registration;
import dev.serin.registry.Registry;
import dev.serin.runtime.Formats;
import dev.serin.runtime.Limits;
import dev.serin.serving.Activation;
import dev.serin.serving.Admission;
import dev.serin.serving.ComputePool;
import dev.serin.serving.Gateway;
import dev.serin.serving.LoadBudget;
import dev.serin.serving.Loader;
import dev.serin.serving.Predicting;
import dev.serin.serving.Reconciler;
import dev.serin.serving.SelfCheck;
import dev.serin.serving.ServingSettings;
import dev.serin.serving.SourceVersions;
import dev.serin.source.SyncStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A whole server on a free port: the real rooms over a scratch folder, with {@link TextFormat} and
 * {@link PairFormat}.
 */
public final class TestHouse implements AutoCloseable {
  private static final Duration WAIT = Duration.ofSeconds(20);
  private static final int MEGABYTE = 1 << 20;

  private final Path folder;
  private final DirectoryArtifacts store;
  private final Ledger ledger;
  private final ExecutorService loads = Executors.newFixedThreadPool(2);
  private final ComputePool pool = new ComputePool(2, 64);
  private final Rooms rooms;
  private final Server server;

  /** Opens the server with our own routes and these. */
  public TestHouse(Function<Rooms, List<Route>> others) {
    try {
      folder = Files.createTempDirectory("serin-web-");
      store = new DirectoryArtifacts(folder.resolve("artifacts"));
      ledger = SqliteLedger.open(folder.resolve("serin.db"), Clock.systemUTC());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    rooms = made();
    HttpSettings settings =
        new HttpSettings(
            "127.0.0.1", 0, "", Set.of("models.test"), MEGABYTE, 2 * MEGABYTE, WAIT, 100);
    server = Doors.open(settings, rooms, others.apply(rooms), 7);
  }

  private Rooms made() {
    ServingSettings serving = ServingSettings.DEFAULT;
    Formats formats = new Formats(List.of(new TextFormat(), new PairFormat()), Limits.DEFAULT);
    Registry registry = new Registry(ledger);
    Deployments deployments = new Deployments(ledger, registry);
    Meter meter = new Meter(100);
    SelfCheck check = new SelfCheck(serving.selfCheck(), System::nanoTime);
    Loader loader =
        new Loader(
            store,
            formats,
            check,
            new LoadBudget(64L << 20),
            (version, met) ->
                registry.certify(Actor.ANONYMOUS, version.model(), version.number(), met));
    Reconciler reconciler =
        new Reconciler(deployments::image, loader::load, loads, Clock.systemUTC());
    Predicting predicting = new Predicting(pool, meter, List.of(), System::nanoTime);
    Gateway gateway =
        new Gateway(
            registry::image, deployments::image, reconciler, new Admission(serving), predicting);
    Activation activation =
        new Activation(registry, deployments, reconciler, SourceVersions.NONE, serving.drain());
    return new Rooms(
        registry,
        new Registration(store, formats, registry),
        deployments,
        ledger,
        gateway,
        activation,
        reconciler,
        meter,
        () -> List.of(new SyncStatus("directory:models", Optional.empty(), List.of())),
        new Exposition(meter)::text,
        new InferenceV2(100, false),
        new BareInput(100),
        folder.resolve("spool"),
        Set.of(),
        "0.1.0");
  }

  /** The rooms behind the server. */
  public Rooms rooms() {
    return rooms;
  }

  /** Where the models' files are kept. */
  public ArtifactStore store() {
    return store;
  }

  /** Where the server listens. */
  public int port() {
    return server.port();
  }

  /** Registers a text as the next version of a model. */
  public TestHouse register(String model, String text) {
    try {
      Path file = Files.writeString(Files.createTempFile(folder, "model", ".txt"), text);
      try (DiskBundle bundle = DiskBundle.of(file)) {
        rooms
            .registration()
            .register(
                Actor.ANONYMOUS,
                new ModelName(model),
                bundle,
                Optional.empty(),
                "directory:models/" + model + ".txt");
      }
      return this;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Registers a text and makes it answer. */
  public TestHouse active(String model, String text) {
    register(model, text);
    rooms.activation().activate(Actor.ANONYMOUS, new ModelName(model), Deadline.in(WAIT));
    return this;
  }

  @Override
  public void close() {
    server.close();
    rooms.reconciler().close();
    pool.close();
    loads.shutdown();
    ledger.close();
    store.close();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
