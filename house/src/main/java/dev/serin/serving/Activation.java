package dev.serin.serving;

import dev.serin.base.Actor;
import dev.serin.base.Deadline;
import dev.serin.base.ModelName;
import dev.serin.base.Problem;
import dev.serin.deployment.Deployment;
import dev.serin.deployment.Deployments;
import dev.serin.registry.ModelVersion;
import dev.serin.registry.Refusal;
import dev.serin.registry.RegisteredModel;
import dev.serin.registry.Registry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes a model answer, and stop to. One life-cycle step of a model at a time; what is wanted is
 * recorded only after the version was loaded and proved.
 */
public final class Activation {
  private final Registry registry;
  private final Deployments deployments;
  private final Reconciler reconciler;
  private final SourceVersions sources;
  private final Duration drain;
  private final Map<ModelName, ReentrantLock> steps = new ConcurrentHashMap<>();

  /** Waits at most {@code drain} for running calls of a model that is deactivated. */
  public Activation(
      Registry registry,
      Deployments deployments,
      Reconciler reconciler,
      SourceVersions sources,
      Duration drain) {
    this.registry = registry;
    this.deployments = deployments;
    this.reconciler = reconciler;
    this.sources = sources;
    this.drain = drain;
  }

  /**
   * Loads and proves the version that the model's source holds (without a source the champion, else
   * the latest ready one), then makes it the champion and wanted; when this returned, no new call
   * meets another version. A failure is recorded and changes nothing else; repeating is harmless.
   *
   * @throws Problem.Raised {@code Unknown} MODEL_UNKNOWN, the {@code Refused} of the file or of the
   *     self-check, {@code TooLate}
   */
  public ModelVersion activate(Actor actor, ModelName model, Deadline deadline) {
    registry.image().known(model);
    ReentrantLock step = step(model, deadline);
    try {
      ModelVersion version = chosen(registry.image().known(model));
      return answers(version) ? version : activated(actor, version, deadline);
    } finally {
      step.unlock();
    }
  }

  /** The same for this very version, whatever a source holds. */
  public ModelVersion activate(Actor actor, ModelVersion version, Deadline deadline) {
    ReentrantLock step = step(version.model(), deadline);
    try {
      return answers(version) ? version : activated(actor, version, deadline);
    } finally {
      step.unlock();
    }
  }

  private ModelVersion chosen(RegisteredModel model) {
    Optional<ModelVersion> held =
        sources.held(model.name()).flatMap(model::version).filter(ModelVersion::ready);
    return held.or(() -> model.alias(Deployment.CHAMPION).filter(ModelVersion::ready))
        .or(model::latest)
        .orElseThrow(() -> new Problem.Raised(nothing(model)));
  }

  private static Problem nothing(RegisteredModel model) {
    return model
        .refused()
        .<Problem>map(Refusal::problem)
        .orElseGet(
            () ->
                new Problem.Conflict(
                    "VERSION_ARCHIVED",
                    "all versions of '" + model.name() + "' are archived: register a file again"));
  }

  private boolean answers(ModelVersion version) {
    return reconciler
        .status(version.model())
        .flatMap(ModelStatus::routed)
        .filter(number -> number == version.number())
        .isPresent();
  }

  private ModelVersion activated(Actor actor, ModelVersion version, Deadline deadline) {
    try (Reconciler.Pin pin = reconciler.pin(version)) {
      pin.await(deadline);
      deployments.activate(actor, version.model(), version.number());
      reconciler.reconcile(); // from now on the image wants it; only then the pin may go
      return version;
    } catch (Problem.Raised raised) {
      deployments.failed(actor, version.model(), raised.problem());
      throw raised;
    }
  }

  /**
   * Wants the model no more, closes its route, and waits until no call holds it or the drain limit
   * has passed; false when it was not wanted.
   *
   * @throws Problem.Raised {@code Full} or {@code Unavailable} when that cannot be recorded
   */
  public boolean deactivate(Actor actor, ModelName model) {
    if (registry.image().model(model).isEmpty()) {
      return false;
    }
    Deadline deadline = Deadline.in(drain);
    ReentrantLock step = steps.computeIfAbsent(model, _ -> new ReentrantLock());
    step.lock();
    try {
      boolean wanted = deployments.image().of(model).filter(Deployment::wanted).isPresent();
      if (wanted) {
        deployments.unwant(actor, model, "deactivated");
        reconciler.reconcile();
        reconciler.drained(model, deadline);
      }
      return wanted;
    } finally {
      step.unlock();
    }
  }

  private ReentrantLock step(ModelName model, Deadline deadline) {
    ReentrantLock step = steps.computeIfAbsent(model, _ -> new ReentrantLock());
    try {
      if (step.tryLock(Math.max(0, deadline.left()), TimeUnit.NANOSECONDS)) {
        return step;
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    throw new Problem.Raised(
        new Problem.TooLate(
            "DEADLINE_EXCEEDED", "another life-cycle step of '" + model + "' is running"));
  }
}
