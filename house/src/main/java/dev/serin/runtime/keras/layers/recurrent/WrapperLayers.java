package dev.serin.runtime.keras.layers.recurrent;

import dev.serin.base.Json;
import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.runtime.keras.Layer;
import dev.serin.runtime.keras.LayerRule;
import dev.serin.runtime.keras.Refusal;
import dev.serin.runtime.keras.layers.Operators;
import dev.serin.runtime.keras.layers.recurrent.RecurrentLayers.Given;
import dev.serin.runtime.keras.layers.recurrent.RecurrentLayers.Result;
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
          "TimeDistributed", LayerRule.of(WrapperLayers::timeDistributed),
          "SpectralNormalization", LayerRule.of(WrapperLayers::spectral));

  private WrapperLayers() {}

  /** One layer over the steps as they are, one over the steps from the end. */
  private static List<Value> bidirectional(Layer layer) {
    Given given = RecurrentLayers.given(layer);
    Json.Obj forward = wrapped(layer, "layer");
    Json.Obj backward = layer.config().object("backward_layer").orElse(turned(layer, forward));
    layer.config().ignore("return_sequences", "return_state", "go_backwards", "stateful");
    layer.config().ignore("num_constants");
    List<Value> first = given.initial();
    int half = first.size() / 2;
    Given ahead = new Given(given.x(), first.subList(0, half), given.mask());
    Given back = new Given(given.x(), first.subList(half, first.size()), given.mask());
    Layer one = layer.inner(forward, "forward_layer", List.of());
    Layer two = layer.inner(backward, "backward_layer", List.of());
    Result ahead1 = run(layer, one, ahead);
    Result back1 = run(layer, two, back);
    boolean sequence = one.config().flag("return_sequences", false);
    boolean states = one.config().flag("return_state", false);
    Value left = ahead1.turned() ? layer.move().reverse(ahead1.value(), 1) : ahead1.value();
    Value right =
        back1.turned() == sequence ? back1.value() : layer.move().reverse(back1.value(), 1);
    List<Value> all = new ArrayList<>(merged(layer, left, right));
    if (sequence) {
      all.forEach(value -> layer.mask(value, given.mask()));
    }
    if (states) {
      all.addAll(ahead1.states());
      all.addAll(back1.states());
    }
    return all;
  }

  private static List<Value> merged(Layer layer, Value one, Value two) {
    return switch (layer.config().text("merge_mode", "none")) {
      case "concat" -> List.of(layer.move().concat(List.of(one, two), -1));
      case "sum" -> List.of(layer.math().add(one, two));
      case "mul" -> List.of(layer.math().multiply(one, two));
      case "ave" ->
          List.of(layer.math().multiply(layer.math().add(one, two), layer.graph().scalar(0.5)));
      case "none" -> List.of(one, two);
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

  /** Runs the layer inside; with sequences, steps that do not count give zeros. */
  private static Result run(Layer layer, Layer inner, Given given) {
    if (!RecurrentLayers.RULES.containsKey(inner.type())) {
      throw Refusal.layer(layer.name(), "it wraps a " + inner.type());
    }
    boolean sequence = inner.config().flag("return_sequences", false);
    inner.config().ignore("zero_output_for_mask");
    Result result = RecurrentLayers.run(inner, given, sequence);
    inner.done();
    return result;
  }

  /** At a prediction the layer inside has its normalised weights already. */
  private static Value spectral(Layer layer, List<Value> inputs) {
    layer.config().ignore("power_iterations");
    Value result = layer.inner(wrapped(layer, "layer"), "layer", inputs).emitOne();
    layer.weights().skipCopy();
    layer.weights().skip(); // the vector that only training goes on with
    return result;
  }

  /** The layer inside for every step. */
  private static Value timeDistributed(Layer layer, List<Value> inputs) {
    Value x = layer.any(inputs);
    Json.Obj definition = wrapped(layer, "layer");
    Layer kind = layer.inner(definition, "layer", List.of(x));
    if (layer.mask(x).isPresent() && RecurrentLayers.RULES.containsKey(kind.type())) {
      throw Refusal.value(layer.name(), "a " + kind.type() + " in every step of masked steps");
    }
    if (kind.type().equals("Dense") || kind.type().equals("Activation")) {
      Value y = kind.emitOne(); // these look at the last axis alone
      layer.mask(y, layer.mask(x));
      return y;
    }
    Shape each = x.shape().part(2, x.shape().rank());
    Value y = parted(layer, x, each, kind);
    layer.mask(y, layer.mask(x));
    return y;
  }

  /** All steps of all rows as rows of their own, and the results put together again. */
  private static Value parted(Layer layer, Value x, Shape each, Layer kind) {
    Operators operators = Operators.of(layer);
    Value sizes = operators.sizes(x);
    Value rest = operators.slice(sizes, 0, 2, Long.MAX_VALUE, 1, each.rank());
    Value one = layer.graph().longs(new long[] {-1}, 1);
    Value wanted = each.rank() == 0 ? one : layer.move().concat(List.of(one, rest), 0);
    Shape rows = Shape.of(Shape.ANY).followedBy(each);
    Value flat = layer.graph().node("Reshape", List.of(x, wanted), x.type(), rows);
    Value y = kind.called(List.of(flat)).emitOne();
    Shape result = y.shape().part(1, y.shape().rank());
    Value front = operators.slice(sizes, 0, 0, 2, 1, 2);
    Value end = operators.slice(operators.sizes(y), 0, 1, Long.MAX_VALUE, 1, result.rank());
    Value back = result.rank() == 0 ? front : layer.move().concat(List.of(front, end), 0);
    Shape all = Shape.of(x.shape().size(0), x.shape().size(1)).followedBy(result);
    return layer.graph().node("Reshape", List.of(y, back), y.type(), all);
  }
}
