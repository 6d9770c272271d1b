package dev.serin.runtime.torch.python.module;

import dev.serin.runtime.torch.Refusal;
import dev.serin.runtime.torch.TorchTensor;
import dev.serin.runtime.torch.python.Interpreter;
import dev.serin.runtime.torch.python.Thing;
import dev.serin.runtime.torch.python.Thing.Given;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The parameters, buffers and submodules of objects that extend {@code nn.Module}. */
final class Modules {
  private static final int DEEPEST = 100;
  private static final int MOST_NAMED = 6;
  private static final List<String> WRAPPERS =
      List.of("module.", "model.", "net.", "_orig_mod.", "module._orig_mod.");

  private Modules() {}

  static boolean module(Thing thing) {
    return thing instanceof Thing.Instance instance && instance.kind().extendsLibrary("Module");
  }

  static Map<String, Thing.Instance> children(Thing.Instance of) {
    Map<String, Thing.Instance> children = new LinkedHashMap<>();
    of.attributes()
        .forEach(
            (name, value) -> {
              if (module(value)) {
                children.put(name, (Thing.Instance) value);
              }
            });
    return children;
  }

  static Map<String, Thing.Tensor> parameters(Thing.Instance of) {
    Map<String, Thing.Tensor> parameters = new LinkedHashMap<>();
    of.attributes()
        .forEach(
            (name, value) -> {
              if (value instanceof Thing.Tensor tensor && tensor.parameter()) {
                parameters.put(name, tensor);
              }
            });
    return parameters;
  }

  static Map<String, Thing.Tensor> buffers(Thing.Instance of) {
    Map<String, Thing.Tensor> buffers = new LinkedHashMap<>();
    of.buffers()
        .forEach(
            (name, _) -> {
              if (of.attributes().get(name) instanceof Thing.Tensor tensor) {
                buffers.put(name, tensor);
              }
            });
    return buffers;
  }

  /** {@code register_buffer} without its value. */
  static Thing markBuffer(Given given, Interpreter in) {
    if (given.list().size() == 3
        && given.list().get(0) instanceof Thing.Instance of
        && given.list().get(1) instanceof Thing.Text(String name)) {
      of.buffers().put(name, in.truth(given.list().get(2)));
    }
    return Thing.NONE;
  }

  /** A copy of a module with parameters of its own. */
  static Thing copy(Thing thing, Interpreter in, int depth) {
    in.spend(1);
    if (depth > DEEPEST) {
      throw Refusal.value(in.place(), "a module holds itself");
    }
    return switch (thing) {
      case Thing.Instance of -> {
        Thing.Instance copy = new Thing.Instance(of.kind());
        of.attributes()
            .forEach((name, one) -> copy.attributes().put(name, copy(one, in, depth + 1)));
        copy.buffers().putAll(of.buffers());
        yield copy;
      }
      case Thing.Tensor tensor ->
          tensor.parameter()
              ? tensor.asParameter()
              : new Thing.Tensor(tensor.value(), tensor.unset());
      case Thing.Items items -> {
        List<Thing> list = new ArrayList<>();
        items.list().forEach(one -> list.add(copy(one, in, depth + 1)));
        yield new Thing.Items(list);
      }
      case Thing.Tuple(List<Thing> items, List<String> names) ->
          new Thing.Tuple(items.stream().map(one -> copy(one, in, depth + 1)).toList(), names);
      case Thing.Dict of -> {
        Thing.Dict copy = new Thing.Dict();
        of.map().forEach((key, one) -> copy.map().put(key, copy(one, in, depth + 1)));
        yield copy;
      }
      default -> thing;
    };
  }

  /** Every parameter and kept buffer by its name in a state_dict. */
  static Map<String, Thing.Tensor> state(Thing.Instance root) {
    Map<String, Thing.Tensor> state = new LinkedHashMap<>();
    collect(root, "", state, 0);
    return state;
  }

  private static void collect(
      Thing.Instance of, String prefix, Map<String, Thing.Tensor> state, int depth) {
    if (depth > DEEPEST || state.size() > 1_000_000) {
      throw Refusal.value(prefix, "a module holds itself");
    }
    parameters(of).forEach((name, tensor) -> state.put(prefix + name, tensor));
    buffers(of)
        .forEach(
            (name, tensor) -> {
              if (of.buffers().get(name)) {
                state.put(prefix + name, tensor);
              }
            });
    children(of).forEach((name, child) -> collect(child, prefix + name + ".", state, depth + 1));
  }

  /** {@code load_state_dict}, strictly: names and sizes have to agree. */
  static void load(
      Thing.Instance root, Map<String, TorchTensor> saved, Operations operations, Interpreter in) {
    Map<String, Thing.Tensor> state = state(root);
    Map<String, TorchTensor> weights = unwrapped(saved, state.keySet());
    Set<String> missing = new TreeSet<>(state.keySet());
    missing.removeAll(weights.keySet());
    missing.removeIf(name -> name.endsWith("num_batches_tracked")); // nobody reads it
    Set<String> unexpected = new TreeSet<>(weights.keySet());
    unexpected.removeAll(state.keySet());
    if (!missing.isEmpty() || !unexpected.isEmpty()) {
      throw mismatch(root, missing, unexpected);
    }
    weights.forEach((name, tensor) -> fill(name, state.get(name), tensor, operations, in));
  }

  /** Without the one prefix that DataParallel, Lightning or compile put before every name. */
  private static Map<String, TorchTensor> unwrapped(
      Map<String, TorchTensor> saved, Set<String> names) {
    if (saved.keySet().stream().anyMatch(names::contains)) {
      return saved;
    }
    for (String prefix : WRAPPERS) {
      Map<String, TorchTensor> inner = new LinkedHashMap<>();
      saved.forEach(
          (name, tensor) -> {
            if (name.startsWith(prefix)) {
              inner.put(name.substring(prefix.length()), tensor);
            }
          });
      if (inner.size() == saved.size() && names.containsAll(inner.keySet())) {
        return inner;
      }
    }
    return saved;
  }

  private static RuntimeException mismatch(
      Thing.Instance root, Set<String> missing, Set<String> unexpected) {
    String what =
        (missing.isEmpty() ? "" : " the file lacks " + named(missing) + ";")
            + (unexpected.isEmpty() ? "" : " the class does not have " + named(unexpected) + ";");
    return Refusal.of(
        "CORRUPT",
        root.kind().name(),
        "the weights are not those of this class:" + what.substring(0, what.length() - 1),
        "save model.state_dict() of exactly this class, or name class, args and kwargs in "
            + "serin.json: {\"torch\":{\"class\":\"Net\",\"kwargs\":{}}}");
  }

  private static String named(Set<String> names) {
    String all = names.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
    return names.size() > MOST_NAMED ? all + " and " + (names.size() - MOST_NAMED) + " more" : all;
  }

  private static void fill(
      String name, Thing.Tensor into, TorchTensor tensor, Operations operations, Interpreter in) {
    List<Long> wanted =
        operations.sizes(into).stream().map(size -> size.number().orElse(-1)).toList();
    if (!wanted.equals(tensor.sizes())) {
      throw Refusal.corrupt(
          name, "the file holds the sizes " + tensor.sizes() + ", the class has " + wanted);
    }
    Thing.Tensor weight = operations.weight(tensor);
    if (tensor.type() != into.value().type()) {
      Thing type = new Thing.Type(into.value().type());
      weight = (Thing.Tensor) operations.call("to", Given.of(weight, type), in);
    }
    into.change(weight.value(), false);
  }
}
