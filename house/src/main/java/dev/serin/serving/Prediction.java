package dev.serin.serving;

import dev.serin.base.ModelName;
import dev.serin.tensor.Tensor;
import java.util.List;

/**
 * The answer of one version; {@code nanos} is the time from the inputs to the outputs; {@code
 * failover}: the champion answered because the canary had failed.
 */
public record Prediction(
    ModelName model, int version, String arm, List<Tensor> outputs, long nanos, boolean failover) {
  public Prediction {
    outputs = List.copyOf(outputs);
  }
}
