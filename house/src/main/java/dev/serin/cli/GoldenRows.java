package dev.serin.cli;

import dev.serin.base.Deadline;
import dev.serin.base.Json;
import dev.serin.runtime.Format;
import dev.serin.runtime.Golden;
import dev.serin.runtime.InputCheck;
import dev.serin.runtime.Parity;
import dev.serin.runtime.Predictor;
import dev.serin.tensor.Tensor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Golden rows asked of a model that was opened offline. */
record GoldenRows(Golden golden) {
  static final Outcome NONE = new Outcome(new Parity(0, List.of()), "");
  private static final int DEPTH = 100;
  private static final Duration LONGEST = Duration.ofMinutes(1);

  /** How closely they were met, and the first difference; an empty text when all agree. */
  record Outcome(Parity parity, String difference) {
    boolean agrees() {
      return difference.isEmpty();
    }

    Json.Obj json() {
      if (!agrees()) {
        return Json.Obj.of("rows", parity.rows(), "agree", false, "difference", difference);
      }
      return Json.Obj.of(
          "rows", parity.rows(),
          "agree", true,
          "absolute", parity.absolute(),
          "relative", parity.relative(),
          "outputs", parity.outputs().stream().map(Outcome::json).toList());
    }

    private static Json.Obj json(Parity.Output output) {
      return Json.Obj.of(
          "name", output.name(),
          "elements", output.elements(),
          "absolute", output.absolute(),
          "relative", output.relative());
    }

    String text() {
      if (!agrees()) {
        return difference;
      }
      return parity.rows() == 0
          ? "none given"
          : "%d agree, at most %.2g off (%.2g relative)"
              .formatted(parity.rows(), parity.absolute(), parity.relative());
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
      Optional<String> difference = golden.difference(ours);
      return difference.isPresent()
          ? new Outcome(new Parity(golden.inputs().getFirst().rows(), List.of()), difference.get())
          : new Outcome(golden.parity(ours), "");
    }
  }
}
