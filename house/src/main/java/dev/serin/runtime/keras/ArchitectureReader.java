package dev.serin.runtime.keras;

import dev.serin.base.Json;
import dev.serin.graph.GraphBuilder.TypedShape;
import dev.serin.graph.Shape;
import dev.serin.runtime.keras.Architecture.Call;
import dev.serin.runtime.keras.Architecture.Definition;
import dev.serin.runtime.keras.Architecture.Input;
import dev.serin.runtime.keras.Architecture.Output;
import dev.serin.runtime.keras.Architecture.Reference;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a model's configuration in each of its dialects: chains as plain lists (until Keras 2.2) or
 * objects, inputs on the first layer or as layers of their own.
 */
final class ArchitectureReader {
  private static final String UNNAMED = "input-0";
  private static final Set<String> GRAPHS = Set.of("Model", "Functional");

  private final Map<String, Input> inputs = new HashMap<>();
  private final List<Definition> layers = new ArrayList<>();
  private final List<String> names = new ArrayList<>();

  private ArchitectureReader() {}

  static Architecture read(Json config, Dialect dialect) {
    if (!(config instanceof Json.Obj written)) {
      throw Refusal.corrupt("model_config", "it is no object");
    }
    ArchitectureReader reader = new ArchitectureReader();
    String kind = written.text("class_name").orElse("");
    Json settings = written.member("config").orElse(Json.Null.NULL);
    return switch (kind) {
      case "Sequential" -> reader.chain(written, settings);
      case String model when GRAPHS.contains(model) && layered(settings) ->
          reader.counted((Json.Obj) settings, dialect);
      default ->
          throw Refusal.of(
              "CUSTOM_CODE",
              "model_config",
              "the model is of the class '" + kind + "', whose code is not in the file",
              "build it as a Sequential or Functional model, or save it with model.export as a"
                  + " SavedModel");
    };
  }

  private Architecture counted(Json.Obj config, Dialect dialect) {
    Architecture written = graph(config);
    return Numbering.of(dialect, layers).counted(written);
  }

  /** A model that is a class of its own has no layers in its configuration. */
  private static boolean layered(Json settings) {
    return settings instanceof Json.Obj object && object.members().containsKey("layers");
  }

  private static Json.Obj object(Json.Obj owner, String member, String place) {
    return owner
        .object(member)
        .orElseThrow(() -> Refusal.corrupt(place, "there is no object '" + member + "'"));
  }

  private Architecture chain(Json.Obj model, Json config) {
    List<Json> each =
        config instanceof Json.Arr(List<Json> items)
            ? items
            : config instanceof Json.Obj named ? named.list("layers") : List.of();
    List<Input> ordered = new ArrayList<>();
    Optional<Reference> last = Optional.empty();
    for (Json layer : each) {
      Json.Obj object = layer(layer);
      String name = name(object);
      if (type(object).equals("InputLayer")) {
        ordered.add(input(name, name, settings(object)));
      } else {
        if (last.isEmpty()) {
          ordered.add(unnamedInput(object, config, model));
        }
        Reference before = last.orElse(new Reference(UNNAMED, 0, 0));
        define(object, List.of(new Call<>(List.of(new Argument.Result<>(before)), Map.of())));
      }
      last = Optional.of(new Reference(name, 0, 0));
    }
    return new Architecture(
        ordered,
        layers,
        List.of(
            new Output(
                "", last.orElseThrow(() -> Refusal.corrupt("model_config", "it has no layers")))));
  }

  /** The first layer of a chain may say what goes in, or the chain itself after its first call. */
  private static Input unnamedInput(Json.Obj first, Json chain, Json.Obj model) {
    Json.Obj settings = configured(first);
    Json sizes =
        sizes(settings)
            .or(
                () ->
                    chain instanceof Json.Obj named
                        ? named.member("build_input_shape")
                        : Optional.empty())
            .or(() -> model.object("build_config").flatMap(built -> built.member("input_shape")))
            .orElse(Json.Null.NULL);
    return new Input(UNNAMED, UNNAMED, settings, sizes);
  }

