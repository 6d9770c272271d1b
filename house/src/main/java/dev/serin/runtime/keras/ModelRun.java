package dev.serin.runtime.keras;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.graph.Elementwise;
import dev.serin.graph.Value;
import dev.serin.runtime.Inspection.Step;
import dev.serin.runtime.keras.Architecture.Call;
import dev.serin.runtime.keras.Architecture.Definition;
import dev.serin.runtime.keras.Architecture.Input;
import dev.serin.runtime.keras.Architecture.Reference;
import dev.serin.runtime.keras.RunOrder.Run;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One call of a model. Calls of its layers are added in the order in which Keras runs them, so the
 * order of the file does not matter; calls that wait for each other are refused.
 */
final class ModelRun {
  /** Classes that are models. */
  static final Set<String> MODELS = Set.of("Functional", "Model", "Sequential");

  private final String prefix;
  private final Architecture architecture;
  private final Map<String, Weights> weights;
  private final Building building;
  private final Map<Reference, Value> results = new HashMap<>();
  private final Set<String> begun = new HashSet<>();

  ModelRun(
      String prefix, Architecture architecture, Map<String, Weights> weights, Building building) {
    this.prefix = prefix;
    this.architecture = architecture;
    this.weights = weights;
    this.building = building;
  }

  /** A model inside of a model, at this place. */
  static ModelRun of(String place, Json.Obj written, Weights weights, Building building) {
    Architecture architecture = ArchitectureReader.read(written, building.dialect());
    return new ModelRun(place + "/", architecture, spread(architecture, weights), building);
  }

  /** The weights of each layer, where the model's are kept together. */
  static Map<String, Weights> spread(Architecture architecture, Weights weights) {
    List<Definition> layers = architecture.layers();
    List<Weights> each =
        weights.layers(layers.stream().map(layer -> Layer.member(layer.written())).toList());
    Map<String, Weights> named = new HashMap<>();
    for (int i = 0; i < layers.size(); i++) {
      named.put(layers.get(i).name(), each.get(i));
    }
    return named;
  }

  /** The results of the model for these arguments. */
  List<Value> call(Arguments arguments) {
    List<Argument<Value>> given = arguments.given();
    if (given.size() == 1 && given.getFirst() instanceof Argument.Table<Value>(var members)) {
      for (Input input : architecture.inputs()) {
        Argument<Value> member = members.get(input.name());
        if (!(member instanceof Argument.Result<Value>(Value value))) {
          throw Refusal.corrupt(prefix, "it is called without " + input.name());
        }
        enter(input, value);
      }
      return run();
    }
    List<Value> values = arguments.tensors();
    if (values.size() != architecture.inputs().size()) {
      throw Refusal.corrupt(
          prefix,
          "it is called with "
              + values.size()
              + " inputs instead of "
              + architecture.inputs().size());
    }
    for (int i = 0; i < values.size(); i++) {
      enter(architecture.inputs().get(i), values.get(i));
    }
    return run();
  }

  /** What goes in there; the type is that of the input, the shape may differ in open sizes. */
  private void enter(Input input, Value value) {
    Value cast = new Elementwise(building.graph()).cast(value, ArchitectureReader.type(input));
    if (cast.id() != value.id()) {
      building.mask(value).ifPresent(mask -> building.mask(cast, mask));
    }
    results.put(new Reference(input.layer(), 0, 0), cast);
  }

  private List<Value> run() {
    List<Run> waiting = RunOrder.of(architecture);
    while (!waiting.isEmpty()) {
      List<Run> later = new ArrayList<>();
      for (Run call : waiting) {
        if (call.call().all(results::containsKey)) {
          add(call);
        } else {
          later.add(call);
        }
      }
      if (later.size() == waiting.size()) {
        throw noLayer(prefix + later.getFirst().layer().name());
      }
      waiting = later;
    }
    return architecture.outputs().stream().map(output -> result(output.reference())).toList();
  }

  private static Problem.Raised noLayer(String place) {
    return Refusal.corrupt(place, "it waits for a layer that is not there or waits for it");
  }

  private Value result(Reference reference) {
    if (!results.containsKey(reference)) {
      throw noLayer(prefix + "output");
    }
    return results.get(reference);
  }

  private void add(Run waiting) {
    Definition definition = waiting.layer();
    String place = prefix + definition.name();
    Call<Value> call = waiting.call().map(results::get);
    Weights all =
        weights.computeIfPresent(
            definition.name(), (_, known) -> planned(place, definition, known, call));
    Weights own = begun.add(definition.name()) ? all : all.again();
    Layer layer = Layer.of(place, definition.written(), own, call, building);
    int before = building.graph().size();
    int made = building.prepared().size();
    List<Value> given = layer.emit();
    for (int i = 0; i < given.size(); i++) {
      results.put(new Reference(definition.name(), waiting.number(), i), given.get(i));
    }
    Set<String> mapped = new LinkedHashSet<>(building.graph().operators(before));
    if (building.prepared().size() > made) {
      mapped.add("computed before the graph");
    }
    String mapsTo = mapped.isEmpty() ? "nothing" : String.join(", ", mapped);
    String shape = given.getFirst().shape().toString();
    building.steps().add(new Step(place, layer.type(), mapsTo, shape));
  }

  /** Where a layer has models inside, which weight belongs to whom is counted in a trial. */
  private Weights planned(String place, Definition definition, Weights known, Call<Value> call) {
    if (!(known instanceof ListedWeights listed)
        || listed.planned()
        || !nested(definition.written())) {
      return known;
    }
    Building scratch = building.scratch();
    Call<Value> trial = call.map(value -> copied(value, scratch));
    CountedWeights counted =
        CountedWeights.of(place, Layer.frozen(definition.written()), listed.count());
    Layer.of(place, definition.written(), counted, trial, scratch).emit();
    return listed.as(counted);
  }

  private Value copied(Value value, Building scratch) {
    Value copy = scratch.graph().input(value.type(), value.shape());
    building.input(value).ifPresent(number -> scratch.input(copy, number));
    building
        .mask(value)
        .ifPresent(mask -> scratch.mask(copy, scratch.graph().input(mask.type(), mask.shape())));
    return copy;
  }

  private static boolean nested(Json json) {
    return switch (json) {
      case Json.Obj object ->
          MODELS.contains(object.text("class_name").orElse(""))
              || object.members().values().stream().anyMatch(ModelRun::nested);
      case Json.Arr(List<Json> items) -> items.stream().anyMatch(ModelRun::nested);
      case Json _ -> false;
    };
  }
}
