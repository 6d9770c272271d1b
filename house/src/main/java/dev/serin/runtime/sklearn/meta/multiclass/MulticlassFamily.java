package dev.serin.runtime.sklearn.meta.multiclass;

import dev.serin.runtime.sklearn.Family;
import dev.serin.runtime.sklearn.Recipe;
import java.util.List;
import java.util.Set;

/** The classes of {@code sklearn.multiclass, multioutput} and {@code compose} for targets. */
public final class MulticlassFamily implements Family {
  private static final Set<String> CLASSES = Set.of("sklearn.multiclass");
  private static final Set<String> TARGETS = Set.of("sklearn.multioutput");

  @Override
  public List<Recipe> recipes() {
    return List.of(
        new Recipe("OneVsRestClassifier", CLASSES, "one against the rest", OneAgainstRest::of),
        new Recipe("OneVsOneClassifier", CLASSES, "votes of pairs", Pairs::of),
        new Recipe("OutputCodeClassifier", CLASSES, "nearest code", Codes::of),
        new Recipe("_ConstantPredictor", CLASSES, "constant", (state, _) -> Constant.of(state)),
        new Recipe("MultiOutputClassifier", TARGETS, "one for each target", EachLabel::of),
        new Recipe("MultiOutputRegressor", TARGETS, "one for each target", EachNumber::of),
        new Recipe("ClassifierChain", TARGETS, "chain of targets", TargetChain::of),
        new Recipe("RegressorChain", TARGETS, "chain of targets", TargetChain::of),
        new Recipe(
            "TransformedTargetRegressor",
            Set.of("sklearn.compose._target"),
            "its inner regressor, turned back",
            TransformedTarget::of));
  }
}
