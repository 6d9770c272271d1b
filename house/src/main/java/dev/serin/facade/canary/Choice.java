package dev.serin.facade.canary;

import dev.serin.base.ModelName;
import dev.serin.base.Problem;
import dev.serin.deployment.Deployment;
import dev.serin.deployment.DeploymentImage;
import dev.serin.registry.ModelVersion;
import dev.serin.web.Ask;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Which model a request means: the one that it names ({@code ?model=}), else the configured one,
 * else the one in a roll-out, else the only active one.
 */
final class Choice {
  private final Supplier<DeploymentImage> deployments;
  private final Progress progress;
  private final Optional<ModelName> configured;

  Choice(CanaryRooms rooms) {
    this.deployments = rooms.rooms().deployments()::image;
    this.progress = rooms.progress();
    this.configured = rooms.settings().model();
  }

  /**
   * The model, empty while none is active; of several those are meant whose champion fits.
   *
   * @throws Problem.Raised {@code Invalid} MODEL_AMBIGUOUS with the names to choose from
   */
  Optional<ModelName> model(Ask ask, Predicate<ModelVersion> fits) {
    Optional<ModelName> said = ask.query("model").map(ModelName::new).or(() -> configured);
    if (said.isPresent()) {
      return said;
    }
    List<ModelName> active =
        deployments.get().deployments().values().stream()
            .filter(Deployment::wanted)
            .filter(it -> it.champion().filter(fits).isPresent())
            .map(Deployment::model)
            .toList();
    List<ModelName> running = active.stream().filter(progress.running()::contains).toList();
    List<ModelName> meant = running.isEmpty() ? active : running;
    if (meant.size() > 1) {
      throw new Problem.Raised(
          new Problem.Invalid(
              "MODEL_AMBIGUOUS",
              "model",
              "several models are active: say ?model= and one of " + meant));
    }
    return meant.stream().findFirst();
  }
}
