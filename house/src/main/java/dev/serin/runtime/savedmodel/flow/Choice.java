package dev.serin.runtime.savedmodel.flow;

import dev.serin.graph.Control;
import dev.serin.graph.GraphBuilder;
import dev.serin.graph.GraphBuilder.TypedShape;
import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.runtime.savedmodel.Call;
import dev.serin.runtime.savedmodel.Content;
import dev.serin.runtime.savedmodel.Operand;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One of two functions, by a condition. */
final class Choice {
  private Choice() {}

  static List<Operand> results(Call call) {
    List<Operand> arguments = call.operands().subList(1, call.count());
    Optional<Content> known = call.content(0).filter(Content::whole);
    if (call.tensor(0).shape().rank() != 0) {
      throw call.refuse("its condition has the shape " + call.tensor(0).shape());
    }
    if (known.isPresent()) {
      boolean holds = known.get().numbers().getFirst() != 0;
      call.ignore("then_branch", "else_branch");
      return call.inlined(holds ? "then_branch" : "else_branch", arguments, call.graph());
    }
    GraphBuilder then = call.graph().inner();
    GraphBuilder otherwise = call.graph().inner();
    List<Operand> first = call.inlined("then_branch", arguments, then);
    List<Operand> second = call.inlined("else_branch", arguments, otherwise);
    return joined(call, call.value(0), List.of(then, otherwise), first, second);
  }

  /**
   * The end of a choice of TensorFlow 1: what was computed if the third operand, its condition,
   * does not hold, and what if it holds. Nothing here has effects, so both are computed.
   */
  static List<Operand> merged(Call call) {
    if (call.count() != 3 || call.tensor(2).shape().rank() != 0) {
      throw call.refuse("its condition is not found");
    }
    GraphBuilder then = call.graph().inner();
    GraphBuilder otherwise = call.graph().inner();
    List<Operand> first = List.of(call.operand(1));
    List<Operand> given =
        joined(call, call.value(2), List.of(then, otherwise), first, List.of(call.operand(0)));
    return List.of(given.getFirst(), new Operand.Opaque("the number of a branch"));
  }

  /** One of several functions by its number; the last one for every number without one. */
  static List<Operand> oneOfMany(Call call) {
    int count = call.functions("branches");
    List<Operand> arguments = call.operands().subList(1, call.count());
    Optional<Content> known = call.content(0).filter(Content::whole);
    if (count == 0 || call.tensor(0).shape().rank() != 0) {
      throw call.refuse("it chooses one of " + count + " by " + call.tensor(0).shape());
    }
    if (known.isPresent()) {
      long number = known.get().numbers().getFirst();
      int place = number < 0 || number >= count ? count - 1 : (int) number;
      return call.inlined("branches", place, arguments, call.graph());
    }
    List<Operand> results = call.inlined("branches", count - 1, arguments, call.graph());
    for (int place = count - 2; place >= 0; place--) {
      GraphBuilder then = call.graph().inner();
      GraphBuilder otherwise = call.graph().inner();
      List<Operand> first = call.inlined("branches", place, arguments, then);
      Value number = call.whole(call.tensor(0).type(), place);
      List<Value> takes = List.of(call.value(0), number);
      Value test = call.node("Equal", DataType.BOOL, Shape.of(), takes).value();
      results = joined(call, test, List.of(then, otherwise), first, results);
    }
    return results;
  }

  private static List<Operand> joined(
      Call call, Value test, List<GraphBuilder> bodies, List<Operand> first, List<Operand> second) {
    if (first.size() != second.size()) {
      throw call.corrupt("its two functions give different numbers of results");
    }
    List<TypedShape> gives = new ArrayList<>();
    List<Integer> chosen = new ArrayList<>();
    for (int i = 0; i < first.size(); i++) {
      if (first.get(i) == second.get(i)) {
        continue;
      }
      if (!(first.get(i) instanceof Operand.Tensor one)
          || !(second.get(i) instanceof Operand.Tensor two)) {
        throw call.refuse("it chooses between things that are no tensors");
      }
      if (one.type() != two.type() || one.shape().rank() != two.shape().rank()) {
        throw call.refuse("it chooses between tensors of different kinds");
      }
      bodies.getFirst().output(call.value(one));
      bodies.getLast().output(call.value(two));
      gives.add(new TypedShape(one.type(), Loop.common(one.shape(), two.shape())));
      chosen.add(i);
    }
    List<Operand> results = new ArrayList<>(first);
    if (gives.isEmpty()) {
      return results;
    }
    Value condition = call.cast(test, DataType.BOOL);
    List<Value> values =
        new Control(call.graph()).choose(condition, bodies.getFirst(), bodies.getLast(), gives);
    for (int i = 0; i < values.size(); i++) {
      results.set(chosen.get(i), call.live(values.get(i)));
    }
    return results;
  }
}
