package dev.serin.deployment;

import dev.serin.base.ModelName;
import dev.serin.deployment.DeploymentFact.ActivationFailed;
import dev.serin.deployment.DeploymentFact.FallbackChosen;
import dev.serin.deployment.DeploymentFact.ModelUnwanted;
import dev.serin.deployment.DeploymentFact.ModelWanted;
import dev.serin.deployment.DeploymentFact.OnChangeChosen;
import dev.serin.deployment.DeploymentFact.StickyKeyChosen;
import dev.serin.deployment.DeploymentFact.StickyKeyDropped;
import dev.serin.deployment.DeploymentFact.WeightChosen;
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
  record Wish(
      boolean wanted, OnChange onChange, int weight, Optional<String> stickyKey, boolean fallback) {
    static final Wish NONE = new Wish(false, OnChange.SWITCH, 0, Optional.empty(), true);

    Wish after(DeploymentFact fact) {
      return switch (fact) {
        case ModelWanted _ -> new Wish(true, onChange, weight, stickyKey, fallback);
        case ModelUnwanted _ -> new Wish(false, onChange, weight, stickyKey, fallback);
        case OnChangeChosen(_, OnChange chosen) ->
            new Wish(wanted, chosen, weight, stickyKey, fallback);
        case WeightChosen(_, int percent) ->
            new Wish(wanted, onChange, percent, stickyKey, fallback);
        case StickyKeyChosen(_, String key) ->
            new Wish(wanted, onChange, weight, Optional.of(key), fallback);
        case StickyKeyDropped _ -> new Wish(wanted, onChange, weight, Optional.empty(), fallback);
        case FallbackChosen(_, boolean chosen) ->
            new Wish(wanted, onChange, weight, stickyKey, chosen);
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
        model.alias(Deployment.CHAMPION),
        model.alias(Deployment.CHALLENGER),
        wish.weight(),
        wish.stickyKey(),
        wish.fallback());
  }
}
