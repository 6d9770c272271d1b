package dev.serin.runtime.torch.python.module;

import dev.serin.runtime.torch.Aten;
import dev.serin.runtime.torch.Dim;
import dev.serin.runtime.torch.Refusal;
import dev.serin.runtime.torch.python.Builtins;
import dev.serin.runtime.torch.python.Interpreter;
import dev.serin.runtime.torch.python.Library;
import dev.serin.runtime.torch.python.Thing;
import dev.serin.runtime.torch.python.Thing.Given;
import dev.serin.runtime.torch.python.Trouble;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a {@code model_class.py} can reach: torch as far as it is read, math, and type hints. */
final class Torch implements Library {
  private static final Set<String> MODULES =
      Set.of(
          "torch",
          "torch.nn",
          "torch.nn.functional",
          "torch.nn.init",
          "torch.nn.utils",
          "torch.nn.utils.parametrizations",
          "torch.nn.parameter",
          "torch.nn.modules",
          "math",
          "copy",
          "typing",
          "collections",
          "collections.abc",
          "__future__");
  private static final Set<String> OUTSIDE =
      Set.of(
          "load",
          "save",
          "hub",
          "jit",
          "ops",
          "classes",
          "package",
          "utils",
          "multiprocessing",
          "distributed",
          "compile",
          "from_file",
          "library",
          "_C",
          "serialization",
          "onnx",
          "os",
          "sys",
          "export",
          "fx",
          "autograd",
          "func",
          "storage",
          "testing",
          "profiler",
          "futures");
  private static final Map<String, String> SIGNS =
      Map.ofEntries(
          Map.entry("+", "add"),
          Map.entry("-", "sub"),
          Map.entry("*", "mul"),
          Map.entry("/", "div"),
          Map.entry("//", "floor_divide"),
          Map.entry("%", "remainder"),
          Map.entry("**", "pow"),
          Map.entry("@", "matmul"),
          Map.entry("&", "bitwise_and"),
          Map.entry("|", "bitwise_or"),
          Map.entry("^", "bitwise_xor"),
          Map.entry("==", "eq"),
          Map.entry("!=", "ne"),
          Map.entry("<", "lt"),
          Map.entry("<=", "le"),
          Map.entry(">", "gt"),
          Map.entry(">=", "ge"));
  private static final Map<String, String> MIRRORED =
      Map.of("<", ">", "<=", ">=", ">", "<", ">=", "<=", "==", "==", "!=", "!=");

  private final Operations operations;
  private final Indexing indexing;
  private final Map<String, Thing> functions = new LinkedHashMap<>();
  private final Map<String, Thing> methods = new LinkedHashMap<>();
  private final Map<String, Thing> classes = new LinkedHashMap<>();

  Torch(Operations operations) {
    this.operations = operations;
    this.indexing = new Indexing(operations);
  }

  /** Fills the parts that are described in the language itself. */
  void fill(
      Map<String, Thing> ofFunctional, Map<String, Thing> ofTensors, Map<String, Thing> ofNn) {
    functions.putAll(ofFunctional);
    methods.putAll(ofTensors);
    classes.putAll(ofNn);
  }

  static List<Thing> sizes(List<Dim> dims) {
    List<Thing> sizes = new ArrayList<>();
    for (Dim dim : dims) {
      sizes.add(
          dim.number().isPresent()
              ? new Thing.Whole(dim.number().getAsLong())
              : new Thing.Size(dim));
    }
    return sizes;
  }

  @Override
  public Thing module(String name, Interpreter in) {
    if (!MODULES.contains(name)) {
      throw Trouble.custom(in.place(), "the module " + name + " is imported");
    }
    return new Thing.Space(name);
  }

  @Override
  public Thing member(Thing.Space of, String name, Interpreter in) {
    return switch (of.name()) {
      case "aten" -> operations.function(name);
      case "torch" -> ofTorch(name, in);
      case "torch.nn" -> ofNn(name, in);
      case "torch.nn.modules", "torch.nn.parameter" -> ofNn(name, in);
      case "torch.nn.functional" -> ofFunctional(name, in);
      case "torch.nn.init" -> new Thing.Native(name, this::initialised);
      case "torch.nn.utils", "torch.nn.utils.parametrizations" -> ofUtils(of.name(), name, in);
      case "copy" -> ofCopy(name, in);
      case "torch.cuda", "torch.backends", "torch.backends.mps" -> ofDevice(name, in);
      case "math" -> Mathematics.member(name, in);
      case "collections", "collections.abc" -> ofCollections(name, in);
      case "typing" ->
          name.equals("TYPE_CHECKING")
              ? new Thing.Flag(false)
              : new Thing.Native(name, (_, _) -> Thing.NONE);
      case "__future__" -> Thing.NONE;
      default -> throw Trouble.value(in.place(), of.name() + " has no '" + name + "' here");
    };
  }

