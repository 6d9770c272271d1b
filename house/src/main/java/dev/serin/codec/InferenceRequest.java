package dev.serin.codec;

import dev.serin.base.Json;
import dev.serin.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What a client asks of a model: {@code id} is empty when the client gave none; {@code inputs} are
 * as the client declared them; {@code outputs} is empty when none was asked for by name.
 */
public record InferenceRequest(
    String id, Json.Obj parameters, List<Tensor> inputs, Set<String> outputs) {
  private static final Json.Obj NOTHING = Json.Obj.of();

  public InferenceRequest {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(parameters, "parameters");
    inputs = List.copyOf(inputs);
    outputs = Collections.unmodifiableSet(new LinkedHashSet<>(outputs));
  }

  /** Only inputs. */
  public static InferenceRequest of(List<Tensor> inputs) {
    return new InferenceRequest("", NOTHING, inputs, Set.of());
  }
}
