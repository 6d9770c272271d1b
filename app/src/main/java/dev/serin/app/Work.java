package dev.serin.app;

import dev.serin.base.Actor;
import dev.serin.meter.Meter;
import dev.serin.runtime.worker.WorkerCounts;
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
import dev.serin.serving.trial.TrialKeeper;
import dev.serin.source.Holdings;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;

/** The rooms that serve, over the records. */
record Work(
    Meter meter,
    Holdings holdings,
    Reconciler reconciler,
    TrialKeeper keeper,
    Gateway gateway,
    Activation activation,
    Answers answers) {
  private static final int METER_LABELS = 10_000;
  private static final int COMPUTE_QUEUE = 4_096;
  private static final Actor CHECKER = new Actor("self-check");

  static Work over(Records records, ServingSettings settings, Clock clock, Closing closing) {
    Meter meter = new Meter(METER_LABELS);
    WorkerCounts workers = records.workers();
    meter.gauge("serin_worker_starts", Map.of(), workers::starts);
    meter.gauge("serin_worker_crashes", Map.of(), workers::crashes);
    meter.gauge("serin_worker_timeouts", Map.of(), workers::timeouts);
    Holdings holdings = new Holdings();
    SelfCheck check = new SelfCheck(settings.selfCheck(), System::nanoTime);
    LoadBudget budget = new LoadBudget(Runtime.getRuntime().maxMemory() / 2);
    Loader loader =
        new Loader(
                records.store(),
                records.formats(),
                check,
                budget,
                (version, met) ->
                    records.registry().certify(CHECKER, version.model(), version.number(), met))
            .with(records.conversions(), records.engine());
    Executor loads = closing.after(Threads.pool("serin-load", settings.loaders()));
    Reconciler reconciler =
        closing.after(new Reconciler(records.deployments()::image, loader::load, loads, clock));
    int cores = Runtime.getRuntime().availableProcessors();
    ComputePool pool = closing.after(new ComputePool(cores, COMPUTE_QUEUE));
    Answers answers = Answers.over(records, clock, closing);
    Predicting predicting = new Predicting(pool, meter, answers.observers(), System::nanoTime);
    TrialKeeper keeper =
        closing.after(
            new TrialKeeper(
                records.deployments()::image,
                reconciler,
                predicting,
                records.trials(),
                means(cores)));
    Gateway gateway =
        new Gateway(
                records.registry()::image,
                records.deployments()::image,
                reconciler,
                new Admission(settings),
                predicting)
            .with(keeper);
    Activation activation =
        new Activation(
            records.registry(),
            records.deployments(),
            reconciler,
            holdings::held,
            settings.drain());
    return new Work(meter, holdings, reconciler, keeper, gateway, activation, answers);
  }

  /** Each canary computes in a pool of its own, as large as the one of all others. */
  private static TrialKeeper.Means means(int cores) {
    return new TrialKeeper.Means(
        () -> new ComputePool("serin-canary-", cores, COMPUTE_QUEUE),
        work -> Thread.ofVirtual().name("serin-trial").start(work),
        System::nanoTime,
        () -> ThreadLocalRandom.current().nextLong());
  }
}
