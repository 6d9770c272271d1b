package dev.serin.app;

import dev.serin.artifact.ArtifactStore;
import dev.serin.deployment.Deployments;
import dev.serin.ledger.Ledger;
import dev.serin.meter.trial.Trials;
import dev.serin.plug.file.DataFolder;
import dev.serin.plug.file.DirectoryArtifacts;
import dev.serin.plug.file.DirectoryConversions;
import dev.serin.plug.onnx.OnnxRuntimeEngine;
import dev.serin.plug.sql.SqliteDesk;
import dev.serin.plug.sql.SqliteLedger;
import dev.serin.registry.Registration;
import dev.serin.registry.Registry;
import dev.serin.rollout.control.Desk;
import dev.serin.rollout.control.Rollouts;
import dev.serin.runtime.Conversions;
import dev.serin.runtime.Formats;
import dev.serin.runtime.NetEngine;
import dev.serin.runtime.worker.WorkerCounts;
import dev.serin.runtime.worker.WorkerFormat;
import java.time.Clock;
import java.util.UUID;

/** The cellar and the records: the held data folder, what lies in it, and the formats it is in. */
record Records(
    DataFolder data,
    Ledger ledger,
    ArtifactStore store,
    NetEngine engine,
    Formats formats,
    Conversions conversions,
    WorkerCounts workers,
    Registry registry,
    Registration registration,
    Deployments deployments,
    Trials trials,
    Rollouts rollouts) {
  private static final String REPLICA = "serin"; // one process has the data folder

  /** Holds the data folder and recovers what was. */
  static Records open(Settings settings, Clock clock, Closing closing) {
    DataFolder data = closing.after(DataFolder.open(settings.data()));
    Ledger ledger = closing.after(SqliteLedger.open(data.ledger(), clock));
    ArtifactStore store = closing.after(new DirectoryArtifacts(data.artifacts()));
    OnnxRuntimeEngine engine = closing.after(new OnnxRuntimeEngine());
    WorkerFormat worker = new WorkerFormat(settings.worker());
    Formats formats = Shelf.of(settings.limits(), engine, settings.foreign()).before(worker);
    Registry registry = new Registry(ledger);
    Conversions conversions =
        new DirectoryConversions(
            data.conversions(),
            Main.VERSION + "-" + Conversions.VERSION,
            settings.conversionBytes(),
            clock);
    Registration registration = new Registration(store, formats, registry, conversions);
    Deployments deployments = new Deployments(ledger, registry);
    Desk desk = closing.after(new SqliteDesk(data.desk(), clock));
    Trials trials = new Trials(REPLICA, fresh("boot-"), System::nanoTime);
    Rollouts rollouts =
        closing.after(
            new Rollouts(
                new Rollouts.Rooms(ledger, registry, deployments, desk, trials),
                terms(settings.rollout(), clock)));
    return new Records(
        data,
        ledger,
        store,
        engine,
        formats,
        conversions,
        worker.counts(),
        registry,
        registration,
        deployments,
        trials,
        rollouts);
  }

  private static Rollouts.Terms terms(RolloutSettings settings, Clock clock) {
    return new Rollouts.Terms(
        System::nanoTime,
        clock,
        () -> fresh("r-"),
        settings.policy(),
        settings.byModel(),
        settings.capture());
  }

  /** A name that nobody had before. */
  private static String fresh(String prefix) {
    return prefix + UUID.randomUUID().toString().substring(0, 8);
  }
}
