package dev.serin.runtime.onnx;

import dev.serin.artifact.Bundle;
import dev.serin.graph.ProtoWriter;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** ONNX files by hand: {@code x} of the shape [N, 3] goes in, {@code y} comes out. */
final class WrittenOnnx {
  private WrittenOnnx() {}

  /** A model of a graph. */
  static ProtoWriter model(ProtoWriter graph) {
    return model(graph, 20);
  }

  static ProtoWriter model(ProtoWriter graph, long opset) {
    return new ProtoWriter()
        .number(1, 10)
        .text(2, "hand")
        .text(3, "1.0")
        .message(7, graph)
        .message(8, new ProtoWriter().number(2, opset));
  }

  /** A graph of these nodes, from x to y. */
  static ProtoWriter graph(ProtoWriter... nodes) {
    ProtoWriter graph = new ProtoWriter();
    for (ProtoWriter node : nodes) {
      graph.message(1, node);
    }
    return graph.message(11, port("x", 1)).message(12, port("y", 1));
  }

  /** A node; the last name is that of its result. */
  static ProtoWriter node(String operator, String... names) {
    ProtoWriter node = new ProtoWriter();
    for (int i = 0; i < names.length; i++) {
      node.text(i == names.length - 1 ? 2 : 1, names[i]);
    }
    return node.text(4, operator);
  }

  /** A tensor that claims these sizes and holds so many bytes. */
  static ProtoWriter tensor(String name, long type, int bytes, long... sizes) {
    ProtoWriter tensor = new ProtoWriter();
    for (long size : sizes) {
      tensor.number(1, size);
    }
    return tensor.number(2, type).text(8, name).bytes(9, new byte[bytes]);
  }

  /** The declaration of an input or output of the shape [N, 3]. */
  static ProtoWriter port(String name, long type) {
    ProtoWriter shape =
        new ProtoWriter()
            .message(1, new ProtoWriter().text(2, "N"))
            .message(1, new ProtoWriter().number(1, 3));
    ProtoWriter tensor = new ProtoWriter().number(1, type).message(2, shape);
    return new ProtoWriter().text(1, name).message(2, new ProtoWriter().message(1, tensor));
  }

  static byte[] longs(long... numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(numbers);
    return bytes.array();
  }

  /** Files in memory. */
  record MemoryBundle(String name, boolean folder, List<Entry> entries) implements Bundle {

    static MemoryBundle single(String name, byte[] bytes) {
      return new MemoryBundle(name, false, List.of(new MemoryEntry(name, bytes)));
    }

    static MemoryBundle folder(MemoryEntry... entries) {
      return new MemoryBundle("model", true, List.of(entries));
    }

    @Override
    public void close() {}
  }

  /** A file in memory. */
  record MemoryEntry(String path, byte[] bytes) implements Bundle.Entry {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes);
    }
  }
}
