package dev.serin.runtime.savedmodel.flow;

import dev.serin.graph.Attribute;
import dev.serin.graph.Rearrangement;
import dev.serin.graph.Recurrence;
import dev.serin.graph.Recurrence.Gate;
import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.runtime.savedmodel.Call;
import dev.serin.runtime.savedmodel.Operand;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.List;

/**
 * A cell that the engine has. The gates of its weights stand in the order of the file; {@code
 * order} says where each gate of the engine's order is. {@code biases} are those of the input and
 * of the state, {@link Terms#NONE} for zeros.
 */
record KnownCell(
    String operator,
    List<State> states,
    List<Operand> weights,
    List<Operand> biases,
    List<Long> order,
    List<Gate> gates) {

  /** One state of the loop by its place: before and after a turn. */
  record State(int place, Operand bound, Operand next) {}

  /** The cell with its weights in the engine's order. */
  Recurrence.Cell cell(Call call) {
    Rearrangement move = new Rearrangement(call.graph());
    List<Value> turned = new ArrayList<>();
    for (Operand weight : weights) {
      Value all = move.transpose(call.value((Operand.Tensor) weight), 1, 0);
      turned.add(move.unsqueeze(ordered(move, all), 0));
    }
    long units = turned.getLast().shape().fixed(2);
    List<Value> parts = new ArrayList<>();
    for (Operand bias : biases) {
      parts.add(ordered(move, vector(call, bias, units * order.size())));
    }
    List<Attribute> more =
        operator.equals("GRU") ? List.of(new Attribute.Whole("linear_before_reset", 1)) : List.of();
    Value bias = move.unsqueeze(move.concat(parts, 0), 0);
    return new Recurrence.Cell(
        operator, units, turned.getFirst(), turned.getLast(), bias, gates, more);
  }

  /** The gates, side by side along the first axis, in the engine's order. */
  private Value ordered(Rearrangement move, Value all) {
    long units = all.shape().fixed(0) / order.size();
    List<Value> parts = order.stream().map(at -> move.slice(all, 0, at * units, units)).toList();
    return parts.size() == 1 ? parts.getFirst() : move.concat(parts, 0);
  }

  /** A bias as a value outside of the loop. */
  private static Value vector(Call call, Operand bias, long width) {
    if (bias == Terms.NONE) {
      List<Value> takes = List.of(call.real(DataType.FP32, 0), call.longs(List.of(width)));
      return call.node("Expand", DataType.FP32, Shape.of(width), takes).value();
    }
    Terms.Piece row = new Terms(call).row(bias);
    if (row.whole() == Terms.NONE) {
      return call.value((Operand.Tensor) bias);
    }
    Rearrangement move = new Rearrangement(call.graph());
    return move.squeeze(move.slice(call.value((Operand.Tensor) row.whole()), 0, row.place(), 1), 0);
  }
}
