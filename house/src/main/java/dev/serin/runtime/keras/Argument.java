package dev.serin.runtime.keras;

import dev.serin.base.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a layer is called with: results of other layers, written as {@code R}, with constants, lists
 * and named members around them.
 */
public sealed interface Argument<R> {

  /** A result of a layer. */
  record Result<R>(R value) implements Argument<R> {}

  /** A constant without any result in it. */
  record Fixed<R>(Json json) implements Argument<R> {}

  /** A list. */
  record Several<R>(List<Argument<R>> items) implements Argument<R> {
    public Several {
      items = List.copyOf(items);
    }
  }

  /** Members by name. */
  record Table<R>(SequencedMap<String, Argument<R>> members) implements Argument<R> {
    public Table {
      members = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(members));
    }
  }

  /** The results in it, in order. */
  default Stream<R> results() {
    return switch (this) {
      case Result<R>(R value) -> Stream.of(value);
      case Fixed<R> _ -> Stream.empty();
      case Several<R>(List<Argument<R>> items) -> items.stream().flatMap(Argument::results);
      case Table<R>(SequencedMap<String, Argument<R>> members) ->
          members.values().stream().flatMap(Argument::results);
    };
  }

  /** The same with other results. */
  default <S> Argument<S> map(Function<R, S> results) {
    return switch (this) {
      case Result<R>(R value) -> new Result<>(results.apply(value));
      case Fixed<R>(Json json) -> new Fixed<>(json);
      case Several<R>(List<Argument<R>> items) ->
          new Several<>(items.stream().map(item -> item.map(results)).toList());
      case Table<R>(SequencedMap<String, Argument<R>> members) -> {
        SequencedMap<String, Argument<S>> mapped = new LinkedHashMap<>();
        members.forEach((name, member) -> mapped.put(name, member.map(results)));
        yield new Table<>(mapped);
      }
    };
  }
}
