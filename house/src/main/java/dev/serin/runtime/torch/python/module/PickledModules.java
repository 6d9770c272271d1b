package dev.serin.runtime.torch.python.module;

import dev.serin.reader.Node;
import dev.serin.runtime.torch.Refusal;
import dev.serin.runtime.torch.TorchPickle;
import dev.serin.runtime.torch.TorchTensor;
import dev.serin.runtime.torch.python.Interpreter;
import dev.serin.runtime.torch.python.Thing;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** Turns pickled objects of {@code torch.nn} into objects of the language. */
public final class PickledModules {
  private static final Set<String> MODULES =
      Set.of(
          "activation",
          "adaptive",
          "batchnorm",
          "channelshuffle",
          "container",
          "conv",
          "distance",
          "dropout",
          "flatten",
          "fold",
          "instancenorm",
          "linear",
          "module",
          "normalization",
          "padding",
          "pixelshuffle",
          "pooling",
          "rnn",
          "sparse",
          "transformer",
          "upsampling");
  private static final String FUNCTIONAL = "torch.nn.functional";
  private static final String NATIVE = "torch._C._nn";

  /** What torch keeps beside what a module computes with. */
  private static final Set<String> BESIDE =
      Set.of(
          "training",
          "_parameters",
          "_buffers",
          "_modules",
          "_non_persistent_buffers_set",
          "_backend",
          "_is_full_backward_hook",
          "_version",
          "call_super_init",
          "dump_patches",
          "_reversed_padding_repeated_twice",
          "transposed",
          "_flat_weights_names",
          "_all_weights",
          "_flat_weights",
          "_flat_weight_refs",
          "activation_relu_or_gelu",
          "scale_grad_by_freq",
          "sparse",
          "norm_type",
          "use_nested_tensor",
          "enable_nested_tensor",
          "mask_check",
          "name",
          "process_group",
          "in1_features",
          "in2_features",
          "bias_k",
          "nonlinearity",
          "init",
          "input_size",
          "head_dim",
          "_is_hf_initialized",
          "freeze",
          "num_layers",
          "device",
          "_compiled_call_impl",
          "_size",
          "_keys",
          "_device",
          "dtype",
          "nhead",
          "d_model");

  private final Torch torch;
  private final Operations operations;
  private final TorchPickle pickle;
  private final Interpreter in;
  private final Map<Node, Thing.Instance> made = new IdentityHashMap<>();

  PickledModules(Torch torch, Operations operations, TorchPickle pickle, Interpreter in) {
    this.torch = torch;
    this.operations = operations;
    this.pickle = pickle;
    this.in = in;
  }

  /** Whether this is a class of {@code torch.nn} that is read, or a function that one may hold. */
  public static boolean allows(String module, String name) {
    if (module.equals(FUNCTIONAL) || module.equals(NATIVE) && name.equals("gelu")) {
      return true;
    }
    return module.startsWith("torch.nn.modules.")
        && MODULES.contains(module.substring("torch.nn.modules.".length()))
        && Prelude.classes().contains(name);
  }

  Thing.Instance made(Node.Instance node) {
    String type = node.type().name();
    if (!allows(node.type().module(), type)) {
      throw Refusal.of(
          "FULL_PICKLED_MODULE",
          node.type().qualified(),
          "only classes of torch.nn can be read from a whole pickled module",
          "save state_dict() next to a model_class.py, or use torch.export");
    }
    Thing.Instance known = made.get(node);
    if (known != null) {
      return known;
    }
    if (!(in.attribute(new Thing.Space("torch.nn"), type) instanceof Thing.Kind kind)) {
      throw Refusal.value(type, "it is no class");
    }
    Thing.Instance instance = new Thing.Instance(kind);
    made.put(node, instance);
    if (!(node.state().orElse(Node.NONE) instanceof Node.DictNode state)) {
      throw Refusal.corrupt(type, "a module has no state");
    }
    in.spend(1 + state.entries().size());
    state.entries().forEach(entry -> attribute(instance, text(entry.key(), type), entry.value()));
    each(state, "_parameters", type, (name, value) -> tensor(instance, name, value, true));
    each(state, "_buffers", type, (name, value) -> tensor(instance, name, value, false));
    each(
        state,
        "_modules",
        type,
        (name, value) -> {
          if (value instanceof Node.Instance child) {
            instance.attributes().put(name, made(child));
          } else {
            instance.attributes().put(name, plain(name, value));
          }
        });
    return instance;
  }

