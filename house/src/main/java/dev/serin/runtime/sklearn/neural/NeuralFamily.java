package dev.serin.runtime.sklearn.neural;

import dev.serin.runtime.sklearn.Family;
import dev.serin.runtime.sklearn.Recipe;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The classes of {@code sklearn.neural_network} that predict. */
public final class NeuralFamily implements Family {
  private static final String ROOM = "sklearn.neural_network.";
  private static final Set<String> MODULES =
      Set.of(ROOM + "multilayer_perceptron", ROOM + "_multilayer_perceptron");
  private static final Set<String> OPTIMIZERS = Set.of("AdamOptimizer", "SGDOptimizer");

  @Override
  public List<Recipe> recipes() {
    return List.of(
        new Recipe(
            "MLPClassifier", MODULES, "layers", (state, workshop) -> NetworkClassifier.of(state)),
        new Recipe(
            "MLPRegressor", MODULES, "layers", (state, workshop) -> NetworkRegressor.of(state)));
  }

  /** What fitted it lies beside it. */
  @Override
  public Map<String, Set<String>> inert() {
    return Map.of(
        ROOM + "_stochastic_optimizers", OPTIMIZERS,
        ROOM + "stochastic_optimizers", OPTIMIZERS,
        ROOM + "_stochastic_optimizers_", OPTIMIZERS);
  }
}
