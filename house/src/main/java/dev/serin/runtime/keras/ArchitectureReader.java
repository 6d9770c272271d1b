package dev.serin.runtime.keras;

import dev.serin.base.Json;
import dev.serin.graph.Shape;
import dev.serin.runtime.keras.Architecture.Call;
import dev.serin.runtime.keras.Architecture.Definition;
import dev.serin.runtime.keras.Architecture.Input;
import dev.serin.runtime.keras.Architecture.Reference;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.HashSet;
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

  private final List<Input> inputs = new ArrayList<>();
  private final List<Definition> layers = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  private ArchitectureReader() {}

  static Architecture read(Json config) {
    if (!(config instanceof Json.Obj model)) {
      throw Refusal.corrupt("model_config", "it is no object");
    }
    ArchitectureReader reader = new ArchitectureReader();
    String kind = model.text("class_name").orElse("");
    return switch (kind) {
      case "Sequential" -> reader.chain(model.member("config").orElse(Json.Null.NULL));
      case "Model", "Functional" -> reader.graph(object(model, "config", "model_config"));
      default ->
          throw Refusal.of(
              "CUSTOM_CODE",
              "model_config",
              "the model is of the class '" + kind + "', whose code is not in the file",
              "build it as a Sequential or Functional model, or export it to ONNX");
    };
  }

  private static Json.Obj object(Json.Obj owner, String member, String place) {
    return owner
        .object(member)
        .orElseThrow(() -> Refusal.corrupt(place, "there is no object '" + member + "'"));
  }

  private Architecture chain(Json config) {
    List<Json> each =
        config instanceof Json.Arr(List<Json> items)
            ? items
            : config instanceof Json.Obj named ? named.list("layers") : List.of();
    Optional<Reference> last = Optional.empty();
    for (Json layer : each) {
      Json.Obj object = layer(layer);
      String name = name(object);
      if (type(object).equals("InputLayer")) {
        input(name, settings(object));
      } else {
        if (last.isEmpty()) {
          unnamedInput(object, config);
        }
        Reference before = last.orElse(new Reference(UNNAMED, 0));
        define(object, List.of(new Call(List.of(before), Map.of())));
      }
      last = Optional.of(new Reference(name, 0));
    }
    return new Architecture(
        inputs,
        layers,
        List.of(last.orElseThrow(() -> Refusal.corrupt("model_config", "it has no layers"))));
  }

  /** The first layer of a chain may say what goes in, or the chain itself after its first call. */
  private void unnamedInput(Json.Obj first, Json chain) {
    Json.Obj settings = settings(first);
    Json none = Json.Null.NULL;
    Json sizes =
        settings
            .member("batch_input_shape")
            .or(() -> settings.member("batch_shape"))
            .or(
                () ->
                    chain instanceof Json.Obj named
                        ? named.member("build_input_shape")
                        : Optional.empty())
            .orElse(none);
    if (!(sizes instanceof Json.Arr)) {
      throw Refusal.of(
          "SIGNATURE_MISSING",
          name(first),
          "the file does not say the shape of the input",
          "call the model once, or give its first layer an input shape, and save it again");
    }
    inputs.add(new Input(UNNAMED, type(UNNAMED, settings), shape(UNNAMED, sizes)));
  }

  private Architecture graph(Json.Obj config) {
    for (Json layer : config.list("layers")) {
      Json.Obj object = layer(layer);
      if (type(object).equals("InputLayer")) {
        input(name(object), settings(object));
      } else {
        define(object, Calls.of(name(object), object.list("inbound_nodes")));
      }
    }
    List<Input> ordered = new ArrayList<>();
    for (Reference reference : Calls.references(config, "input_layers")) {
      ordered.add(
          inputs.stream()
              .filter(input -> input.name().equals(reference.layer()))
              .findFirst()
              .orElseThrow(() -> Refusal.corrupt(reference.layer(), "it is no InputLayer")));
    }
    if (ordered.size() != inputs.size()) {
      throw Refusal.corrupt("input_layers", "not every InputLayer is an input of the model");
    }
    return new Architecture(ordered, layers, Calls.references(config, "output_layers"));
  }

  private void input(String name, Json.Obj settings) {
    for (String special : List.of("sparse", "ragged", "optional")) {
      if (settings.member(special).orElse(Json.Null.NULL) instanceof Json.Bool(boolean on) && on) {
        throw Refusal.value(name, special + " is true");
      }
    }
    Json sizes =
        settings
            .member("batch_shape")
            .or(() -> settings.member("batch_input_shape"))
            .orElseThrow(() -> Refusal.corrupt(name, "the input has no shape"));
    if (!names.add(name)) {
      throw Refusal.corrupt(name, "two layers have this name");
    }
    inputs.add(new Input(name, type(name, settings), shape(name, sizes)));
  }

  private void define(Json.Obj layer, List<Call> calls) {
    String name = name(layer);
    if (!names.add(name)) {
      throw Refusal.corrupt(name, "two layers have this name");
    }
    layers.add(new Definition(name, type(layer), settings(layer), calls));
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
        .or(() -> settings(layer).text("name"))
        .orElseThrow(() -> Refusal.corrupt(type(layer), "the layer has no name"));
  }

  private static DataType type(String name, Json.Obj settings) {
    String type = Config.typeName(settings).orElse("float32");
    return switch (type) {
      case "float32" -> DataType.FP32;
      case "float64" -> DataType.FP64;
      case "int8" -> DataType.INT8;
      case "int16" -> DataType.INT16;
      case "int32" -> DataType.INT32;
      case "int64" -> DataType.INT64;
      case "uint8" -> DataType.UINT8;
      case "bool" -> DataType.BOOL;
      default -> throw Refusal.value(name, "an input of the type " + type);
    };
  }

  /** The first size is the number of rows and always free. */
  private static Shape shape(String name, Json sizes) {
    List<Long> all = new ArrayList<>();
    if (sizes instanceof Json.Arr(List<Json> items)) {
      for (Json size : items) {
        all.add(all.isEmpty() || size instanceof Json.Null ? Shape.ANY : size(name, size));
      }
    }
    if (all.isEmpty()) {
      throw Refusal.corrupt(name, "the input has no shape");
    }
    return new Shape(all);
  }

  private static long size(String name, Json size) {
    if (size instanceof Json.Num number && number.digits().matches("[1-9][0-9]{0,9}")) {
      return number.longValue();
    }
    throw Refusal.corrupt(name, "a size of the input is " + size.text());
  }
}
