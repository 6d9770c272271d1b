package dev.serin.runtime.keras;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.graph.Elementwise;
import dev.serin.graph.GraphBuilder;
import dev.serin.graph.GraphMismatch;
import dev.serin.graph.Rearrangement;
import dev.serin.graph.Reduction;
import dev.serin.graph.Shape;
import dev.serin.graph.Spatial;
import dev.serin.graph.Value;
import dev.serin.runtime.PreparedNet.Preparation;
import dev.serin.runtime.keras.Architecture.Call;
import dev.serin.tensor.DataType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** One call of a layer: its settings, its weights, and the graph that it is added to. */
public final class Layer {
  private static final Set<String> CODE =
      Set.of("Lambda", "TFSMLayer", "TorchModuleWrapper", "FlaxLayer", "JaxLayer");
  private static final String PREFIX = "ops.";
  private static final String OPERATIONS = "keras.src.ops.";

  private final Json.Obj written;
  private final String type;
  private final Config config;
  private final Weights weights;
  private final Arguments arguments;
  private final Building building;
  private final Map<Integer, Value> given = new HashMap<>();

  private Layer(
      Json.Obj written, Config config, Weights weights, Arguments arguments, Building building) {
    this.written = written;
    this.type = type(written);
    this.config = config;
    this.weights = weights;
    this.arguments = arguments;
    this.building = building;
  }

  /** A layer at this place of the model, called with this. */
  static Layer of(
      String place, Json.Obj written, Weights weights, Call<Value> call, Building building) {
    boolean list = written.member("config").orElse(Json.Null.NULL) instanceof Json.Arr;
    Json.Obj settings = written.object("config").orElse(Json.Obj.of());
    if (!list && written.object("config").isEmpty()) {
      throw Refusal.corrupt(place, "the layer has no config");
    }
    Config config = new Config(place, settings);
    return new Layer(written, config, weights, new Arguments(place, call), building);
  }

  /**
   * The class of a layer; operations of {@code keras.ops} have the prefix {@code ops.}, classes of
   * others their module or package, so that none passes for one of Keras.
   */
  static String type(Json.Obj written) {
    String type = written.text("class_name").orElse("");
    String module = written.text("module").orElse("");
    String registered = written.text("registered_name").orElse("");
    if (module.startsWith(OPERATIONS)) {
      return PREFIX + type;
    }
    if (module.isEmpty() && registered.contains(">") && !registered.equals("Keras>" + type)) {
      return registered;
    }
    boolean own = module.isEmpty() || module.matches("(tf_)?keras([.].*)?|builtins");
    return own ? type : module + "." + type;
  }

  /** Whether its weights are kept from training. */
  static boolean frozen(Json.Obj written) {
    return written
        .object("config")
        .flatMap(config -> config.member("trainable"))
        .filter(new Json.Bool(false)::equals)
        .isPresent();
  }

  public String type() {
    return type;
  }

  public String name() {
    return config.layer();
  }

  public Config config() {
    return config;
  }

  public Weights weights() {
    return weights;
  }

  public Arguments arguments() {
    return arguments;
  }

  public Dialect dialect() {
    return building.dialect();
  }

  public GraphBuilder graph() {
    return building.graph();
  }

  public Elementwise math() {
    return new Elementwise(graph());
  }

  public Rearrangement move() {
    return new Rearrangement(graph());
  }

  public Spatial spatial() {
    return new Spatial(graph());
  }

  public Reduction reduce() {
    return new Reduction(graph());
  }

  /** The next weights as a value; kept once, however often the layer is called. */
  public Value weight(String what, long... sizes) {
    return weight(weights.next(what, sizes), sizes);
  }

  /** These weights as a value of this shape. */
  public Value weight(ByteBuffer bytes, long... shape) {
    return constant(
        bytes,
        "as " + Arrays.toString(shape),
        () -> graph().weight(DataType.FP32, Shape.of(shape), bytes));
  }

  /** What was made of these weights in this form, for this or another call of the layer. */
  public Value constant(ByteBuffer bytes, String form, Supplier<Value> made) {
    return building.constant(bytes, form, made);
  }

  /** What is made of an input of the model before the graph runs; empty for what is computed. */
  public Optional<Value> prepared(Value of, DataType type, Shape shape, Preparation how) {
    return building.prepare(of, type, shape, how);
  }

  /** The next weights as numbers. */
  public float[] numbers(String what, long... sizes) {
    return Weights.floats(weights.next(what, sizes));
  }

  /** The one input, of any type. */
  public Value any(List<Value> inputs) {
    if (inputs.size() != 1) {
      throw Refusal.value(name(), "it is called with " + inputs.size() + " inputs instead of one");
    }
    return inputs.getFirst();
  }

  /** The one input as float32; doubles are rounded as Keras does, whole numbers are refused. */
  public Value one(List<Value> inputs) {
    return single(any(inputs));
  }

  /** The one input as float32, whole numbers and truth values too, where Keras casts them. */
  public Value number(List<Value> inputs) {
    return number(any(inputs));
  }

  /** As {@link #number(List)}, of one value. */
  public Value number(Value input) {
    boolean whole = !input.type().floating() && input.type() != DataType.BYTES;
    return whole ? math().cast(input, DataType.FP32) : single(input);
  }

  /** All inputs as float32. */
  public List<Value> floats(List<Value> inputs) {
    return inputs.stream().map(this::single).toList();
  }

  private Value single(Value input) {
    if (!input.type().floating()) {
      throw Refusal.value(name(), "it is called with numbers of the type " + input.type());
    }
    Value cast = math().cast(input, DataType.FP32);
    if (cast.id() != input.id()) {
      mask(input).ifPresent(mask -> given.put(cast.id(), mask));
    }
    return cast;
  }

