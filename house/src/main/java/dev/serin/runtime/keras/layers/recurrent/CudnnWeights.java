package dev.serin.runtime.keras.layers.recurrent;

import dev.serin.graph.Recurrence.Gate;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** How layers for graphics cards keep what other recurrent layers keep, and their activations. */
final class CudnnWeights {
  static final Gate STATE = Gate.of("Tanh");
  static final Gate GATE = Gate.of("Sigmoid");

  private CudnnWeights() {}

  /**
   * A kernel {@code [features, gates * units]} as other layers have it: the numbers of each gate
   * stand there unit by unit.
   */
  static ByteBuffer turned(ByteBuffer kernel, int features, int units, int gates) {
    FloatBuffer from = kernel.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    ByteBuffer bytes = ByteBuffer.allocate(kernel.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    FloatBuffer to = bytes.asFloatBuffer();
    int width = gates * units;
    for (int gate = 0; gate < gates; gate++) {
      for (int place = 0; place < features * units; place++) {
        float number = from.get(place / units * width + gate * units + place % units);
        to.put(place % features * width + gate * units + place / features, number);
      }
    }
    return bytes;
  }
}
