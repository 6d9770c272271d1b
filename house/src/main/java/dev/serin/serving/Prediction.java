package dev.serin.serving;

import dev.serin.base.ModelName;
import dev.serin.tensor.Tensor;
import java.util.List;

/** The answer of one version; {@code nanos} is the time from the inputs to the outputs. */
public record Prediction(
    ModelName model, int version, String arm, List<Tensor> outputs, long nanos) {
  public Prediction {
    outputs = List.copyOf(outputs);
  }
}
