package dev.serin.codec;

import dev.serin.tensor.Signature;
import dev.serin.tensor.TensorSpec;
import java.util.stream.Collectors;

/** What a model takes, in one line for people who sent something else. */
public final class Expected {
  private Expected() {}

  /** The inputs, or the columns, with datatypes and shapes. */
  public static String by(Signature signature) {
    String inputs =
        signature.inputs().stream().map(TensorSpec::toString).collect(Collectors.joining(", "));
    if (signature.columns().isEmpty()) {
      return inputs;
    }
    String columns =
        signature.columns().stream()
            .map(column -> column.name() + " " + column.type())
            .collect(Collectors.joining(", "));
    return signature.matrix() ? inputs + ", or the columns " + columns : "the columns " + columns;
  }
}
