package dev.serin.serving;

import dev.serin.base.Deadline;
import dev.serin.base.ModelName;
import dev.serin.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Port: answers calls of models that have two versions on trial. */
public interface Arms {
  /** Where no model is on trial. */
  Arms NONE = (_, _) -> Optional.empty();

  /**
   * Answers by one of the versions, counts and tells; empty when no trial takes part in the call,
   * so that the champion answers as always.
   *
   * @throws RuntimeException what the version raised that the client hears of
   */
  Optional<Prediction> answer(ModelName model, Ask ask);

  /** What is asked of a version: inputs, and the outputs that are wanted. */
  record Question(List<Tensor> inputs, Set<String> outputs) {}

  /**
   * A call that was admitted: the champion, held; what the client gave, and the same as the
   * champion takes it.
   */
  record Ask(
      Lease champion, Question given, Question checked, Gateway.Wish wish, Deadline deadline) {}
}
