package dev.serin.base;

import java.util.Objects;

/** Who does something: a principal's name, or a part of Serin such as {@code source:models}. */
public record Actor(String name) {
  public static final Actor ANONYMOUS = new Actor("anonymous");

  public Actor {
    Objects.requireNonNull(name, "name");
    if (name.isBlank()) {
      throw new IllegalArgumentException("an actor needs a name");
    }
  }
}
