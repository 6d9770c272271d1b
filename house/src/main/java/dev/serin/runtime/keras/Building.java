package dev.serin.runtime.keras;

import dev.serin.graph.GraphBuilder;
import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.runtime.Inspection.Step;
import dev.serin.runtime.Limits;
import dev.serin.runtime.PreparedNet.Preparation;
import dev.serin.runtime.PreparedNet.Prepared;
import dev.serin.tensor.DataType;
import dev.serin.tensor.TensorSpec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * What all layers of one conversion share: the graph, the rules, the dialect, which steps of which
 * values are masked, and the weights that already stand in the graph.
 */
final class Building {
  private static final int MOST_CALLS = 10_000;

  private final GraphBuilder graph;
  private final Dialect dialect;
  private final Limits limits;
  private final Map<String, LayerRule> rules;
  private final Map<Integer, Value> masks = new HashMap<>();
  private final Map<ByteBuffer, Map<String, Value>> constants = new IdentityHashMap<>();
  private final List<Step> steps = new ArrayList<>();
  private final Map<Integer, Integer> inputs = new HashMap<>(); // of the model, by value
  private final List<Prepared> prepared = new ArrayList<>();
  private final AtomicInteger calls;

  Building(Dialect dialect, Limits limits, Map<String, LayerRule> rules) {
    this(new GraphBuilder(), dialect, limits, rules, new AtomicInteger());
  }

  private Building(
      GraphBuilder graph,
      Dialect dialect,
      Limits limits,
      Map<String, LayerRule> rules,
      AtomicInteger calls) {
    this.graph = graph;
    this.dialect = dialect;
    this.limits = limits;
    this.rules = rules;
    this.calls = calls;
  }

  /** An empty one with the same rules, whose graph nobody wants. */
  Building scratch() {
    return new Building(new GraphBuilder(), dialect, limits, rules, calls);
  }

  /** One for the body of a node: masks and constants of the outer graph stay outside. */
  Building within(GraphBuilder body) {
    return new Building(body, dialect, limits, rules, calls);
  }

  GraphBuilder graph() {
    return graph;
  }

  Dialect dialect() {
    return dialect;
  }

  Map<String, LayerRule> rules() {
    return rules;
  }

  Limits limits() {
    return limits;
  }

  List<Step> steps() {
    return steps;
  }

  /** Which steps of this value count, {@code [rows, steps]} of booleans; empty when all do. */
  Optional<Value> mask(Value value) {
    return Optional.ofNullable(masks.get(value.id()));
  }

  void mask(Value value, Value mask) {
    mask(value.id(), mask);
  }

  /** The same for the value with this number. */
  void mask(int value, Value mask) {
    masks.put(value, mask);
  }

  void unmask(Value value) {
    masks.remove(value.id());
  }

  /** The constant that was made of these weights in this way, made when it is not there yet. */
  Value constant(ByteBuffer weights, String form, Supplier<Value> made) {
    Map<String, Value> forms = constants.computeIfAbsent(weights, _ -> new HashMap<>());
    Value known = forms.get(form);
    if (known == null) {
      known = made.get();
      forms.put(form, known);
    }
    return known;
  }

  /** Says that this value is the model's input of this number. */
  void input(Value value, int number) {
    inputs.put(value.id(), number);
  }

  /** Which input of the model this value is; empty when it was computed. */
  Optional<Integer> input(Value value) {
    return Optional.ofNullable(inputs.get(value.id()));
  }

  /** What is made of inputs before the graph runs, in the order of the graph's further inputs. */
  List<Prepared> prepared() {
    return prepared;
  }

  /** One more input of the graph, made of this value if it is an input of the model. */
  Optional<Value> prepare(Value of, DataType type, Shape shape, Preparation how) {
    return input(of)
        .map(
            number -> {
              String name = "prepared-" + prepared.size();
              prepared.add(new Prepared(number, new TensorSpec(name, type, shape.sizes()), how));
              return graph.input(type, shape);
            });
  }

  /** Counts one more call of a layer: models in models may multiply. */
  void call(String place) {
    calls(place, calls.incrementAndGet());
    if (graph.size() > limits.graphNodes()) {
      throw Refusal.limit(place, "the number of nodes", graph.size(), limits.graphNodes());
    }
  }

  /** Refuses a model that calls its layers more often than this. */
  void calls(String place, long made) {
    if (made > MOST_CALLS) {
      throw Refusal.limit(place, "the number of calls of layers", made, MOST_CALLS);
    }
  }
}
