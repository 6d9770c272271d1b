package dev.serin.registry;

import dev.serin.base.ModelName;
import dev.serin.base.Problem;
import dev.serin.ledger.Recorded;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** All registered models after the fact at this ledger position. */
public record RegistryImage(SortedMap<ModelName, RegisteredModel> models, long position) {
  static final RegistryImage EMPTY = new RegistryImage(new TreeMap<>(), 0);

  public RegistryImage {
    models = Collections.unmodifiableSortedMap(new TreeMap<>(models));
  }

  /** The model of this name. */
  public Optional<RegisteredModel> model(ModelName name) {
    return Optional.ofNullable(models.get(name));
  }

  /** The model of this name, or the problem MODEL_UNKNOWN. */
  public RegisteredModel known(ModelName name) {
    return model(name)
        .orElseThrow(
            () ->
                new Problem.Raised(
                    new Problem.Unknown("MODEL_UNKNOWN", "no model is named '" + name + "'")));
  }

  /** This image after some facts. */
  RegistryImage after(List<Recorded> facts) {
    TreeMap<ModelName, RegisteredModel> next = new TreeMap<>(models);
    for (Recorded recorded : facts) {
      RegistryFact fact = FactText.fact(recorded);
      RegisteredModel before =
          next.getOrDefault(
              fact.model(),
              new RegisteredModel(fact.model(), List.of(), Map.of(), Optional.empty()));
      RegisteredModel after = before.after(fact, recorded.at());
      if (after.nothing()) {
        next.remove(fact.model());
      } else {
        next.put(fact.model(), after);
      }
    }
    return new RegistryImage(next, facts.getLast().position());
  }
}
