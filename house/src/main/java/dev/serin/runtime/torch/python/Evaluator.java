package dev.serin.runtime.torch.python;

import dev.serin.runtime.torch.python.Thing.Given;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Works out expressions and gives values to targets. */
final class Evaluator {
  private final Interpreter in;
  private final Operators operators;
  private final Members members;

  Evaluator(Interpreter in) {
    this.in = in;
    this.operators = new Operators(in);
    this.members = new Members(in);
  }

  Thing eval(Expression expression, Scope scope) {
    in.meter().step(in.place());
    in.meter().down(in.place());
    Thing value = value(expression, scope);
    in.meter().up();
    return value;
  }

  private Thing value(Expression expression, Scope scope) {
    return switch (expression) {
      case Expression.Constant(Thing value, _) -> value;
      case Expression.Name(String name, _) -> named(name, scope);
      case Expression.Attribute(Expression of, String name, _) -> attribute(eval(of, scope), name);
      case Expression.Index(Expression of, Expression index, _) ->
          pick(eval(of, scope), eval(index, scope));
      case Expression.Slice slice ->
          new Thing.Cut(
              optional(slice.from(), scope),
              optional(slice.to(), scope),
              optional(slice.step(), scope));
      case Expression.Call call -> call(call, scope);
      case Expression.Unary(String sign, Expression of, _) ->
          sign.equals("not")
              ? new Thing.Flag(!in.truth(eval(of, scope)))
              : operators.unary(sign, eval(of, scope));
      case Expression.Binary(String sign, Expression left, Expression right, _) -> {
        Thing first = eval(left, scope);
        yield operators.binary(sign, first, eval(right, scope));
      }
      case Expression.Compare compare -> compare(compare, scope);
      case Expression.Junction junction -> junction(junction, scope);
      case Expression.Choice(Expression test, Expression yes, Expression no, _) ->
          eval(in.truth(eval(test, scope)) ? yes : no, scope);
      case Expression.Sequence(boolean tuple, List<Expression> items, _) -> {
        List<Thing> things = sequence(items, scope);
        yield tuple ? Thing.Tuple.of(things) : new Thing.Items(things);
      }
      case Expression.Star _ -> throw in.trouble("a star stands where nothing is unpacked");
      case Expression.Pairs pairs -> pairs(pairs, scope);
      case Expression.Group(List<Expression> items, _) ->
          new Thing.Group(
              new LinkedHashSet<>(sequence(items, scope).stream().map(operators::key).toList()));
      case Expression.Comprehension comprehension -> comprehension(comprehension, scope);
      case Expression.Format(List<Expression.Part> parts, _) -> format(parts, scope);
      case Expression.Function(Parameters parameters, Expression body, _) ->
          lambda(parameters, body, scope);
    };
  }

  private Thing optional(Optional<Expression> expression, Scope scope) {
    return expression.map(one -> eval(one, scope)).orElse(Thing.NONE);
  }

  private Thing named(String name, Scope scope) {
    return scope
        .find(name)
        .or(() -> Builtins.named(name, in))
        .orElseThrow(() -> in.trouble("the name '" + name + "' is not defined"));
  }

  private List<Thing> sequence(List<Expression> items, Scope scope) {
    List<Thing> things = new ArrayList<>();
    for (Expression item : items) {
      if (item instanceof Expression.Star(Expression of, _)) {
        items(eval(of, scope)).forEach(things::add);
      } else {
        things.add(eval(item, scope));
      }
      in.meter().list(things.size() / 64, in.place());
    }
    return things;
  }

  private Thing pairs(Expression.Pairs pairs, Scope scope) {
    Thing.Dict dict = new Thing.Dict();
    for (int i = 0; i < pairs.keys().size(); i++) {
      Thing key = eval(pairs.keys().get(i), scope);
      dict.map().put(operators.key(key), eval(pairs.values().get(i), scope));
    }
    return dict;
  }

  private Thing lambda(Parameters parameters, Expression body, Scope scope) {
    List<Thing> defaults = new ArrayList<>();
    for (Parameters.One one : parameters.list()) {
      one.byDefault().ifPresent(value -> defaults.add(eval(value, scope)));
    }
    Code code = inner -> eval(body, inner);
    return new Thing.Function("lambda", parameters, defaults, code, scope, Optional.empty());
  }