  private Thing ofTorch(String name, Interpreter in) {
    if (OUTSIDE.contains(name) || name.startsWith("_")) {
      throw Trouble.custom(in.place(), "torch." + name + " reaches out of the model");
    }
    Optional<Thing> constant = Creations.constant(name, operations);
    if (constant.isPresent()) {
      return constant.get();
    }
    Thing method = methods.get(name);
    if (method != null) {
      return method;
    }
    if (Aten.knows(name) && !Aten.inPlace(name)) {
      return operations.function(name);
    }
    throw Refusal.operator(in.place(), "torch." + name + " is not read");
  }

  private Thing ofNn(String name, Interpreter in) {
    switch (name) {
      case "functional", "init", "utils", "parameter" -> {
        return new Thing.Space("torch.nn." + name);
      }
      case "Parameter", "Buffer" -> {
        return new Thing.Native(name, (given, inner) -> parameter(name, given, inner));
      }
      default -> {}
    }
    Thing found = name.startsWith("_") ? null : classes.get(name);
    if (found instanceof Thing.Kind kind && !kind.ofFile()) {
      return kind;
    }
    throw Trouble.of("UNSUPPORTED_LAYER", in.place(), "torch.nn." + name + " is not read");
  }

  private Thing ofUtils(String module, String name, Interpreter in) {
    if (module.equals("torch.nn.utils") && name.equals("parametrizations")) {
      return new Thing.Space("torch.nn.utils.parametrizations");
    }
    String own = "_" + module.substring(module.lastIndexOf('.') + 1) + "_" + name;
    if (classes.get(own) instanceof Thing.Function function) {
      return function;
    }
    throw Trouble.of("UNSUPPORTED_LAYER", in.place(), module + "." + name + " is not read");
  }

  private static Thing ofCopy(String name, Interpreter in) {
    if (name.equals("deepcopy")) {
      return new Thing.Native(
          name,
          (given, inner) -> {
            if (given.list().size() != 1 || !given.named().isEmpty()) {
              throw Trouble.value(inner.place(), "deepcopy() takes one thing");
            }
            return Modules.copy(given.list().getFirst(), inner, 0);
          });
    }
    throw Trouble.value(in.place(), "copy." + name + " is not read");
  }

  private static Thing parameter(String name, Given given, Interpreter in) {
    Thing data =
        given.list().isEmpty()
            ? given.named().getOrDefault("data", Thing.NONE)
            : given.list().getFirst();
    if (data instanceof Thing.Tensor tensor) {
      return tensor.asParameter();
    }
    throw Trouble.value(in.place(), name + "() is given something but a tensor");
  }

  private Thing ofFunctional(String name, Interpreter in) {
    Thing own = name.startsWith("_") ? null : functions.get(name);
    if (own instanceof Thing.Function) {
      return own;
    }
    if (Aten.knows(name)) {
      return operations.function(name);
    }
    throw Refusal.operator(in.place(), "torch.nn.functional." + name + " is not read");
  }

  /** An initialiser: the numbers of its tensor come from somewhere nobody follows. */
  private Thing initialised(Given given, Interpreter in) {
    for (Thing thing : given.list()) {
      if (thing instanceof Thing.Tensor tensor) {
        if (operations.predicting()) {
          throw Refusal.operator(in.place(), "a weight is initialised in forward()");
        }
        tensor.change(
            operations.unset(tensor.value().type(), operations.sizes(tensor), in).value(), true);
        return tensor;
      }
    }
    return Thing.NONE;
  }

  private static Thing ofDevice(String name, Interpreter in) {
    return switch (name) {
      case "is_available", "is_built" -> new Thing.Native(name, (_, _) -> new Thing.Flag(false));
      case "device_count" -> new Thing.Native(name, (_, _) -> new Thing.Whole(0));
      case "manual_seed_all", "manual_seed", "empty_cache" -> Builtins.WITHOUT_EFFECT;
      case "mps" -> new Thing.Space("torch.backends.mps");
      default ->
          throw Trouble.value(in.place(), "torch's device function " + name + " is not read");
    };
  }

  private static Thing ofCollections(String name, Interpreter in) {
    return switch (name) {
      case "OrderedDict" -> in.builtin("dict");
      case "Iterable", "Sequence", "Callable", "Mapping" ->
          new Thing.Native(name, (_, _) -> Thing.NONE);
      case "abc" -> new Thing.Space("collections.abc");
      default -> throw Trouble.value(in.place(), "collections." + name + " is not read");
    };
  }

