package dev.serin.runtime.keras;

import dev.serin.graph.GraphBuilder.TypedShape;
import dev.serin.graph.Value;
import dev.serin.reader.hdf.Hdf5Group;
import dev.serin.runtime.Inspection.Step;
import dev.serin.runtime.PreparedNet.Prepared;
import dev.serin.runtime.keras.Architecture.Call;
import dev.serin.runtime.keras.Architecture.Input;
import dev.serin.runtime.keras.Architecture.Output;
import dev.serin.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns the architecture and the weights of a whole model into one graph. */
final class Conversion {
  private Conversion() {}

  /** The graph, what goes in and out by the names of the file, and one step for each call. */
  record Converted(
      byte[] onnx,
      List<TensorSpec> inputs,
      List<TensorSpec> outputs,
      List<Step> steps,
      List<Prepared> prepared) {}

  /** A model whose layers list their weights in the groups of an HDF5 file. */
  static Converted listed(Hdf5Group root, Architecture architecture, Building building) {
    Store store = new Store(_ -> Optional.empty());
    Map<String, Weights> weights = new HashMap<>();
    architecture
        .layers()
        .forEach(layer -> weights.put(layer.name(), ListedWeights.of(store, root, layer.name())));
    return converted(architecture, weights, building);
  }

  /** A model whose weights stand below the root, by the classes of their layers. */
  static Converted foldered(FolderWeights root, Architecture architecture, Building building) {
    Map<String, Weights> weights = ModelRun.spread(architecture, root);
    return converted(architecture, weights, building);
  }

  private static Converted converted(
      Architecture architecture, Map<String, Weights> weights, Building building) {
    building.calls("model", CallCount.of(architecture));
    List<TensorSpec> inputs = new ArrayList<>();
    List<Argument<Value>> given = new ArrayList<>();
    for (Input input : architecture.inputs()) {
      TypedShape typed = ArchitectureReader.typed(input);
      Value value = building.graph().input(typed.type(), typed.shape());
      building.input(value, inputs.size());
      given.add(new Argument.Result<>(value));
      inputs.add(new TensorSpec(input.name(), typed.type(), typed.shape().sizes()));
    }
    Arguments arguments = new Arguments("model", new Call<>(given, Map.of()));
    List<Value> results = new ModelRun("", architecture, weights, building).call(arguments);
    List<TensorSpec> outputs = new ArrayList<>();
    List<String> names = names(architecture.outputs());
    for (int i = 0; i < names.size(); i++) {
      Value value = results.get(i);
      building.graph().output(value);
      outputs.add(new TensorSpec(names.get(i), value.type(), value.shape().sizes()));
    }
    return new Converted(
        building.graph().toBytes(), inputs, outputs, building.steps(), building.prepared());
  }

  /** Their own names, those of their layers, or numbers where one name would stand twice. */
  private static List<String> names(List<Output> outputs) {
    Set<String> names = new LinkedHashSet<>();
    for (Output output : outputs) {
      names.add(output.name().isEmpty() ? output.reference().layer() : output.name());
    }
    if (names.size() == outputs.size()) {
      return List.copyOf(names);
    }
    List<String> numbered = new ArrayList<>();
    outputs.forEach(_ -> numbered.add("output-" + numbered.size()));
    return numbered;
  }
}
