package dev.serin.runtime.torch.python;

import dev.serin.runtime.torch.python.Thing.Given;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The functions that Python knows without an import, as far as they are read. */
public final class Builtins {
  /** The name in a named tuple that stands for an exception. */
  static final List<String> ERROR = List.of("error");

  /** A function that may be called or decorate and does nothing. */
  public static final Thing WITHOUT_EFFECT = new Thing.Native("nothing", (_, _) -> Thing.NONE);

  static final Thing SUPER = new Thing.Native("super", Builtins::above);

  private static final Thing OBJECT = new Thing.Native("object", (_, _) -> Thing.NONE);

  private static final Set<String> OUTSIDE =
      Set.of(
          "open",
          "eval",
          "exec",
          "compile",
          "__import__",
          "input",
          "globals",
          "locals",
          "vars",
          "breakpoint",
          "exit",
          "quit",
          "help",
          "memoryview",
          "delattr",
          "dir",
          "__builtins__",
          "__loader__",
          "__spec__",
          "__file__");

  private static final Set<String> ERRORS =
      Set.of(
          "Exception",
          "ValueError",
          "TypeError",
          "NotImplementedError",
          "RuntimeError",
          "AssertionError",
          "KeyError",
          "IndexError",
          "AttributeError",
          "StopIteration");

  private static final Map<String, Thing.Body> FUNCTIONS = functions();

  private Builtins() {}

  private static Map<String, Thing.Body> functions() {
    Map<String, Thing.Body> all = new HashMap<>();
    all.put("print", (_, _) -> Thing.NONE);
    all.put("len", (given, in) -> length(one(given, in), in));
    all.put("range", Builtins::range);
    all.put("int", (given, in) -> whole(one(given, in), in));
    all.put("float", (given, in) -> real(one(given, in), in));
    all.put("bool", (given, in) -> new Thing.Flag(in.truth(one(given, in))));
    all.put("str", (given, in) -> new Thing.Text(in.text(one(given, in))));
    all.put("list", (given, in) -> new Thing.Items(listed(given, in)));
    all.put("tuple", (given, in) -> Thing.Tuple.of(listed(given, in)));
    all.put("set", (given, in) -> new Thing.Group(keys(listed(given, in), in)));
    all.put("dict", Builtins::dict);
    all.put("zip", Builtins::zip);
    all.put("enumerate", Builtins::enumerate);
    all.put("iter", (given, in) -> new Thing.Items(listed(given, in)));
    all.put("reversed", (given, in) -> new Thing.Items(listed(given, in).reversed()));
    all.put("sorted", Builtins::sorted);
    all.put("map", Builtins::map);
    all.put("sum", Builtins::sum);
    all.put("min", (given, in) -> extreme(given, "<", in));
    all.put("max", (given, in) -> extreme(given, ">", in));
    all.put("abs", Builtins::absolute);
    all.put("round", Builtins::round);
    all.put("all", (given, in) -> new Thing.Flag(listed(given, in).stream().allMatch(in::truth)));
    all.put("any", (given, in) -> new Thing.Flag(listed(given, in).stream().anyMatch(in::truth)));
    all.put("isinstance", (given, in) -> new Thing.Flag(instance(given, in)));
    all.put("issubclass", (given, in) -> new Thing.Flag(extending(given, in)));
    all.put("getattr", Builtins::attribute);
    all.put("hasattr", (given, in) -> new Thing.Flag(has(given, in)));
    all.put("setattr", Builtins::put);
    all.put("callable", (given, in) -> new Thing.Flag(callable(one(given, in))));
    all.put("type", Builtins::type);
    all.put("slice", Builtins::slice);
    all.put("id", (_, in) -> refuse("id", in));
    for (String error : ERRORS) {
      all.put(error, (given, in) -> error(error, given, in));
    }
    return Map.copyOf(all);
  }

  /** The thing of this name; refuses what reaches out of the file. */
  static Optional<Thing> named(String name, Interpreter in) {
    if (OUTSIDE.contains(name)) {
      throw Trouble.custom(in.place(), name + " reaches out of the model");
    }
    return switch (name) {
      case "super" -> Optional.of(SUPER);
      case "object" -> Optional.of(OBJECT);
      case "Ellipsis" -> Optional.of(Thing.ELLIPSIS);
      default -> Optional.ofNullable(FUNCTIONS.get(name)).map(body -> new Thing.Native(name, body));
    };
  }

  static boolean isObject(Thing thing) {
    return thing == OBJECT;
  }

  private static Thing refuse(String name, Interpreter in) {
    throw in.trouble("the function " + name + " is not read");
  }

  private static Thing one(Given given, Interpreter in) {
    return argument(given, 0, in);
  }

