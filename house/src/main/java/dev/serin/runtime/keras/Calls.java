package dev.serin.runtime.keras;

import dev.serin.base.Json;
import dev.serin.runtime.keras.Architecture.Call;
import dev.serin.runtime.keras.Architecture.Reference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads {@code inbound_nodes}, which say with what a layer is called. Keras 2 writes {@code
 * [["conv", 0, 0, {}], ...]} for each call, Keras 3 an object with the arguments, in which a result
 * is a {@code __keras_tensor__}.
 */
final class Calls {
  private static final Set<String> TENSORS = Set.of("inputs", "query", "value", "key");

  private final String layer;
  private final List<Reference> given = new ArrayList<>();
  private final Map<String, Reference> named = new LinkedHashMap<>();

  private Calls(String layer) {
    this.layer = layer;
  }

  static List<Call> of(String layer, List<Json> nodes) {
    List<Call> calls = new ArrayList<>();
    for (Json node : nodes) {
      Calls reading = new Calls(layer);
      switch (node) {
        case Json.Obj three -> reading.three(three);
        case Json.Arr(List<Json> two) -> two.forEach(reading::two);
        default -> throw Refusal.corrupt(layer, "a call is " + node.text());
      }
      calls.add(new Call(reading.given, reading.named));
    }
    return calls;
  }

  private void two(Json argument) {
    given.add(reference(layer, argument));
    List<Json> parts = ((Json.Arr) argument).items();
    if (parts.size() > 3 && parts.get(3) instanceof Json.Obj more) {
      more.members().forEach(this::twoNamed);
    }
  }

  private void twoNamed(String name, Json value) {
    if (TENSORS.contains(name) && value instanceof Json.Arr) {
      named.put(name, reference(layer, value));
    } else {
      expectUnset(name, value);
    }
  }

  private void three(Json.Obj call) {
    call.list("args").forEach(this::argument);
    call.object("kwargs").ifPresent(more -> more.members().forEach(this::threeNamed));
  }

  private void argument(Json argument) {
    if (argument instanceof Json.Arr(List<Json> items)) {
      items.forEach(this::argument);
    } else if (tensor(argument)) {
      given.add(threeReference(argument));
    } else {
      throw Refusal.value(layer, "it is called with the constant " + argument.text());
    }
  }

  private void threeNamed(String name, Json value) {
    if (!TENSORS.contains(name)) {
      expectUnset(name, value);
    } else if (name.equals("inputs")) {
      argument(value);
    } else if (tensor(value)) {
      named.put(name, threeReference(value));
    } else if (!(value instanceof Json.Null)) {
      throw Refusal.value(layer, "it is called with " + name + " = " + value.text());
    }
  }

  private void expectUnset(String name, Json value) {
    boolean off = value instanceof Json.Null || value instanceof Json.Bool(boolean on) && !on;
    if (name.equals("training") && !off) {
      throw Refusal.of(
          "TRAINING_MODE",
          layer,
          "it is called with training = " + value.text(),
          "build the model so that the layer is called without training");
    }
    if (!off) {
      throw Refusal.value(layer, "it is called with " + name + " = " + value.text());
    }
  }

  private static boolean tensor(Json value) {
    return value instanceof Json.Obj object
        && object.text("class_name").orElse("").equals("__keras_tensor__");
  }

  private Reference threeReference(Json tensor) {
    return reference(
        layer,
        ((Json.Obj) tensor)
            .object("config")
            .flatMap(config -> config.member("keras_history"))
            .orElse(Json.Null.NULL));
  }

  /** The inputs or outputs of a model: one flat reference or a list of them. */
  static List<Reference> references(Json.Obj config, String member) {
    List<Json> items = config.list(member);
    if (!items.isEmpty() && items.getFirst() instanceof Json.Str) {
      return List.of(reference(member, new Json.Arr(items)));
    }
    if (items.isEmpty()) {
      throw Refusal.value("model_config", member + " is no list of layers");
    }
    return items.stream().map(item -> reference(member, item)).toList();
  }

  private static Reference reference(String place, Json json) {
    if (json instanceof Json.Arr(List<Json> parts)
        && parts.size() >= 3
        && parts.get(0) instanceof Json.Str(String layer)
        && parts.get(1) instanceof Json.Num call
        && parts.get(2) instanceof Json.Num result
        && call.digits().matches("[0-9]{1,9}")) {
      if (!result.digits().equals("0")) {
        throw Refusal.value(place, "it takes the result " + result.digits() + " of " + layer);
      }
      return new Reference(layer, call.longValue());
    }
    throw Refusal.corrupt(place, "this names no layer: " + json.text());
  }
}
