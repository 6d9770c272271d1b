package dev.serin.runtime.torch.script;

import dev.serin.graph.Shape;
import dev.serin.reader.Node;
import dev.serin.runtime.torch.TorchPickle;
import dev.serin.runtime.torch.TorchTensor;
import dev.serin.tensor.DataType;
import dev.serin.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The shapes that an input can have by the first weight of a model and the layer it is of. */
final class FirstWeight {
  private static final int DEEPEST = 50;
  private static final Pattern LAYERS =
      Pattern.compile("Conv(Transpose)?[123]d|Embedding(Bag)?|LSTM|GRU|RNN|Linear");
  private static final Set<String> WEIGHTS = Set.of("weight", "weight_ih_l0");

  private final TorchPickle data;

  FirstWeight(TorchPickle data) {
    this.data = data;
  }

  private record Found(String layer, TorchTensor tensor) {}

  /** Shapes to try, the likeliest first; all inputs are taken to be alike. */
  List<List<TensorSpec>> candidates(List<String> names) {
    List<List<TensorSpec>> all = new ArrayList<>();
    first(data.root(), 0)
        .ifPresent(
            found -> {
              DataType type =
                  found.layer().startsWith("Embedding") ? DataType.INT64 : found.tensor().type();
              shapes(found.layer(), found.tensor().sizes())
                  .forEach(shape -> all.add(specs(names, type, shape)));
            });
    return all;
  }

  private static List<List<Long>> shapes(String layer, List<Long> weight) {
    long any = Shape.ANY;
    long width = weight.get(1);
    if (layer.startsWith("Conv")) {
      List<Long> shape = new ArrayList<>(Collections.nCopies(weight.size(), any));
      shape.set(1, layer.startsWith("ConvTranspose") ? weight.get(0) : width);
      return List.of(shape);
    }
    if (layer.startsWith("Embedding")) {
      return List.of(List.of(any, any), List.of(any));
    }
    List<Long> row = List.of(any, width);
    List<Long> sequence = List.of(any, any, width);
    return layer.equals("Linear") ? List.of(row, sequence) : List.of(sequence);
  }

  private static List<TensorSpec> specs(List<String> names, DataType type, List<Long> shape) {
    return names.stream().map(name -> new TensorSpec(name, type, shape)).toList();
  }

  private Optional<Found> first(Node node, int depth) {
    if (depth > DEEPEST
        || !(node instanceof Node.Instance object)
        || !(object.state().orElse(Node.NONE) instanceof Node.DictNode state)) {
      return Optional.empty();
    }
    for (Node.Entry entry : state.entries()) {
      Optional<Found> found =
          weight(object.type().name(), entry).or(() -> first(entry.value(), depth + 1));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** The weight of a layer whose input is known by it. */
  private Optional<Found> weight(String layer, Node.Entry entry) {
    boolean known =
        LAYERS.matcher(layer).matches()
            && entry.key() instanceof Node.Text(String name)
            && WEIGHTS.contains(name);
    return known
        ? data.tensor(entry.value())
            .filter(tensor -> tensor.sizes().size() > 1)
            .map(tensor -> new Found(layer, tensor))
        : Optional.empty();
  }
}
