package dev.serin.runtime.torch.script;

import dev.serin.graph.Value;
import dev.serin.runtime.torch.Aten;
import dev.serin.runtime.torch.Dim;
import dev.serin.runtime.torch.Held;
import dev.serin.runtime.torch.Refusal;
import dev.serin.runtime.torch.TorchTensor;
import dev.serin.tensor.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Functions that are done while the source is evaluated: on sizes, numbers, lists and types. */
final class Builtins {
  /** The functions behind the symbols of the language, by symbol and number of operands. */
  static final Map<String, String> OPERATORS =
      Map.ofEntries(
          Map.entry("-1", "neg"),
          Map.entry("not1", "__not__"),
          Map.entry("~1", "bitwise_not"),
          Map.entry("+2", "add"),
          Map.entry("-2", "sub"),
          Map.entry("*2", "mul"),
          Map.entry("/2", "div"),
          Map.entry("//2", "floordiv"),
          Map.entry("%2", "remainder"),
          Map.entry("**2", "pow"),
          Map.entry("==2", "eq"),
          Map.entry("!=2", "ne"),
          Map.entry("<2", "lt"),
          Map.entry("<=2", "le"),
          Map.entry(">2", "gt"),
          Map.entry(">=2", "ge"),
          Map.entry("is2", "__is__"),
          Map.entry("is not2", "__isnot__"),
          Map.entry("and2", "__and__"),
          Map.entry("or2", "__or__"),
          Map.entry("&2", "__and__"),
          Map.entry("|2", "__or__"),
          Map.entry("^2", "__xor__"),
          Map.entry("@2", "matmul"));

