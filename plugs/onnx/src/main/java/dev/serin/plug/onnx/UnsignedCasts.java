package dev.serin.plug.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.serin.graph.Elementwise;
import dev.serin.graph.GraphBuilder;
import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.tensor.DataType;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * Makes tensors of unsigned numbers of 16, 32 and 64 bits. The library's Java door has no way to
 * make them, so a net of one Cast makes them from signed ones, whose bits stay as they are. Nets
 * are kept by type and number of axes.
 */
final class UnsignedCasts implements AutoCloseable {
  private final Map<Kind, OrtSession> casts = new HashMap<>();

  private record Kind(DataType type, int axes) {}

  /** Whether only a cast makes tensors of this type. */
  static boolean needed(DataType type) {
    return type == DataType.UINT16 || type == DataType.UINT32 || type == DataType.UINT64;
  }

  /** The elements of an INT64 tensor, which stays the caller's, as another type. */
  OrtSession.Result cast(OrtEnvironment environment, OnnxTensor signed, DataType type)
      throws OrtException {
    Kind kind = new Kind(type, signed.getInfo().getShape().length);
    OrtSession session = session(environment, kind);
    return session.run(Map.of(session.getInputNames().iterator().next(), signed));
  }

  private synchronized OrtSession session(OrtEnvironment environment, Kind kind)
      throws OrtException {
    if (!casts.containsKey(kind)) {
      try (OrtSession.SessionOptions options = OnnxRuntimeEngine.options(1)) {
        casts.put(kind, environment.createSession(graph(kind), options));
      }
    }
    return casts.get(kind);
  }

  private static byte[] graph(Kind kind) {
    GraphBuilder graph = new GraphBuilder();
    Shape shape = new Shape(Collections.nCopies(kind.axes(), Shape.ANY));
    Value signed = graph.input(DataType.INT64, shape);
    graph.output(new Elementwise(graph).cast(signed, kind.type()));
    return graph.toBytes();
  }

  @Override
  public synchronized void close() {
    for (OrtSession session : casts.values()) {
      OrtNet.close(session);
    }
    casts.clear();
  }
}
