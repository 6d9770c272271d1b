package dev.serin.runtime.keras.layers;

import dev.serin.graph.Value;
import dev.serin.runtime.keras.Layer;
import dev.serin.runtime.keras.LayerRule;
import dev.serin.runtime.keras.Refusal;

/** Layers over spatial axes: the channels may stand last or, on request, second. */
final class Spatially {
  private Spatially() {}

  /** What such a layer does with its one input, whose channels stand last. */
  interface Rule {
    Value emit(Layer layer, Value x);
  }

  /** The rule for an input with so many spatial axes, in either order. */
  static LayerRule.Single over(int axes, Rule rule) {
    return (layer, inputs) -> {
      Value x = layer.one(inputs);
      if (x.shape().rank() != axes + 2) {
        throw Refusal.corrupt(layer.name(), "it is called with the shape " + x.shape());
      }
      boolean first = channelsFirst(layer);
      Value y = rule.emit(layer, first ? Operators.of(layer).channelsLast(x) : x);
      boolean kept = y.shape().rank() == x.shape().rank();
      return first && kept ? Operators.of(layer).channelsSecond(y) : y;
    };
  }

  /** Whether the channels stand second. */
  static boolean channelsFirst(Layer layer) {
    return switch (layer.config().text("data_format", "channels_last")) {
      case "channels_last" -> false;
      case "channels_first" -> true;
      default -> throw layer.config().wrong("data_format");
    };
  }
}
