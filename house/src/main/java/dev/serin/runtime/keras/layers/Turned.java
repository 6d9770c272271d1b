package dev.serin.runtime.keras.layers;

import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.runtime.keras.Layer;
import dev.serin.tensor.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Weights in the order of axes that ONNX wants: copied once, whatever the number of calls. */
public final class Turned {
  private Turned() {}

  /** The window and then these sizes. */
  public static long[] sizes(List<Long> window, long... more) {
    return LongStream.concat(window.stream().mapToLong(Long::longValue), LongStream.of(more))
        .toArray();
  }

  /** From {@code [window..., channels, results]} to {@code [results, channels, window...]}. */
  public static Value kernel(
      Layer layer, ByteBuffer kernel, List<Long> window, long channels, long results) {
    return layer.constant(
        kernel,
        "kernel of " + channels,
        () -> {
          int inner = Math.toIntExact(channels * results);
          int places = inner == 0 ? 0 : kernel.remaining() / 4 / inner;
          List<Long> shape = Stream.concat(Stream.of(results, channels), window.stream()).toList();
          return layer
              .graph()
              .weight(
                  DataType.FP32,
                  new Shape(shape),
                  () -> turned(kernel, places, inner, (int) channels, (int) results));
        });
  }

  private static ByteBuffer turned(
      ByteBuffer kernel, int places, int inner, int channels, int results) {
    FloatBuffer from = floats(kernel);
    ByteBuffer bytes = ByteBuffer.allocate(kernel.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    FloatBuffer to = bytes.asFloatBuffer();
    for (int result = 0; result < results; result++) {
      for (int channel = 0; channel < channels; channel++) {
        for (int place = 0; place < places; place++) {
          to.put(from.get(place * inner + channel * results + result));
        }
      }
    }
    return bytes;
  }

  /**
   * From {@code [features, gates * units]} to {@code [1, gates * units, features]}, with the gates
   * in this order.
   */
  public static Value gates(Layer layer, ByteBuffer kernel, long units, int[] order) {
    return layer.constant(
        kernel,
        "gates",
        () -> {
          FloatBuffer from = floats(kernel);
          int width = Math.toIntExact(units * order.length);
          int features = width == 0 ? 0 : from.remaining() / width;
          ByteBuffer bytes = ByteBuffer.allocate(kernel.remaining()).order(ByteOrder.LITTLE_ENDIAN);
          FloatBuffer to = bytes.asFloatBuffer();
          for (int gate : order) {
            for (int unit = 0; unit < units; unit++) {
              for (int feature = 0; feature < features; feature++) {
                to.put(from.get((int) (feature * width + gate * units + unit)));
              }
            }
          }
          return layer.graph().weight(DataType.FP32, Shape.of(1, width, features), bytes);
        });
  }

  private static FloatBuffer floats(ByteBuffer bytes) {
    return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }
}
