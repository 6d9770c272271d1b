package dev.serin.runtime.keras;

import dev.serin.base.Json;
import dev.serin.runtime.keras.Architecture.Call;
import dev.serin.runtime.keras.Architecture.Definition;
import dev.serin.runtime.keras.Architecture.Output;
import dev.serin.runtime.keras.Architecture.Reference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which call of a model inside a reference means. A model has made a call of itself when it was
 * built, which stands in no file: Keras 3 counts it in the outputs of the outer model alone, Keras
 * 2 since TensorFlow 2.2 everywhere, and older ones nowhere.
 */
record Numbering(Dialect dialect, Map<String, Definition> models) {
  private static final Set<String> GRAPHS = Set.of("Functional", "Model");

  static Numbering of(Dialect dialect, List<Definition> layers) {
    Map<String, Definition> models = new HashMap<>();
    for (Definition layer : layers) {
      String type = layer.written().text("class_name").orElse("");
      if (dialect.three() ? GRAPHS.contains(type) : ModelRun.MODELS.contains(type)) {
        models.put(layer.name(), layer);
      }
    }
    return new Numbering(dialect, models);
  }

  /** The layers and outputs with calls counted from 0. */
  Architecture counted(Architecture written) {
    if (models.isEmpty()) {
      return written;
    }
    if (dialect.three()) {
      return new Architecture(
          written.inputs(),
          written.layers(),
          written.outputs().stream()
              .map(output -> with(output, last(output.reference())))
              .toList());
    }
    Map<String, Boolean> shifted = new HashMap<>();
    models.forEach((name, layer) -> shifted.put(name, shifted(layer, references(written, name))));
    return new Architecture(
        written.inputs(),
        written.layers().stream().map(layer -> moved(layer, shifted)).toList(),
        written.outputs().stream()
            .map(output -> with(output, moved(output.reference(), shifted)))
            .toList());
  }

  private static Output with(Output output, Reference reference) {
    return new Output(output.name(), reference);
  }

  /** As Keras 3 reads an output: one less, and from 0 on to the last call. */
  private Reference last(Reference reference) {
    Definition model = models.get(reference.layer());
    if (model == null) {
      return reference;
    }
    long call = reference.call() == 0 ? model.calls().size() - 1L : reference.call() - 1;
    return new Reference(reference.layer(), call, reference.result());
  }

  private static List<Long> references(Architecture written, String name) {
    Stream<Reference> inside =
        written.layers().stream()
            .flatMap(layer -> layer.calls().stream())
            .flatMap(
                call ->
                    Stream.concat(call.given().stream(), call.named().values().stream())
                        .flatMap(Argument::results));
    Stream<Reference> out = written.outputs().stream().map(Output::reference);
    return Stream.concat(inside, out)
        .filter(reference -> reference.layer().equals(name))
        .map(Reference::call)
        .toList();
  }

  private static boolean shifted(Definition model, List<Long> calls) {
    if (calls.contains(0L)) {
      return false;
    }
    return calls.stream().anyMatch(call -> call >= model.calls().size()) || startsAtInput(model);
  }

  private static boolean startsAtInput(Definition model) {
    List<Json> layers =
        model.written().object("config").map(config -> config.list("layers")).orElse(List.of());
    return !layers.isEmpty()
        && layers.getFirst() instanceof Json.Obj first
        && first.text("class_name").orElse("").equals("InputLayer");
  }

  private static Definition moved(Definition layer, Map<String, Boolean> shifted) {
    List<Call<Reference>> calls =
        layer.calls().stream()
            .map(call -> call.map(reference -> moved(reference, shifted)))
            .toList();
    return new Definition(layer.name(), layer.written(), calls);
  }

  private static Reference moved(Reference reference, Map<String, Boolean> shifted) {
    return shifted.getOrDefault(reference.layer(), false)
        ? new Reference(reference.layer(), reference.call() - 1, reference.result())
        : reference;
  }
}
