package dev.serin.cli;

import java.util.List;

/**
 * One command as data: a {@code name} of one or two words ({@code audit verify}), one sentence for
 * the help, what it takes, and what it does.
 */
public record Command(
    String name, String summary, List<Option> options, Operands operands, Action action) {
  /** The option by which every command speaks to programs. */
  public static final Option JSON = Option.flag("--json", "answer as JSON, for programs");

  public Command {
    options = List.copyOf(options);
  }

  /** What a command does with its words; the answer is the exit code. */
  @FunctionalInterface
  public interface Action {
    /**
     * Does it.
     *
     * @throws dev.serin.base.Problem.Raised when it failed; the caller prints it and knows the code
     */
    int run(Words words, Screen screen) throws InterruptedException;
  }

  /**
   * A flag ({@code label} empty) or an option with a value, by its {@code names}; the longest name
   * is the one by which {@link Words} knows it.
   */
  public record Option(List<String> names, String label, boolean repeatable, String help) {
    public Option {
      names = List.copyOf(names);
    }

    /** An option without a value. */
    public static Option flag(String name, String help) {
      return new Option(List.of(name), "", false, help);
    }

    /** An option with one value. */
    public static Option value(String name, String label, String help) {
      return new Option(List.of(name), label, false, help);
    }

    /** The same option, allowed more than once. */
    public Option repeated() {
      return new Option(names, label, true, help);
    }

    String key() {
      return names.stream().reduce((a, b) -> b.length() > a.length() ? b : a).orElseThrow();
    }
  }

  /** The words after the options: what they are called, and how many are wanted. */
  public record Operands(String label, int least, int most, String help) {
    /** No word is taken. */
    public static final Operands NONE = new Operands("", 0, 0, "");

    /** Exactly one word. */
    public static Operands one(String label, String help) {
      return new Operands(label, 1, 1, help);
    }

    /** One word or none. */
    public static Operands optional(String label, String help) {
      return new Operands(label, 0, 1, help);
    }
  }
}
