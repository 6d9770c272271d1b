package dev.serin.deployment;

import dev.serin.base.ModelName;
import dev.serin.base.Problem;
import dev.serin.deployment.DeploymentFact.FallbackChosen;
import dev.serin.deployment.DeploymentFact.ModelUnwanted;
import dev.serin.deployment.DeploymentFact.ModelWanted;
import dev.serin.deployment.DeploymentFact.OnChangeChosen;
import dev.serin.deployment.DeploymentFact.StickyKeyChosen;
import dev.serin.deployment.DeploymentFact.StickyKeyDropped;
import dev.serin.deployment.DeploymentFact.WeightChosen;
import dev.serin.registry.RegisteredModel;
import java.util.List;
import java.util.Optional;

/** Decides what a command means for the wishes: facts, none when all is as wished, or a problem. */
final class Decider {
  private Decider() {}

  static List<DeploymentFact> want(Wishes wishes, ModelName model) {
    return wishes.of(model).wanted() ? List.of() : List.of(new ModelWanted(model));
  }

  static List<DeploymentFact> unwant(Wishes wishes, ModelName model, String why) {
    return wishes.of(model).wanted() ? List.of(new ModelUnwanted(model, why)) : List.of();
  }

  static List<DeploymentFact> onChange(Wishes wishes, ModelName model, OnChange onChange) {
    boolean there = wishes.of(model).onChange() == onChange;
    return there ? List.of() : List.of(new OnChangeChosen(model, onChange));
  }

  static List<DeploymentFact> weight(Wishes wishes, ModelName model, int percent) {
    if (percent < 0 || percent > 100) {
      throw invalid("weight", "a weight is 0 to 100 percent, not " + percent);
    }
    boolean there = wishes.of(model).weight() == percent;
    return there ? List.of() : List.of(new WeightChosen(model, percent));
  }

  static List<DeploymentFact> stickyKey(Wishes wishes, ModelName model, Optional<String> key) {
    if (key.filter(String::isBlank).isPresent()) {
      throw invalid("stickyKey", "a sticky key is the name of a header or field, not blank");
    }
    if (wishes.of(model).stickyKey().equals(key)) {
      return List.of();
    }
    return List.of(
        key.<DeploymentFact>map(k -> new StickyKeyChosen(model, k))
            .orElseGet(() -> new StickyKeyDropped(model)));
  }

  static List<DeploymentFact> fallback(Wishes wishes, ModelName model, boolean fallback) {
    boolean there = wishes.of(model).fallback() == fallback;
    return there ? List.of() : List.of(new FallbackChosen(model, fallback));
  }

  /** Raises CHAMPION_MISSING for a model that nothing could answer for. */
  static void checkChampion(RegisteredModel model) {
    if (model.alias(Deployment.CHAMPION).isEmpty()) {
      throw new Problem.Raised(
          new Problem.Conflict(
              "CHAMPION_MISSING",
              "no version of '" + model.name() + "' is champion: activate one first"));
    }
  }

  private static Problem.Raised invalid(String field, String message) {
    return new Problem.Raised(new Problem.Invalid("DEPLOYMENT_INVALID", field, message));
  }
}
