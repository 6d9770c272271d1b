package dev.serin.runtime.keras;

import dev.serin.base.Problem;
import dev.serin.graph.GraphBuilder;
import dev.serin.graph.GraphMismatch;
import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.reader.hdf.Hdf5Group;
import dev.serin.runtime.Inspection.Step;
import dev.serin.runtime.Limits;
import dev.serin.runtime.keras.Architecture.Call;
import dev.serin.runtime.keras.Architecture.Definition;
import dev.serin.runtime.keras.Architecture.Input;
import dev.serin.runtime.keras.Architecture.Reference;
import dev.serin.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns an architecture and its weights into one graph. Calls are added as soon as everything that
 * they take is there, so the order of the file does not matter; calls that wait for each other are
 * refused.
 */
final class Conversion {
  private static final int MOST_CALLS = 10_000;

  private final Hdf5Group root;
  private final Dialect dialect;
  private final Limits limits;
  private final GraphBuilder graph = new GraphBuilder();
  private final Map<Reference, Value> results = new HashMap<>();
  private final List<Step> steps = new ArrayList<>();

  private record Waiting(Definition layer, long number, Call call) {}

  /** The graph, what goes in and out by the names of the file, and one step for each call. */
  record Converted(
      byte[] onnx, List<TensorSpec> inputs, List<TensorSpec> outputs, List<Step> steps) {}

  private Conversion(Hdf5Group root, Dialect dialect, Limits limits) {
    this.root = root;
    this.dialect = dialect;
    this.limits = limits;
  }

  static Converted of(Hdf5Group root, Dialect dialect, Limits limits, Architecture architecture) {
    return new Conversion(root, dialect, limits).converted(architecture);
  }

  private Converted converted(Architecture architecture) {
    List<TensorSpec> inputs = new ArrayList<>();
    for (Input input : architecture.inputs()) {
      results.put(new Reference(input.name(), 0), graph.input(input.type(), input.shape()));
      inputs.add(new TensorSpec(input.name(), input.type(), input.shape().sizes()));
    }
    List<Waiting> waiting = new ArrayList<>();
    for (Definition layer : architecture.layers()) {
      for (int number = 0; number < layer.calls().size(); number++) {
        waiting.add(new Waiting(layer, number, layer.calls().get(number)));
      }
    }
    if (waiting.size() > MOST_CALLS) {
      throw limit("model_config", "the number of layers", waiting.size(), MOST_CALLS);
    }
    addAll(waiting);
    List<TensorSpec> outputs = new ArrayList<>();
    List<String> names = names(architecture.outputs());
    for (int i = 0; i < names.size(); i++) {
      Value value = result(architecture.outputs().get(i)).orElseThrow(() -> noLayer("output"));
      graph.output(value);
      outputs.add(new TensorSpec(names.get(i), value.type(), value.shape().sizes()));
    }
    return new Converted(graph.toBytes(), inputs, outputs, steps);
  }

  /** The names of the layers, or numbers where one layer gives several outputs. */
  private static List<String> names(List<Reference> outputs) {
    Set<String> names = new LinkedHashSet<>();
    outputs.forEach(output -> names.add(output.layer()));
    if (names.size() == outputs.size()) {
      return List.copyOf(names);
    }
    List<String> numbered = new ArrayList<>();
    outputs.forEach(_ -> numbered.add("output-" + numbered.size()));
    return numbered;
  }

  private void addAll(List<Waiting> calls) {
    List<Waiting> waiting = calls;
    while (!waiting.isEmpty()) {
      List<Waiting> later = new ArrayList<>();
      for (Waiting call : waiting) {
        if (ready(call.call())) {
          add(call);
        } else {
          later.add(call);
        }
      }
      if (later.size() == waiting.size()) {
        throw noLayer(later.getFirst().layer().name());
      }
      waiting = later;
    }
  }

  private static Problem.Raised noLayer(String place) {
    return Refusal.corrupt(place, "it waits for a layer that is not there or waits for it");
  }

  private boolean ready(Call call) {
    return call.given().stream().allMatch(each -> result(each).isPresent())
        && call.named().values().stream().allMatch(each -> result(each).isPresent());
  }

  private Optional<Value> result(Reference reference) {
    return Optional.ofNullable(results.get(reference));
  }

  private void add(Waiting waiting) {
    Definition definition = waiting.layer();
    List<Value> inputs = waiting.call().given().stream().map(results::get).toList();
    Map<String, Value> named = new HashMap<>();
    waiting.call().named().forEach((name, reference) -> named.put(name, results.get(reference)));
    Layer layer =
        new Layer(
            definition.type(),
            new Config(definition.name(), definition.config()),
            new Weights(root, definition.name()),
            dialect,
            graph,
            named);
    int before = graph.size();
    Value result = added(layer, inputs);
    layer.weights().end();
    results.put(new Reference(definition.name(), waiting.number()), result);
    Set<String> mapped = new LinkedHashSet<>(graph.operators(before));
    String mapsTo = mapped.isEmpty() ? "nothing" : String.join(", ", mapped);
    steps.add(new Step(definition.name(), definition.type(), mapsTo, result.shape().toString()));
  }

  /** A row of a result must fit into the budget, whatever sizes are still open. */
  private void checkSize(String layer, Value result) {
    List<Long> known = result.shape().sizes().stream().filter(size -> size != Shape.ANY).toList();
    long bytes = 4 * Math.min(Long.MAX_VALUE / 4, new Shape(known).count());
    if (bytes > limits.inflatedBytes()) {
      throw limit(layer, "the size of its result for one row", bytes, limits.inflatedBytes());
    }
  }

  private static Problem.Raised limit(String place, String which, long value, long limit) {
    return Refusal.of(
        "LIMIT_EXCEEDED",
        place,
        which + " is " + value + ", the limit is " + limit,
        "raise runtime.budget if the model is wanted and its origin is known");
  }

  private Value added(Layer layer, List<Value> inputs) {
    try {
      Value result = layer.emit(inputs);
      checkSize(layer.name(), result);
      return result;
    } catch (GraphMismatch | ArithmeticException mismatch) { // sizes that do not fit, or overflow
      throw new Problem.Raised(
          Refusal.corrupt(layer.name(), mismatch.getMessage()).problem(), mismatch);
    }
  }
}
