package dev.serin.runtime.torch.script;

import dev.serin.graph.Shape;
import dev.serin.reader.Node;
import dev.serin.runtime.torch.TorchPickle;
import dev.serin.runtime.torch.TorchTensor;
import dev.serin.tensor.DataType;
import dev.serin.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The shapes that an input can have by the first weight of a model and the layer it is of. */
final class FirstWeight {
  private static final int DEEPEST = 50;

  private final TorchPickle data;

  FirstWeight(TorchPickle data) {
    this.data = data;
  }

  private record Found(String layer, TorchTensor tensor) {}

  /** Shapes to try, the likeliest first; all inputs are taken to be alike. */
  List<List<TensorSpec>> candidates(List<String> names) {
    Optional<Found> found = first(data.root(), 0);
    if (found.isEmpty()) {
      return List.of();
    }
    TorchTensor weight = found.get().tensor();
    List<Long> sizes = weight.sizes();
    String layer = found.get().layer();
    long any = Shape.ANY;
    List<List<TensorSpec>> all = new ArrayList<>();
    if (sizes.size() > 2 && sizes.size() < 6) {
      List<Long> shape = new ArrayList<>(List.of(any, sizes.get(1)));
      boolean turned = layer.startsWith("ConvTranspose");
      shape.set(1, turned ? sizes.get(0) : sizes.get(1));
      sizes.subList(2, sizes.size()).forEach(_ -> shape.add(any));
      all.add(specs(names, weight.type(), shape));
    } else if (layer.startsWith("Embedding")) {
      all.add(specs(names, DataType.INT64, List.of(any, any)));
      all.add(specs(names, DataType.INT64, List.of(any)));
    } else if (sizes.size() == 2) {
      long width = sizes.get(1);
      boolean steps = layer.matches("LSTM|GRU|RNN|MultiheadAttention|NonDynamicallyQuantizable.*");
      List<Long> row = List.of(any, width);
      List<Long> sequence = List.of(any, any, width);
      all.add(specs(names, weight.type(), steps ? sequence : row));
      all.add(specs(names, weight.type(), steps ? row : sequence));
    } else if (sizes.size() == 1) {
      all.add(specs(names, weight.type(), List.of(any, sizes.getFirst())));
      all.add(specs(names, weight.type(), List.of(any, any, sizes.getFirst())));
      all.add(specs(names, weight.type(), List.of(any, sizes.getFirst(), any, any)));
    }
    return all;
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
          data.tensor(entry.value())
              .filter(tensor -> !tensor.sizes().isEmpty())
              .map(tensor -> new Found(object.type().name(), tensor))
              .or(() -> first(entry.value(), depth + 1));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }
}
