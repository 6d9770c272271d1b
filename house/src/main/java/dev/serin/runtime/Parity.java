package dev.serin.runtime;

import java.util.List;

/**
 * The certificate of a version: over {@code rows} recorded rows, how far its outputs are from what
 * the original library answered. Made from golden rows that agreed within their tolerance.
 */
public record Parity(long rows, List<Output> outputs) {
  public Parity {
    outputs = List.copyOf(outputs);
  }

  /**
   * One compared output (of a tabular model: one method). {@code relative} is over the elements
   * whose expected value is not zero; texts, which were equal, count with zero.
   */
  public record Output(String name, long elements, double absolute, double relative) {}

  /** The largest absolute difference of all outputs. */
  public double absolute() {
    return outputs.stream().mapToDouble(Output::absolute).max().orElse(0);
  }

  /** The largest relative difference of all outputs. */
  public double relative() {
    return outputs.stream().mapToDouble(Output::relative).max().orElse(0);
  }
}
