package dev.serin.runtime.keras.layers;

import dev.serin.graph.Window;
import dev.serin.graph.Window.Padding;
import dev.serin.runtime.keras.Config;
import java.util.Collections;
import java.util.List;

/** Reads the settings that say how a window moves. */
public record Windows(Config config, int axes) {

  /** The window of a convolution. */
  public Window convolution() {
    List<Long> size = config.wholes("kernel_size", axes, 1);
    return new Window(
        size,
        config.wholes("strides", axes, 1),
        config.wholes("dilation_rate", axes, 1),
        padding());
  }

  /** The window of a pooling, which moves by its own size unless the file says otherwise. */
  public Window pooling() {
    List<Long> size = config.wholes("pool_size", axes, 2);
    List<Long> steps =
        config.member("strides").isPresent() ? config.wholes("strides", axes, 1) : size;
    return new Window(size, steps, Collections.nCopies(axes, 1L), padding());
  }

  private Padding padding() {
    return switch (config.text("padding", "valid")) {
      case "valid" -> Padding.VALID;
      case "same" -> Padding.SAME;
      case "causal" -> Padding.CAUSAL;
      default -> throw config.wrong("padding");
    };
  }
}
