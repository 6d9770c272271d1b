package dev.serin.base;

import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * The name of a registered model, compared exactly. MLflow's rule: not blank, no {@code /} or
 * {@code :} or control character, no leading dot, at most 250 characters; the names of our own
 * routes are reserved.
 */
public record ModelName(String text) implements Comparable<ModelName> {
  private static final int LONGEST = 250;
  private static final Set<String> RESERVED =
      Set.of("latest", "best", "registry", "versions", "load", "stats");

  public ModelName {
    Objects.requireNonNull(text, "text");
    if (text.isBlank()) {
      throw invalid("a model needs a name");
    }
    if (text.length() > LONGEST) {
      throw invalid("a model name has at most 250 characters, this one has " + text.length());
    }
    if (text.startsWith(".")) {
      throw invalid("a model name does not start with a dot: " + text);
    }
    if (text.chars().anyMatch(c -> c == '/' || c == ':' || Character.isISOControl(c))) {
      throw invalid("a model name holds no '/', ':' or control character");
    }
    if (RESERVED.contains(text.toLowerCase(Locale.ROOT))) {
      throw new Problem.Raised(
          new Problem.Invalid(
              "NAME_RESERVED", "name", "'" + text + "' is reserved: choose another name"));
    }
  }

  private static Problem.Raised invalid(String message) {
    return new Problem.Raised(new Problem.Invalid("NAME_INVALID", "name", message));
  }

  @Override
  public int compareTo(ModelName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
