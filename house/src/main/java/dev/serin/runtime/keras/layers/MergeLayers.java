package dev.serin.runtime.keras;

import dev.serin.graph.Elementwise;
import dev.serin.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/** Layers that make one value of several. */
final class MergeLayers {
  static final Map<String, LayerRule> RULES =
      Map.of(
          "Add", fold(math -> math::add),
          "Multiply", fold(math -> math::multiply),
          "Maximum", fold(math -> math::maximum),
          "Minimum", fold(math -> math::minimum),
          "Subtract", MergeLayers::subtract,
          "Average", MergeLayers::average,
          "Concatenate", MergeLayers::concatenate);

  private MergeLayers() {}

  private static LayerRule fold(Function<Elementwise, BinaryOperator<Value>> operator) {
    return (layer, inputs) ->
        alike(layer, inputs).stream().reduce(operator.apply(layer.math())).orElseThrow();
  }

  private static Value subtract(Layer layer, List<Value> inputs) {
    List<Value> both = alike(layer, inputs);
    if (both.size() != 2) {
      throw Refusal.corrupt(layer.name(), "it is called with " + both.size() + " inputs");
    }
    return layer.math().subtract(both.getFirst(), both.getLast());
  }

  private static Value average(Layer layer, List<Value> inputs) {
    List<Value> all = alike(layer, inputs);
    Value sum = all.stream().reduce(layer.math()::add).orElseThrow();
    return layer.math().divide(sum, layer.graph().scalar(all.size()));
  }

  private static Value concatenate(Layer layer, List<Value> inputs) {
    List<Value> all = layer.floats(inputs);
    if (all.isEmpty()) {
      throw Refusal.corrupt(layer.name(), "it is called without inputs");
    }
    return layer.move().concat(all, (int) layer.config().whole("axis", -1));
  }

  /** All inputs as floats and with as many axes: those with fewer get more behind the rows. */
  private static List<Value> alike(Layer layer, List<Value> inputs) {
    int rank = inputs.stream().mapToInt(input -> input.shape().rank()).max().orElse(0);
    List<Value> all = new ArrayList<>();
    for (Value input : layer.floats(inputs)) {
      Value wide = input;
      while (wide.shape().rank() < rank) {
        wide = layer.move().unsqueeze(wide, 1);
      }
      all.add(wide);
    }
    if (all.size() < 2) {
      throw Refusal.corrupt(layer.name(), "it is called with " + all.size() + " inputs");
    }
    return all;
  }
}