  private Thing junction(Expression.Junction junction, Scope scope) {
    Thing value = Thing.NONE;
    for (Expression part : junction.parts()) {
      value = eval(part, scope);
      boolean last = part == junction.parts().getLast();
      if (!last && in.truth(value) != junction.all()) {
        return value;
      }
    }
    return value;
  }

  private Thing compare(Expression.Compare compare, Scope scope) {
    Thing left = eval(compare.first(), scope);
    Thing result = new Thing.Flag(true);
    for (int i = 0; i < compare.signs().size(); i++) {
      Thing right = eval(compare.rest().get(i), scope);
      result = operators.compare(compare.signs().get(i), left, right);
      if (i + 1 < compare.signs().size() && !in.truth(result)) {
        return result;
      }
      left = right;
    }
    return result;
  }

  private Thing format(List<Expression.Part> parts, Scope scope) {
    StringBuilder text = new StringBuilder();
    for (Expression.Part part : parts) {
      text.append(part.words());
      part.value().ifPresent(v -> text.append(members.styled(eval(v, scope), part.style())));
      in.meter().text(text.length(), in.place());
    }
    return new Thing.Text(text.toString());
  }

  private Thing call(Expression.Call call, Scope scope) {
    Thing function = eval(call.function(), scope);
    if (function.equals(Builtins.SUPER) && call.given().isEmpty()) {
      return above(scope);
    }
    List<Thing> list = new ArrayList<>();
    Map<String, Thing> named = new LinkedHashMap<>();
    for (Expression.Given one : call.given()) {
      Thing value = eval(one.value(), scope);
      switch (one.stars()) {
        case 1 -> items(value).forEach(list::add);
        case 2 -> unpack(value, named);
        default -> {
          if (one.name().isEmpty()) {
            list.add(value);
          } else if (named.put(one.name(), value) != null) {
            throw in.trouble("the argument '" + one.name() + "' is given twice");
          }
        }
      }
      in.meter().list(list.size() / 64, in.place());
    }
    return in.call(function, new Given(list, named));
  }

  private void unpack(Thing value, Map<String, Thing> named) {
    if (!(value instanceof Thing.Dict dict)) {
      throw in.trouble("two stars unpack a dict, not " + Shown.kind(value));
    }
    dict.map().forEach((key, item) -> named.put(text(key), item));
  }

  private Thing above(Scope scope) {
    Optional<Thing.Function> function = scope.function();
    Optional<Thing.Kind> owner = function.flatMap(Thing.Function::owner);
    if (owner.isEmpty() || function.get().parameters().list().isEmpty()) {
      throw in.trouble("super() stands outside of a method");
    }
    String self = function.get().parameters().list().getFirst().name();
    return new Thing.Above(owner.get(), scope.find(self).orElseThrow());
  }

  private Thing comprehension(Expression.Comprehension all, Scope scope) {
    List<Thing> list = new ArrayList<>();
    Thing.Dict dict = new Thing.Dict();
    clauses(
        all.clauses(),
        scope.inner(),
        inner -> {
          Thing item = eval(all.item(), inner);
          if (all.value().isPresent()) {
            dict.map().put(operators.key(item), eval(all.value().get(), inner));
          } else {
            list.add(item);
          }
          in.meter().list((list.size() + dict.map().size()) / 64, in.place());
        });
    return all.value().isPresent() ? dict : new Thing.Items(list);
  }

  private void clauses(List<Expression.Clause> clauses, Scope scope, Consumer<Scope> each) {
    if (clauses.isEmpty()) {
      each.accept(scope);
      return;
    }
    Expression.Clause first = clauses.getFirst();
    for (Thing item : items(eval(first.source(), scope))) {
      assign(first.target(), item, scope);
      if (first.tests().stream().allMatch(test -> in.truth(eval(test, scope)))) {
        clauses(clauses.subList(1, clauses.size()), scope, each);
      }
    }
  }

