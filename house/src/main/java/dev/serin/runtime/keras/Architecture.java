package dev.serin.runtime.keras;

import dev.serin.base.Json;
import dev.serin.graph.Shape;
import dev.serin.tensor.DataType;
import java.util.List;
import java.util.Map;

/**
 * The layers of a model in the order of the file, and which of their results go in and out. A chain
 * of layers is written as a graph, too.
 */
record Architecture(List<Input> inputs, List<Definition> layers, List<Reference> outputs) {
  Architecture {
    inputs = List.copyOf(inputs);
    layers = List.copyOf(layers);
    outputs = List.copyOf(outputs);
  }

  /** An input of the model. */
  record Input(String name, DataType type, Shape shape) {}

  /** One result of a layer: of its call with this number, counted from 0. */
  record Reference(String layer, long call) {}

  /** A layer, its configuration, and how often it is called with what. */
  record Definition(String name, String type, Json.Obj config, List<Call> calls) {
    Definition {
      calls = List.copyOf(calls);
    }
  }

  /** One call: results given by place, and those given by the name of an argument. */
  record Call(List<Reference> given, Map<String, Reference> named) {
    Call {
      given = List.copyOf(given);
      named = Map.copyOf(named);
    }
  }
}
