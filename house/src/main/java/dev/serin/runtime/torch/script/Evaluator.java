package dev.serin.runtime.torch.script;

import dev.serin.base.Problem;
import dev.serin.graph.Value;
import dev.serin.runtime.Inspection.Step;
import dev.serin.runtime.torch.Argument;
import dev.serin.runtime.torch.Aten;
import dev.serin.runtime.torch.Dim;
import dev.serin.runtime.torch.Held;
import dev.serin.runtime.torch.Refusal;
import dev.serin.runtime.torch.script.Code.Expression;
import dev.serin.runtime.torch.script.Code.Function;
import dev.serin.runtime.torch.script.Code.Parameter;
import dev.serin.runtime.torch.script.Code.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Evaluates expressions: names, attributes and calls; functions of the file are inlined. */
final class Evaluator {
  private final Archive archive;
  private final Aten aten;
  private final Meter meter = new Meter();
  private final Thing.Table constants;
  private final Builtins builtins;
  private final Interpreter interpreter = new Interpreter(this);
  private final List<Step> steps = new ArrayList<>();

  Evaluator(Archive archive, Aten aten, Optional<Thing> constants) {
    this.archive = archive;
    this.aten = aten;
    this.constants = new Thing.Table(new LinkedHashMap<>());
    constants.ifPresent(this::name);
    this.builtins = new Builtins(aten, meter);
  }

  private void name(Thing all) {
    if (all instanceof Thing.Items(List<Thing> items, _)) {
      for (int i = 0; i < items.size(); i++) {
        constants.entries().put(new Thing.Text("c" + i), items.get(i));
      }
    }
  }

  Meter meter() {
    return meter;
  }

  /** The operators that were added so far. */
  List<Step> steps() {
    return List.copyOf(steps);
  }

  /** The variables of one call of a function, and where it is. */
  static final class Frame {
    private final Function function;
    private final Map<String, Thing> variables = new LinkedHashMap<>();
    private int line;

    Frame(Function function) {
      this.function = function;
    }

    Map<String, Thing> variables() {
      return variables;
    }

    void at(int now) {
      line = now;
    }

    String place() {
      return function.file() + ":" + line;
    }
  }

  /** The class of an object. */
  Type type(Thing.Made made) {
    return archive
        .unit(made.type())
        .map(unit -> unit.types().get(made.type().substring(made.type().lastIndexOf('.') + 1)))
        .orElseThrow(
            () -> Refusal.corrupt(made.type(), "the archive does not hold the source of it"));
  }

  Function method(Thing.Made made, String name, String place) {
    Function method = type(made).methods().get(name);
    if (method == null) {
      throw Refusal.corrupt(place, "there is no method " + name + " of " + made.type());
    }
    return method;
  }

  /** Runs a function of the file on these arguments. */
  Thing call(Function function, List<Thing> positional, Map<String, Thing> named, String place) {
    meter.enter(place);
    Frame frame = new Frame(function);
    List<Parameter> parameters = function.parameters();
    if (positional.size() > parameters.size()) {
      throw Refusal.corrupt(place, function.name() + " is given too many arguments");
    }
    for (int i = 0; i < parameters.size(); i++) {
      Parameter parameter = parameters.get(i);
      Thing given = i < positional.size() ? positional.get(i) : named.get(parameter.name());
      if (given == null) {
        Expression otherwise =
            parameter
                .otherwise()
                .orElseThrow(
                    () ->
                        Refusal.corrupt(place, "the argument " + parameter.name() + " is missing"));
        given = value(otherwise, frame);
      }
      frame.variables().put(parameter.name(), given);
    }
    Thing result = interpreter.run(function.body(), frame).orElse(Thing.NOTHING);
    meter.leave();
    return result;
  }

  Thing value(Expression expression, Frame frame) {
    meter.step(frame.place());
    return switch (expression) {
      case Expression.Name(String name) -> variable(name, frame);
      case Expression.Attribute(Expression of, String name) -> attribute(of, name, frame);
      case Expression.Call call -> call(call, frame);
      case Expression.Item(Expression of, Expression place) ->
          builtins.item(value(of, frame), value(place, frame), frame.place());
      case Expression.Tuple(List<Expression> items) -> new Thing.Items(values(items, frame), true);
      case Expression.Sequence(List<Expression> items) ->
          new Thing.Items(values(items, frame), false);
      case Expression.Table(List<Expression> keys, List<Expression> values) ->
          table(values(keys, frame), values(values, frame));
      case Expression.Whole(long value) -> Thing.Whole.of(value);
      case Expression.Real(double value) -> new Thing.Real(value);
      case Expression.Text(String value) -> new Thing.Text(value);
      case Expression.Flag(boolean value) -> new Thing.Flag(value);
      case Expression.Nothing _ -> Thing.NOTHING;
      case Expression.Operator(String symbol, List<Expression> operands) ->
          operator(symbol, operands, frame);
      case Expression.Choice(Expression test, Expression yes, Expression no) ->
          value(truth(test, frame) ? yes : no, frame);
    };
  }

