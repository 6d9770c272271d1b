package dev.serin.ledger;

import dev.serin.base.Json;
import java.util.Objects;

/** A fact to be recorded: its type, in the past tense, and its content. */
public record Entry(String type, Json.Obj body) {
  public Entry {
    Objects.requireNonNull(body, "body");
    if (type.isBlank()) {
      throw new IllegalArgumentException("a fact needs a type");
    }
  }
}
