package dev.serin.app;

import dev.serin.base.Actor;
import dev.serin.base.Deadline;
import dev.serin.base.ModelName;
import dev.serin.base.Problem;
import dev.serin.codec.BareInput;
import dev.serin.codec.InferenceV2;
import dev.serin.facade.tool.ToolRoutes;
import dev.serin.plug.telemetry.Exposition;
import dev.serin.plug.telemetry.RolloutSeries;
import dev.serin.source.Activator;
import dev.serin.source.DirectorySource;
import dev.serin.source.Sync;
import dev.serin.source.SyncSettings;
import dev.serin.source.SyncStatus;
import dev.serin.web.Doors;
import dev.serin.web.Rooms;
import dev.serin.web.Route;
import dev.serin.web.Server;
import dev.serin.web.rollout.FeedbackRoutes;
import dev.serin.web.rollout.RolloutRoutes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plan of the house: wired by hand from cellar to roof. Opening it recovers what was, takes in
 * the folder, and only then opens the doors; closing shuts the doors, drains, and lets go.
 */
final class House implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(House.class);
  private static final Duration ACTIVATION = Duration.ofMinutes(10);
  private static final Duration PACE = Duration.ofMillis(250);
  private static final Duration SERIES = Duration.ofSeconds(1);
  private static final Duration PROOF = Duration.ofMinutes(5);
  private static final int INTAKE_THREADS = 2;
  private static final int HOLD_MISSING_SECONDS = 30;

  private final Settings settings;
  private final Records records;
  private final Work work;
  private final Optional<Sync> sync;
  private final CanaryWing canary;
  private final Server server;
  private final Closing closing;

  private House(Settings settings, Closing closing) {
    this.settings = settings;
    this.closing = closing;
    Clock clock = Clock.systemUTC();
    records = Records.open(settings, clock, closing);
    checkPort(settings);
    work = Work.over(records, settings.serving(), clock, closing);
    records.deployments().watch(_ -> work.keeper().tick());
    closing.after(Pulse.every(PACE, "serin-reconcile", work.keeper()::tick));
    closing.after(
        Pulse.every(
            settings.rollout().common().fleet().counterFlush(),
            "serin-rollout",
            records.rollouts()::tick));
    sync = settings.folder().map(folder -> sync(folder, clock));
    canary = new CanaryWing(settings, records, work, clock, closing);
    Rooms rooms = rooms();
    server = Doors.open(settings.http(), rooms, routes(rooms), run());
    show();
  }

  /** The routes of other rooms. */
  private List<Route> routes(Rooms rooms) {
    List<Route> routes = new ArrayList<>(ToolRoutes.of(rooms));
    routes.addAll(RolloutRoutes.of(rooms, records.rollouts()));
    routes.addAll(FeedbackRoutes.of(work.answers().feedback()));
    routes.addAll(canary.routes(rooms));
    return routes;
  }

  /** Keeps the series of roll-outs and of the audit trail. */
  private void show() {
    RolloutSeries series =
        new RolloutSeries(
            records.rollouts(),
            records.ledger(),
            work.meter(),
            records.trials().replica(),
            work.gateway()::calls);
    closing.after(Pulse.every(SERIES, "serin-series", series::refresh));
    closing.after(Pulse.every(PROOF, "serin-proof", series::prove));
  }

  /** Opens the house; what was taken is given back when it cannot be opened. */
  static House open(Settings settings) {
    Closing closing = new Closing();
    try {
      return new House(settings, closing);
    } catch (RuntimeException | Error failure) {
      closing.close();
      throw failure;
    }
  }

  Records records() {
    return records;
  }

  Work work() {
    return work;
  }

  List<SyncStatus> sources() {
    return sync.map(Sync::status).stream().toList();
  }

  int port() {
    return server.port();
  }

  /** Fails early, before any model is read, when somebody listens there already. */
  private static void checkPort(Settings settings) {
    InetSocketAddress address =
        new InetSocketAddress(settings.http().host(), settings.http().port());
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(address);
    } catch (IOException taken) {
      throw new Problem.Raised(
          new Problem.Unavailable(
              "PORT_TAKEN",
              "cannot listen on "
                  + settings.http().host()
                  + ":"
                  + settings.http().port()
                  + " ("
                  + taken.getMessage()
                  + "): end the process that does, or say --port N; --port 0 takes a free one",
              Duration.ZERO),
          taken);
    }
  }

  private Sync sync(Path folder, Clock clock) {
    SyncSettings how =
        new SyncSettings(
            settings.onChange(),
            settings.activate(),
            settings.scanEvery(),
            settings.settleMax(),
            Duration.ofSeconds(HOLD_MISSING_SECONDS));
    Sync.Rooms rooms =
        new Sync.Rooms(
            records.store(),
            records.formats(),
            records.registration(),
            records.registry(),
            records.deployments(),
            new Hands(work.activation()),
            work.holdings());
    ExecutorService intake = closing.after(Threads.pool("serin-intake", INTAKE_THREADS));
    DirectorySource source = closing.after(new DirectorySource(folder));
    Sync made = closing.after(new Sync(source, rooms, how, clock, intake));
    made.first();
    made.start();
    return made;
  }

  /** The source's hands: it knows nothing of serving. */
  private record Hands(dev.serin.serving.Activation activation) implements Activator {
    @Override
    public void activate(Actor actor, ModelName model) {
      activation.activate(actor, model, Deadline.in(ACTIVATION));
    }

    @Override
    public boolean deactivate(Actor actor, ModelName model) {
      return activation.deactivate(actor, model);
    }
  }

  private Rooms rooms() {
    return new Rooms(
        records.registry(),
        records.registration(),
        records.deployments(),
        records.ledger(),
        work.gateway(),
        work.activation(),
        work.reconciler(),
        work.meter(),
        this::sources,
        closing.after(new Exposition(work.meter()))::text,
        new InferenceV2(settings.http().jsonDepth(), settings.literalNonFinite()),
        new BareInput(settings.http().jsonDepth()),
        records.data().root(),
        settings.canary().door().model().map(Set::of).orElse(Set.of()),
        Main.VERSION);
  }

  private static int run() {
    return ThreadLocalRandom.current().nextInt();
  }

  @Override
  public void close() {
    LOG.info("[SHUTDOWN] closing the doors");
    work.gateway().stop();
    server.close();
    boolean drained = work.reconciler().shutDown(Deadline.in(settings.serving().drain()));
    LOG.info(drained ? "[SHUTDOWN] all calls ended" : "[SHUTDOWN] some calls were cut off");
    closing.close();
  }
}