  @Override
  public Thing attribute(Thing of, String name, Interpreter in) {
    if (of instanceof Thing.Probe probe) {
      return ofProbe(probe, name, in);
    }
    Thing.Tensor tensor = (Thing.Tensor) of;
    if (name.startsWith("_")) {
      throw Trouble.custom(in.place(), "the attribute " + name + " is not reached");
    }
    return switch (name) {
      case "shape" -> Thing.Tuple.of(sizes(operations.sizes(tensor)));
      case "ndim" -> new Thing.Whole(tensor.value().shape().rank());
      case "dtype" -> new Thing.Type(tensor.value().type());
      case "device" -> new Thing.Text("cpu");
      case "data" -> tensor;
      case "is_cuda", "is_sparse", "is_quantized", "requires_grad" -> new Thing.Flag(false);
      case "grad" -> Thing.NONE;
      case "T" -> flipped(tensor, in);
      case "mT" ->
          operations.call(
              "transpose", Given.of(tensor, new Thing.Whole(-2), new Thing.Whole(-1)), in);
      case "requires_grad_", "cpu", "cuda", "retain_grad" ->
          new Thing.Native(name, (_, _) -> tensor);
      case "uniform_", "normal_", "random_", "bernoulli_", "exponential_" ->
          new Thing.Native(name, (_, inner) -> initialised(Given.of(tensor), inner));
      default -> method(tensor, name, in);
    };
  }

  private Thing flipped(Thing.Tensor tensor, Interpreter in) {
    List<Thing> order = new ArrayList<>();
    for (int axis = tensor.value().shape().rank() - 1; axis >= 0; axis--) {
      order.add(new Thing.Whole(axis));
    }
    return operations.call("permute", Given.of(tensor, new Thing.Items(order)), in);
  }

  private Thing method(Thing.Tensor tensor, String name, Interpreter in) {
    Thing own = methods.get(name);
    if (own instanceof Thing.Function) {
      return new Thing.Bound(tensor, own);
    }
    if (Aten.knows(name)) {
      return new Thing.Bound(tensor, operations.function(name));
    }
    throw Refusal.operator(in.place(), "the method " + name + " of a tensor is not read");
  }

  private Thing ofProbe(Thing.Probe probe, String name, Interpreter in) {
    return switch (name) {
      case "float", "contiguous", "detach", "clone", "cpu", "to", "requires_grad_" ->
          new Thing.Native(name, (_, _) -> probe);
      case "device" -> new Thing.Text("cpu");
      case "is_cuda", "requires_grad" -> new Thing.Flag(false);
      default -> throw Probes.missing(probe.name(), in.place());
    };
  }

  @Override
  public Thing operate(String sign, List<Thing> operands, Interpreter in) {
    Thing first = operands.getFirst();
    if (operands.size() == 1) {
      return switch (sign) {
        case "-" -> operations.call("neg", Given.of(first), in);
        case "~" -> operations.call("bitwise_not", Given.of(first), in);
        default -> first;
      };
    }
    Thing second = operands.get(1);
    if (List.of("==", "!=").contains(sign) && (first == Thing.NONE || second == Thing.NONE)) {
      return new Thing.Flag(sign.equals("!="));
    }
    boolean mirrored = !(first instanceof Thing.Tensor) && second instanceof Thing.Tensor;
    if (!mirrored) {
      return operations.call(SIGNS.get(sign), Given.of(first, second), in);
    }
    return switch (sign) {
      case "+", "*", "&", "|", "^" -> operations.call(SIGNS.get(sign), Given.of(second, first), in);
      case "-" -> operations.call("rsub", Given.of(second, first), in);
      case "/" ->
          operations.call(
              "mul", Given.of(operations.call("reciprocal", Given.of(second), in), first), in);
      case "<", "<=", ">", ">=", "==", "!=" ->
          operations.call(SIGNS.get(MIRRORED.get(sign)), Given.of(second, first), in);
      default -> operations.call(SIGNS.get(sign), Given.of(first, second), in);
    };
  }

  @Override
  public Thing pick(Thing of, Thing index, Interpreter in) {
    if (of instanceof Thing.Tensor tensor) {
      return indexing.pick(tensor, index, in);
    }
    throw Probes.missing("the input", in.place());
  }

  @Override
  public void put(Thing of, Thing index, Thing value, Interpreter in) {
    indexing.put((Thing.Tensor) of, index, value, in);
  }

  @Override
  public Optional<Thing> missing(Thing.Instance of, String name) {
    if (!of.kind().extendsLibrary("Module")) {
      return Optional.empty();
    }
    Map<String, ? extends Thing> found =
        switch (name) {
          case "_modules" -> Modules.children(of);
          case "_parameters" -> Modules.parameters(of);
          case "_buffers" -> Modules.buffers(of);
          default -> Map.of();
        };
    if (!Set.of("_modules", "_parameters", "_buffers").contains(name)) {
      return Optional.empty();
    }
    Thing.Dict dict = new Thing.Dict();
    found.forEach((key, value) -> dict.map().put(new Thing.Text(key), value));
    return Optional.of(dict);
  }

  static Optional<DataType> type(String name) {
    return Optional.ofNullable(Creations.TYPES.get(name));
  }
}