  /** The items of anything that can be looped over, as they were at the start. */
  Iterable<Thing> items(Thing of) {
    if (of instanceof Thing.Range range) {
      return () ->
          java.util.stream.LongStream.range(0, range.count())
              .<Thing>mapToObj(
                  i -> {
                    in.meter().step(in.place());
                    return new Thing.Whole(range.from() + i * range.step());
                  })
              .iterator();
    }
    List<Thing> list =
        switch (of) {
          case Thing.Tuple(List<Thing> items, _) -> items;
          case Thing.Items items -> List.copyOf(items.list());
          case Thing.Dict dict -> List.copyOf(dict.map().keySet());
          case Thing.Group(Set<Thing> items) -> List.copyOf(items);
          case Thing.Text(String text) ->
              text.chars().<Thing>mapToObj(c -> new Thing.Text(Character.toString(c))).toList();
          case Thing.Instance instance when instance.kind().member("__iter__").isPresent() ->
              copy(items(method(instance, "__iter__", Given.of())));
          case Thing.Tensor _, Thing.Probe _ ->
              copy(items(in.call(in.library().attribute(of, "unbind", in), Given.of())));
          default -> throw in.trouble(Shown.kind(of) + " cannot be looped over");
        };
    in.meter().list(list.size(), in.place());
    return list;
  }

  /** All items as a list, within the limit. */
  List<Thing> copy(Iterable<Thing> items) {
    List<Thing> list = new ArrayList<>();
    for (Thing item : items) {
      list.add(item);
      if (list.size() > Meter.LONGEST_LIST) {
        in.meter().list(list.size(), in.place());
      }
    }
    return list;
  }

  Thing attribute(Thing of, String name) {
    return members.attribute(of, name);
  }

  Thing method(Thing.Instance of, String name, Given given) {
    return in.call(members.attribute(of, name), given);
  }

  Thing pick(Thing of, Thing index) {
    return members.pick(of, index);
  }

  String text(Thing thing) {
    return Shown.text(thing);
  }

  void assign(Expression target, Thing value, Scope scope) {
    switch (target) {
      case Expression.Name(String name, _) -> scope.set(name, value);
      case Expression.Attribute(Expression of, String name, _) ->
          members.set(eval(of, scope), name, value);
      case Expression.Index(Expression of, Expression index, _) ->
          members.put(eval(of, scope), eval(index, scope), value);
      case Expression.Sequence(_, List<Expression> targets, _) ->
          spread(targets, copy(items(value)), scope);
      default -> throw in.trouble("a value is given to something that cannot hold one");
    }
  }

  private void spread(List<Expression> targets, List<Thing> values, Scope scope) {
    int star = -1;
    for (int i = 0; i < targets.size(); i++) {
      star = targets.get(i) instanceof Expression.Star ? i : star;
    }
    int more = values.size() - targets.size();
    if (star < 0 && more != 0 || more < -1) {
      throw in.trouble(values.size() + " values are given to " + targets.size() + " names");
    }
    int at = 0;
    for (int i = 0; i < targets.size(); i++) {
      if (targets.get(i) instanceof Expression.Star(Expression rest, _)) {
        assign(rest, new Thing.Items(values.subList(at, at + more + 1)), scope);
        at += more + 1;
      } else {
        assign(targets.get(i), values.get(at++), scope);
      }
    }
  }

  /** {@code target += value}: lists and tensors change in place, as in Python. */
  void change(Statement.Change change, Scope scope) {
    if (change.target() instanceof Expression.Index(Expression of, Expression index, _)) {
      Thing container = eval(of, scope);
      Thing at = eval(index, scope);
      Thing now = operators.binary(change.sign(), pick(container, at), eval(change.value(), scope));
      members.put(container, at, now);
      return;
    }
    Thing before = eval(change.target(), scope);
    Thing value = eval(change.value(), scope);
    if (before instanceof Thing.Items list && change.sign().equals("+")) {
      list.list().addAll(copy(items(value)));
      in.meter().list(list.list().size(), in.place());
      return;
    }
    Thing result = operators.binary(change.sign(), before, value);
    if (before instanceof Thing.Tensor tensor && result instanceof Thing.Tensor now) {
      in.library().put(tensor, Thing.ELLIPSIS, now, in);
      return;
    }
    assign(change.target(), result, scope);
  }

  void delete(Expression target, Scope scope) {
    switch (target) {
      case Expression.Name(String name, _) -> scope.names().remove(name);
      case Expression.Attribute(Expression of, String name, _)
          when eval(of, scope) instanceof Thing.Instance instance ->
          instance.attributes().remove(name);
      case Expression.Sequence(_, List<Expression> all, _) ->
          all.forEach(one -> delete(one, scope));
      default -> throw in.trouble("this cannot be deleted here");
    }
  }
}