  private static final Set<String> FALSE =
      Set.of(
          "is_cuda",
          "requires_grad",
          "is_sparse",
          "is_quantized",
          "is_mkldnn",
          "is_nested",
          "is_complex",
          "is_grad_enabled",
          "is_autocast_enabled",
          "is_autocast_cpu_enabled",
          "is_scripting",
          "is_tracing",
          "is_mps",
          "is_vulkan",
          "is_ipu",
          "is_xla",
          "is_meta");
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "warn", "set_grad_enabled", "manual_seed", "_record_function_enter", "device", "layout");

  private final Aten aten;
  private final Meter meter;

  Builtins(Aten aten, Meter meter) {
    this.aten = aten;
    this.meter = meter;
  }

  /** The result, empty when the function is no builtin for these arguments. */
  Optional<Thing> call(
      String path, String name, List<Thing> given, Map<String, Thing> named, String place) {
    if (path.equals("ops.prim.Print") || path.startsWith("ops.prim.Python")) {
      throw Refusal.forbidden(place, name);
    }
    if (name.equals("RaiseException")) {
      String text = given.isEmpty() ? "" : given.getFirst().shown();
      throw Refusal.value(place, "the model itself refuses this input: " + text);
    }
    if (WITHOUT_EFFECT.contains(name)) {
      return Optional.of(Thing.NOTHING);
    }
    if (path.equals("ops.prim.type")) {
      return Optional.of(new Thing.Text("cpu")); // the only device there is
    }
    if (FALSE.contains(name)) {
      return Optional.of(new Thing.Flag(false));
    }
    if (name.equals("tensor")
        || name.equals("as_tensor") && !(given.get(0) instanceof Thing.Tensor)) {
      return Optional.of(tensor(given, named, place));
    }
    if (given.isEmpty()) {
      return Optional.empty();
    }
    return first(name, given, place).or(() -> plain(path, name, given, named, place));
  }

  /** By what the first argument is. */
  private Optional<Thing> first(String name, List<Thing> given, String place) {
    return switch (given.getFirst()) {
      case Thing.Tensor tensor -> ofTensor(name, tensor, given, place);
      case Thing.Items items -> new Lists(meter, place).call(name, items, given);
      case Thing.Table table -> ofTable(name, table, given);
      case Thing.Text(String text) -> ofText(name, text, given);
      default -> Optional.empty();
    };
  }

  private static Optional<Thing> ofText(String name, String text, List<Thing> given) {
    String other =
        given.size() > 1 && given.get(1) instanceof Thing.Text(String second) ? second : "";
    return switch (name) {
      case "format", "percentFormat" -> Optional.of(new Thing.Text(text));
      case "len" -> Optional.of(Thing.Whole.of(text.length()));
      case "find" -> Optional.of(Thing.Whole.of(text.indexOf(other)));
      case "startswith" -> Optional.of(new Thing.Flag(text.startsWith(other)));
      case "endswith" -> Optional.of(new Thing.Flag(text.endsWith(other)));
      case "__contains__" -> Optional.of(new Thing.Flag(text.contains(other)));
      default -> Optional.empty();
    };
  }

  private Optional<Thing> ofTensor(
      String name, Thing.Tensor tensor, List<Thing> given, String place) {
    return switch (name) {
      case "size" -> Optional.of(size(tensor, given, place));
      case "sym_size" -> Optional.of(size(tensor, given, place));
      case "dim", "ndimension" -> Optional.of(Thing.Whole.of(sizes(tensor, place).size()));
      case "numel" -> Optional.of(new Thing.Whole(Dim.product(sizes(tensor, place))));
      case "len" -> Optional.of(item(sizes(tensor, place), 0, place));
      case "dtype" -> Optional.of(Thing.Whole.of(Aten.code(tensor.held().value(place).type())));
      case "is_floating_point" ->
          Optional.of(new Thing.Flag(tensor.held().value(place).type().floating()));
      case "int", "Int", "IntImplicit", "ScalarImplicit", "item", "FloatImplicit" ->
          Optional.of(number(tensor, place));
      case "float", "Float" -> given.size() == 1 ? asReal(name, tensor, place) : Optional.empty();
      case "data", "unchecked_unwrap_optional" -> Optional.of(tensor);
      default -> Optional.empty();
    };
  }

  /** {@code float(x)} is a number, but {@code torch.float(x)} another type of the tensor. */
  private Optional<Thing> asReal(String name, Thing.Tensor tensor, String place) {
    return name.equals("Float") || tensor.held().value(place).shape().rank() == 0
        ? Optional.of(number(tensor, place))
        : Optional.empty();
  }

  private List<Dim> sizes(Thing.Tensor tensor, String place) {
    return aten.sizes(tensor.held().value(place));
  }

  private Thing size(Thing.Tensor tensor, List<Thing> given, String place) {
    List<Dim> sizes = sizes(tensor, place);
    if (given.size() > 1 && given.get(1) instanceof Thing.Whole(Dim axis) && axis.known()) {
      return item(sizes, axis.number().getAsLong(), place);
    }
    return new Thing.Items(
        new ArrayList<>(sizes.stream().<Thing>map(Thing.Whole::new).toList()), false);
  }

  private static Thing item(List<Dim> sizes, long axis, String place) {
    return new Thing.Whole(sizes.get(place(Dim.of(axis), sizes.size(), place)));
  }

  private static Optional<Thing> ofTable(String name, Thing.Table table, List<Thing> given) {
    Map<Thing, Thing> entries = table.entries();
    return switch (name) {
      case "len" -> Optional.of(Thing.Whole.of(entries.size()));
      case "keys" -> Optional.of(new Thing.Items(new ArrayList<>(entries.keySet()), false));
      case "values" -> Optional.of(new Thing.Items(new ArrayList<>(entries.values()), false));
      case "items" ->
          Optional.of(
              new Thing.Items(
                  new ArrayList<>(
                      entries.entrySet().stream()
                          .<Thing>map(
                              each ->
                                  new Thing.Items(List.of(each.getKey(), each.getValue()), true))
                          .toList()),
                  false));
      case "__contains__" -> Optional.of(new Thing.Flag(entries.containsKey(given.get(1))));
      case "get" -> Optional.of(entries.getOrDefault(given.get(1), Thing.NOTHING));
      case "_set_item" -> {
        entries.put(given.get(1), given.get(2));
        yield Optional.of(Thing.NOTHING);
      }
      default -> Optional.empty();
    };
  }

  /** Functions of plain things. */
  private Optional<Thing> plain(
      String path, String name, List<Thing> given, Map<String, Thing> named, String place) {
    Thing first = given.getFirst();
    return switch (name) {
      case "__is__" -> Optional.of(new Thing.Flag(same(first, given.get(1))));
      case "__isnot__" -> Optional.of(new Thing.Flag(!same(first, given.get(1))));
      case "NumToTensor" -> Optional.of(toTensor(first, place));
      case "unchecked_unwrap_optional", "data" -> Optional.of(first);
      case "bool", "Bool" ->
          path.equals("torch.bool") ? Optional.empty() : Optional.of(truth(first, place));
      case "__not__" -> Optional.of(negated(truth(first, place)));
      case "str", "format" -> Optional.of(new Thing.Text(first.shown()));
      case "int", "Int" -> Optional.of(whole(first, place));
      case "float", "Float" -> Optional.of(real(first, place));
      default ->
          named.isEmpty() && scalars(given) ? operators(name, given, place) : Optional.empty();
    };
  }

  private static Optional<Thing> operators(String name, List<Thing> given, String place) {
    if (given.stream().anyMatch(Thing.Open.class::isInstance)) {
      return Optional.of(given.stream().filter(Thing.Open.class::isInstance).findFirst().get());
    }
    return Numbers.of(name, given, place);
  }

  private static boolean scalars(List<Thing> given) {
    return given.stream().noneMatch(each -> each instanceof Thing.Tensor);
  }

  private static boolean same(Thing one, Thing two) {
    return one instanceof Thing.Nothing || two instanceof Thing.Nothing
        ? one.equals(two)
        : one == two || !(one instanceof Thing.Tensor) && one.equals(two);
  }

  private static Thing negated(Thing truth) {
    return truth instanceof Thing.Flag(boolean value) ? new Thing.Flag(!value) : truth;
  }

  private Thing toTensor(Thing number, String place) {
    return switch (number) {
      case Thing.Whole(Dim value) -> new Thing.Tensor(Held.of(aten.number(value)));
      case Thing.Real(double value) -> constant(DataType.FP64, List.of(value), List.of());
      case Thing.Flag(boolean value) ->
          constant(DataType.BOOL, List.of(value ? 1.0 : 0.0), List.of());
      case Thing.Tensor tensor -> tensor;
      default -> throw Refusal.corrupt(place, "a tensor of " + number.shown());
    };
  }

  private static Thing whole(Thing number, String place) {
    return switch (number) {
      case Thing.Whole whole -> whole;
      case Thing.Real(double value) -> Thing.Whole.of((long) value);
      case Thing.Flag(boolean value) -> Thing.Whole.of(value ? 1 : 0);
      default -> throw Refusal.value(place, "a whole number of " + number.shown());
    };
  }

  private static Thing real(Thing number, String place) {
    return switch (number) {
      case Thing.Whole(Dim value) when value.known() -> new Thing.Real(value.number().getAsLong());
      case Thing.Real real -> real;
      case Thing.Flag(boolean value) -> new Thing.Real(value ? 1 : 0);
      case Thing.Text(String word) when word.matches("[+-]?inf(inity)?|nan") ->
          new Thing.Real(
              word.contains("nan")
                  ? Double.NaN
                  : word.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
      default -> throw Refusal.value(place, "a real number of " + number.shown());
    };
  }

  /** The number in a tensor, where it is made of sizes. */
  Thing number(Thing.Tensor tensor, String place) {
    return new Thing.Whole(
        aten.number(tensor.held().value(place))
            .orElseThrow(() -> Refusal.dataDependent(place, "a number that is taken out")));
  }

  /** Whether a thing counts as true. */
  Thing truth(Thing thing, String place) {
    return switch (thing) {
      case Thing.Flag flag -> flag;
      case Thing.Open open -> open;
      case Thing.Whole(Dim value) ->
          value.known() ? new Thing.Flag(!value.is(0)) : new Thing.Open("a size of the input");
      case Thing.Real(double value) -> new Thing.Flag(value != 0);
      case Thing.Text(String value) -> new Thing.Flag(!value.isEmpty());
      case Thing.Nothing _ -> new Thing.Flag(false);
      case Thing.Items(List<Thing> items, _) -> new Thing.Flag(!items.isEmpty());
      case Thing.Table(Map<Thing, Thing> entries) -> new Thing.Flag(!entries.isEmpty());
      case Thing.Tensor(Held held) ->
          aten.number(held.value(place))
              .filter(Dim::known)
              .<Thing>map(value -> new Thing.Flag(!value.is(0)))
              .orElse(new Thing.Open("the numbers of the input"));
      case Thing.Path _, Thing.Made _ ->
          throw Refusal.corrupt(place, thing.shown() + " is neither true nor false");
    };
  }

  /** One item of a list, tuple or dict. */
  Thing item(Thing of, Thing at, String place) {
    if (of instanceof Thing.Items(List<Thing> items, _) && at instanceof Thing.Whole(Dim number)) {
      return items.get(place(number, items.size(), place));
    }
    if (of instanceof Thing.Table(Map<Thing, Thing> entries) && entries.containsKey(at)) {
      return entries.get(at);
    }
    throw Refusal.corrupt(place, of.shown() + " has no item " + at.shown());
  }

  static int place(Dim at, int size, String place) {
    if (!at.known()) {
      throw Refusal.dataDependent(place, "which item is taken");
    }
    long number = at.number().getAsLong();
    if (number < -size || number >= size) {
      throw Refusal.corrupt(place, "there is no item " + number + " among " + size);
    }
    return (int) (number < 0 ? number + size : number);
  }

  /** {@code torch.tensor(data)}: numbers in lists of lists. */
  private Thing tensor(List<Thing> given, Map<String, Thing> named, String place) {
    if (given.isEmpty()) {
      throw Refusal.corrupt(place, "a tensor of nothing");
    }
    Optional<DataType> asked =
        named.getOrDefault("dtype", Thing.NOTHING) instanceof Thing.Whole(Dim code) && code.known()
            ? Optional.of(Aten.type(code.number().getAsLong(), place))
            : Optional.empty();
    if (given.getFirst() instanceof Thing.Whole(Dim size) && asked.isEmpty()) {
      return new Thing.Tensor(Held.of(aten.number(size)));
    }
    List<Double> numbers = new ArrayList<>();
    List<Long> sizes = new ArrayList<>();
    DataType found = new Lists(meter, place).flatten(given.getFirst(), numbers, sizes, 0);
    return constant(asked.orElse(found), numbers, sizes);
  }

  private Thing constant(DataType type, List<Double> numbers, List<Long> sizes) {
    ByteBuffer wide = ByteBuffer.allocate(8 * numbers.size()).order(ByteOrder.LITTLE_ENDIAN);
    numbers.forEach(wide::putDouble);
    TorchTensor doubles = new TorchTensor(DataType.FP64, sizes, wide.flip());
    Value value = aten.weight(doubles);
    return new Thing.Tensor(Held.of(aten.cast(value, type)));
  }
}
