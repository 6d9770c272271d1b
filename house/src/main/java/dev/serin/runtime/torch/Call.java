package dev.serin.runtime.torch;

import dev.serin.base.Problem;
import dev.serin.graph.Value;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One call of an operator. Every argument has to be asked for; {@link #end} refuses any other that
 * is given, so that nothing is silently ignored.
 */
final class Call {
  private static final List<DataType> SCALAR_TYPES = // c10::ScalarType in its order
      List.of(
          DataType.UINT8,
          DataType.INT8,
          DataType.INT16,
          DataType.INT32,
          DataType.INT64,
          DataType.FP16,
          DataType.FP32,
          DataType.FP64);
  private static final int BOOL_TYPE = 11;
  private static final int BFLOAT_TYPE = 15;

  private final String operator;
  private final String place;
  private final Draft draft;
  private final Map<String, Argument> given = new HashMap<>();
  private final Set<String> understood = new HashSet<>();

  Call(String operator, String place, Draft draft) {
    this.operator = operator;
    this.place = place;
    this.draft = draft;
  }

  /** Binds arguments to the names of the schema. */
  void bind(List<String> names, List<Argument> positional, Map<String, Argument> named) {
    if (positional.size() > names.size()) {
      throw refuse("it has " + positional.size() + " arguments, known are " + names);
    }
    for (int i = 0; i < positional.size(); i++) {
      given.put(first(names.get(i)), positional.get(i));
    }
    named.forEach(
        (name, value) -> {
          String schema =
              names.stream()
                  .filter(each -> List.of(each.split("/")).contains(name))
                  .findFirst()
                  .map(Call::first)
                  .orElseGet(() -> alias(name, names));
          if (given.putIfAbsent(schema, value) != null) {
            throw refuse("its argument " + name + " is given twice");
          }
        });
  }

  private static String first(String names) {
    return names.split("/")[0];
  }

  private String alias(String name, List<String> names) {
    boolean first = name.equals("self") || name.equals("input");
    if (first && (names.getFirst().equals("self") || names.getFirst().equals("input"))) {
      return names.getFirst();
    }
    throw refuse("its argument " + name + " is not known");
  }

  String operator() {
    return operator;
  }

  String place() {
    return place;
  }

  Draft draft() {
    return draft;
  }

  /** The refusal of this call for a value that is not understood. */
  Problem.Raised refuse(String what) {
    return Refusal.value(place, operator + ": " + what);
  }

  /** The refusal of this call for sizes that do not fit. */
  Problem.Raised mismatch(String what) {
    return Refusal.corrupt(place, operator + ": " + what);
  }

  /** The argument as it was given, {@link Argument#NOTHING} when it was not. */
  Argument argument(String name) {
    understood.add(name);
    return given.getOrDefault(name, Argument.NOTHING);
  }

  /** Whether the argument is given and not None. */
  boolean has(String name) {
    return !(argument(name) instanceof Argument.Nothing);
  }

  /** These arguments change nothing about a prediction. */
  void ignore(String... names) {
    understood.addAll(List.of(names));
  }

  private Problem.Raised wrong(String name) {
    return refuse(name + " is " + shown(argument(name)) + ", which is not supported");
  }

  private static String shown(Argument argument) {
    return switch (argument) {
      case Argument.Tensor(Value value) -> "a tensor " + value.shape();
      case Argument.Tensors(List<Value> values) -> values.size() + " tensors";
      case Argument.Whole(long value) -> Long.toString(value);
      case Argument.Size(Dim value) -> value.toString();
      case Argument.Real(double value) -> Double.toString(value);
      case Argument.Flag(boolean value) -> Boolean.toString(value);
      case Argument.Text(String value) -> "'" + value + "'";
      case Argument.Type(DataType value) -> value.toString();
      case Argument.Wholes(List<Long> values) -> values.toString();
      case Argument.Items(List<Argument> items) ->
          items.stream().limit(8).map(Call::shown).collect(Collectors.joining(", ", "[", "]"));
      case Argument.Nothing _ -> "None";
    };
  }

  Value tensor(String name) {
    return argument(name) instanceof Argument.Tensor(Value value) ? value : number(name);
  }

  /** A number where a tensor could stand. */
  private Value number(String name) {
    return switch (argument(name)) {
      case Argument.Whole(long value) -> draft.whole(value);
      case Argument.Size(Dim value) -> draft.number(value);
      case Argument.Real(double value) -> draft.scalar(DataType.FP32, value);
      case Argument.Flag(boolean value) -> draft.scalar(DataType.BOOL, value ? 1 : 0);
      default -> throw wrong(name);
    };
  }

  Optional<Value> optional(String name) {
    return has(name) ? Optional.of(tensor(name)) : Optional.empty();
  }

  List<Value> tensors(String name) {
    return switch (argument(name)) {
      case Argument.Tensors(List<Value> values) -> values;
      case Argument.Tensor(Value value) -> List.of(value);
      case Argument.Wholes(List<Long> none) when none.isEmpty() -> List.of();
      case Argument.Items(List<Argument> items) -> {
        List<Value> values = new ArrayList<>();
        for (Argument item : items) {
          if (!(item instanceof Argument.Tensor(Value value))) {
            throw wrong(name);
          }
          values.add(value);
        }
        yield values;
      }
      default -> throw wrong(name);
    };
  }

  /** The argument as a list, one or none becoming a list of one or none. */
  List<Argument> items(String name) {
    return switch (argument(name)) {
      case Argument.Items(List<Argument> items) -> items;
      case Argument.Wholes(List<Long> numbers) ->
          numbers.stream().<Argument>map(Argument.Whole::new).toList();
      case Argument.Tensors(List<Value> values) ->
          values.stream().<Argument>map(Argument.Tensor::new).toList();
      case Argument.Nothing _ -> List.of();
      case Argument one -> List.of(one);
    };
  }

  long whole(String name) {
    return dim(name).number().orElseThrow(() -> wrong(name));
  }

  long whole(String name, long otherwise) {
    return has(name) ? whole(name) : otherwise;
  }

  /** An axis of a tensor, counted from the front. */
  int axis(String name, Value of, long otherwise) {
    return axis(whole(name, otherwise), of.shape().rank());
  }

  int axis(long axis, int rank) {
    long room = Math.max(1, rank);
    if (axis < -room || axis >= room) {
      throw mismatch("there is no axis " + axis + " among " + rank);
    }
    return (int) (axis < 0 ? axis + room : axis);
  }

  Dim dim(String name) {
    return dim(name, argument(name));
  }

  private Dim dim(String name, Argument argument) {
    return switch (argument) {
      case Argument.Whole(long value) -> Dim.of(value);
      case Argument.Size(Dim value) -> value;
      case Argument.Flag(boolean value) -> Dim.of(value ? 1 : 0);
      case Argument.Tensor(Value value) -> draft.number(value).orElseThrow(() -> wrong(name));
      case Argument.Wholes(List<Long> values) when values.size() == 1 -> Dim.of(values.getFirst());
      default -> throw wrong(name);
    };
  }

  /** Sizes; one number is a list of one. */
  List<Dim> dims(String name) {
    return items(name).stream().map(item -> dim(name, item)).toList();
  }

  /** Whole numbers; one number is a list of one, None is empty. */
  List<Long> wholes(String name) {
    return dims(name).stream().map(dim -> dim.number().orElseThrow(() -> wrong(name))).toList();
  }

  /** So many whole numbers: one counts for all, none given is the default for all. */
  List<Long> wholes(String name, int count, long otherwise) {
    List<Long> list = wholes(name);
    if (list.isEmpty()) {
      return Collections.nCopies(count, otherwise);
    }
    if (list.size() != 1 && list.size() != count) {
      throw wrong(name);
    }
    return list.size() == count ? list : Collections.nCopies(count, list.getFirst());
  }

  /** The axes that are named, counted from the front, each once; all when none is. */
  List<Integer> axes(String name, int rank) {
    List<Long> named = wholes(name);
    List<Integer> axes = new ArrayList<>();
    for (long i = 0; i < (named.isEmpty() ? rank : named.size()); i++) {
      int axis = axis(named.isEmpty() ? i : named.get((int) i), rank);
      if (axes.contains(axis)) {
        throw mismatch("the axis " + axis + " is named twice");
      }
      axes.add(axis);
    }
    Collections.sort(axes);
    return axes;
  }

  double real(String name, double otherwise) {
    return switch (argument(name)) {
      case Argument.Real(double value) -> value;
      case Argument.Whole(long value) -> value;
      case Argument.Flag(boolean value) -> value ? 1 : 0;
      case Argument.Nothing _ -> otherwise;
      default -> throw wrong(name);
    };
  }

  boolean flag(String name, boolean otherwise) {
    return switch (argument(name)) {
      case Argument.Flag(boolean value) -> value;
      case Argument.Whole(long value) -> value != 0;
      case Argument.Nothing _ -> otherwise;
      default -> throw wrong(name);
    };
  }

  String text(String name, String otherwise) {
    return switch (argument(name)) {
      case Argument.Text(String value) -> value;
      case Argument.Nothing _ -> otherwise;
      default -> throw wrong(name);
    };
  }

  /** One of these texts. */
  String text(String name, String otherwise, Set<String> known) {
    String text = text(name, otherwise);
    if (!known.contains(text)) {
      throw wrong(name);
    }
    return text;
  }

  /** A datatype; numbers are those of c10::ScalarType. */
  Optional<DataType> type(String name) {
    return switch (argument(name)) {
      case Argument.Type(DataType type) -> Optional.of(type);
      case Argument.Whole(long code) ->
          Optional.of(scalarType(code).orElseThrow(() -> wrong(name)));
      case Argument.Nothing _ -> Optional.empty();
      default -> throw wrong(name);
    };
  }

  static Optional<DataType> scalarType(long code) {
    if (code == BOOL_TYPE || code == BFLOAT_TYPE) {
      return Optional.of(code == BOOL_TYPE ? DataType.BOOL : DataType.BF16);
    }
    boolean real = code >= 0 && code < SCALAR_TYPES.size();
    return real ? Optional.of(SCALAR_TYPES.get((int) code)) : Optional.empty();
  }

  static long scalarCode(DataType type) {
    return switch (type) {
      case BOOL -> BOOL_TYPE;
      case BF16 -> BFLOAT_TYPE;
      default -> SCALAR_TYPES.indexOf(type);
    };
  }

  /** Refuses the call unless this flag is false or not given. */
  void unset(String... names) {
    for (String name : names) {
      boolean off =
          switch (argument(name)) {
            case Argument.Nothing _ -> true;
            case Argument.Flag(boolean value) -> !value;
            case Argument.Whole(long value) -> value == 0;
            default -> false;
          };
      if (!off) {
        throw wrong(name);
      }
    }
  }

  /** Where a tensor lies does not matter here, but it must be an ordinary one. */
  void ordinary() {
    ignore("device", "pin_memory", "memory_format", "non_blocking", "copy", "requires_grad");
    Argument layout = argument("layout");
    boolean strided =
        layout instanceof Argument.Nothing
            || layout instanceof Argument.Whole(long code) && code == 0
            || layout instanceof Argument.Text(String name) && name.equals("strided");
    if (!strided) {
      throw wrong("layout");
    }
  }

  /** Refuses every argument that nobody has asked for and that is set. */
  void end() {
    given.forEach(
        (name, value) -> {
          if (!understood.contains(name) && !(value instanceof Argument.Nothing)) {
            throw wrong(name);
          }
        });
  }
}
