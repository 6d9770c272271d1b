package dev.serin.deployment;

import dev.serin.base.ModelName;
import dev.serin.base.Problem;
import dev.serin.deployment.DeploymentFact.ModelUnwanted;
import dev.serin.deployment.DeploymentFact.ModelWanted;
import dev.serin.deployment.DeploymentFact.OnChangeChosen;
import dev.serin.deployment.DeploymentFact.PromotionChosen;
import dev.serin.deployment.DeploymentFact.TrialEnded;
import dev.serin.deployment.DeploymentFact.TrialWanted;
import dev.serin.registry.RegisteredModel;
import java.util.List;

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

  static List<DeploymentFact> promotion(Wishes wishes, ModelName model, Promotion promotion) {
    boolean there = wishes.of(model).promotion() == promotion;
    return there ? List.of() : List.of(new PromotionChosen(model, promotion));
  }

  static List<DeploymentFact> trial(Wishes wishes, ModelName model, Trial trial) {
    boolean there = wishes.of(model).trial().filter(trial::equals).isPresent();
    return there ? List.of() : List.of(new TrialWanted(model, trial));
  }

  static List<DeploymentFact> endTrial(Wishes wishes, ModelName model) {
    return wishes.of(model).trial().isPresent() ? List.of(new TrialEnded(model)) : List.of();
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
}
