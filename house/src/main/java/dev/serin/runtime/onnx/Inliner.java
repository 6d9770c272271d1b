package dev.serin.runtime.onnx;

import dev.serin.graph.ProtoWriter;
import dev.serin.reader.Protobuf;
import java.util.Map;

/**
 * Writes an ONNX file again with all weights inside, so that the native engine never opens a file
 * by a name that a model chose. For files that passed the guard.
 */
record Inliner(DataFiles files, long limit) {

  /** The kinds of messages that can lead to a tensor, and by which fields. */
  private enum Kind {
    TENSOR(Map.of()),
    MODEL(Map.of(7, "GRAPH", 25, "FUNCTION")),
    FUNCTION(Map.of(7, "NODE", 11, "ATTRIBUTE")),
    GRAPH(Map.of(1, "NODE", 5, "TENSOR")),
    NODE(Map.of(5, "ATTRIBUTE")),
    ATTRIBUTE(Map.of(5, "TENSOR", 6, "GRAPH", 10, "TENSOR", 11, "GRAPH"));

    private final Map<Integer, String> inner;

    Kind(Map<Integer, String> inner) {
      this.inner = inner;
    }
  }

  byte[] inlined(byte[] onnx) {
    return copy(Protobuf.over(onnx), Kind.MODEL).toBytes();
  }

  private ProtoWriter copy(Protobuf message, Kind kind) {
    if (kind == Kind.TENSOR) {
      return tensor(message);
    }
    ProtoWriter copy = new ProtoWriter();
    while (message.next()) {
      String inner = kind.inner.get(message.field());
      if (inner == null) {
        copy.fields(message.encoded());
      } else {
        copy.message(message.field(), copy(message.message(), Kind.valueOf(inner)));
      }
    }
    return copy;
  }

  private ProtoWriter tensor(Protobuf message) {
    TensorProto tensor = TensorProto.read(message.again());
    boolean outside = !tensor.external().isEmpty();
    ProtoWriter copy = new ProtoWriter();
    while (message.next()) {
      boolean reference = message.field() == 13 || message.field() == 14;
      if (!outside || !reference) {
        copy.fields(message.encoded());
      }
    }
    if (outside) {
      long bytes = tensor.check("graph", limit);
      copy.bytes(9, files.read("tensor " + tensor.name(), tensor.external(), bytes));
    }
    return copy;
  }
}
