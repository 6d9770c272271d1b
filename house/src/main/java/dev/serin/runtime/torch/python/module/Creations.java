package dev.serin.runtime.torch.python.module;

import dev.serin.runtime.torch.Dim;
import dev.serin.runtime.torch.python.Builtins;
import dev.serin.runtime.torch.python.Interpreter;
import dev.serin.runtime.torch.python.Thing;
import dev.serin.runtime.torch.python.Thing.Given;
import dev.serin.runtime.torch.python.Trouble;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The members of torch that are no operators: datatypes, constants, and makers of tensors. */
final class Creations {
  static final Map<String, DataType> TYPES =
      Map.ofEntries(
          Map.entry("float32", DataType.FP32),
          Map.entry("float", DataType.FP32),
          Map.entry("float64", DataType.FP64),
          Map.entry("double", DataType.FP64),
          Map.entry("float16", DataType.FP16),
          Map.entry("half", DataType.FP16),
          Map.entry("bfloat16", DataType.BF16),
          Map.entry("int64", DataType.INT64),
          Map.entry("long", DataType.INT64),
          Map.entry("int32", DataType.INT32),
          Map.entry("int", DataType.INT32),
          Map.entry("int16", DataType.INT16),
          Map.entry("short", DataType.INT16),
          Map.entry("int8", DataType.INT8),
          Map.entry("uint8", DataType.UINT8),
          Map.entry("bool", DataType.BOOL));

  private Creations() {}

  static Optional<Thing> constant(String name, Operations operations) {
    DataType type = TYPES.get(name);
    if (type != null) {
      return Optional.of(new Thing.Type(type));
    }
    Thing found =
        switch (name) {
          case "nn", "cuda", "backends" -> new Thing.Space("torch." + name);
          case "Tensor", "FloatTensor", "LongTensor" -> tensors(name, operations);
          case "dtype" -> new Thing.Native(name, (_, _) -> Thing.NONE);
          case "Size" -> new Thing.Native(name, (given, in) -> size(given, in));
          case "device" -> new Thing.Native(name, (_, _) -> new Thing.Text("cpu"));
          case "inf" -> new Thing.Real(Double.POSITIVE_INFINITY);
          case "nan" -> new Thing.Real(Double.NaN);
          case "pi" -> new Thing.Real(Math.PI);
          case "e" -> new Thing.Real(Math.E);
          case "manual_seed", "set_printoptions", "set_float32_matmul_precision" ->
              Builtins.WITHOUT_EFFECT;
          case "no_grad", "inference_mode", "enable_grad" ->
              new Thing.Native(name, (_, _) -> Builtins.WITHOUT_EFFECT);
          case "is_tensor" ->
              new Thing.Native(
                  name,
                  (given, _) ->
                      new Thing.Flag(
                          given.list().stream().anyMatch(Thing.Tensor.class::isInstance)));
          case "finfo" -> new Thing.Native(name, Creations::limits);
          default -> maker(name, operations);
        };
    return found == Thing.NONE ? Optional.empty() : Optional.of(found);
  }

  private static Thing maker(String name, Operations operations) {
    return switch (name) {
      case "tensor", "as_tensor" ->
          new Thing.Native(name, (given, in) -> Literals.tensor(operations, given, in));
      case "arange" ->
          new Thing.Native(name, (given, in) -> Literals.arange(operations, given, in));
      case "linspace" ->
          new Thing.Native(name, (given, in) -> Literals.linspace(operations, given, in));
      case "eye" -> new Thing.Native(name, (given, in) -> Literals.eye(operations, given, in));
      case "zeros", "ones" ->
          new Thing.Native(name, (given, in) -> operations.call(name, sized(given), in));
      case "empty", "rand", "randn" ->
          new Thing.Native(name, (given, in) -> random(sized(given), operations, in));
      case "rand_like", "randn_like", "empty_like" ->
          new Thing.Native(name, (given, in) -> like(given, operations, in));
      case "normal", "randint", "randperm", "bernoulli", "multinomial", "poisson" ->
          new Thing.Native(
              name,
              (_, in) -> {
                throw Trouble.of(
                    "UNSUPPORTED_OP", in.place(), "torch." + name + " makes numbers at random");
              });
      default -> Thing.NONE;
    };
  }

  private static Thing tensors(String name, Operations operations) {
    return new Thing.Native(
        name,
        (given, in) -> {
          boolean listed =
              given.list().size() == 1
                  && (given.list().getFirst() instanceof Thing.Items
                      || given.list().getFirst() instanceof Thing.Tuple);
          if (!listed) {
            return random(sized(given), operations, in);
          }
          DataType type = name.equals("LongTensor") ? DataType.INT64 : DataType.FP32;
          return Literals.tensor(
              operations, new Given(given.list(), Map.of("dtype", new Thing.Type(type))), in);
        });
  }

  /** {@code zeros(2, 3)} as {@code zeros([2, 3])}. */
  private static Given sized(Given given) {
    List<Thing> list = given.list();
    boolean spread =
        list.stream().allMatch(one -> one instanceof Thing.Whole || one instanceof Thing.Size);
    if (given.named().containsKey("size")) {
      return given;
    }
    return spread ? new Given(List.of(new Thing.Items(list)), given.named()) : given;
  }

  private static Thing random(Given given, Operations operations, Interpreter in) {
    Thing sizes = given.list().isEmpty() ? given.named().get("size") : given.list().getFirst();
    List<Dim> dims = new ArrayList<>();
    for (Thing size : in.items(sizes == null ? Thing.Tuple.of(List.of()) : sizes)) {
      switch (size) {
        case Thing.Whole(long number) -> dims.add(Dim.of(number));
        case Thing.Size(Dim dim) -> dims.add(dim);
        default -> throw Trouble.value(in.place(), "the size of a tensor is no whole number");
      }
    }
    DataType type =
        given.named().get("dtype") instanceof Thing.Type(DataType named) ? named : DataType.FP32;
    return operations.unset(type, dims, in);
  }

  private static Thing like(Given given, Operations operations, Interpreter in) {
    if (!given.list().isEmpty() && given.list().getFirst() instanceof Thing.Tensor tensor) {
      return operations.unset(tensor.value().type(), operations.sizes(tensor), in);
    }
    throw Trouble.value(in.place(), "a tensor is made like something else");
  }

  private static Thing size(Given given, Interpreter in) {
    List<Thing> sizes = new ArrayList<>();
    if (!given.list().isEmpty()) {
      in.items(given.list().getFirst()).forEach(sizes::add);
    }
    return Thing.Tuple.of(sizes);
  }

  private static Thing limits(Given given, Interpreter in) {
    if (!given.list().isEmpty() && given.list().getFirst() instanceof Thing.Type(DataType type)) {
      double most = type == DataType.FP64 ? Double.MAX_VALUE : Float.MAX_VALUE;
      double step = type == DataType.FP64 ? Math.ulp(1.0) : Math.ulp(1.0f);
      if (type == DataType.FP64 || type == DataType.FP32) {
        return new Thing.Tuple(
            List.of(new Thing.Real(-most), new Thing.Real(most), new Thing.Real(step)),
            List.of("min", "max", "eps"));
      }
    }
    throw Trouble.value(in.place(), "finfo() is read for float32 and float64");
  }
}
