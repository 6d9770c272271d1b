package dev.serin.graph;

import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.List;

/** Operators on single elements, broadcast by the rule of NumPy, and matrix products. */
public record Elementwise(GraphBuilder graph) {

  /** {@code one + two}. */
  public Value add(Value one, Value two) {
    return two("Add", one, two);
  }

  /** {@code one - two}. */
  public Value subtract(Value one, Value two) {
    return two("Sub", one, two);
  }

  /** {@code one * two}. */
  public Value multiply(Value one, Value two) {
    return two("Mul", one, two);
  }

  /** {@code one / two}. */
  public Value divide(Value one, Value two) {
    return two("Div", one, two);
  }

  /** The larger of both. */
  public Value maximum(Value one, Value two) {
    return two("Max", one, two);
  }

  /** The smaller of both. */
  public Value minimum(Value one, Value two) {
    return two("Min", one, two);
  }

  /** {@code slope * x} below zero; {@code slope} has one number for each element or broadcasts. */
  public Value parametricRelu(Value x, Value slope) {
    return graph.node("PRelu", List.of(x, slope), x.type(), x.shape());
  }

  /** An operator that keeps the shape and the type, such as {@code Relu}. */
  public Value map(String operator, Value x, Attribute... with) {
    return graph.node(operator, List.of(x), x.type(), x.shape(), with);
  }

  /** {@code x} where it is greater than {@code bound}, else {@code otherwise}. */
  public Value above(Value x, Value bound, Value otherwise) {
    Value test = graph.node("Greater", List.of(x, bound), DataType.BOOL, x.shape());
    Shape shape = x.shape().broadcast(otherwise.shape());
    return graph.node("Where", List.of(test, x, otherwise), x.type(), shape);
  }

  /** The elements as another type; floats are cut towards zero. */
  public Value cast(Value x, DataType type) {
    if (x.type() == type) {
      return x;
    }
    Attribute to = new Attribute.Whole("to", ElementCode.of(type));
    return graph.node("Cast", List.of(x), type, x.shape(), to);
  }

  /** The matrix product over the last two axes. */
  public Value matMul(Value one, Value two) {
    int rank = Math.max(one.shape().rank(), two.shape().rank());
    if (one.shape().rank() < 2 || two.shape().rank() < 2) {
      throw new GraphMismatch("no matrix product of " + one.shape() + " and " + two.shape());
    }
    long inner = one.shape().size(-1);
    if (inner != Shape.ANY && two.shape().size(-2) != Shape.ANY && inner != two.shape().size(-2)) {
      throw new GraphMismatch("no matrix product of " + one.shape() + " and " + two.shape());
    }
    List<Long> sizes = new ArrayList<>(outer(one).broadcast(outer(two)).sizes());
    sizes.add(one.shape().size(-2));
    sizes.add(two.shape().size(-1));
    if (sizes.size() != rank) {
      throw new GraphMismatch("no matrix product of " + one.shape() + " and " + two.shape());
    }
    return graph.node("MatMul", List.of(one, two), one.type(), new Shape(sizes));
  }

  private static Shape outer(Value value) {
    return value.shape().part(0, value.shape().rank() - 2);
  }

  private Value two(String operator, Value one, Value two) {
    if (one.type() != two.type()) {
      throw new GraphMismatch(operator + " of " + one.type() + " and " + two.type());
    }
    Shape shape = one.shape().broadcast(two.shape());
    return graph.node(operator, List.of(one, two), one.type(), shape);
  }
}
