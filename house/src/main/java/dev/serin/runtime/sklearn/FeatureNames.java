package dev.serin.runtime.sklearn;

import dev.serin.reader.NdArray;
import dev.serin.reader.Node;
import java.util.List;
import java.util.Optional;

/**
 * The names of the columns that a model was fitted on: its own, or those of the first step that
 * sees the rows, as {@code Pipeline} and the search wrappers answer.
 */
final class FeatureNames {
  private static final int DEEPEST = 1_000;

  /** Since 1.0, and what a column transformer had from 0.20 to 0.24. */
  private static final List<String> INDEXES = List.of("feature_names_in_", "_df_columns");

  private FeatureNames() {}

  /** The names, empty when the file names none. */
  static List<String> of(Node root) {
    Node at = root;
    for (int i = 0; i < DEEPEST; i++) {
      if (!(at instanceof Node.Instance instance)) {
        return List.of();
      }
      if (INDEXES.stream().anyMatch(name -> instance.attribute(name).isPresent())) {
        return own(instance);
      }
      Optional<Node> next =
          instance
              .attribute("best_estimator_")
              .or(() -> frozen(instance))
              .or(() -> firstStep(instance));
      if (next.isEmpty()) {
        return List.of();
      }
      at = next.get();
    }
    return List.of();
  }

  /** The names that the step itself keeps, empty when there are none. */
  static List<String> own(Node.Instance step) {
    return INDEXES.stream()
        .flatMap(name -> step.attribute(name).stream())
        .map(FeatureNames::names)
        .findFirst()
        .orElse(List.of());
  }

  /** An array of names, or one in the index of a pandas table, as column transformers kept it. */
  private static List<String> names(Node node) {
    return switch (node) {
      case Node.Array array -> texts(array.value());
      case Node.Instance index
          when index.type().name().equals("_new_Index")
              && index.args().size() == 2
              && index.args().get(1) instanceof Node.DictNode parts ->
          parts.value("data").map(FeatureNames::names).orElse(List.of());
      default -> List.of();
    };
  }

  private static List<String> texts(NdArray names) {
    boolean texts =
        names.dtype().kind() == 'U'
            || names.dtype().object()
                && List.of(names.objects()).stream().allMatch(Node.Text.class::isInstance);
    return texts ? List.of(names.texts()) : List.of();
  }

  private static Optional<Node> frozen(Node.Instance instance) {
    return instance.type().name().equals("FrozenEstimator")
        ? instance.attribute("estimator")
        : Optional.empty();
  }

  private static Optional<Node> firstStep(Node.Instance pipeline) {
    Optional<Node> named =
        pipeline.attribute("steps").or(() -> pipeline.attribute("transformer_list"));
    if (!(named.orElse(Node.NONE) instanceof Node.ListNode steps)) {
      return Optional.empty();
    }
    return steps.items().stream()
        .filter(step -> step instanceof Node.TupleNode pair && pair.items().size() == 2)
        .map(step -> ((Node.TupleNode) step).items().get(1))
        .filter(Node.Instance.class::isInstance)
        .findFirst();
  }
}
