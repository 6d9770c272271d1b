package dev.serin.rollout.control;

import dev.serin.base.Actor;
import dev.serin.base.ModelName;
import dev.serin.base.Problem;
import dev.serin.deployment.Deployment;
import dev.serin.registry.ModelVersion;
import dev.serin.registry.RegistryImage;
import dev.serin.rollout.Epoch;
import dev.serin.rollout.Policy;
import dev.serin.rollout.Reason;
import dev.serin.rollout.RolloutState;
import dev.serin.rollout.control.RolloutFact.Cause;
import dev.serin.rollout.control.RolloutFact.Word;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What has to hold before a roll-out begins, and how it begins. */
final class Beginning {
  private final Rollouts.Start start;
  private final ModelVersion version;
  private final Optional<ModelVersion> champion;

  /** Checks versions and the model. */
  Beginning(Rollouts.Rooms rooms, Rollouts.Start start) {
    this.start = start;
    this.version = version(rooms.registry().image(), start.model(), start.version());
    Optional<Deployment> deployment = rooms.deployments().image().of(start.model());
    this.champion = deployment.flatMap(Deployment::champion);
    if (champion.filter(it -> it.number() == start.version()).isPresent()) {
      throw conflict(
          "VERSION_SERVES",
          "version " + start.version() + " of '" + start.model() + "' is the champion already");
    }
    if (champion.isPresent() && !deployment.get().wanted()) {
      throw conflict(
          "MODEL_INACTIVE",
          "'" + start.model() + "' does not answer, so nothing can be compared: activate it");
    }
  }

  /** A ready version; raises VERSION_UNKNOWN or VERSION_ARCHIVED. */
  static ModelVersion version(RegistryImage image, ModelName model, int number) {
    ModelVersion version =
        image
            .known(model)
            .version(number)
            .orElseThrow(
                () ->
                    new Problem.Raised(
                        new Problem.Unknown(
                            "VERSION_UNKNOWN", "'" + model + "' has no version " + number)));
    if (!version.ready()) {
      throw conflict(
          "VERSION_ARCHIVED",
          "version " + number + " of '" + model + "' is archived: register its file again");
    }
    return version;
  }

  /** What does not fit the champion, empty when all does or nobody minds. */
  Optional<Reason> misfit() {
    List<String> differences =
        champion
            .filter(_ -> !start.allowSignatureChange())
            .map(version::differences)
            .orElse(List.of());
    return differences.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Reason(
                "SIGNATURE",
                "version " + version.number() + ": its " + String.join("; its ", differences)));
  }

  /** Raises SIGNATURE_MISMATCH with the difference. */
  void checkSignature() {
    misfit()
        .ifPresent(
            why -> {
              throw new Problem.Raised(
                  new Problem.Refused(
                      "SIGNATURE_MISMATCH",
                      "version " + version.number(),
                      why.text(),
                      "say allowSignatureChange if all clients know"));
            });
  }

  static void checkMaySupersede(Rollout active, Rollouts.Start start) {
    if (!start.supersede()) {
      throw active(active);
    }
  }

  static Problem.Raised active(Rollout active) {
    return conflict(
        "ROLLOUT_ACTIVE",
        "roll-out '"
            + active.id()
            + "' of '"
            + active.model()
            + "' to version "
            + active.to()
            + " is "
            + active.state().word()
            + ": wait, roll it back, or supersede it");
  }

  Rollout rollout(String id, Policy policy, Actor actor) {
    double weight = policy.steps().isEmpty() ? policy.split() : policy.steps().getFirst().weight();
    return new Rollout(
        id,
        start.model(),
        champion.map(ModelVersion::number),
        start.version(),
        new RolloutState.Loading(),
        policy,
        weight,
        Optional.empty(),
        List.of(new Epoch(1, Epoch.Kind.BEFORE, 0, 0)),
        0,
        0,
        0,
        0,
        Instant.EPOCH, // the ledger knows when
        Instant.EPOCH,
        actor,
        start.idempotencyKey(),
        1);
  }

  static RolloutFact created(Rollout rollout, Rollouts.Start start) {
    String versions =
        rollout
            .from()
            .map(it -> "version " + it + " to " + rollout.to())
            .orElse("version " + rollout.to() + ", nothing served before");
    String text = start.reason().map(why -> versions + ": " + why).orElse(versions);
    return new RolloutFact(
        Word.CREATED, Optional.empty(), rollout, Cause.of(new Reason("CREATED", text)));
  }

  private static Problem.Raised conflict(String code, String message) {
    return new Problem.Raised(new Problem.Conflict(code, message));
  }
}