  private static Thing argument(Given given, int place, Interpreter in) {
    if (given.list().size() <= place) {
      throw in.trouble("a function is given too little");
    }
    return given.list().get(place);
  }

  private static Thing error(String name, Given given, Interpreter in) {
    String what = given.list().isEmpty() ? "" : ": " + in.text(given.list().getFirst());
    return new Thing.Tuple(List.of(new Thing.Text(name + what)), ERROR);
  }

  private static Thing above(Given given, Interpreter in) {
    if (argument(given, 0, in) instanceof Thing.Kind kind) {
      return new Thing.Above(kind, argument(given, 1, in));
    }
    throw in.trouble("super() is given something that is no class");
  }

  private static Thing length(Thing of, Interpreter in) {
    return switch (of) {
      case Thing.Text(String text) -> new Thing.Whole(text.length());
      case Thing.Tuple(List<Thing> items, _) -> new Thing.Whole(items.size());
      case Thing.Items items -> new Thing.Whole(items.list().size());
      case Thing.Dict dict -> new Thing.Whole(dict.map().size());
      case Thing.Group(Set<Thing> items) -> new Thing.Whole(items.size());
      case Thing.Range range -> new Thing.Whole(range.count());
      case Thing.Tensor _, Thing.Probe _ ->
          in.call(in.library().attribute(of, "size", in), Given.of(new Thing.Whole(0)));
      case Thing.Instance _ -> in.call(in.attribute(of, "__len__"), Given.of());
      default -> throw in.trouble(Shown.kind(of) + " has no length");
    };
  }

  private static Thing range(Given given, Interpreter in) {
    List<Long> numbers = new ArrayList<>();
    for (Thing one : given.list()) {
      switch (one) {
        case Thing.Whole(long number) -> numbers.add(Math.clamp(number, -(1L << 60), 1L << 60));
        case Thing.Flag(boolean flag) -> numbers.add(flag ? 1L : 0L);
        case Thing.Size _ ->
            throw Trouble.dependent(in.place(), "a loop goes over a size that is left open");
        case Thing.Tensor _ ->
            throw Trouble.dependent(in.place(), "a loop depends on the numbers of a tensor");
        default -> throw in.trouble("range() is given " + Shown.kind(one));
      }
    }
    if (numbers.isEmpty() || numbers.size() > 3 || numbers.size() == 3 && numbers.get(2) == 0) {
      throw in.trouble("range() takes one to three numbers, and no step of 0");
    }
    return numbers.size() == 1
        ? new Thing.Range(0, numbers.getFirst(), 1)
        : new Thing.Range(numbers.get(0), numbers.get(1), numbers.size() == 3 ? numbers.get(2) : 1);
  }

  private static Thing whole(Thing of, Interpreter in) {
    return switch (of) {
      case Thing.Whole _, Thing.Size _ -> of;
      case Thing.Flag(boolean flag) -> new Thing.Whole(flag ? 1 : 0);
      case Thing.Real(double number) when Math.abs(number) < 0x1p62 ->
          new Thing.Whole((long) number);
      case Thing.Text(String text) when text.strip().matches("-?[0-9]{1,18}") ->
          new Thing.Whole(Long.parseLong(text.strip()));
      case Thing.Tensor _, Thing.Probe _ -> numeric(of, in);
      default -> throw in.trouble("int() of " + Shown.kind(of));
    };
  }

  private static Thing numeric(Thing of, Interpreter in) {
    return in.call(in.library().attribute(of, "item", in), Given.of());
  }

