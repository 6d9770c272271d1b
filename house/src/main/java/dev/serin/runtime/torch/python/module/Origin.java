package dev.serin.runtime.torch.python.module;

import dev.serin.base.Json;
import dev.serin.reader.Node;
import dev.serin.runtime.torch.TorchPickle;
import dev.serin.runtime.torch.TorchTensor;
import dev.serin.runtime.torch.python.Source;
import java.util.List;
import java.util.Map;

/** Where the object of a model comes from. */
public sealed interface Origin {

  /**
   * A class of a source: the named one, or the first that extends {@code nn.Module} where the name
   * is empty, constructed with these arguments and given these weights.
   */
  record Written(
      Source source,
      String name,
      List<Json> args,
      Map<String, Json> kwargs,
      Map<String, TorchTensor> weights)
      implements Origin {
    public Written {
      args = List.copyOf(args);
      kwargs = Map.copyOf(kwargs);
      weights = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(weights));
    }
  }

  /** A pickled object of a class of {@code torch.nn}. */
  record Pickled(Node.Instance root, TorchPickle pickle) implements Origin {}
}
