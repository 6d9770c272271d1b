package dev.serin.runtime.torch.python;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The names of a function or file. {@code source} is the name of the file, empty for the library,
 * whose lines say nothing to people.
 */
final class Scope {
  private final String source;
  private final Optional<Scope> around;
  private final Map<String, Thing> names = new HashMap<>();
  private final Optional<Thing.Function> function;

  private Scope(String source, Optional<Scope> around, Optional<Thing.Function> function) {
    this.source = source;
    this.around = around;
    this.function = function;
  }

  static Scope file(String source) {
    return new Scope(source, Optional.empty(), Optional.empty());
  }

  /** The scope of a call, around which the names of its definition stand. */
  static Scope call(Thing.Function function) {
    Scope around = function.scope();
    return new Scope(around.source, Optional.of(around), Optional.of(function));
  }

  /** A scope inside of this one that is no function: a comprehension or the body of a class. */
  Scope inner() {
    return new Scope(source, Optional.of(this), function);
  }

  String source() {
    return source;
  }

  Optional<Thing.Function> function() {
    return function;
  }

  Map<String, Thing> names() {
    return names;
  }

  void set(String name, Thing value) {
    names.put(name, value);
  }

  Optional<Thing> find(String name) {
    Optional<Scope> scope = Optional.of(this);
    while (scope.isPresent()) {
      Thing found = scope.get().names.get(name);
      if (found != null) {
        return Optional.of(found);
      }
      scope = scope.get().around;
    }
    return Optional.empty();
  }

  /** The scope around this one. */
  Scope outer() {
    return around.orElseThrow();
  }
}
