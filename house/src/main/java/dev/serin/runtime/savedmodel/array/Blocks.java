package dev.serin.runtime.savedmodel.array;

import dev.serin.graph.Attribute;
import dev.serin.graph.Rearrangement;
import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.runtime.savedmodel.Call;
import dev.serin.runtime.savedmodel.OpRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Operators that move blocks of a picture into its channels or its rows, and back. */
final class Blocks {
  static final Map<String, OpRule> RULES =
      Map.of(
          "SpaceToDepth", rule(call -> depth(call, "SpaceToDepth", true)),
          "DepthToSpace", rule(call -> depth(call, "DepthToSpace", false)),
          "SpaceToBatchND", rule(Blocks::toBatch),
          "BatchToSpaceND", rule(Blocks::toSpace));

  private Blocks() {}

  private static OpRule rule(Function<Call, Value> rule) {
    return OpRule.one(call -> call.live(rule.apply(call)));
  }

  private static Value depth(Call call, String operator, boolean smaller) {
    boolean first = call.text("data_format", "NHWC", "NCHW").equals("NCHW");
    long block = call.whole("block_size", 1);
    Rearrangement move = new Rearrangement(call.graph());
    Value x = first ? call.value(0) : move.transpose(call.value(0), 0, 3, 1, 2);
    Shape shape = x.shape();
    for (int axis = 1; axis < 4; axis++) {
      boolean grows = axis == 1 == smaller;
      long factor = axis == 1 ? block * block : block;
      long size = shape.size(axis);
      if (size != Shape.ANY) {
        if (!grows && size % factor != 0 || block < 1 || block > 1 << 15) {
          throw call.corrupt("blocks of " + block + " in " + shape);
        }
        shape = shape.with(axis, grows ? Math.multiplyExact(size, factor) : size / factor);
      }
    }
    Attribute size = new Attribute.Whole("blocksize", block);
    Value moved = call.node(operator, x.type(), shape, List.of(x), size).value();
    return first ? moved : move.transpose(moved, 0, 2, 3, 1);
  }

  private static Value toBatch(Call call) {
    Value x = call.value(0);
    List<Long> block = call.numbers(1);
    List<Long> pads = call.numbers(2);
    check(call, x, block, pads);
    Rearrangement move = new Rearrangement(call.graph());
    List<Long> before = zeros(x);
    List<Long> after = zeros(x);
    for (int i = 0; i < block.size(); i++) {
      before.set(i + 1, pads.get(2 * i));
      after.set(i + 1, pads.get(2 * i + 1));
    }
    Value padded = move.pad(x, before, after);
    Shape parts = Shape.of(x.shape().size(0));
    Shape moved = Shape.of(Shape.ANY);
    List<Integer> batch = new ArrayList<>();
    List<Integer> rest = new ArrayList<>();
    for (int i = 0; i < block.size(); i++) {
      long size = padded.shape().fixed(i + 1);
      if (size % block.get(i) != 0) {
        throw call.corrupt("blocks of " + block + " in " + padded.shape());
      }
      batch.add(parts.rank() + 1);
      rest.add(parts.rank());
      parts = parts.followedBy(Shape.of(size / block.get(i), block.get(i)));
      moved = moved.followedBy(Shape.of(size / block.get(i)));
    }
    Shape tail = x.shape().part(block.size() + 1, x.shape().rank());
    batch.add(0);
    batch.addAll(rest);
    return arranged(call, padded, parts.followedBy(tail), batch, moved.followedBy(tail));
  }

  private static Value toSpace(Call call) {
    Value x = call.value(0);
    List<Long> block = call.numbers(1);
    List<Long> crops = call.numbers(2);
    check(call, x, block, crops);
    Shape parts = new Shape(block).followedBy(Shape.of(Shape.ANY));
    int first = block.size();
    List<Integer> order = new ArrayList<>(List.of(first));
    Shape moved = Shape.of(Shape.ANY);
    for (int i = 0; i < block.size(); i++) {
      order.add(first + 1 + i);
      order.add(i);
      parts = parts.followedBy(Shape.of(x.shape().fixed(i + 1)));
      moved = moved.followedBy(Shape.of(Math.multiplyExact(x.shape().size(i + 1), block.get(i))));
    }
    Shape tail = x.shape().part(first + 1, x.shape().rank());
    Value result = arranged(call, x, parts.followedBy(tail), order, moved.followedBy(tail));
    for (int i = 0; i < block.size(); i++) {
      if (crops.get(2 * i) + crops.get(2 * i + 1) > 0) {
        result =
            new Rearrangement(call.graph())
                .crop(result, i + 1, crops.get(2 * i), crops.get(2 * i + 1));
      }
    }
    return result;
  }

  private static void check(Call call, Value x, List<Long> block, List<Long> around) {
    boolean wrong = block.stream().anyMatch(size -> size < 1 || size > 1 << 15);
    boolean many = block.size() >= x.shape().rank() || around.size() != 2 * block.size();
    if (wrong || many || around.stream().anyMatch(size -> size < 0)) {
      throw call.corrupt("blocks of " + block + " and " + around + " around " + x.shape());
    }
  }

  private static List<Long> zeros(Value x) {
    return new ArrayList<>(Collections.nCopies(x.shape().rank(), 0L));
  }

  /** Takes the elements apart, moves the axes (those behind stay) and puts them together. */
  private static Value arranged(
      Call call, Value x, Shape parts, List<Integer> order, Shape together) {
    List<Integer> all = new ArrayList<>(order);
    for (int axis = order.size(); axis < parts.rank(); axis++) {
      all.add(axis);
    }
    Rearrangement move = new Rearrangement(call.graph());
    Value apart = move.reshape(x, parts.sizes(), parts);
    Value moved = move.transpose(apart, all.stream().mapToInt(Integer::intValue).toArray());
    return move.reshape(moved, together.sizes(), together);
  }
}
