package dev.serin.runtime.keras;

import dev.serin.base.Json;
import dev.serin.graph.Elementwise;
import dev.serin.graph.GraphBuilder;
import dev.serin.graph.Rearrangement;
import dev.serin.graph.Reduction;
import dev.serin.graph.Spatial;
import dev.serin.graph.Value;
import dev.serin.tensor.DataType;
import java.util.List;
import java.util.Map;

/** One call of a layer: its settings, its weights, and the graph that it is added to. */
record Layer(
    String type,
    Config config,
    Weights weights,
    Dialect dialect,
    GraphBuilder graph,
    Map<String, Value> named) {

  String name() {
    return config.layer();
  }

  Elementwise math() {
    return new Elementwise(graph);
  }

  Rearrangement move() {
    return new Rearrangement(graph);
  }

  Spatial spatial() {
    return new Spatial(graph);
  }

  Reduction reduce() {
    return new Reduction(graph);
  }

  /** The next weights as a value. */
  Value weight(String what, long... sizes) {
    return graph.floats(weights.next(what, sizes), sizes);
  }

  /** The one input, of any type. */
  Value any(List<Value> inputs) {
    if (inputs.size() != 1) {
      throw Refusal.value(name(), "it is called with " + inputs.size() + " inputs instead of one");
    }
    return inputs.getFirst();
  }

  /** The one input as float32; doubles are rounded as Keras does, whole numbers are refused. */
  Value one(List<Value> inputs) {
    return single(any(inputs));
  }

  /** All inputs as float32. */
  List<Value> floats(List<Value> inputs) {
    return inputs.stream().map(this::single).toList();
  }

  private Value single(Value input) {
    if (!input.type().floating()) {
      throw Refusal.value(name(), "it is called with numbers of the type " + input.type());
    }
    return math().cast(input, DataType.FP32);
  }

  /** A layer inside of this one, which takes its weights from the same list. */
  Layer inner(Json.Obj definition) {
    String kind = definition.text("class_name").orElse("");
    Json.Obj settings =
        definition
            .object("config")
            .orElseThrow(() -> Refusal.corrupt(name(), "the layer inside has no config"));
    String place = name() + "." + settings.text("name").orElse(kind);
    return new Layer(kind, new Config(place, settings), weights, dialect, graph, Map.of());
  }

  /** Adds this call to the graph. */
  Value emit(List<Value> inputs) {
    Value result = LayerRule.of(this).emit(this, inputs);
    config.inSinglePrecision();
    config.end();
    return result;
  }
}
