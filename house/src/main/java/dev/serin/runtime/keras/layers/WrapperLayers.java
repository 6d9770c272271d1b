package dev.serin.runtime.keras;

import dev.serin.base.Json;
import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** Layers around a layer. */
final class WrapperLayers {
  static final Map<String, LayerRule> RULES =
      Map.of(
          "Bidirectional", WrapperLayers::bidirectional,
          "TimeDistributed", WrapperLayers::timeDistributed);

  private WrapperLayers() {}

  /** One layer over the steps as they are, one over the steps from the end. */
  private static Value bidirectional(Layer layer, List<Value> inputs) {
    Value x = layer.one(inputs);
    Json.Obj forward = wrapped(layer, "layer");
    Json.Obj backward = layer.config().object("backward_layer").orElse(turned(layer, forward));
    layer.config().ignore("return_sequences", "return_state", "go_backwards", "stateful");
    Value one = steps(layer, forward, x, false);
    Value two = steps(layer, backward, x, true);
    return switch (layer.config().text("merge_mode", "none")) {
      case "concat" -> layer.move().concat(List.of(one, two), -1);
      case "sum" -> layer.math().add(one, two);
      case "mul" -> layer.math().multiply(one, two);
      case "ave" -> layer.math().multiply(layer.math().add(one, two), layer.graph().scalar(0.5));
      default -> throw layer.config().wrong("merge_mode");
    };
  }

  private static Json.Obj wrapped(Layer layer, String key) {
    return layer
        .config()
        .object(key)
        .orElseThrow(() -> Refusal.corrupt(layer.name(), "there is no layer inside"));
  }

  /** The same layer in the other direction, as Keras makes it when the file names none. */
  private static Json.Obj turned(Layer layer, Json.Obj forward) {
    Json.Obj settings =
        forward
            .object("config")
            .orElseThrow(() -> Refusal.corrupt(layer.name(), "the layer inside has no config"));
    boolean backwards = settings.member("go_backwards").equals(Optional.of(new Json.Bool(true)));
    SequencedMap<String, Json> changed = new LinkedHashMap<>(settings.members());
    changed.put("go_backwards", new Json.Bool(!backwards));
    SequencedMap<String, Json> all = new LinkedHashMap<>(forward.members());
    all.put("config", new Json.Obj(changed));
    return new Json.Obj(all);
  }

  /** Runs the layer inside; the results of the second one are turned around once more. */
  private static Value steps(Layer layer, Json.Obj definition, Value x, boolean second) {
    Layer inner = layer.inner(definition);
    if (!RecurrentLayers.RULES.containsKey(inner.type())) {
      throw Refusal.layer(layer.name(), "it wraps a " + inner.type());
    }
    boolean sequence = inner.config().flag("return_sequences", false);
    RecurrentLayers.Result result = RecurrentLayers.run(inner, x);
    inner.config().inSinglePrecision();
    inner.config().end();
    boolean turn = result.backwards() != (second && sequence);
    return turn ? layer.move().reverse(result.value(), 1) : result.value();
  }

  /** The layer inside for every step. */
  private static Value timeDistributed(Layer layer, List<Value> inputs) {
    Value x = layer.one(inputs);
    Layer inner = layer.inner(wrapped(layer, "layer"));
    if (inner.type().equals("Dense") || inner.type().equals("Activation")) {
      return inner.emit(List.of(x)); // these look at the last axis alone
    }
    long steps = x.shape().size(1);
    if (steps == Shape.ANY || RecurrentLayers.RULES.containsKey(inner.type())) {
      throw Refusal.value(
          layer.name(), "a " + inner.type() + " over " + x.shape() + " in every step");
    }
    Shape each = x.shape().part(2, x.shape().rank());
    if (each.count() == Shape.ANY) {
      throw Refusal.value(layer.name(), "parts of unknown size " + each + " in every step");
    }
    Shape rows = Shape.of(Shape.ANY).followedBy(each);
    Value flat = layer.move().reshape(x, new ArrayList<>(rows.sizes()), rows);
    Value y = inner.emit(List.of(flat));
    Shape result = Shape.of(Shape.ANY, steps).followedBy(y.shape().part(1, y.shape().rank()));
    return layer.move().reshape(y, result.sizes(), result);
  }
}
