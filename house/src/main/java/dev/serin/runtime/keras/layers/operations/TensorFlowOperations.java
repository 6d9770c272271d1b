package dev.serin.runtime.keras.layers.operations;

import dev.serin.graph.Value;
import dev.serin.runtime.keras.Layer;
import dev.serin.runtime.keras.LayerRule;
import dev.serin.runtime.keras.Refusal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Operations of TensorFlow that Keras 2 writes among the layers of a model, by the name of their
 * function: those that an operation of Keras 3 answers alike.
 */
final class TensorFlowOperations {
  private static final Map<String, String> SAME = names();

  private TensorFlowOperations() {}

  private static Map<String, String> names() {
    Map<String, String> names = new HashMap<>();
    String[] pairs = {
      "__operators__.getitem",
      "GetItem",
      "__operators__.add",
      "Add",
      "math.add",
      "Add",
      "math.subtract",
      "Subtract",
      "math.multiply",
      "Multiply",
      "math.divide",
      "TrueDivide",
      "math.truediv",
      "TrueDivide",
      "math.pow",
      "Power",
      "math.negative",
      "Negative",
      "math.sqrt",
      "Sqrt",
      "math.rsqrt",
      "Rsqrt",
      "math.square",
      "Square",
      "math.exp",
      "Exp",
      "math.log",
      "Log",
      "math.abs",
      "Abs",
      "math.sin",
      "Sin",
      "math.cos",
      "Cos",
      "math.floor",
      "Floor",
      "math.ceil",
      "Ceil",
      "math.sign",
      "Sign",
      "math.erf",
      "Erf",
      "math.maximum",
      "Maximum",
      "math.minimum",
      "Minimum",
      "math.greater",
      "Greater",
      "math.greater_equal",
      "GreaterEqual",
      "math.less",
      "Less",
      "math.less_equal",
      "LessEqual",
      "math.equal",
      "Equal",
      "math.not_equal",
      "NotEqual",
      "math.logical_and",
      "LogicalAnd",
      "math.logical_or",
      "LogicalOr",
      "math.logical_not",
      "LogicalNot",
      "math.reduce_mean",
      "Mean",
      "math.reduce_sum",
      "Sum",
      "math.reduce_max",
      "Max",
      "math.reduce_min",
      "Min",
      "math.argmax",
      "Argmax",
      "math.argmin",
      "Argmin",
      "math.l2_normalize",
      "Normalize",
      "math.sigmoid",
      "Sigmoid",
      "nn.sigmoid",
      "Sigmoid",
      "math.tanh",
      "Tanh",
      "nn.tanh",
      "Tanh",
      "nn.relu",
      "Relu",
      "nn.relu6",
      "Relu6",
      "nn.elu",
      "Elu",
      "nn.selu",
      "Selu",
      "nn.gelu",
      "Gelu",
      "nn.silu",
      "Silu",
      "nn.softmax",
      "Softmax",
      "nn.log_softmax",
      "LogSoftmax",
      "math.softplus",
      "Softplus",
      "nn.softplus",
      "Softplus",
      "nn.softsign",
      "Softsign",
      "math.log_sigmoid",
      "LogSigmoid",
      "linalg.matmul",
      "Matmul",
      "where",
      "Where",
      "clip_by_value",
      "Clip",
      "cast",
      "Cast",
      "concat",
      "Concatenate",
      "stack",
      "Stack",
      "split",
      "Split",
      "reshape",
      "Reshape",
      "compat.v1.transpose",
      "Transpose",
      "transpose",
      "Transpose",
      "expand_dims",
      "ExpandDims",
      "compat.v1.squeeze",
      "Squeeze",
      "squeeze",
      "Squeeze",
      "tile",
      "Tile",
      "reverse",
      "Flip",
      "identity",
      "Identity"
    };
    for (int i = 0; i < pairs.length; i += 2) {
      names.put(pairs[i], pairs[i + 1]);
    }
    return Map.copyOf(names);
  }

  static List<Value> emit(Layer layer) {
    layer.config().ignore("dtype");
    layer.arguments().any("name", -1);
    String function = layer.config().text("function", "");
    String name = SAME.get(function);
    if (name == null) {
      throw Refusal.of(
          "UNSUPPORTED_OP",
          layer.name(),
          "the operation " + function + " of TensorFlow is not converted",
          "build the model without it, or export the model to ONNX");
    }
    LayerRule moving = MovingOperations.RULES.get(name);
    return moving == null
        ? OperationLayers.rule(OperationLayers.RULES.get(name)).emit(layer)
        : moving.emit(layer);
  }
}