  private List<Thing> values(List<Expression> expressions, Frame frame) {
    List<Thing> values = new ArrayList<>();
    expressions.forEach(each -> values.add(value(each, frame)));
    meter.list(values.size(), frame.place());
    return values;
  }

  private static Thing table(List<Thing> keys, List<Thing> values) {
    Map<Thing, Thing> entries = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      entries.put(keys.get(i), values.get(i));
    }
    return new Thing.Table(entries);
  }

  /** Whether a condition holds; refused when only the run can tell. */
  boolean truth(Expression test, Frame frame) {
    return switch (builtins.truth(value(test, frame), frame.place())) {
      case Thing.Flag(boolean holds) -> holds;
      case Thing.Open(String on) ->
          throw Refusal.of(
              "DATA_DEPENDENT_CONTROL_FLOW",
              frame.place(),
              "which way the model takes depends on " + on,
              "fix that in the model, or save it with torch.export");
      default -> throw Refusal.corrupt(frame.place(), "a condition is neither true nor false");
    };
  }

  /** The same where an open condition is of use. */
  Thing condition(Expression test, Frame frame) {
    return builtins.truth(value(test, frame), frame.place());
  }

  private Thing variable(String name, Frame frame) {
    Thing value = frame.variables().get(name);
    if (value != null) {
      return value;
    }
    return new Thing.Path(name);
  }

  private Thing attribute(Expression of, String name, Frame frame) {
    return switch (value(of, frame)) {
      case Thing.Made made -> attribute(made, name, frame);
      case Thing.Path(String path) when path.equals("CONSTANTS") ->
          Optional.ofNullable(constants.entries().get(new Thing.Text(name)))
              .orElseThrow(() -> Refusal.corrupt(frame.place(), "there is no constant " + name));
      case Thing.Path(String path) -> new Thing.Path(path + "." + name);
      case Thing other ->
          throw Refusal.corrupt(frame.place(), other.shown() + " has no attribute " + name);
    };
  }

  private Thing attribute(Thing.Made made, String name, Frame frame) {
    Optional<Thing> stored = made.attribute(name);
    if (stored.isPresent()) {
      return stored.get();
    }
    Expression constant = type(made).constants().get(name);
    if (constant == null) {
      throw Refusal.corrupt(frame.place(), "there is no attribute " + name + " of " + made.type());
    }
    return value(constant, frame);
  }

  private Thing call(Expression.Call call, Frame frame) {
    if (call.function() instanceof Expression.Attribute(Expression of, String name)
        && value(of, frame) instanceof Thing.Made made) {
      List<Thing> given = new ArrayList<>(List.of(made));
      given.addAll(values(call.positional(), frame));
      Function method = method(made, name, frame.place());
      return call(method, given, named(call, frame), frame.place());
    }
    if (!(value(call.function(), frame) instanceof Thing.Path(String path))) {
      throw Refusal.corrupt(frame.place(), "what is called is no function");
    }
    if (path.equals("annotate") || path.equals("unchecked_cast")) {
      return cast(call, frame);
    }
    if (path.equals("uninitialized")) {
      return Thing.NOTHING;
    }
    List<Thing> given = values(call.positional(), frame);
    Map<String, Thing> named = named(call, frame);
    if (path.startsWith("__torch__.")) {
      return own(path, given, named, frame);
    }
    if (path.equals("getattr")
        && given.size() == 2
        && given.get(0) instanceof Thing.Made made
        && given.get(1) instanceof Thing.Text(String name)) {
      return attribute(made, name, frame);
    }
    return foreign(path, given, named, frame.place());
  }

  private Map<String, Thing> named(Expression.Call call, Frame frame) {
    Map<String, Thing> named = new LinkedHashMap<>();
    call.named().forEach((name, each) -> named.put(name, value(each, frame)));
    return named;
  }

  /** {@code annotate(type, value)}: a tensor where a number is wanted gives its number. */
  private Thing cast(Expression.Call call, Frame frame) {
    if (call.positional().size() != 2) {
      throw Refusal.corrupt(frame.place(), "a cast of " + call.positional().size() + " arguments");
    }
    Thing value = value(call.positional().get(1), frame);
    boolean number =
        call.positional().get(0) instanceof Expression.Name(String type)
            && List.of("int", "float", "bool").contains(type);
    return number && value instanceof Thing.Tensor tensor
        ? builtins.number(tensor, frame.place())
        : value;
  }

  /** A function of the file, or the making of a named tuple or an object. */
  private Thing own(String path, List<Thing> given, Map<String, Thing> named, Frame frame) {
    String name = path.substring(path.lastIndexOf('.') + 1);
    Parser.Unit unit =
        archive
            .unit(path)
            .orElseThrow(() -> Refusal.corrupt(frame.place(), "the archive does not hold " + path));
    if (unit.functions().containsKey(name)) {
      return call(unit.functions().get(name), given, named, frame.place());
    }
    Type type = unit.types().get(name);
    if (type != null && type.parent().equals("NamedTuple")) {
      Thing.Made made = new Thing.Made(path, _ -> Optional.empty());
      for (int i = 0; i < given.size() && i < type.fields().size(); i++) {
        made.put(type.fields().get(i), given.get(i));
      }
      return made;
    }
    throw Refusal.value(frame.place(), "an object of the class " + path + " is made");
  }

  /** The fields of a named tuple in their order. */
  Optional<List<Thing>> fields(Thing thing) {
    if (thing instanceof Thing.Made made && type(made).parent().equals("NamedTuple")) {
      return Optional.of(
          type(made).fields().stream()
              .map(name -> made.attribute(name).orElse(Thing.NOTHING))
              .toList());
    }
    return Optional.empty();
  }

  private Thing operator(String symbol, List<Expression> operands, Frame frame) {
    List<Thing> values = values(operands, frame);
    String name = Builtins.OPERATORS.get(symbol + values.size());
    if (name == null) {
      throw Refusal.value(frame.place(), "the operator " + symbol + " is not read");
    }
    return foreign("torch." + name, values, Map.of(), frame.place());
  }

  /** A function of torch: on numbers and lists it is done now, on tensors it is lowered. */
  private Thing foreign(String path, List<Thing> given, Map<String, Thing> named, String place) {
    boolean torch = path.startsWith("torch.") || path.startsWith("ops.aten.");
    String name = path.substring(path.lastIndexOf('.') + 1);
    Optional<Thing> known = builtins.call(path, name, given, named, place);
    if (known.isPresent()) {
      return known.get();
    }
    if (!torch) {
      boolean outside = name.equals("print") || name.equals("PythonOp");
      throw outside
          ? Refusal.forbidden(place, name)
          : Refusal.operator(place, "the operator " + path + " is not converted");
    }
    return lowered(name, given, named, place);
  }

  private Thing lowered(String name, List<Thing> given, Map<String, Thing> named, String place) {
    List<Held> tensors = new ArrayList<>();
    List<Argument> positional = new ArrayList<>();
    given.forEach(each -> positional.add(argument(each, tensors, place)));
    Map<String, Argument> byName = new LinkedHashMap<>();
    named.forEach((key, each) -> byName.put(key, argument(each, tensors, place)));
    int before = aten.graph().size();
    List<Value> values = aten.call(name, positional, byName, place);
    Set<String> mapped = new LinkedHashSet<>(aten.graph().operators(before));
    if (!mapped.isEmpty()) {
      String sizes = values.isEmpty() ? "" : values.getFirst().shape().toString();
      steps.add(new Step(place, name, String.join(", ", mapped), sizes));
    }
    List<Thing> results = new ArrayList<>();
    Held.Called call = new Held.Called(name, positional, byName, place);
    Held.results(aten, call, tensors, values).forEach(held -> results.add(new Thing.Tensor(held)));
    if (Aten.givesList(name)) {
      return new Thing.Items(results, false);
    }
    return results.size() == 1 ? results.getFirst() : new Thing.Items(results, true);
  }

  private Argument argument(Thing thing, List<Held> tensors, String place) {
    return switch (thing) {
      case Thing.Tensor(Held held) -> {
        tensors.add(held);
        yield new Argument.Tensor(held.value(place));
      }
      case Thing.Whole(Dim value) ->
          value.known() ? new Argument.Whole(value.number().getAsLong()) : new Argument.Size(value);
      case Thing.Real(double value) -> new Argument.Real(value);
      case Thing.Flag(boolean value) -> new Argument.Flag(value);
      case Thing.Text(String value) -> new Argument.Text(value);
      case Thing.Nothing _ -> Argument.NOTHING;
      case Thing.Items(List<Thing> items, _) ->
          new Argument.Items(items.stream().map(item -> argument(item, tensors, place)).toList());
      case Thing.Open _, Thing.Table _, Thing.Path _, Thing.Made _ -> throw wrong(thing, place);
    };
  }

  private static Problem.Raised wrong(Thing thing, String place) {
    return Refusal.value(place, "an argument is " + thing.shown());
  }
}
