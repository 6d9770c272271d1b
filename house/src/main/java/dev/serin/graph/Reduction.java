package dev.serin.graph;

import java.util.ArrayList;
import java.util.List;

/** Operators that make one number of many, or share one among many. */
public record Reduction(GraphBuilder graph) {

  /** The mean over these axes. */
  public Value mean(Value x, boolean keep, int... axes) {
    return reduce("ReduceMean", x, keep, axes);
  }

  /** The largest over these axes. */
  public Value maximum(Value x, boolean keep, int... axes) {
    return reduce("ReduceMax", x, keep, axes);
  }

  /** {@code exp(x)} divided by its sum along the axis; the logarithm of that on request. */
  public Value softmax(Value x, int axis, boolean logarithm) {
    Attribute along = new Attribute.Whole("axis", x.shape().axis(axis));
    String operator = logarithm ? "LogSoftmax" : "Softmax";
    return graph.node(operator, List.of(x), x.type(), x.shape(), along);
  }

  /** Zero mean and unit variance over the last axis, then {@code * scale + shift}. */
  public Value layerNormalization(Value x, Value scale, Value shift, double epsilon) {
    return graph.node(
        "LayerNormalization",
        List.of(x, scale, shift),
        x.type(),
        x.shape(),
        new Attribute.Whole("axis", -1),
        new Attribute.Real("epsilon", (float) epsilon));
  }

  private Value reduce(String operator, Value x, boolean keep, int... axes) {
    List<Long> over = new ArrayList<>();
    for (int axis : axes) {
      over.add((long) x.shape().axis(axis));
    }
    List<Long> sizes = new ArrayList<>();
    for (int axis = 0; axis < x.shape().rank(); axis++) {
      if (!over.contains((long) axis)) {
        sizes.add(x.shape().size(axis));
      } else if (keep) {
        sizes.add(1L);
      }
    }
    Attribute kept = new Attribute.Whole("keepdims", keep ? 1 : 0);
    List<Value> takes = List.of(x, graph.longs(over));
    return graph.node(operator, takes, x.type(), new Shape(sizes), kept);
  }
}
