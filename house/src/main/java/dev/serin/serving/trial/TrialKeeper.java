package dev.serin.serving.trial;

import dev.serin.base.ModelName;
import dev.serin.base.Problem;
import dev.serin.deployment.Deployment;
import dev.serin.deployment.DeploymentImage;
import dev.serin.deployment.Trial;
import dev.serin.meter.trial.Standing;
import dev.serin.meter.trial.Standing.Arrival;
import dev.serin.meter.trial.Trials;
import dev.serin.registry.ModelVersion;
import dev.serin.serving.Arms;
import dev.serin.serving.ComputePool;
import dev.serin.serving.Lease;
import dev.serin.serving.LoadState;
import dev.serin.serving.Predicting;
import dev.serin.serving.Prediction;
import dev.serin.serving.Reconciler;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Does what trials want of this process, from the newest image alone: warms candidates, shares
 * calls, mirrors, probes, counts, and says how each trial stands here.
 */
public final class TrialKeeper implements Arms, AutoCloseable {
  private final Supplier<DeploymentImage> images;
  private final Reconciler reconciler;
  private final Trials trials;
  private final Means means;
  private final Attempts attempts;
  private final Answering answering;
  private final Comparing comparing;
  private final Map<String, Running> running = new ConcurrentHashMap<>();
  private volatile Seen seen;

  /**
   * What it works with: a fresh pool for each canary, an executor for what no client waits for, a
   * monotonic clock (nanoseconds), and a source of evenly spread bits.
   */
  public record Means(
      Supplier<ComputePool> pools, Executor background, LongSupplier nanos, LongSupplier random) {}

  /** Counts into {@code trials}. */
  public TrialKeeper(
      Supplier<DeploymentImage> images,
      Reconciler reconciler,
      Predicting predicting,
      Trials trials,
      Means means) {
    this.images = images;
    this.reconciler = reconciler;
    this.trials = trials;
    this.means = means;
    Draw draw = new Draw(means.random());
    attempts = new Attempts(predicting, means.nanos());
    answering = new Answering(attempts, reconciler, new Tallying(draw), means.background());
    comparing = new Comparing(attempts, reconciler, draw, means.background());
    seen = seen(images.get());
  }

  /** What one image wants. */
  private record Seen(DeploymentImage image, Map<ModelName, View> views) {}

  private Seen seen() {
    DeploymentImage image = images.get();
    Seen known = seen;
    if (known.image() != image) {
      known = seen(image);
      seen = known;
    }
    return known;
  }

  private Seen seen(DeploymentImage image) {
    Map<ModelName, View> views = new HashMap<>();
    for (Deployment deployment : image.deployments().values()) {
      deployment.trial().ifPresent(trial -> views.put(deployment.model(), view(deployment, trial)));
    }
    return new Seen(image, views);
  }

  private View view(Deployment deployment, Trial trial) {
    Running run =
        running.computeIfAbsent(
            trial.rollout(), _ -> new Running(means.pools().get(), means.nanos()));
    return new View(
        deployment.model(),
        deployment.champion().map(ModelVersion::number).orElse(0),
        trial,
        run,
        trials.recorder(trial.rollout(), trial.epoch()));
  }

  @Override
  public Optional<Prediction> answer(ModelName model, Ask ask) {
    View view = seen().views().get(model);
    if (view == null) {
      return Optional.empty();
    }
    boolean candidate = ask.champion().version().number() == view.trial().candidate();
    return switch (view.trial().stage()) {
      case WARMING -> Optional.empty();
      case SHADOW -> open(view) && !candidate ? comparing.mirrored(view, ask) : Optional.empty();
      case SPLIT -> open(view) && !candidate ? answering.split(view, ask) : Optional.empty();
      case BAKING -> candidate ? Optional.of(answering.baking(view, ask)) : Optional.empty();
    };
  }

  /** Whether the candidate may be asked here; otherwise this process serves the champion only. */
  private boolean open(View view) {
    Trial trial = view.trial();
    return view.run().warmth().warm()
        && !view.run().brake().on(trial.epoch())
        && trials.silence() <= trial.measuring().stale().toNanos()
        && reconciler.answers(view.model(), trial.candidate());
  }

  /** Does what is due, and says how each trial stands; call it after each change and often. */
  public void tick() {
    Seen now = seen();
    reconciler.reconcile(); // from here on, a failed load is one of the trial that wants it
    now.views().values().forEach(this::step);
    Set<String> wanted =
        now.views().values().stream()
            .map(view -> view.trial().rollout())
            .collect(Collectors.toUnmodifiableSet());
    for (String rollout : Set.copyOf(running.keySet())) {
      if (!wanted.contains(rollout)) {
        Optional.ofNullable(running.remove(rollout)).ifPresent(Running::close);
      }
    }
  }

  private void step(View view) {
    Trial trial = view.trial();
    Standing standing =
        trial.stage() == Trial.Stage.BAKING
            ? standing(view, new Warmth.State(Arrival.WARM, "", ""))
            : standing(view, arrival(view));
    trials.stand(trial.rollout(), standing);
    if (trial.stage() == Trial.Stage.SPLIT && open(view)) {
      if (!view.run().fixed()) {
        fix(view);
      }
      trial.probing().ifPresent(probing -> comparing.probe(view, probing));
    }
  }

  private Warmth.State arrival(View view) {
    return switch (reconciler.state(view.model(), view.trial().candidate())) {
      case LoadState.Failed(Problem problem) ->
          new Warmth.State(
              problem.code().equals("WARMUP") ? Arrival.WARMUP_FAILED : Arrival.LOAD_FAILED,
              problem.code(),
              problem.message());
      case LoadState.Available _ -> warmed(view);
      case LoadState.Loading _, LoadState.Unloaded _, LoadState.Unloading _ ->
          new Warmth.State(Arrival.LOADING, "", "");
    };
  }

  /** Begins to warm it, once, as soon as the champion, if there is one, can be asked beside it. */
  private Warmth.State warmed(View view) {
    Warmth warmth = view.run().warmth();
    int beside = view.champion() == 0 ? view.trial().candidate() : view.champion();
    Optional<Lease> champion = reconciler.lease(view.model(), beside);
    Optional<Lease> candidate = reconciler.lease(view.model(), view.trial().candidate());
    if (champion.isPresent() && candidate.isPresent() && warmth.begin()) {
      means.background().execute(new WarmingUp(attempts, view, champion.get(), candidate.get()));
    } else {
      champion.ifPresent(Lease::close);
      candidate.ifPresent(Lease::close);
    }
    return warmth.state();
  }

  private static Standing standing(View view, Warmth.State state) {
    Running run = view.run();
    int epoch = view.trial().epoch();
    return new Standing(
        state.arrival(),
        state.code(),
        state.text(),
        run.warmth().calls(),
        epoch,
        run.inFlight().get(),
        run.brake().on(epoch));
  }

  private void fix(View view) {
    reconciler
        .lease(view.model(), view.champion())
        .ifPresent(
            lease -> {
              try (lease) {
                view.run().fix(lease.recent().times());
              }
            });
  }

  @Override
  public void close() {
    running.values().forEach(Running::close);
  }
}
