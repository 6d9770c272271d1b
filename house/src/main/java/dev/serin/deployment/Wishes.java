package dev.serin.deployment;

import dev.serin.base.ModelName;
import dev.serin.deployment.DeploymentFact.ActivationFailed;
import dev.serin.deployment.DeploymentFact.ModelUnwanted;
import dev.serin.deployment.DeploymentFact.ModelWanted;
import dev.serin.deployment.DeploymentFact.OnChangeChosen;
import dev.serin.deployment.DeploymentFact.PromotionChosen;
import dev.serin.deployment.DeploymentFact.TrialEnded;
import dev.serin.deployment.DeploymentFact.TrialWanted;
import dev.serin.ledger.Recorded;
import dev.serin.registry.RegisteredModel;
import dev.serin.registry.RegistryImage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the deployment facts alone say, after the fact at this ledger position. */
record Wishes(Map<ModelName, Wish> byModel, long position) {
  static final Wishes EMPTY = new Wishes(Map.of(), 0);

  Wishes {
    byModel = Map.copyOf(byModel);
  }

  /** What is wished of one model. */
  record Wish(boolean wanted, OnChange onChange, Promotion promotion, Optional<Trial> trial) {
    static final Wish NONE = new Wish(false, OnChange.SWITCH, Promotion.DIRECT, Optional.empty());

    Wish after(DeploymentFact fact) {
      return switch (fact) {
        case ModelWanted _ -> new Wish(true, onChange, promotion, trial);
        case ModelUnwanted _ -> new Wish(false, onChange, promotion, trial);
        case OnChangeChosen(_, OnChange chosen) -> new Wish(wanted, chosen, promotion, trial);
        case PromotionChosen(_, Promotion chosen) -> new Wish(wanted, onChange, chosen, trial);
        case TrialWanted(_, Trial newer) ->
            new Wish(wanted, onChange, promotion, Optional.of(newer));
        case TrialEnded _ -> new Wish(wanted, onChange, promotion, Optional.empty());
        case ActivationFailed _ -> this;
      };
    }
  }

  /** What is wished of this model. */
  Wish of(ModelName model) {
    return byModel.getOrDefault(model, Wish.NONE);
  }

  /** These facts later. */
  Wishes after(List<Recorded> facts) {
    Map<ModelName, Wish> next = new HashMap<>(byModel);
    for (Recorded recorded : facts) {
      DeploymentFact fact = FactText.fact(recorded);
      next.put(fact.model(), next.getOrDefault(fact.model(), Wish.NONE).after(fact));
    }
    return new Wishes(next, facts.getLast().position());
  }

  /** The image of these wishes and the registry's models. */
  DeploymentImage image(RegistryImage registry) {
    TreeMap<ModelName, Deployment> deployments = new TreeMap<>();
    for (RegisteredModel model : registry.models().values()) {
      deployments.put(model.name(), deployment(model));
    }
    return new DeploymentImage(deployments, Math.max(position, registry.position()));
  }

  private Deployment deployment(RegisteredModel model) {
    Wish wish = of(model.name());
    return new Deployment(
        model.name(),
        wish.wanted(),
        wish.onChange(),
        wish.promotion(),
        model.alias(Deployment.CHAMPION),
        model.alias(Deployment.CHALLENGER),
        wish.trial(),
        wish.trial().flatMap(Trial::kept).flatMap(model::version));
  }
}
