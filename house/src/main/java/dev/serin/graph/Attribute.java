package dev.serin.graph;

import java.util.List;

/** A setting of a node, as the ONNX format knows them. */
public sealed interface Attribute {
  /** Its name in the operator's definition. */
  String name();

  /** A whole number. */
  record Whole(String name, long value) implements Attribute {}

  /** A real number. */
  record Real(String name, float value) implements Attribute {}

  /** A text. */
  record Text(String name, String value) implements Attribute {}

  /** Whole numbers. */
  record Wholes(String name, List<Long> values) implements Attribute {
    public Wholes {
      values = List.copyOf(values);
    }
  }

  /** Real numbers. */
  record Reals(String name, List<Float> values) implements Attribute {
    public Reals {
      values = List.copyOf(values);
    }
  }

  /** Texts. */
  record Texts(String name, List<String> values) implements Attribute {
    public Texts {
      values = List.copyOf(values);
    }
  }

  /** The body of a Loop, Scan or If: made by {@link GraphBuilder#inner}, complete when given. */
  record Body(String name, GraphBuilder graph) implements Attribute {}
}
