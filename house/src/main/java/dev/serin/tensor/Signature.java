package dev.serin.tensor;

import java.util.List;
import java.util.Optional;

/**
 * What a model takes and gives. {@code columns} are the feature columns of a tabular model in
 * order, each with its datatype and shape [-1] (names such as {@code x0} are not invented: empty
 * when the file names none). {@code labels} are the classes in the order of {@code predict_proba},
 * as texts. {@code defaults} are the outputs given when none is asked for.
 */
public record Signature(
    Kind kind,
    List<TensorSpec> inputs,
    List<TensorSpec> outputs,
    List<TensorSpec> columns,
    List<String> labels,
    List<String> defaults) {

  /** Tabular models take every numeric datatype; nets only lossless widening. */
  public enum Kind {
    TABULAR,
    NET
  }

  public Signature {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    columns = List.copyOf(columns);
    labels = List.copyOf(labels);
    defaults = List.copyOf(defaults);
    if (inputs.isEmpty() || outputs.isEmpty()) {
      throw new IllegalArgumentException("a signature has at least one input and one output");
    }
  }

  /** The input of this name. */
  public Optional<TensorSpec> input(String name) {
    return inputs.stream().filter(spec -> spec.name().equals(name)).findFirst();
  }

  /** The output of this name. */
  public Optional<TensorSpec> output(String name) {
    return outputs.stream().filter(spec -> spec.name().equals(name)).findFirst();
  }

  /** Whether all columns are numbers, so that one matrix can hold them. */
  public boolean matrix() {
    return columns.stream().allMatch(column -> column.type().numeric());
  }
}
