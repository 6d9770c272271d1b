package dev.serin.cli;

import dev.serin.base.Deadline;
import dev.serin.base.Json;
import dev.serin.runtime.Format;
import dev.serin.runtime.Golden;
import dev.serin.runtime.InputCheck;
import dev.serin.runtime.Predictor;
import dev.serin.tensor.Tensor;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Golden rows asked of a model that was opened offline. */
record GoldenRows(Golden golden) {
  static final Outcome NONE = new Outcome(0, "");
  private static final int DEPTH = 100;
  private static final Duration LONGEST = Duration.ofMinutes(1);

  /** How many rows were compared, and the first difference; an empty text when all agree. */
  record Outcome(long compared, String difference) {
    boolean agrees() {
      return difference.isEmpty();
    }

    Json.Obj json() {
      return agrees()
          ? Json.Obj.of("rows", compared, "agree", true)
          : Json.Obj.of("rows", compared, "agree", false, "difference", difference);
    }

    String text() {
      if (!agrees()) {
        return difference;
      }
      return compared == 0 ? "none given" : compared + " agree";
    }
  }

  /** Reads a file of golden rows; raises a refusal when it has another form. */
  static GoldenRows read(byte[] file) {
    return new GoldenRows(Golden.parse(file, DEPTH));
  }

  /** Predicts the rows and compares. */
  Outcome compared(Format.Opened opened) {
    try (Predictor predictor = opened.predictor()) {
      Set<String> named = golden.outputs().stream().map(Tensor::name).collect(Collectors.toSet());
      Set<String> wanted = InputCheck.outputs(predictor.signature(), named);
      List<Tensor> inputs = InputCheck.conform(predictor.signature(), golden.inputs());
      List<Tensor> ours = predictor.predict(inputs, wanted, Deadline.in(LONGEST));
      return new Outcome(golden.inputs().getFirst().rows(), golden.difference(ours).orElse(""));
    }
  }
}
