package dev.serin.runtime.torch.python;

import dev.serin.base.Problem;
import dev.serin.runtime.torch.python.Thing.Given;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Carries out the statements of a source symbolically: tensors are values of a graph, and nothing
 * but the {@link Library} can be reached. Steps, depth and sizes are limited. For one thread.
 */
public final class Execution implements Interpreter {
  private static final List<String> PLAIN_DECORATORS =
      List.of("staticmethod", "classmethod", "property");

  private final Library library;
  private final Meter meter = new Meter();
  private final Evaluator evaluator = new Evaluator(this);
  private String place = "model_class.py";

  /** How a statement ends. */
  private sealed interface End {
    record Next() implements End {}

    record Leave(boolean loop) implements End {}

    record Return(Thing value) implements End {}
  }

  private static final End NEXT = new End.Next();

  /** Reaches this library and nothing else. */
  public Execution(Library library) {
    this.library = library;
  }

  /** A file that was carried out: what it defines, in its order. */
  public record Defined(Map<String, Thing> names) {
    public Defined {
      names = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(names));
    }
  }

  /**
   * Carries out a file and gives its names; {@code name} is empty for a source of the library.
   *
   * @throws Problem.Raised with {@code Refused}, naming the line
   */
  public Defined run(Source source, Map<String, Thing> given) {
    Scope scope = Scope.file(source.name());
    given.forEach(scope::set);
    scope.set("__name__", new Thing.Text("model_class"));
    Map<String, Thing> types = new LinkedHashMap<>();
    for (Statement statement : source.statements()) {
      exec(statement, scope);
      if (statement instanceof Statement.Type type) {
        types.put(type.name(), scope.names().get(type.name()));
      }
    }
    scope.names().forEach(types::putIfAbsent);
    return new Defined(types);
  }

  @Override
  public String place() {
    return place;
  }

  @Override
  public Library library() {
    return library;
  }

  @Override
  public Meter meter() {
    return meter;
  }

  @Override
  public Problem.Raised trouble(String what) {
    return Trouble.value(place, what);
  }

  private void at(Scope scope, int line) {
    if (!scope.source().isEmpty()) {
      place = scope.source() + ", line " + line;
    }
    meter.step(place);
  }

  private End all(List<Statement> statements, Scope scope) {
    for (Statement statement : statements) {
      End end = exec(statement, scope);
      if (end != NEXT) {
        return end;
      }
    }
    return NEXT;
  }

  private End exec(Statement statement, Scope scope) {
    at(scope, statement.line());
    return switch (statement) {
      case Statement.Pass _ -> NEXT;
      case Statement.Only only -> {
        evaluator.eval(only.value(), scope);
        yield NEXT;
      }
      case Statement.Assign assign -> {
        Thing value = evaluator.eval(assign.value(), scope);
        assign.targets().forEach(target -> evaluator.assign(target, value, scope));
        yield NEXT;
      }
      case Statement.Change change -> {
        evaluator.change(change, scope);
        yield NEXT;
      }
      case Statement.Return result ->
          new End.Return(result.value().map(v -> evaluator.eval(v, scope)).orElse(Thing.NONE));
      case Statement.If test ->
          all(truth(evaluator.eval(test.test(), scope)) ? test.yes() : test.no(), scope);
      case Statement.For loop -> loop(loop, scope);
      case Statement.While loop -> loop(loop, scope);
      case Statement.With with -> {
        if (!evaluator.eval(with.context(), scope).equals(Builtins.WITHOUT_EFFECT)) {
          throw Trouble.custom(place, "'with' is not interpreted");
        }
        yield all(with.body(), scope);
      }
      case Statement.Leave leave -> new End.Leave(leave.loop());
      case Statement.Define define -> {
        scope.set(define.name(), decorated(define, scope, Optional.empty()));
        yield NEXT;
      }
      case Statement.Type type -> {
        scope.set(type.name(), type(type, scope));
        yield NEXT;
      }
      case Statement.Assert check -> {
        check(check, scope);
        yield NEXT;
      }
      case Statement.Raise raise -> throw raised(raise, scope);
      case Statement.Import one -> {
        imported(one, scope);
        yield NEXT;
      }
      case Statement.Delete delete -> {
        delete.targets().forEach(target -> evaluator.delete(target, scope));
        yield NEXT;
      }
      case Statement.Several several -> all(several.parts(), scope);
      case Statement.Forbidden forbidden ->
          throw Trouble.custom(place, forbidden.what() + " is not interpreted");
    };
  }

  private End loop(Statement.For loop, Scope scope) {
    for (Thing item : evaluator.items(evaluator.eval(loop.source(), scope))) {
      at(scope, loop.line());
      evaluator.assign(loop.target(), item, scope);
      End end = all(loop.body(), scope);
      if (end instanceof End.Return || end instanceof End.Leave(boolean leaves) && leaves) {
        return end instanceof End.Return ? end : NEXT;
      }
    }
    return all(loop.after(), scope);
  }

  private End loop(Statement.While loop, Scope scope) {
    while (truth(evaluator.eval(loop.test(), scope))) {
      at(scope, loop.line());
      End end = all(loop.body(), scope);
      if (end instanceof End.Return || end instanceof End.Leave(boolean leaves) && leaves) {
        return end instanceof End.Return ? end : NEXT;
      }
    }
    return NEXT;
  }

  private void check(Statement.Assert check, Scope scope) {
    if (!truth(evaluator.eval(check.test(), scope))) {
      String why =
          check.message().map(m -> evaluator.text(evaluator.eval(m, scope))).orElse("it is false");
      throw trouble("an assertion does not hold: " + why);
    }
  }

  private Problem.Raised raised(Statement.Raise raise, Scope scope) {
    if (raise.value().isEmpty()) {
      return trouble("an error is raised");
    }
    Thing value = evaluator.eval(raise.value().get(), scope);
    return trouble(
        value instanceof Thing.Tuple(List<Thing> items, List<String> names)
                && names.equals(Builtins.ERROR)
            ? evaluator.text(items.getFirst())
            : "an error is raised");
  }

  private void imported(Statement.Import one, Scope scope) {
    Thing module = library.module(one.module(), this);
    if (!one.item().isEmpty()) {
      if (one.item().equals("*")) {
        if (!(module instanceof Thing.Space(String name)) || !name.equals("typing")) {
          throw trouble("'import *' is read for typing only: name what is needed");
        }
        return;
      }
      scope.set(one.name(), evaluator.attribute(module, one.item()));
    } else if (one.name().isEmpty()) {
      String root = one.module().split("\\.", 2)[0];
      scope.set(root, library.module(root, this));
    } else {
      scope.set(one.name(), module);
    }
  }

  private Thing decorated(Statement.Define define, Scope scope, Optional<Thing.Kind> owner) {
    List<Thing> defaults = new ArrayList<>();
    for (Parameters.One one : define.parameters().list()) {
      one.byDefault().ifPresent(value -> defaults.add(evaluator.eval(value, scope)));
    }
    Code body = inner -> result(all(define.body(), inner));
    Scope around = owner.isPresent() ? scope.outer() : scope;
    Thing made =
        new Thing.Function(define.name(), define.parameters(), defaults, body, around, owner);
    for (Expression decorator : define.decorators().reversed()) {
      made = decorated(decorator, made, scope);
    }
    return made;
  }

  private static Thing result(End end) {
    return end instanceof End.Return(Thing value) ? value : Thing.NONE;
  }

  private Thing decorated(Expression decorator, Thing made, Scope scope) {
    if (decorator instanceof Expression.Name(String name, _) && PLAIN_DECORATORS.contains(name)) {
      return new Thing.Wrapped(name, made);
    }
    Thing value = evaluator.eval(decorator, scope);
    boolean bare =
        value instanceof Thing.Native(String name, _)
            && List.of("no_grad", "inference_mode").contains(name);
    if (bare || value.equals(Builtins.WITHOUT_EFFECT)) {
      return made;
    }
    throw Trouble.custom(place, "a decorator is not interpreted");
  }

  private Thing type(Statement.Type type, Scope scope) {
    if (!type.decorators().isEmpty()) {
      throw Trouble.custom(place, "a decorator of a class is not interpreted");
    }
    List<Thing> bases = new ArrayList<>();
    for (Expression base : type.bases()) {
      Thing value = evaluator.eval(base, scope);
      if (!Builtins.isObject(value)) {
        bases.add(value);
      }
    }
    List<Thing.Kind> kinds = new ArrayList<>();
    for (Thing base : bases) {
      if (!(base instanceof Thing.Kind kind) || bases.size() > 1 && !plain(kind)) {
        throw trouble("the class " + type.name() + " extends something that is not read");
      }
      kinds.add(kind);
    }
    Thing.Kind kind = new Thing.Kind(type.name(), kinds, !scope.source().isEmpty());
    Scope body = scope.inner();
    for (Statement statement : type.body()) {
      if (statement instanceof Statement.Define define) {
        at(scope, define.line());
        body.set(define.name(), decorated(define, body, Optional.of(kind)));
      } else {
        exec(statement, body);
      }
    }
    kind.members().putAll(body.names());
    return kind;
  }

  /**
   * Among several bases stands nn.Module itself, and classes that extend nothing and have no start.
   */
  private static boolean plain(Thing.Kind kind) {
    boolean first = !kind.ofFile() && kind.name().equals("Module");
    return first || kind.bases().isEmpty() && !kind.members().containsKey("__init__");
  }

  @Override
  public boolean truth(Thing value) {
    return switch (value) {
      case Thing.None _ -> false;
      case Thing.Flag(boolean flag) -> flag;
      case Thing.Whole(long number) -> number != 0;
      case Thing.Real(double number) -> number != 0;
      case Thing.Text(String text) -> !text.isEmpty();
      case Thing.Tuple(List<Thing> items, _) -> !items.isEmpty();
      case Thing.Items items -> !items.list().isEmpty();
      case Thing.Dict dict -> !dict.map().isEmpty();
      case Thing.Group(var items) -> !items.isEmpty();
      case Thing.Range range -> range.count() > 0;
      case Thing.Tensor _ ->
          throw Trouble.dependent(place, "a decision depends on the numbers of a tensor");
      case Thing.Size _ ->
          throw Trouble.dependent(place, "a decision depends on a size that is left open");
      case Thing.Probe(_, String name) ->
          throw dev.serin.runtime.torch.Refusal.signature(
              place, "a decision depends on the shape of '" + name + "'");
      case Thing.Instance instance when instance.kind().member("__len__").isPresent() ->
          truth(evaluator.method(instance, "__len__", Given.of()));
      default -> true;
    };
  }

  @Override
  public Thing call(Thing function, Given given) {
    meter.step(place);
    return switch (function) {
      case Thing.Native natural -> natural.body().call(given, this);
      case Thing.Function own -> called(own, given);
      case Thing.Bound(Thing self, Thing bound) -> {
        List<Thing> list = new ArrayList<>(List.of(self));
        list.addAll(given.list());
        yield call(bound, new Given(list, given.named()));
      }
      case Thing.Kind kind -> made(kind, given);
      case Thing.Instance instance -> evaluator.method(instance, "__call__", given);
      case Thing.Wrapped(String how, Thing inner) when how.equals("staticmethod") ->
          call(inner, given);
      default -> throw trouble(Shown.kind(function) + " is called, which is no function");
    };
  }

  private Thing made(Thing.Kind kind, Given given) {
    Thing.Instance instance = new Thing.Instance(kind);
    Optional<Thing> start = kind.member("__init__");
    if (start.isPresent()) {
      call(new Thing.Bound(instance, start.get()), given);
    } else if (!given.list().isEmpty() || !given.named().isEmpty()) {
      throw trouble(kind.name() + "() takes no arguments");
    }
    return instance;
  }

  private Thing called(Thing.Function function, Given given) {
    String before = place;
    meter.enter(place);
    Scope scope = Scope.call(function);
    new Binding(this, function).bind(given, scope);
    Thing result = function.body().run(scope);
    meter.leave();
    place = before;
    return result;
  }

  @Override
  public Thing attribute(Thing of, String name) {
    return evaluator.attribute(of, name);
  }

  @Override
  public Iterable<Thing> items(Thing of) {
    return evaluator.items(of);
  }

  @Override
  public Thing builtin(String name) {
    return Builtins.named(name, this).orElseThrow(() -> trouble("there is no " + name));
  }

  @Override
  public Thing binary(String sign, Thing left, Thing right) {
    return new Operators(this).binary(sign, left, right);
  }

  @Override
  public List<Long> places(Thing.Cut cut, long size) {
    meter.list(size, place);
    return new Members(this).places(cut, size);
  }

  @Override
  public void spend(long steps) {
    meter.steps(steps, place);
  }

  @Override
  public String text(Thing thing) {
    return evaluator.text(thing);
  }
}
