package dev.serin.runtime.sklearn.process;

import dev.serin.runtime.sklearn.Dense;
import dev.serin.runtime.sklearn.Family;
import dev.serin.runtime.sklearn.Recipe;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The classes of {@code sklearn.gaussian_process} and {@code sklearn.kernel_ridge}. */
public final class ProcessFamily implements Family {
  private static final String ROOM = "sklearn.gaussian_process.";

  @Override
  public Map<String, Set<String>> inert() {
    Map<String, Set<String>> names = new HashMap<>(Dense.inert());
    names.put(ROOM + "kernels", Covariances.NAMES);
    Set<String> binary = Set.of("_BinaryGaussianProcessClassifierLaplace");
    names.put(ROOM + "gpc", binary);
    names.put(ROOM + "_gpc", binary);
    names.put("sklearn.multiclass", Set.of("OneVsRestClassifier", "OneVsOneClassifier"));
    names.put("sklearn.preprocessing.label", Set.of("LabelBinarizer"));
    names.put("sklearn.preprocessing._label", Set.of("LabelBinarizer"));
    return names;
  }

  @Override
  public List<Recipe> recipes() {
    return List.of(
        new Recipe(
            "GaussianProcessRegressor",
            Set.of(ROOM + "gpr", ROOM + "_gpr"),
            "Gaussian process",
            ProcessRegressor::of),
        new Recipe(
            "GaussianProcessClassifier",
            Set.of(ROOM + "gpc", ROOM + "_gpc"),
            "Gaussian process",
            ProcessClassifier::of),
        new Recipe(
            "KernelRidge", Set.of("sklearn.kernel_ridge"), "kernel regression", KernelRidge::of));
  }
}
