package dev.serin.runtime.torch.export;

import dev.serin.graph.Value;
import dev.serin.runtime.torch.Dim;
import dev.serin.runtime.torch.Held;
import dev.serin.runtime.torch.Refusal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What the names of a graph stand for; weights are made when they are first used. */
final class Scope {
  private final Map<String, Held> tensors = new HashMap<>();
  private final Map<String, List<Held>> lists = new HashMap<>();
  private final Map<String, Dim> sizes = new HashMap<>();
  private final Map<String, Supplier<Value>> weights = new HashMap<>();

  void put(String name, Held tensor) {
    tensors.put(name, tensor);
  }

  void put(String name, Supplier<Value> weight) {
    weights.put(name, weight);
  }

  void put(String name, List<Held> tensors) {
    lists.put(name, List.copyOf(tensors));
  }

  void put(String name, Dim size) {
    sizes.put(name, size);
  }

  Held tensor(String name, String place) {
    Held known = tensors.get(name);
    if (known == null && weights.containsKey(name)) {
      known = Held.of(weights.get(name).get());
      tensors.put(name, known);
    }
    if (known == null) {
      throw Refusal.corrupt(place, "it takes " + name + ", which is not there yet");
    }
    return known;
  }

  List<Held> list(String name, String place) {
    if (!lists.containsKey(name)) {
      throw Refusal.corrupt(place, "it takes the list " + name + ", which is not there yet");
    }
    return lists.get(name);
  }

  Optional<Dim> size(String name) {
    return Optional.ofNullable(sizes.get(name));
  }

  Dim size(String name, String place) {
    return size(name)
        .orElseThrow(() -> Refusal.value(place, "the number " + name + " is not made of sizes"));
  }
}
