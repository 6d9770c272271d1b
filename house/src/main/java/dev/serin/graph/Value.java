package dev.serin.graph;

import dev.serin.tensor.DataType;

/** Something that a node takes or gives, with its datatype and what is known of its shape. */
public record Value(int id, DataType type, Shape shape) {
  /** Stands for an optional input that is left out. */
  public static final Value ABSENT = new Value(-1, DataType.FP32, Shape.of());

  /** The name inside of the graph. */
  String name() {
    return id < 0 ? "" : "v" + id;
  }
}
