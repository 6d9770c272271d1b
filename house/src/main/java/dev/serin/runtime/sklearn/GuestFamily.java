package dev.serin.runtime.sklearn;

import dev.serin.reader.Node;
import dev.serin.runtime.Guest;
import dev.serin.runtime.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The estimators of another library as steps of a scikit-learn model. */
record GuestFamily(Guest.Library library, Limits limits) implements Family {

  @Override
  public List<Recipe> recipes() {
    List<Recipe> recipes = new ArrayList<>();
    library
        .types()
        .forEach(
            (module, types) ->
                types.forEach(
                    type ->
                        recipes.add(
                            new Recipe(type, Set.of(module), library.name(), this::build))));
    return recipes;
  }

  private Estimator build(Attributes state, Workshop workshop) {
    return GuestEstimator.of(library.guest(state.instance(), state.place(), limits));
  }

  @Override
  public Map<String, Set<String>> inert() {
    return library.inert();
  }

  /** Whether a file with this at its root is one of the library's own. */
  boolean owns(Node.Instance root) {
    return library
        .types()
        .getOrDefault(root.type().module(), Set.of())
        .contains(root.type().name());
  }
}
