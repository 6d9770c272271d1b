package dev.serin.serving;

import dev.serin.base.Deadline;
import dev.serin.base.ModelName;
import dev.serin.base.Problem;
import dev.serin.deployment.Deployment;
import dev.serin.deployment.DeploymentImage;
import dev.serin.meter.trial.Arm;
import dev.serin.registry.ModelVersion;
import dev.serin.registry.Refusal;
import dev.serin.registry.RegisteredModel;
import dev.serin.registry.RegistryImage;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The one way to a prediction, for every door: admit, route, hold the version, predict, count. */
public final class Gateway {
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Supplier<RegistryImage> registry;
  private final Supplier<DeploymentImage> deployments;
  private final Reconciler reconciler;
  private final Admission admission;
  private final Predicting predicting;
  private final Arms arms;

  /** Reads one image of each for each call; no model is on trial. */
  public Gateway(
      Supplier<RegistryImage> registry,
      Supplier<DeploymentImage> deployments,
      Reconciler reconciler,
      Admission admission,
      Predicting predicting) {
    this.registry = registry;
    this.deployments = deployments;
    this.reconciler = reconciler;
    this.admission = admission;
    this.predicting = predicting;
    this.arms = Arms.NONE;
  }

  private Gateway(Gateway other, Arms arms) {
    this.registry = other.registry;
    this.deployments = other.deployments;
    this.reconciler = other.reconciler;
    this.admission = other.admission;
    this.predicting = other.predicting;
    this.arms = arms;
  }

  /** The same, where these arms answer for models that are on trial. */
  public Gateway with(Arms trials) {
    return new Gateway(this, trials);
  }

  /** The header by whose value the trial of a model wants its calls to be shared. */
  public Optional<String> stickyHeader(ModelName model) {
    return deployments
        .get()
        .of(model)
        .flatMap(Deployment::trial)
        .flatMap(trial -> trial.split().stickyHeader());
  }

  /** A call without a sticky key; as {@link #call(ModelName, Wish, Deadline)}. */
  public Call call(
      ModelName model, Optional<String> version, long declaredBytes, Deadline deadline) {
    return call(model, new Wish(version, Optional.empty(), declaredBytes, ""), deadline);
  }

  /**
   * What a client says of its call: the number of a version where it insists on one, the value of
   * the header of {@link #stickyHeader}, the size of the body in bytes (negative: unknown), and the
   * id by which it speaks of the request later (empty: none).
   */
  public record Wish(
      Optional<String> version, Optional<String> stickyKey, long declaredBytes, String requestId) {}

  /**
   * Admits a call and holds the version that answers it; a wanted model that is still loading is
   * waited for.
   *
   * @throws Problem.Raised {@code Unknown} MODEL_UNKNOWN, VERSION_UNKNOWN or MODEL_NOT_ACTIVE,
   *     {@code Busy} OVERLOADED, {@code Unavailable} MODEL_LOADING or MODEL_FAILED
   */
  public Call call(ModelName model, Wish wish, Deadline deadline) {
    RegisteredModel registered =
        registry.get().model(model).orElseThrow(() -> unknown("MODEL_UNKNOWN", "'" + model + "'"));
    Admission.Permit permit = admission.admit(model, wish.declaredBytes());
    boolean held = false;
    try {
      Call call = hold(registered, wish, deadline, permit);
      held = true;
      return call;
    } finally {
      if (!held) {
        permit.close();
      }
    }
  }

  private Call hold(RegisteredModel model, Wish wish, Deadline deadline, Admission.Permit permit) {
    while (true) {
      Routed routed = route(model, wish);
      Optional<Lease> lease = reconciler.lease(model.name(), routed.version().number());
      if (lease.isPresent()) {
        Predicting.Hold hold = new Predicting.Hold(lease.get(), routed.arm(), permit);
        return predicting.call(hold, wish, deadline, wish.version().isEmpty() ? arms : Arms.NONE);
      }
      await(routed.version(), deadline); // then the newest image decides again
    }
  }

  private record Routed(ModelVersion version, String arm) {}

