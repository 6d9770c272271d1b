package dev.serin.runtime.keras;

import dev.serin.base.Json;
import dev.serin.runtime.keras.Architecture.Call;
import dev.serin.runtime.keras.Architecture.Output;
import dev.serin.runtime.keras.Architecture.Reference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Reads {@code inbound_nodes}, which say with what a layer is called. Keras 2 writes {@code
 * [["conv", 0, 0, {}], ...]} for each call, Keras 3 an object with the arguments, in which a result
 * is a {@code __keras_tensor__}.
 */
final class Calls {
  private static final String CONSTANT = "_CONSTANT_VALUE"; // in the place of a layer's name

  private final String layer;
  private final List<Argument<Reference>> given = new ArrayList<>();
  private final SequencedMap<String, Argument<Reference>> named = new LinkedHashMap<>();

  private Calls(String layer) {
    this.layer = layer;
  }

  static List<Call<Reference>> of(String layer, List<Json> nodes) {
    List<Call<Reference>> calls = new ArrayList<>();
    for (Json node : nodes) {
      Calls reading = new Calls(layer);
      switch (node) {
        case Json.Obj three -> reading.three(three);
        case Json.Arr(List<Json> two) -> reading.twoAll(two);
        default -> throw Refusal.corrupt(layer, "a call is " + node.text());
      }
      calls.add(new Call<>(reading.given, reading.named));
    }
    return calls;
  }

  /** Keras 2: a list of results, one result by itself, or members by name. */
  private void twoAll(List<Json> arguments) {
    if (!arguments.isEmpty() && arguments.getFirst() instanceof Json.Str) {
      two(new Json.Arr(arguments));
      return;
    }
    arguments.forEach(this::two);
  }

  private void two(Json argument) {
    if (argument instanceof Json.Arr(List<Json> parts)
        && parts.size() >= 3
        && parts.getFirst() instanceof Json.Str(String name)) {
      given.add(name.equals(CONSTANT) ? new Argument.Fixed<>(parts.get(2)) : result(argument));
      if (parts.size() > 3 && parts.get(3) instanceof Json.Obj more) {
        more.members().forEach((key, value) -> named.put(key, twoNamed(value)));
      }
      return;
    }
    throw Refusal.corrupt(layer, "this names no layer: " + argument.text());
  }

  private Argument<Reference> twoNamed(Json value) {
    if (value instanceof Json.Arr(List<Json> parts)) {
      return refers(parts)
          ? result(value)
          : new Argument.Several<>(parts.stream().map(this::twoNamed).toList());
    }
    if (value instanceof Json.Obj object) {
      SequencedMap<String, Argument<Reference>> members = new LinkedHashMap<>();
      object.members().forEach((name, member) -> members.put(name, twoNamed(member)));
      return new Argument.Table<>(members);
    }
    return new Argument.Fixed<>(value);
  }

  private void three(Json.Obj call) {
    call.list("args").forEach(argument -> given.add(threeArgument(argument)));
    call.object("kwargs")
        .ifPresent(
            more -> more.members().forEach((name, value) -> named.put(name, threeArgument(value))));
  }

  private Argument<Reference> threeArgument(Json value) {
    return switch (value) {
      case Json.Arr(List<Json> items) ->
          new Argument.Several<>(items.stream().map(this::threeArgument).toList());
      case Json.Obj object -> threeObject(object);
      case Json _ -> new Argument.Fixed<>(value);
    };
  }

  private Argument<Reference> threeObject(Json.Obj object) {
    String kind = object.text("class_name").orElse("");
    if (kind.equals("__keras_tensor__")) {
      return result(
          object
              .object("config")
              .flatMap(config -> config.member("keras_history"))
              .orElse(Json.Null.NULL));
    }
    if (kind.equals("__tuple__")) {
      return threeArgument(object.member("items").orElse(new Json.Arr(List.of())));
    }
    if (!kind.isEmpty()) {
      return new Argument.Fixed<>(object);
    }
    SequencedMap<String, Argument<Reference>> members = new LinkedHashMap<>();
    object.members().forEach((name, member) -> members.put(name, threeArgument(member)));
    return new Argument.Table<>(members);
  }

  private Argument<Reference> result(Json json) {
    return new Argument.Result<>(reference(layer, json));
  }

  /** The inputs or outputs of a model: one reference, lists of them, or members by name. */
  static List<Output> references(Json.Obj config, String member) {
    List<Output> all = new ArrayList<>();
    collect(member, "", config.member(member).orElse(Json.Null.NULL), all);
    if (all.isEmpty()) {
      throw Refusal.value("model_config", member + " is no list of layers");
    }
    return all;
  }

  private static void collect(String member, String name, Json json, List<Output> all) {
    switch (json) {
      case Json.Arr(List<Json> parts) when refers(parts) ->
          all.add(new Output(name, reference(member, json)));
      case Json.Arr(List<Json> parts) -> parts.forEach(part -> collect(member, name, part, all));
      // Keras counts the results of a dictionary in the order of its keys
      case Json.Obj(SequencedMap<String, Json> parts) ->
          parts.entrySet().stream()
              .sorted(Comparator.comparing(Map.Entry::getKey))
              .forEach(part -> collect(member, part.getKey(), part.getValue(), all));
      case Json _ -> throw Refusal.corrupt(member, "this names no layer: " + json.text());
    }
  }

  private static boolean refers(List<Json> parts) {
    return parts.size() >= 3 && parts.getFirst() instanceof Json.Str;
  }

  private static Reference reference(String place, Json json) {
    if (json instanceof Json.Arr(List<Json> parts)
        && refers(parts)
        && parts.get(0) instanceof Json.Str(String layer)
        && parts.get(1) instanceof Json.Num call
        && parts.get(2) instanceof Json.Num result
        && call.digits().matches("[0-9]{1,9}")
        && result.digits().matches("[0-9]{1,6}")) {
      return new Reference(layer, call.longValue(), (int) result.longValue());
    }
    throw Refusal.corrupt(place, "this names no layer: " + json.text());
  }
}
