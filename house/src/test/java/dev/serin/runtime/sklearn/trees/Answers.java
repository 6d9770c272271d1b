package dev.serin.runtime.sklearn.trees;

import dev.serin.base.Deadline;
import dev.serin.runtime.Predictor;
import dev.serin.tensor.Tensor;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Asks a model for one output. */
final class Answers {
  private Answers() {}

  /** The numbers of this output for rows of {@code width} numbers. */
  static double[] of(Predictor model, String output, int width, double... x) {
    Tensor rows = Tensor.ofDoubles("input-0", x, x.length / width, width);
    return model
        .predict(List.of(rows), Set.of(output), Deadline.in(Duration.ofMinutes(1)))
        .getFirst()
        .doubles();
  }
}
