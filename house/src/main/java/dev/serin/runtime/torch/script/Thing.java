package dev.serin.runtime.torch.script;

import dev.serin.runtime.torch.Dim;
import dev.serin.runtime.torch.Held;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What a variable of the source holds while it is evaluated symbolically. */
sealed interface Thing {
  /** The one None; a device is none as well, for there is only one here. */
  Thing NOTHING = new Nothing();

  /** A tensor. */
  record Tensor(Held held) implements Thing {}

  /** A whole number, which may be made of sizes. */
  record Whole(Dim value) implements Thing {
    static Whole of(long value) {
      return new Whole(Dim.of(value));
    }
  }

  /** A real number. */
  record Real(double value) implements Thing {}

  /** True or false. */
  record Flag(boolean value) implements Thing {}

  /** True or false, which depends on something that only the run knows. */
  record Open(String on) implements Thing {}

  /** A text. */
  record Text(String value) implements Thing {}

  /** None. */
  record Nothing() implements Thing {}

  /** A list, which operators may change, or a tuple, which they do not. */
  record Items(List<Thing> items, boolean tuple) implements Thing {}

  /** A dict. */
  record Table(Map<Thing, Thing> entries) implements Thing {}

  /** The dotted name of a function, a class or a namespace. */
  record Path(String name) implements Thing {}

  /** An object: the name of its class, and its attributes. */
  final class Made implements Thing {
    private final String type;
    private final Function<String, Optional<Thing>> stored;
    private final Map<String, Thing> attributes = new HashMap<>();

    Made(String type, Function<String, Optional<Thing>> stored) {
      this.type = type;
      this.stored = stored;
    }

    String type() {
      return type;
    }

    Optional<Thing> attribute(String name) {
      if (!attributes.containsKey(name)) {
        stored.apply(name).ifPresent(value -> attributes.put(name, value));
      }
      return Optional.ofNullable(attributes.get(name));
    }

    void put(String name, Thing value) {
      attributes.put(name, value);
    }
  }

  /** For messages. */
  default String shown() {
    return switch (this) {
      case Tensor _ -> "a tensor";
      case Whole(Dim value) -> value.toString();
      case Real(double value) -> Double.toString(value);
      case Flag(boolean value) -> Boolean.toString(value);
      case Open(String on) -> "a truth that depends on " + on;
      case Text(String value) -> "'" + value.substring(0, Math.min(80, value.length())) + "'";
      case Nothing _ -> "None";
      case Items(List<Thing> items, boolean tuple) ->
          (tuple ? "a tuple of " : "a list of ") + items.size();
      case Table(Map<Thing, Thing> entries) -> "a dict of " + entries.size();
      case Path(String name) -> name;
      case Made made -> "a " + made.type();
    };
  }
}