  /** Which steps of this value count, {@code [rows, steps]} of booleans; empty when all do. */
  public Optional<Value> mask(Value value) {
    return Optional.ofNullable(given.get(value.id())).or(() -> building.mask(value));
  }

  /** The mask that the value itself has, whatever this call is told. */
  public Optional<Value> carriedMask(Value value) {
    return building.mask(value);
  }

  /** From here on all steps of this value count for layers that are not told otherwise. */
  public void unmask(Value value) {
    building.unmask(value);
  }

  /** Gives the mask of the first input on to results without one. */
  public void passMask(List<Value> results) {
    List<Value> inputs = arguments.tensors();
    if (!inputs.isEmpty()) {
      for (Value result : results) {
        if (building.mask(result).isEmpty()) {
          mask(result, building.mask(inputs.getFirst()));
        }
      }
    }
  }

  /** Says which steps of this result count. */
  public void mask(Value result, Optional<Value> mask) {
    mask.ifPresent(steps -> building.mask(result, steps));
  }

  /** A layer inside of this one, kept as this attribute, called with these results. */
  public Layer inner(Json.Obj definition, String attribute, List<Value> inputs) {
    String name =
        definition.object("config").flatMap(config -> config.text("name")).orElse(attribute);
    Weights own = weights.part(attribute, frozen(definition));
    Call<Value> none = new Call<>(List.of(), Map.of());
    return of(name() + "." + name, definition, own, none, building).called(inputs);
  }

  /** The layers in the list under this key, kept in a list under the same attribute. */
  public List<Layer> innerAll(String key) {
    List<Json.Obj> definitions =
        config.member(key).orElse(Json.Null.NULL) instanceof Json.Arr(List<Json> items)
            ? items.stream()
                .map(item -> item instanceof Json.Obj each ? each : Json.Obj.of())
                .toList()
            : List.of();
    List<Weights> each =
        weights.part(key, false).numbered(definitions.stream().map(Layer::member).toList());
    List<Layer> all = new ArrayList<>();
    for (int i = 0; i < definitions.size(); i++) {
      String place = name() + "." + key + "[" + i + "]";
      Call<Value> call = new Call<>(List.of(), Map.of());
      all.add(of(place, definitions.get(i), each.get(i), call, building));
    }
    return all;
  }

  static Weights.Member member(Json.Obj written) {
    return new Weights.Member(
        written.text("name").orElse(""), written.text("class_name").orElse(""), frozen(written));
  }

  /** The same call, whose weights are kept by the object under this attribute. */
  public Layer keeping(String attribute) {
    return new Layer(written, config, weights.part(attribute, false), arguments, building);
  }

  /** The same layer, called with these results. */
  public Layer called(List<Value> inputs) {
    List<Argument<Value>> given =
        inputs.stream().<Argument<Value>>map(Argument.Result::new).toList();
    Arguments changed = new Arguments(name(), new Call<>(given, Map.of()));
    return new Layer(written, config, weights, changed, building);
  }

  /** The same call, added to the body of a node. */
  public Layer within(GraphBuilder body) {
    return new Layer(written, config, weights, arguments, building.within(body));
  }

  /** Refuses settings that nobody has asked for and weights that nobody took. */
  public void done() {
    config.inSinglePrecision();
    config.end();
    weights.end();
  }

  /** Whether this is a model with layers of its own. */
  public boolean model() {
    return ModelRun.MODELS.contains(type);
  }

  /** Adds this call to the graph and gives all of its results. */
  public List<Value> emit() {
    building.call(name());
    if (model()) {
      arguments.flag("training");
      arguments.masks().forEach(building::mask); // they stay on the values, as Keras leaves them
      List<Value> results = ModelRun.of(name(), written, weights, building).call(arguments);
      arguments.end();
      return results;
    }
    try {
      LayerRule rule = rule();
      given.putAll(masks());
      List<Value> results = rule.emit(this);
      results.forEach(this::checkSize);
      done();
      arguments.end();
      return results;
    } catch (GraphMismatch | ArithmeticException mismatch) { // sizes that do not fit, or overflow
      throw new Problem.Raised(Refusal.corrupt(name(), mismatch.getMessage()).problem(), mismatch);
    }
  }

  /** The masks that this call is given by name; operations have no such arguments. */
  private Map<Integer, Value> masks() {
    return type.startsWith(PREFIX) || type.endsWith("OpLambda") ? Map.of() : arguments.masks();
  }

  /** As {@link #emit()}, for a layer with one result. */
  public Value emitOne() {
    List<Value> results = emit();
    if (results.size() != 1) {
      throw Refusal.value(name(), "it gives " + results.size() + " results");
    }
    return results.getFirst();
  }

  private LayerRule rule() {
    if (building.rules().containsKey(type)) {
      return building.rules().get(type);
    }
    if (CODE.contains(type)) {
      throw Refusal.of(
          "CUSTOM_CODE",
          name(),
          "a " + type + " layer is code, and code of a file is never run",
          "build the model without it, or export the model to ONNX");
    }
    String kind = type.startsWith(PREFIX) ? "the operation " + type : "layers of the class " + type;
    throw Refusal.layer(name(), kind + " are not converted");
  }

  /** A row of a result must fit into the budget, whatever sizes are still open. */
  private void checkSize(Value result) {
    List<Long> known = result.shape().sizes().stream().filter(size -> size != Shape.ANY).toList();
    long bytes = 4 * Math.min(Long.MAX_VALUE / 4, new Shape(known).count());
    long limit = building.limits().inflatedBytes();
    if (bytes > limit) {
      throw Refusal.limit(name(), "the size of its result for one row", bytes, limit);
    }
  }
}
