package dev.serin.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was typed after the name of a command: options by their longest name, and operands. */
public record Words(Map<String, List<String>> options, List<String> operands) {
  public Words {
    options = Map.copyOf(options);
    operands = List.copyOf(operands);
  }

  /** Whether the flag or option was given. */
  public boolean has(String option) {
    return options.containsKey(option);
  }

  /** The value of an option. */
  public Optional<String> value(String option) {
    return values(option).stream().findFirst();
  }

  /** All values of an option that may be repeated. */
  public List<String> values(String option) {
    return options.getOrDefault(option, List.of());
  }

  /** The first operand. */
  public Optional<String> operand() {
    return operands.stream().findFirst();
  }

  /** The operand of a command that wants exactly one. */
  public String only() {
    return operands.getFirst();
  }
}
