package dev.serin.runtime.savedmodel.vision;

import dev.serin.graph.Spatial;
import dev.serin.graph.Value;
import dev.serin.runtime.savedmodel.Call;
import dev.serin.runtime.savedmodel.OpRule;
import java.util.Map;

/** The largest or the mean of each window. */
final class Poolings {
  static final Map<String, OpRule> RULES =
      Map.of(
          "MaxPool", rule(2, true),
          "MaxPool3D", rule(3, true),
          "AvgPool", rule(2, false),
          "AvgPool3D", rule(3, false));

  private Poolings() {}

  private static OpRule rule(int spatial, boolean largest) {
    return OpRule.one(call -> call.live(pooled(call, spatial, largest)));
  }

  private static Value pooled(Call call, int spatial, boolean largest) {
    Layout layout = Layout.of(call, spatial);
    Value x = layout.channelsLast(call.value(0));
    if (largest) {
      x = layout.padded(x, Double.NEGATIVE_INFINITY);
    } else {
      call.text("padding", "VALID", "SAME");
    }
    var window = layout.window(layout.numbers("ksize"));
    Spatial pooling = new Spatial(call.graph());
    return layout.back(largest ? pooling.maximum(x, window) : pooling.average(x, window));
  }
}