  /** The champion, whose calls a trial may share; or the version that the client insists on. */
  private Routed route(RegisteredModel model, Wish wish) {
    Deployment deployment =
        deployments
            .get()
            .of(model.name())
            .filter(Deployment::wanted)
            .orElseThrow(() -> inactive(model));
    if (wish.version().isPresent()) {
      return explicit(model, deployment, wish.version().get());
    }
    ModelVersion champion = deployment.champion().orElseThrow(() -> inactive(model));
    return new Routed(champion, Arm.CURRENT.word());
  }

  private Routed explicit(RegisteredModel model, Deployment deployment, String number) {
    ModelVersion version =
        number(number)
            .flatMap(model::version)
            .orElseThrow(
                () -> unknown("VERSION_UNKNOWN", "'" + model.name() + "' version " + number));
    boolean champion = deployment.champion().filter(version::equals).isPresent();
    if (!champion && !reconciler.answering(model.name()).containsKey(version.number())) {
      throw new Problem.Raised(
          new Problem.Unknown(
              "MODEL_NOT_ACTIVE",
              "version %d of '%s' is not loaded, these are: %s"
                  .formatted(
                      version.number(),
                      model.name(),
                      reconciler.answering(model.name()).keySet())));
    }
    boolean challenger = deployment.challenger().filter(version::equals).isPresent();
    return new Routed(version, (challenger ? Arm.CANARY : Arm.CURRENT).word());
  }

  private static Optional<Integer> number(String text) {
    return text.matches("[1-9][0-9]{0,8}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
  }

  /** Returns when it makes sense to look again. */
  private void await(ModelVersion version, Deadline deadline) {
    ModelName model = version.model();
    Optional<CompletableFuture<Loaded>> loading = reconciler.loading(model, version.number());
    if (loading.isPresent()) {
      try {
        Waiting.forLoad(loading.get(), deadline);
      } catch (Problem.Raised raised) {
        throw raised.problem() instanceof Problem.TooLate
            ? unavailable("MODEL_LOADING", "'" + model + "' is still loading", RETRY)
            : failed(version, raised.problem());
      }
      return;
    }
    switch (reconciler.state(model, version.number())) {
      case LoadState.Failed(Problem problem) -> throw failed(version, problem);
      case LoadState.Available _, LoadState.Loading _ -> {}
      case LoadState.Unloaded _, LoadState.Unloading _ -> reconciler.reconcile();
    }
    if (deadline.passed()) {
      throw unavailable("MODEL_LOADING", "'" + model + "' is still loading", RETRY);
    }
    Thread.onSpinWait();
  }

  private Problem.Raised failed(ModelVersion version, Problem why) {
    return unavailable(
        "MODEL_FAILED",
        "version %d of '%s' cannot be loaded: %s: %s"
            .formatted(version.number(), version.model(), why.code(), why.message()),
        reconciler.retryAfter(version.model(), version.number()));
  }

  private static Problem.Raised inactive(RegisteredModel model) {
    String reason =
        model
            .refused()
            .filter(_ -> model.latest().isEmpty())
            .map(refusal -> "its file was refused: " + brief(refusal))
            .orElse("it is not activated");
    return new Problem.Raised(
        new Problem.Unknown(
            "MODEL_NOT_ACTIVE",
            "model '%s' is not active: %s. Activate it with POST /activate/%s"
                .formatted(model.name(), reason, Addresses.encoded(model.name()))));
  }

  private static String brief(Refusal refusal) {
    return refusal.code() + ": " + refusal.message() + " (" + refusal.remedy() + ")";
  }

  private static Problem.Raised unavailable(String code, String message, Duration retry) {
    return new Problem.Raised(new Problem.Unavailable(code, message, retry));
  }

  private static Problem.Raised unknown(String code, String what) {
    return new Problem.Raised(
        new Problem.Unknown(code, "Request for unknown model: " + what + " is not found"));
  }

  /** Calls of a model that were let in and have not ended. */
  public long calls(ModelName model) {
    return admission.calls(model);
  }

  /** Lets no call in any more. */
  public void stop() {
    admission.close();
  }
}
