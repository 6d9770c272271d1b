package dev.serin.runtime.keras;

import dev.serin.base.Json;
import dev.serin.graph.Value;
import dev.serin.runtime.keras.Architecture.Call;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What one call of a layer is given. Every named argument has to be asked for; {@link #end} refuses
 * any other that is set.
 */
public final class Arguments {
  private final String layer;
  private final List<Argument<Value>> given;
  private final Map<String, Argument<Value>> named;
  private final Set<String> understood = new HashSet<>();

  Arguments(String layer, Call<Value> call) {
    this.layer = layer;
    this.given = call.given();
    this.named = call.named();
  }

  /** The arguments by place. */
  public List<Argument<Value>> given() {
    return given;
  }

  /** All results that are given by place, or by the name {@code inputs}; constants are refused. */
  public List<Value> tensors() {
    understood.add("inputs");
    List<Argument<Value>> all =
        given.isEmpty() && named.containsKey("inputs") ? List.of(named.get("inputs")) : given;
    all.forEach(this::withoutConstants);
    return all.stream().flatMap(Argument::results).toList();
  }

  private void withoutConstants(Argument<Value> argument) {
    switch (argument) {
      case Argument.Result<Value> _ -> {}
      case Argument.Fixed<Value>(Json json) -> {
        if (!(json instanceof Json.Null)) {
          throw Refusal.value(layer, "it is called with the constant " + json.text());
        }
      }
      case Argument.Several<Value>(List<Argument<Value>> items) ->
          items.forEach(this::withoutConstants);
      case Argument.Table<Value>(var members) -> members.values().forEach(this::withoutConstants);
    }
  }

  /** The argument of this name, or else of this place; empty when it is missing or null. */
  public Optional<Argument<Value>> any(String name, int place) {
    understood.add(name);
    Optional<Argument<Value>> found =
        named.containsKey(name)
            ? Optional.of(named.get(name))
            : place >= 0 && place < given.size() ? Optional.of(given.get(place)) : Optional.empty();
    return found.filter(Arguments::isThere);
  }

  /** The argument at this place; empty when it is missing or null. */
  public Optional<Argument<Value>> at(int place) {
    return place >= 0 && place < given.size()
        ? Optional.of(given.get(place)).filter(Arguments::isThere)
        : Optional.empty();
  }

  private static boolean isThere(Argument<Value> argument) {
    return !(argument instanceof Argument.Fixed<Value>(Json json) && json instanceof Json.Null);
  }

  /** The one result in the argument of this name; empty when it is missing or null. */
  public Optional<Value> tensor(String name) {
    return any(name, -1)
        .map(
            argument -> {
              if (argument instanceof Argument.Result<Value>(Value value)) {
                return value;
              }
              throw Refusal.value(layer, "it is called with a constant as " + name);
            });
  }

  /** Whether the argument of this name is set to true; a result in its place is refused. */
  public boolean flag(String name) {
    return any(name, -1)
        .map(
            argument -> {
              if (argument instanceof Argument.Fixed<Value>(Json json)
                  && json instanceof Json.Bool(boolean on)) {
                return on;
              }
              throw Refusal.value(layer, "it is called with " + name + " that is no constant");
            })
        .orElse(false);
  }

  /** The masks that are given by name, each with the value that it belongs to. */
  Map<Integer, Value> masks() {
    Map<Integer, Value> masks = new HashMap<>();
    List<Value> values = given.stream().map(Arguments::listed).flatMap(Argument::results).toList();
    any("mask", -1).ifPresent(mask -> pair(values, listed(mask), masks));
    List<String> names = List.of("query", "value", "key");
    for (int i = 0; i < names.size(); i++) {
      Optional<Argument<Value>> mask = any(names.get(i) + "_mask", -1);
      if (mask.isPresent()) {
        Optional<Value> named = tensor(names.get(i));
        int place = i;
        named
            .or(() -> place < values.size() ? Optional.of(values.get(place)) : Optional.empty())
            .ifPresent(value -> pair(List.of(value), mask.get(), masks));
      }
    }
    return masks;
  }

  /** Members by name as a list in the order of their names, as Keras counts them. */
  private static Argument<Value> listed(Argument<Value> argument) {
    return argument instanceof Argument.Table<Value>(var members)
        ? new Argument.Several<>(List.copyOf(new TreeMap<>(members).values()))
        : argument;
  }

  private void pair(List<Value> values, Argument<Value> mask, Map<Integer, Value> masks) {
    List<Argument<Value>> each =
        mask instanceof Argument.Several<Value>(List<Argument<Value>> items)
            ? items
            : List.of(mask);
    for (int i = 0; i < Math.min(each.size(), values.size()); i++) {
      int masked = values.get(i).id();
      switch (each.get(i)) {
        case Argument.Result<Value>(Value value) -> masks.put(masked, value);
        case Argument.Fixed<Value>(Json json) when json instanceof Json.Null -> {}
        case Argument<Value> _ -> throw Refusal.value(layer, "it is called with a mask of its own");
      }
    }
  }

  /** Refuses every named argument that nobody has asked for and that is set. */
  void end() {
    named.forEach(
        (name, argument) -> {
          if (!understood.contains(name) && set(argument)) {
            throw unknown(name, argument);
          }
        });
  }

  private static boolean set(Argument<Value> argument) {
    return !(argument instanceof Argument.Fixed<Value>(Json json)
        && (json instanceof Json.Null || json instanceof Json.Bool(boolean on) && !on));
  }

  private RuntimeException unknown(String name, Argument<Value> argument) {
    String shown = argument instanceof Argument.Fixed<Value>(Json json) ? json.text() : "a result";
    if (name.equals("training")) {
      return Refusal.of(
          "TRAINING_MODE",
          layer,
          "it is called with training = " + shown,
          "build the model so that the layer is called without training");
    }
    return Refusal.value(layer, "it is called with " + name + " = " + shown);
  }
}