  private static String text(Node key, String type) {
    if (key instanceof Node.Text name) {
      return name.value();
    }
    throw Refusal.corrupt(type, "an attribute has no name");
  }

  private static void each(
      Node.DictNode state, String name, String type, BiConsumer<String, Node> take) {
    Node all = state.value(name).orElse(Node.NONE);
    if (!(all instanceof Node.DictNode dict)) {
      throw Refusal.corrupt(type, "a module has no " + name);
    }
    dict.entries().forEach(entry -> take.accept(text(entry.key(), type), entry.value()));
  }

  private void attribute(Thing.Instance instance, String name, Node value) {
    String place = instance.kind().name() + "." + name;
    if (name.endsWith("_hooks") || name.contains("_hooks_")) {
      if (!(value instanceof Node.DictNode dict) || !dict.entries().isEmpty()) {
        throw Refusal.value(place, "a module with hooks does more than its class says");
      }
    } else if (name.equals("training") && !(value instanceof Node.Bool)) {
      throw Refusal.corrupt(place, "it is no truth value");
    } else if (!BESIDE.contains(name) && !Prelude.attributes().contains(name)) {
      throw Refusal.value(place, "this attribute is not known of the class");
    } else if (instance.kind().member(name).filter(Thing.Function.class::isInstance).isPresent()) {
      throw Refusal.value(place, "it takes the place of a method");
    } else if (Prelude.attributes().contains(name)) {
      instance.attributes().put(name, plain(place, value));
    }
  }

  private void tensor(Thing.Instance instance, String name, Node value, boolean parameter) {
    String place = instance.kind().name() + "." + name;
    if (value instanceof Node.None) {
      instance.attributes().put(name, Thing.NONE);
      return;
    }
    TorchTensor tensor =
        pickle.tensor(value).orElseThrow(() -> Refusal.corrupt(place, "it is no tensor"));
    if (tensor.type() == DataType.FP16 || tensor.type() == DataType.BF16) {
      throw Refusal.value(place, "a module of numbers of 16 bits; save it after model.float()");
    }
    Thing.Tensor weight = operations.weight(tensor);
    instance.attributes().put(name, parameter ? weight.asParameter() : weight);
    if (!parameter) {
      instance.buffers().put(name, true);
    }
  }

  private Thing plain(String place, Node value) {
    return switch (value) {
      case Node.None _ -> Thing.NONE;
      case Node.Bool flag -> new Thing.Flag(flag.value());
      case Node.Int whole -> new Thing.Whole(whole.value());
      case Node.Real real -> new Thing.Real(real.value());
      case Node.Text text -> new Thing.Text(text.value());
      case Node.TupleNode tuple -> Thing.Tuple.of(all(place, tuple.items()));
      case Node.ListNode list -> new Thing.Items(all(place, list.items()));
      case Node.Global function -> function(place, function);
      case Node.Instance size
          when size.type().qualified().equals("torch.Size") && size.args().size() == 1 ->
          plain(place, size.args().getFirst());
      default -> throw Refusal.value(place, "an attribute holds something that is not read");
    };
  }

  private List<Thing> all(String place, List<Node> nodes) {
    List<Thing> things = new ArrayList<>();
    for (Node node : nodes) {
      in.spend(1);
      if (node instanceof Node.ListNode || node instanceof Node.Instance) {
        throw Refusal.value(place, "an attribute holds something that is not read");
      }
      things.add(plain(place, node));
    }
    return things;
  }

  private Thing function(String place, Node.Global function) {
    Optional<String> space =
        switch (function.module()) {
          case FUNCTIONAL, NATIVE -> Optional.of(FUNCTIONAL);
          default -> Optional.empty();
        };
    return torch.member(
        new Thing.Space(
            space.orElseThrow(() -> Refusal.value(place, "it holds " + function.qualified()))),
        function.name(),
        in);
  }
}
