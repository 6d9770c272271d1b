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
  /** The operation of Keras, and what functions of TensorFlow it is. */
  private static final String NAMES =
      """
      GetItem: __operators__.getitem
      Add: __operators__.add math.add
      Subtract: math.subtract
      Multiply: math.multiply
      TrueDivide: math.divide math.truediv
      Power: math.pow
      Negative: math.negative
      Sqrt: math.sqrt
      Rsqrt: math.rsqrt
      Square: math.square
      Exp: math.exp
      Log: math.log
      Abs: math.abs
      Sin: math.sin
      Cos: math.cos
      Floor: math.floor
      Ceil: math.ceil
      Sign: math.sign
      Erf: math.erf
      Maximum: math.maximum
      Minimum: math.minimum
      Greater: math.greater
      GreaterEqual: math.greater_equal
      Less: math.less
      LessEqual: math.less_equal
      Equal: math.equal
      NotEqual: math.not_equal
      LogicalAnd: math.logical_and
      LogicalOr: math.logical_or
      LogicalNot: math.logical_not
      Mean: math.reduce_mean
      Sum: math.reduce_sum
      Max: math.reduce_max
      Min: math.reduce_min
      Argmax: math.argmax
      Argmin: math.argmin
      Normalize: math.l2_normalize
      Sigmoid: math.sigmoid nn.sigmoid
      Tanh: math.tanh nn.tanh
      Relu: nn.relu
      Relu6: nn.relu6
      Elu: nn.elu
      Selu: nn.selu
      Gelu: nn.gelu
      Silu: nn.silu
      Softmax: nn.softmax
      LogSoftmax: nn.log_softmax
      Softplus: math.softplus nn.softplus
      Softsign: nn.softsign
      LogSigmoid: math.log_sigmoid
      Matmul: linalg.matmul
      Where: where
      Clip: clip_by_value
      Cast: cast
      Concatenate: concat
      Stack: stack
      Split: split
      Reshape: reshape
      Transpose: compat.v1.transpose transpose
      ExpandDims: expand_dims
      Squeeze: compat.v1.squeeze squeeze
      Tile: tile
      Flip: reverse
      Identity: identity
      """;

  private static final Map<String, String> SAME = names();

  private TensorFlowOperations() {}

  private static Map<String, String> names() {
    Map<String, String> names = new HashMap<>();
    NAMES
        .lines()
        .map(line -> line.split(": ", 2))
        .forEach(
            line -> {
              for (String function : line[1].split(" ")) {
                names.put(function, line[0]);
              }
            });
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