  private static Thing real(Thing of, Interpreter in) {
    return switch (of) {
      case Thing.Real _ -> of;
      case Thing.Whole(long number) -> new Thing.Real(number);
      case Thing.Flag(boolean flag) -> new Thing.Real(flag ? 1 : 0);
      case Thing.Text(String text) when text.strip().matches("[-+]?inf(inity)?") ->
          new Thing.Real(
              text.strip().startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
      case Thing.Text(String text) when text.strip().matches("[-+]?[0-9.]{1,30}(e-?[0-9]{1,3})?") ->
          new Thing.Real(Double.parseDouble(text.strip()));
      case Thing.Tensor _, Thing.Probe _ -> numeric(of, in);
      case Thing.Size _ ->
          throw Trouble.dependent(in.place(), "a number depends on a size that is left open");
      default -> throw in.trouble("float() of " + Shown.kind(of));
    };
  }

  private static List<Thing> listed(Given given, Interpreter in) {
    List<Thing> list = new ArrayList<>();
    if (!given.list().isEmpty()) {
      for (Thing item : in.items(given.list().getFirst())) {
        list.add(item);
        if (list.size() > Meter.LONGEST_LIST) {
          in.meter().list(list.size(), in.place());
        }
      }
    }
    return list;
  }

  private static Set<Thing> keys(List<Thing> items, Interpreter in) {
    Operators operators = new Operators(in);
    Set<Thing> keys = new LinkedHashSet<>();
    items.forEach(item -> keys.add(operators.key(item)));
    return keys;
  }

  private static Thing dict(Given given, Interpreter in) {
    Thing.Dict dict = new Thing.Dict();
    Operators operators = new Operators(in);
    if (!given.list().isEmpty() && given.list().getFirst() instanceof Thing.Dict other) {
      dict.map().putAll(other.map());
    } else {
      for (Thing pair : listed(given, in)) {
        List<Thing> two = listed(Given.of(pair), in);
        if (two.size() != 2) {
          throw in.trouble("dict() is given something but pairs");
        }
        dict.map().put(operators.key(two.get(0)), two.get(1));
      }
    }
    given.named().forEach((name, value) -> dict.map().put(new Thing.Text(name), value));
    return dict;
  }

  private static Thing zip(Given given, Interpreter in) {
    List<java.util.Iterator<Thing>> sources =
        given.list().stream().map(source -> in.items(source).iterator()).toList();
    List<Thing> all = new ArrayList<>();
    while (!sources.isEmpty() && sources.stream().allMatch(java.util.Iterator::hasNext)) {
      all.add(Thing.Tuple.of(sources.stream().map(java.util.Iterator::next).toList()));
      in.meter().list(all.size() / 64, in.place());
    }
    return new Thing.Items(all);
  }

  private static Thing enumerate(Given given, Interpreter in) {
    Thing start = given.named().getOrDefault("start", new Thing.Whole(0));
    if (given.list().size() > 1) {
      start = given.list().get(1);
    }
    long number = start instanceof Thing.Whole(long first) ? first : 0;
    List<Thing> all = new ArrayList<>();
    for (Thing item : listed(given, in)) {
      all.add(Thing.Tuple.of(List.of(new Thing.Whole(number++), item)));
    }
    return new Thing.Items(all);
  }

  private static Thing sorted(Given given, Interpreter in) {
    Operators operators = new Operators(in);
    Comparator<Thing> order =
        (a, b) ->
            in.truth(operators.compare("<", a, b))
                ? -1
                : in.truth(operators.compare(">", a, b)) ? 1 : 0;
    List<Thing> list = listed(given, in);
    if (given.named().containsKey("key")) {
      throw in.trouble("sorted() by a key is not read");
    }
    list.sort(order);
    boolean down = given.named().containsKey("reverse") && in.truth(given.named().get("reverse"));
    return new Thing.Items(down ? list.reversed() : list);
  }

  private static Thing map(Given given, Interpreter in) {
    List<Thing> all = new ArrayList<>();
    for (Thing item : in.items(argument(given, 1, in))) {
      all.add(in.call(given.list().getFirst(), Given.of(item)));
      in.meter().list(all.size() / 64, in.place());
    }
    return new Thing.Items(all);
  }

  private static Thing sum(Given given, Interpreter in) {
    Thing sum = given.list().size() > 1 ? given.list().get(1) : new Thing.Whole(0);
    Operators operators = new Operators(in);
    for (Thing item : in.items(one(given, in))) {
      sum = operators.binary("+", sum, item);
    }
    return sum;
  }

  private static Thing extreme(Given given, String sign, Interpreter in) {
    if (!given.named().isEmpty()) {
      throw in.trouble("min() and max() by a key are not read");
    }
    List<Thing> list = given.list().size() == 1 ? listed(given, in) : given.list();
    if (list.isEmpty()) {
      throw in.trouble("the least or largest of nothing");
    }
    Operators operators = new Operators(in);
    Thing best = list.getFirst();
    for (Thing item : list) {
      best = in.truth(operators.compare(sign, item, best)) ? item : best;
    }
    return best;
  }

  private static Thing absolute(Given given, Interpreter in) {
    return switch (one(given, in)) {
      case Thing.Whole(long number) -> new Thing.Whole(Math.abs(number));
      case Thing.Real(double number) -> new Thing.Real(Math.abs(number));
      case Thing.Tensor tensor -> in.call(in.library().attribute(tensor, "abs", in), Given.of());
      case Thing other -> throw in.trouble("abs() of " + Shown.kind(other));
    };
  }

  private static Thing round(Given given, Interpreter in) {
    double number =
        Operators.real(one(given, in))
            .orElseThrow(() -> in.trouble("round() of " + Shown.kind(given.list().getFirst())));
    if (given.list().size() > 1) {
      throw in.trouble("round() to digits is not read");
    }
    return new Thing.Whole((long) Math.rint(number));
  }

  private static boolean instance(Given given, Interpreter in) {
    Thing of = one(given, in);
    Thing kinds = argument(given, 1, in);
    if (kinds instanceof Thing.Tuple(List<Thing> several, _)) {
      return several.stream().anyMatch(kind -> is(of, kind, in));
    }
    return is(of, kinds, in);
  }

  private static boolean is(Thing of, Thing kind, Interpreter in) {
    if (kind instanceof Thing.Kind wanted) {
      return of instanceof Thing.Instance instance && instance.kind().isOrExtends(wanted);
    }
    if (!(kind instanceof Thing.Native(String name, _))) {
      throw in.trouble("isinstance() is given " + Shown.kind(kind));
    }
    return switch (name) {
      case "int" ->
          of instanceof Thing.Whole || of instanceof Thing.Size || of instanceof Thing.Flag;
      case "float" -> of instanceof Thing.Real;
      case "bool" -> of instanceof Thing.Flag;
      case "str" -> of instanceof Thing.Text;
      case "list" -> of instanceof Thing.Items;
      case "tuple" -> of instanceof Thing.Tuple;
      case "dict", "OrderedDict" -> of instanceof Thing.Dict;
      case "set" -> of instanceof Thing.Group;
      case "Tensor" -> of instanceof Thing.Tensor || of instanceof Thing.Probe;
      case "Parameter" -> of instanceof Thing.Tensor tensor && tensor.parameter();
      case "object" -> true;
      case "Iterable", "Sequence" ->
          of instanceof Thing.Items || of instanceof Thing.Tuple || of instanceof Thing.Range;
      case "Callable" -> callable(of);
      case "dtype" -> of instanceof Thing.Type;
      default -> throw in.trouble("isinstance() is given the class " + name);
    };
  }

  private static boolean extending(Given given, Interpreter in) {
    return one(given, in) instanceof Thing.Kind kind
        && argument(given, 1, in) instanceof Thing.Kind other
        && kind.isOrExtends(other);
  }

  private static boolean callable(Thing thing) {
    return thing instanceof Thing.Function
        || thing instanceof Thing.Native
        || thing instanceof Thing.Bound
        || thing instanceof Thing.Kind
        || thing instanceof Thing.Instance instance
            && instance.kind().member("__call__").isPresent();
  }

  private static String name(Given given, Interpreter in) {
    Thing of = one(given, in);
    if (of instanceof Thing.Space) {
      throw Trouble.custom(in.place(), "an attribute of a module is looked up by its name");
    }
    if (argument(given, 1, in) instanceof Thing.Text(String name)) {
      return name;
    }
    throw in.trouble("an attribute is named by " + Shown.kind(given.list().get(1)));
  }

  private static Thing attribute(Given given, Interpreter in) {
    String name = name(given, in);
    return given.list().size() < 3 || has(given, in)
        ? in.attribute(given.list().getFirst(), name)
        : given.list().get(2);
  }

  private static boolean has(Given given, Interpreter in) {
    String name = name(given, in);
    return switch (given.list().getFirst()) {
      case Thing.Instance instance ->
          instance.attributes().containsKey(name)
              || instance.kind().member(name).isPresent()
              || in.library().missing(instance, name).isPresent();
      case Thing.Kind kind -> kind.member(name).isPresent();
      case Thing other -> throw in.trouble("an attribute is looked up in " + Shown.kind(other));
    };
  }

  private static Thing put(Given given, Interpreter in) {
    String name = name(given, in);
    if (given.list().getFirst() instanceof Thing.Instance instance && !name.startsWith("__")) {
      instance.attributes().put(name, argument(given, 2, in));
      return Thing.NONE;
    }
    throw in.trouble("an attribute is given to " + Shown.kind(given.list().getFirst()));
  }

  private static Thing type(Given given, Interpreter in) {
    if (given.list().size() != 1) {
      throw Trouble.custom(in.place(), "a class is made while the file runs");
    }
    return switch (one(given, in)) {
      case Thing.Instance instance -> instance.kind();
      case Thing.Whole _, Thing.Size _ -> named("int", in).orElseThrow();
      case Thing.Real _ -> named("float", in).orElseThrow();
      case Thing.Text _ -> named("str", in).orElseThrow();
      case Thing.Items _ -> named("list", in).orElseThrow();
      case Thing.Tuple _ -> named("tuple", in).orElseThrow();
      case Thing.Flag _ -> named("bool", in).orElseThrow();
      case Thing other -> throw in.trouble("type() of " + Shown.kind(other));
    };
  }

  private static Thing slice(Given given, Interpreter in) {
    List<Thing> list = given.list();
    return switch (list.size()) {
      case 1 -> new Thing.Cut(Thing.NONE, list.getFirst(), Thing.NONE);
      case 2 -> new Thing.Cut(list.get(0), list.get(1), Thing.NONE);
      case 3 -> new Thing.Cut(list.get(0), list.get(1), list.get(2));
      default -> throw in.trouble("slice() takes one to three numbers");
    };
  }
}
