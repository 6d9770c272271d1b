package dev.serin.runtime;

import dev.serin.reader.Protobuf;
import java.util.Set;

/** Tells from an ONNX graph whether the net convolves. */
final class Convolution {
  private static final Set<String> OPERATORS =
      Set.of("Conv", "ConvTranspose", "ConvInteger", "QLinearConv", "DeformConv");

  private Convolution() {}

  /** Whether a node of the graph, of a body within it or of a function convolves. */
  static boolean in(byte[] onnx) {
    Protobuf model = Protobuf.over(onnx);
    while (model.next()) {
      boolean found =
          switch (model.field()) {
            case 7 -> nodes(model.message(), 1);
            case 25 -> nodes(model.message(), 7);
            default -> false;
          };
      if (found) {
        return true;
      }
    }
    return false;
  }

  /** Looks at the nodes of a graph or of a function, which keep them in different fields. */
  private static boolean nodes(Protobuf graph, int field) {
    while (graph.next()) {
      if (graph.field() == field && node(graph.message())) {
        return true;
      }
    }
    return false;
  }

  private static boolean node(Protobuf node) {
    while (node.next()) {
      boolean found =
          switch (node.field()) {
            case 4 -> OPERATORS.contains(node.text());
            case 5 -> attribute(node.message());
            default -> false;
          };
      if (found) {
        return true;
      }
    }
    return false;
  }

  private static boolean attribute(Protobuf attribute) {
    while (attribute.next()) {
      boolean graph = attribute.field() == 6 || attribute.field() == 11;
      if (graph && nodes(attribute.message(), 1)) {
        return true;
      }
    }
    return false;
  }
}