  /** Until Keras 2.2 a chain that stands first in a chain is a list, whose first layer knows. */
  private static Json.Obj configured(Json.Obj layer) {
    return switch (layer.member("config").orElse(Json.Null.NULL)) {
      case Json.Obj settings when settings.list("layers").isEmpty() -> settings;
      case Json.Obj settings -> configured(layer(settings.list("layers").getFirst()));
      case Json.Arr(List<Json> items) when !items.isEmpty() -> configured(layer(items.getFirst()));
      case Json _ -> new Json.Obj(new LinkedHashMap<>());
    };
  }

  private static Optional<Json> sizes(Json.Obj settings) {
    return settings.member("batch_shape").or(() -> settings.member("batch_input_shape"));
  }

  private Architecture graph(Json.Obj config) {
    for (Json layer : config.list("layers")) {
      Json.Obj object = layer(layer);
      if (type(object).equals("InputLayer")) {
        String name = name(object);
        inputs.put(name, input(name, name, settings(object)));
      } else {
        define(object, Calls.of(name(object), object.list("inbound_nodes")));
      }
    }
    List<Input> ordered = new ArrayList<>();
    for (Output given : Calls.references(config, "input_layers")) {
      String layer = given.reference().layer();
      Input input = inputs.get(layer);
      if (input == null) {
        throw Refusal.corrupt(layer, "it is no InputLayer");
      }
      String name = given.name().isEmpty() ? layer : given.name();
      ordered.add(new Input(name, layer, input.settings(), input.sizes()));
    }
    if (ordered.size() != inputs.size()) {
      throw Refusal.corrupt("input_layers", "not every InputLayer is an input of the model");
    }
    return new Architecture(ordered, layers, Calls.references(config, "output_layers"));
  }

  private Input input(String name, String layer, Json.Obj settings) {
    for (String special : List.of("sparse", "ragged", "optional")) {
      if (settings.member(special).orElse(Json.Null.NULL) instanceof Json.Bool(boolean on) && on) {
        throw Refusal.value(name, special + " is true");
      }
    }
    once(name);
    Json sizes = sizes(settings).orElseThrow(() -> Refusal.corrupt(name, "the input has no shape"));
    return new Input(name, layer, settings, sizes);
  }

  private void once(String name) {
    if (names.contains(name)) {
      throw Refusal.corrupt(name, "two layers have this name");
    }
    names.add(name);
  }

  private void define(Json.Obj layer, List<Call<Reference>> calls) {
    once(name(layer));
    layers.add(new Definition(name(layer), layer, calls));
  }

  private static Json.Obj layer(Json layer) {
    if (layer instanceof Json.Obj object) {
      return object;
    }
    throw Refusal.corrupt("model_config", "a layer is no object");
  }

  private static String type(Json.Obj layer) {
    return layer
        .text("class_name")
        .orElseThrow(() -> Refusal.corrupt("model_config", "a layer has no class_name"));
  }

  private static Json.Obj settings(Json.Obj layer) {
    return object(layer, "config", type(layer));
  }

  private static String name(Json.Obj layer) {
    return layer
        .text("name")
        .or(() -> layer.object("config").flatMap(settings -> settings.text("name")))
        .orElseThrow(() -> Refusal.corrupt(type(layer), "the layer has no name"));
  }

  /** The datatype and the shape of an input; the first size is the rows and always free. */
  static TypedShape typed(Input input) {
    if (!(input.sizes() instanceof Json.Arr(List<Json> items))) {
      throw Refusal.of(
          "SIGNATURE_MISSING",
          input.settings().text("name").orElse(input.name()),
          "the file does not say the shape of the input",
          "call the model once, or give its first layer an input shape, and save it again");
    }
    List<Long> all = new ArrayList<>();
    for (Json size : items) {
      boolean open = all.isEmpty() || size instanceof Json.Null;
      all.add(open ? Shape.ANY : size(input.name(), size));
    }
    if (all.isEmpty()) {
      throw Refusal.corrupt(input.name(), "the input has no shape");
    }
    return new TypedShape(type(input), new Shape(all));
  }

  /** The datatype of an input, float32 where the file names none. */
  static DataType type(Input input) {
    String type = Config.typeName(input.settings()).orElse("float32");
    return Config.type(type)
        .orElseThrow(() -> Refusal.value(input.name(), "an input of the type " + type));
  }

  private static long size(String name, Json size) {
    if (size instanceof Json.Num number && number.digits().matches("[1-9][0-9]{0,9}")) {
      return number.longValue();
    }
    throw Refusal.corrupt(name, "a size of the input is " + size.text());
  }
}
