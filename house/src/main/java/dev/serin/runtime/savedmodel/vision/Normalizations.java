package dev.serin.runtime.savedmodel.vision;

import dev.serin.base.Problem;
import dev.serin.graph.Attribute;
import dev.serin.graph.Value;
import dev.serin.runtime.savedmodel.Call;
import dev.serin.runtime.savedmodel.OpRule;
import dev.serin.runtime.savedmodel.Operand;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Normalisation by stored means and variances of the channels, and among neighbour channels. */
final class Normalizations {
  static final Map<String, OpRule> RULES =
      Map.of(
          "FusedBatchNorm", Normalizations::batch,
          "FusedBatchNormV2", Normalizations::batch,
          "FusedBatchNormV3", Normalizations::batch,
          "LRN", OpRule.one(call -> call.live(neighbours(call))));

  private Normalizations() {}

  private static List<Operand> batch(Call call) {
    if (call.flag("is_training", true)) {
      throw new Problem.Raised(
          new Problem.Refused(
              "TRAINING_MODE",
              call.name(),
              call.operator() + " normalises by the rows of the request, as in training",
              "export the model for inference (training=False)"));
    }
    call.ignore("exponential_avg_factor");
    Layout layout = Layout.of(call, call.tensor(0).shape().rank() - 2);
    Value x = new Layout(call, true, layout.spatial()).back(layout.channelsLast(call.value(0)));
    List<Value> takes = new ArrayList<>(List.of(x));
    for (int i = 1; i < 5; i++) {
      takes.add(call.value(i));
    }
    Attribute epsilon = new Attribute.Real("epsilon", call.real("epsilon", 1e-4f));
    Value y = call.node("BatchNormalization", x.type(), x.shape(), takes, epsilon).value();
    Value result = layout.back(new Layout(call, true, layout.spatial()).channelsLast(y));
    List<Operand> all = new ArrayList<>(List.of(call.live(result), call.operand(3)));
    all.add(call.operand(4));
    all.addAll(Collections.nCopies(3, new Operand.Opaque("what a gradient needs")));
    return all;
  }

  private static Value neighbours(Call call) {
    Value x = call.value(0);
    long size = 2 * call.whole("depth_radius", 5) + 1;
    Layout last = new Layout(call, false, 2);
    Layout first = new Layout(call, true, 2);
    Value turned = first.back(last.channelsLast(x));
    Value y =
        call.node(
                "LRN",
                x.type(),
                turned.shape(),
                List.of(turned),
                new Attribute.Whole("size", size),
                new Attribute.Real("bias", call.real("bias", 1)),
                new Attribute.Real("alpha", call.real("alpha", 1) * size),
                new Attribute.Real("beta", call.real("beta", 0.5f)))
            .value();
    return first.channelsLast(y);
  }
}
