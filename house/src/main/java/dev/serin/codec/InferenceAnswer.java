package dev.serin.codec;

import dev.serin.base.Json;
import dev.serin.tensor.Tensor;
import java.util.List;
import java.util.Objects;

/** What a model answered: {@code id} is the client's or, when it gave none, the request's own. */
public record InferenceAnswer(
    String model, int version, String id, Json.Obj parameters, List<Tensor> outputs) {
  public InferenceAnswer {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(parameters, "parameters");
    outputs = List.copyOf(outputs);
  }
}
