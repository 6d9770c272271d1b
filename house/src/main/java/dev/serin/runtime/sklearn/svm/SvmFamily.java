package dev.serin.runtime.sklearn.svm;

import dev.serin.runtime.sklearn.Dense;
import dev.serin.runtime.sklearn.Family;
import dev.serin.runtime.sklearn.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The support vector machines of LIBSVM: classes, numbers, and one class. */
public final class SvmFamily implements Family {
  private static final Set<String> MODULES = Set.of("sklearn.svm.classes", "sklearn.svm._classes");

  @Override
  public Map<String, Set<String>> inert() {
    return Dense.inert();
  }

  @Override
  public List<Recipe> recipes() {
    List<Recipe> recipes = new ArrayList<>();
    for (String name : List.of("SVC", "NuSVC")) {
      recipes.add(new Recipe(name, MODULES, "votes of pairs", SvmState::classifier));
    }
    for (String name : List.of("SVR", "NuSVR")) {
      recipes.add(new Recipe(name, MODULES, "support vectors", SvmState::regressor));
    }
    recipes.add(new Recipe("OneClassSVM", MODULES, "support vectors", SvmState::oneClass));
    return recipes;
  }
}
