package dev.serin.runtime.sklearn;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.serin.base.Deadline;
import dev.serin.base.Problem;
import dev.serin.runtime.Predictor;
import dev.serin.tensor.Tensor;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Asks a hand-made model through the predictor, as a door would. */
record Asked(Predictor predictor) {
  private static final Deadline SOON = Deadline.in(Duration.ofMinutes(10));

  static Asked of(Object model) {
    return new Asked(Case.open(Pickled.of(model)).predictor());
  }

  Tensor answer(String output, double[]... rows) {
    return answer(output, List.of(matrix(rows)));
  }

  Tensor answer(String output, List<Tensor> inputs) {
    return predictor.predict(inputs, Set.of(output), SOON).getFirst();
  }

  Problem.Invalid refusal(String output, double[]... rows) {
    return refusal(output, List.of(matrix(rows)));
  }

  Problem.Invalid refusal(String output, List<Tensor> inputs) {
    Problem.Raised raised =
        catchThrowableOfType(Problem.Raised.class, () -> answer(output, inputs));
    return (Problem.Invalid) raised.problem();
  }

  static Problem.Refused refused(Object model) {
    Problem.Raised raised = catchThrowableOfType(Problem.Raised.class, () -> of(model));
    return (Problem.Refused) raised.problem();
  }

  private static Tensor matrix(double[][] rows) {
    int width = rows.length == 0 ? 0 : rows[0].length;
    double[] cells = new double[rows.length * width];
    for (int r = 0; r < rows.length; r++) {
      System.arraycopy(rows[r], 0, cells, r * width, width);
    }
    return Tensor.ofDoubles(Inputs.MATRIX, cells, rows.length, width);
  }
}
