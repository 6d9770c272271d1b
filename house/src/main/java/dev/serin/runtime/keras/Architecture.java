package dev.serin.runtime.keras;

import dev.serin.base.Json;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The layers of a model in the order of the file, and which of their results go in and out. A chain
 * of layers is written as a graph, too.
 */
record Architecture(List<Input> inputs, List<Definition> layers, List<Output> outputs) {
  Architecture {
    inputs = List.copyOf(inputs);
    layers = List.copyOf(layers);
    outputs = List.copyOf(outputs);
  }

  /** An input: how callers name it, the layer that stands for it, and that layer's settings. */
  record Input(String name, String layer, Json.Obj settings, Json sizes) {}

  /** A result that goes out; {@code name} is empty where only its place says which it is. */
  record Output(String name, Reference reference) {}

  /** One result of a layer: of its call with this number, both counted from 0. */
  record Reference(String layer, long call, int result) {}

  /** A layer as it is written, and how often it is called with what. */
  record Definition(String name, Json.Obj written, List<Call<Reference>> calls) {
    Definition {
      calls = List.copyOf(calls);
    }
  }

  /** One call: arguments given by place, and those given by name. */
  record Call<R>(List<Argument<R>> given, Map<String, Argument<R>> named) {
    Call {
      given = List.copyOf(given);
      named = Map.copyOf(named);
    }

    <S> Call<S> map(Function<R, S> results) {
      return new Call<>(
          given.stream().map(each -> each.map(results)).toList(),
          named.entrySet().stream()
              .collect(
                  Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().map(results))));
    }

    boolean all(Predicate<R> holds) {
      return given.stream().flatMap(Argument::results).allMatch(holds)
          && named.values().stream().flatMap(Argument::results).allMatch(holds);
    }
  }
}
