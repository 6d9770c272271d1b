package dev.serin.runtime.keras.layers;

import dev.serin.graph.Attribute;
import dev.serin.graph.Value;
import dev.serin.runtime.keras.Layer;
import dev.serin.runtime.keras.LayerRule;
import dev.serin.runtime.keras.Refusal;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Activation functions as layers of their own. */
final class ActivationLayers {
  static final Map<String, LayerRule.Single> RULES =
      Map.of(
          "Activation", (layer, inputs) -> Activations.of(layer, "activation", layer.one(inputs)),
          "ReLU", ActivationLayers::relu,
          "LeakyReLU", ActivationLayers::leaky,
          "ELU", ActivationLayers::elu,
          "PReLU", ActivationLayers::parametric,
          "ThresholdedReLU", ActivationLayers::thresholded,
          "Softmax", ActivationLayers::softmax);

  private ActivationLayers() {}

  /** {@code x} above the threshold, cut at the maximum; below it the slope times the distance. */
  private static Value relu(Layer layer, List<Value> inputs) {
    Value x = layer.one(inputs);
    Value threshold = layer.graph().scalar(layer.config().real("threshold", 0));
    Value zero = layer.graph().scalar(0);
    double slope = layer.config().real("negative_slope", 0);
    Value y =
        layer.config().real("threshold", 0) == 0
            ? layer.math().map("Relu", x)
            : layer.math().above(x, threshold, zero);
    if (layer.config().real("max_value").isPresent()) {
      double most = layer.config().real("max_value").orElseThrow();
      y = layer.math().maximum(zero, layer.math().minimum(y, layer.graph().scalar(most)));
    }
    if (slope == 0) {
      return y;
    }
    Value below = layer.math().map("Relu", layer.math().subtract(threshold, x));
    return layer.math().subtract(y, layer.math().multiply(layer.graph().scalar(slope), below));
  }

  private static Value leaky(Layer layer, List<Value> inputs) {
    double slope = layer.config().real("negative_slope", layer.config().real("alpha", 0.3));
    Attribute alpha = new Attribute.Real("alpha", (float) slope);
    return layer.math().map("LeakyRelu", layer.one(inputs), alpha);
  }

  private static Value elu(Layer layer, List<Value> inputs) {
    Attribute alpha = new Attribute.Real("alpha", (float) layer.config().real("alpha", 1));
    return layer.math().map("Elu", layer.one(inputs), alpha);
  }

  /** A slope for each element below zero, the same along the shared axes. */
  private static Value parametric(Layer layer, List<Value> inputs) {
    Value x = layer.one(inputs);
    List<Long> shared = layer.config().wholes("shared_axes");
    List<Long> sizes = new ArrayList<>();
    for (int axis = 1; axis < x.shape().rank(); axis++) {
      sizes.add(shared.contains((long) axis) ? 1 : x.shape().fixed(axis));
    }
    long[] shape = sizes.stream().mapToLong(Long::longValue).toArray();
    return layer.math().parametricRelu(x, layer.weight("alpha", shape));
  }

  /** {@code x} above {@code theta}, else zero. */
  private static Value thresholded(Layer layer, List<Value> inputs) {
    Value theta = layer.graph().scalar(layer.config().real("theta", 1));
    return layer.math().above(layer.one(inputs), theta, layer.graph().scalar(0));
  }

  private static Value softmax(Layer layer, List<Value> inputs) {
    List<Long> axes = layer.config().wholes("axis");
    if (axes.size() > 1) {
      throw layer.config().wrong("axis");
    }
    int axis = axes.isEmpty() ? -1 : axes.getFirst().intValue();
    Value x = layer.one(inputs);
    if (layer.mask(x).isPresent()) {
      Value shown = layer.mask(x).get();
      Value mask = layer.math().cast(shown, DataType.FP32);
      if (mask.shape().rank() != x.shape().rank()) {
        throw Refusal.value(layer.name(), "its mask has other axes than its input");
      }
      if (layer.dialect().three()) {
        return shown(layer, x, shown, axis);
      }
      Value hidden = layer.math().subtract(layer.graph().scalar(1), mask);
      x = layer.math().add(x, layer.math().multiply(hidden, layer.graph().scalar(-1e9)));
    }
    return layer.reduce().softmax(x, axis, false);
  }

  /** As Keras 3 does it: what is hidden is zero, even where all is hidden. */
  private static Value shown(Layer layer, Value x, Value shown, int axis) {
    if (shown.type() != DataType.BOOL) {
      throw Refusal.value(layer.name(), "its mask is of the type " + shown.type());
    }
    Operators operators = Operators.of(layer);
    Value low = operators.where(shown, x, layer.graph().scalar(-1e9));
    Value shares = layer.reduce().softmax(low, axis, false);
    return operators.where(shown, shares, layer.graph().scalar(0));
  }
}
