package dev.serin.runtime.savedmodel.math;

import dev.serin.graph.Attribute;
import dev.serin.graph.Elementwise;
import dev.serin.graph.Rearrangement;
import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.runtime.savedmodel.Call;
import dev.serin.runtime.savedmodel.OpRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Products of matrices, sums of products by letters, and the bias that follows them. */
final class Products {
  static final Map<String, OpRule> RULES =
      Map.of(
          "MatMul", rule(call -> product(call, "transpose_a", "transpose_b")),
          "BatchMatMul", rule(call -> product(call, "adj_x", "adj_y")),
          "BatchMatMulV2", rule(call -> product(call, "adj_x", "adj_y")),
          "BatchMatMulV3", rule(call -> product(call, "adj_x", "adj_y")),
          "Einsum", rule(Products::einsum),
          "BiasAdd", rule(Products::biasAdd),
          "BiasAddV1", rule(Products::biasAdd));

  private Products() {}

  private static OpRule rule(Function<Call, Value> rule) {
    return OpRule.one(call -> call.live(rule.apply(call)));
  }

  private static Value product(Call call, String first, String second) {
    call.ignore("Ta", "Tb");
    Value one = turned(call, call.value(0), call.flag(first, false));
    Value two = turned(call, call.value(1), call.flag(second, false));
    return new Elementwise(call.graph()).matMul(one, two);
  }

  private static Value turned(Call call, Value x, boolean turn) {
    int rank = x.shape().rank();
    if (!turn || rank < 2) {
      return x;
    }
    int[] order = IntStream.range(0, rank).toArray();
    order[rank - 1] = rank - 2;
    order[rank - 2] = rank - 1;
    return new Rearrangement(call.graph()).transpose(x, order);
  }

  private static Value biasAdd(Call call) {
    boolean first = call.text("data_format", "NHWC", "NCHW").equals("NCHW");
    Value x = call.value(0);
    Value bias = call.value(1);
    if (bias.shape().rank() != 1) {
      throw call.corrupt("a bias of the shape " + bias.shape());
    }
    for (int axis = 2; first && axis < x.shape().rank(); axis++) {
      bias = new Rearrangement(call.graph()).unsqueeze(bias, axis - 1);
    }
    return Arithmetic.two(call, "Add", x, bias);
  }

  private static Value einsum(Call call) {
    String equation = call.text("equation").replace(" ", "");
    String[] sides = equation.split("->", -1);
    if (sides.length != 2 || !equation.matches("[A-Za-z.,>-]{1,200}")) {
      throw call.refuse("the equation " + equation);
    }
    String[] terms = sides[0].split(",", -1);
    if (terms.length != call.count()) {
      throw call.corrupt(call.count() + " operands for the equation " + equation);
    }
    Map<Character, Long> letters = new HashMap<>();
    Shape dots = Shape.of();
    List<Value> takes = new ArrayList<>();
    for (int i = 0; i < terms.length; i++) {
      takes.add(call.value(i));
      dots = dots.broadcast(sizes(call, terms[i], call.value(i).shape(), letters));
    }
    Shape shape = result(call, sides[1], dots, letters);
    Attribute with = new Attribute.Text("equation", equation);
    return call.node("Einsum", takes.getFirst().type(), shape, takes, with).value();
  }

  /** Notes the size of each letter, and gives the sizes behind three dots. */
  private static Shape sizes(Call call, String term, Shape shape, Map<Character, Long> letters) {
    int at = term.indexOf("...");
    String before = at < 0 ? term : term.substring(0, at);
    String after = at < 0 ? "" : term.substring(at + 3);
    int hidden = shape.rank() - before.length() - after.length();
    if (hidden < 0 || at < 0 && hidden > 0) {
      throw call.corrupt("the term " + term + " for the shape " + shape);
    }
    for (int i = 0; i < before.length(); i++) {
      letters.merge(before.charAt(i), shape.size(i), Math::max);
    }
    for (int i = 0; i < after.length(); i++) {
      letters.merge(after.charAt(i), shape.size(before.length() + hidden + i), Math::max);
    }
    return shape.part(before.length(), before.length() + hidden);
  }

  private static Shape result(Call call, String term, Shape dots, Map<Character, Long> letters) {
    int at = term.indexOf("...");
    String before = at < 0 ? term : term.substring(0, at);
    String after = at < 0 ? "" : term.substring(at + 3);
    return named(call, before, letters)
        .followedBy(at < 0 ? Shape.of() : dots)
        .followedBy(named(call, after, letters));
  }

  private static Shape named(Call call, String names, Map<Character, Long> letters) {
    List<Long> sizes = new ArrayList<>();
    for (char name : names.toCharArray()) {
      if (!letters.containsKey(name)) {
        throw call.corrupt("no operand has the letter " + name);
      }
      sizes.add(letters.get(name));
    }
    return new Shape(sizes);
  }
}
