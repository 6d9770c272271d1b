package dev.serin.runtime.torch.script;

import dev.serin.runtime.torch.Dim;
import dev.serin.runtime.torch.Held;
import dev.serin.runtime.torch.Refusal;
import dev.serin.runtime.torch.script.Code.Expression;
import dev.serin.runtime.torch.script.Code.Statement;
import dev.serin.runtime.torch.script.Evaluator.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Goes through statements; loops are unrolled, conditions have to be known. */
final class Interpreter {
  private static final String RAISE = "RaiseException";

  private final Evaluator evaluator;

  Interpreter(Evaluator evaluator) {
    this.evaluator = evaluator;
  }

  /** The value that the statements return, empty when they go on. */
  Optional<Thing> run(List<Statement> statements, Frame frame) {
    for (Statement statement : statements) {
      frame.at(statement.line());
      evaluator.meter().step(frame.place());
      Optional<Thing> result = run(statement, frame);
      if (result.isPresent()) {
        return result;
      }
    }
    return Optional.empty();
  }

  private Optional<Thing> run(Statement statement, Frame frame) {
    return switch (statement) {
      case Statement.Assign assign -> {
        assign(assign, frame);
        yield Optional.empty();
      }
      case Statement.Run(_, Expression value) -> {
        evaluator.value(value, frame);
        yield Optional.empty();
      }
      case Statement.If condition -> branch(condition, frame);
      case Statement.For loop -> loop(loop, frame);
      case Statement.While loop -> loop(loop, frame);
      case Statement.Return(_, Expression value) -> Optional.of(evaluator.value(value, frame));
      case Statement.Pass _ -> Optional.empty();
    };
  }

  private void assign(Statement.Assign assign, Frame frame) {
    Thing value = evaluator.value(assign.value(), frame);
    if (!assign.unpacks()) {
      put(assign.targets().getFirst(), value, frame);
      return;
    }
    List<Thing> parts = parts(value, assign.targets().size(), frame);
    for (int i = 0; i < parts.size(); i++) {
      put(assign.targets().get(i), parts.get(i), frame);
    }
  }

  private List<Thing> parts(Thing value, int count, Frame frame) {
    if (value instanceof Thing.Tensor) { // the further results of the operator are not converted
      List<Thing> parts = new ArrayList<>(List.of(value));
      while (parts.size() < count) {
        parts.add(new Thing.Tensor(Held.absent()));
      }
      return parts;
    }
    List<Thing> items =
        value instanceof Thing.Items(List<Thing> given, _)
            ? given
            : evaluator.fields(value).orElse(List.of());
    if (items.size() != count) {
      throw Refusal.corrupt(frame.place(), value.shown() + " for " + count + " names");
    }
    return List.copyOf(items);
  }

  private void put(Expression target, Thing value, Frame frame) {
    switch (target) {
      case Expression.Name(String name) -> frame.variables().put(name, value);
      case Expression.Attribute(Expression of, String name)
          when evaluator.value(of, frame) instanceof Thing.Made made ->
          made.put(name, value);
      case Expression.Tuple(List<Expression> inner) -> {
        List<Thing> parts = parts(value, inner.size(), frame);
        for (int i = 0; i < parts.size(); i++) {
          put(inner.get(i), parts.get(i), frame);
        }
      }
      case Expression.Item(Expression of, Expression place)
          when evaluator.value(of, frame) instanceof Thing.Items(List<Thing> items, _)
              && evaluator.value(place, frame) instanceof Thing.Whole(Dim at) ->
          items.set(Builtins.place(at, items.size(), frame.place()), value);
      case Expression.Item(Expression of, Expression place)
          when evaluator.value(of, frame) instanceof Thing.Table table ->
          table.entries().put(evaluator.value(place, frame), value);
      default -> throw Refusal.value(frame.place(), "this is not assigned to");
    }
  }

  /** Where the way is open and one branch only complains, the other one is taken. */
  private Optional<Thing> branch(Statement.If condition, Frame frame) {
    Thing test = evaluator.condition(condition.test(), frame);
    if (test instanceof Thing.Flag(boolean holds)) {
      return run(holds ? condition.yes() : condition.no(), frame);
    }
    if (complains(condition.yes())) {
      return run(condition.no(), frame);
    }
    if (complains(condition.no())) {
      return run(condition.yes(), frame);
    }
    return run(evaluator.truth(condition.test(), frame) ? condition.yes() : condition.no(), frame);
  }

  private static boolean complains(List<Statement> statements) {
    return statements.stream()
        .anyMatch(
            each ->
                each instanceof Statement.Run(_, Expression.Call call)
                    && call.function() instanceof Expression.Attribute(_, String name)
                    && name.equals(RAISE));
  }

  private Optional<Thing> loop(Statement.For loop, Frame frame) {
    for (Thing each : evaluated(loop.over(), frame)) {
      evaluator.meter().step(frame.place());
      put(loop.target(), each, frame);
      Optional<Thing> result = run(loop.body(), frame);
      if (result.isPresent()) {
        return result;
      }
    }
    return Optional.empty();
  }

  private Iterable<Thing> evaluated(Expression over, Frame frame) {
    if (over instanceof Expression.Call(Expression.Name(String name), var bounds, _)
        && name.equals("range")
        && !bounds.isEmpty()) {
      return range(bounds, frame);
    }
    return switch (evaluator.value(over, frame)) {
      case Thing.Items(List<Thing> items, _) -> List.copyOf(items);
      case Thing.Table table -> List.copyOf(table.entries().keySet());
      case Thing other ->
          throw Refusal.value(frame.place(), "a loop over " + other.shown() + " is not read");
    };
  }

  /** The counts are made one by one: a long loop ends by the number of steps. */
  private Iterable<Thing> range(List<Expression> bounds, Frame frame) {
    List<Long> numbers = new ArrayList<>();
    for (Expression bound : bounds) {
      if (!(evaluator.value(bound, frame) instanceof Thing.Whole(Dim number)) || !number.known()) {
        throw Refusal.dataDependent(frame.place(), "the number of steps of a loop");
      }
      numbers.add(number.number().getAsLong());
    }
    long start = numbers.size() > 1 ? numbers.get(0) : 0;
    long end = numbers.get(numbers.size() > 1 ? 1 : 0);
    long step = numbers.size() > 2 ? numbers.get(2) : 1;
    if (step == 0) {
      throw Refusal.corrupt(frame.place(), "a loop in steps of 0");
    }
    return () ->
        java.util.stream.LongStream.iterate(
                start, at -> step > 0 ? at < end : at > end, at -> at + step)
            .<Thing>mapToObj(Thing.Whole::of)
            .iterator();
  }

  private Optional<Thing> loop(Statement.While loop, Frame frame) {
    while (evaluator.truth(loop.test(), frame)) {
      evaluator.meter().step(frame.place());
      Optional<Thing> result = run(loop.body(), frame);
      if (result.isPresent()) {
        return result;
      }
      frame.at(loop.line());
    }
    return Optional.empty();
  }
}
