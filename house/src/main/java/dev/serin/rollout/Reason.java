package dev.serin.rollout;

import java.util.Objects;

/** Why something was decided: a stable code such as ERROR_RELATIVE, and the numbers in words. */
public record Reason(String code, String text) {
  public Reason {
    Objects.requireNonNull(text, "text");
    if (code.isBlank()) {
      throw new IllegalArgumentException("a reason has a code");
    }
  }
}
