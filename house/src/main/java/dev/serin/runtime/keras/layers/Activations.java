package dev.serin.runtime.keras.layers;

import dev.serin.base.Json;
import dev.serin.graph.Attribute;
import dev.serin.graph.GraphBuilder.TypedShape;
import dev.serin.graph.Recurrence.Gate;
import dev.serin.graph.Value;
import dev.serin.runtime.keras.Dialect;
import dev.serin.runtime.keras.Layer;
import dev.serin.runtime.keras.Refusal;
import dev.serin.tensor.DataType;
import java.util.List;
import java.util.Optional;

/**
 * Activation functions by name. {@code hard_sigmoid} is {@code clip(0.2 x + 0.5, 0, 1)} until Keras
 * 2 and {@code relu6(x + 3) / 6} since Keras 3.
 */
public final class Activations {
  private static final Json LINEAR = new Json.Str("linear");

  private Activations() {}

  /** Applies the function in this setting: a name, or an object that names one or is a layer. */
  public static Value of(Layer layer, String key, Value x) {
    Json spec = layer.config().member(key).orElse(LINEAR);
    if (spec instanceof Json.Obj object && named(object) instanceof Json.Null) {
      refuseCode(layer, key, object);
      Layer inner = layer.inner(object, key, List.of(x));
      if (!ActivationLayers.RULES.containsKey(inner.type())) {
        throw layer.config().wrong(key);
      }
      return inner.emitOne();
    }
    return apply(layer, key, name(layer, key), x);
  }

  private static void refuseCode(Layer layer, String key, Json.Obj object) {
    if (object.text("class_name").orElse("").equals("__lambda__")) {
      throw Refusal.of(
          "CUSTOM_CODE",
          layer.name(),
          "its " + key + " is a lambda, and code of a file is never run",
          "use an activation of Keras, or export the model to ONNX");
    }
  }

  /** The name of a function that is written as an object, null when the object is a layer. */
  private static Json named(Json.Obj object) {
    return object.member("config").filter(Json.Str.class::isInstance).orElse(Json.Null.NULL);
  }

  private static String name(Layer layer, String key) {
    return switch (layer.config().member(key).orElse(LINEAR)) {
      case Json.Str(String name) -> name;
      case Json.Obj object when named(object) instanceof Json.Str(String name) && ofKeras(object) ->
          name;
      case Json _ -> throw layer.config().wrong(key);
    };
  }

  /** A function that somebody registered may have the name of one of Keras. */
  private static boolean ofKeras(Json.Obj function) {
    return !function.text("registered_name").orElse("").contains(">");
  }

  /** Applies the function of this name. */
  public static Value apply(Layer layer, String key, String function, Value x) {
    return switch (function) {
      case "linear" -> x;
      case "relu" -> layer.math().map("Relu", x);
      case "relu6" -> layer.math().minimum(layer.math().map("Relu", x), layer.graph().scalar(6));
      case "leaky_relu" -> layer.math().map("LeakyRelu", x, alpha(0.2));
      case "elu" -> layer.math().map("Elu", x, alpha(1));
      case "selu" -> layer.math().map("Selu", x);
      case "celu" -> layer.math().map("Celu", x, alpha(1));
      case "sigmoid" -> layer.math().map("Sigmoid", x);
      case "hard_sigmoid" -> layer.math().map("HardSigmoid", x, hard(layer), beta(0.5));
      case "log_sigmoid" -> logSigmoid(layer, x);
      case "tanh" -> layer.math().map("Tanh", x);
      case "softmax" -> layer.reduce().softmax(x, -1, false);
      case "log_softmax" -> layer.reduce().softmax(x, -1, true);
      case "softplus" -> layer.math().map("Softplus", x);
      case "softsign" -> layer.math().map("Softsign", x);
      case "swish", "silu" -> layer.math().multiply(x, layer.math().map("Sigmoid", x));
      case "hard_silu", "hard_swish" -> layer.math().map("HardSwish", x);
      case "gelu" -> layer.math().map("Gelu", x);
      case "mish" -> layer.math().map("Mish", x);
      case "exponential" -> layer.math().map("Exp", x);
      default -> rare(layer, function, x).orElseThrow(() -> layer.config().wrong(key));
    };
  }

  /** The functions that came with Keras 3. */
  private static Optional<Value> rare(Layer layer, String function, Value x) {
    return switch (function) {
      case "glu" -> Optional.of(gated(layer, x));
      case "hard_tanh" -> Optional.of(clipped(layer, x, -1, 1));
      case "hard_shrink" -> Optional.of(shrunk(layer, x, 0));
      case "soft_shrink" -> Optional.of(shrunk(layer, x, 0.5));
      case "tanh_shrink" -> Optional.of(layer.math().subtract(x, layer.math().map("Tanh", x)));
      case "squareplus" -> Optional.of(squareplus(layer, x));
      case "sparse_plus" -> Optional.of(sparsePlus(layer, x));
      case "sparse_sigmoid" ->
          Optional.of(layer.math().map("HardSigmoid", x, alpha(0.5), beta(0.5)));
      case "sparsemax" -> Optional.of(sparsemax(layer, x));
      default -> Optional.empty();
    };
  }

  /** {@code -softplus(-x)}. */
  static Value logSigmoid(Layer layer, Value x) {
    Value softplus = layer.math().map("Softplus", layer.math().map("Neg", x));
    return layer.math().map("Neg", softplus);
  }

  /** The first half of the last axis times the sigmoid of the second. */
  private static Value gated(Layer layer, Value x) {
    long half = x.shape().fixed(-1) / 2;
    List<Value> both = Operators.of(layer).split(x, -1, List.of(half, half));
    return layer.math().multiply(both.getFirst(), layer.math().map("Sigmoid", both.getLast()));
  }

  public static Value clipped(Layer layer, Value x, double least, double most) {
    Value above = layer.math().maximum(x, layer.graph().scalar(least));
    return layer.math().minimum(above, layer.graph().scalar(most));
  }

  /** Zero within half of zero; outside of it nearer to zero by {@code bias}. */
  private static Value shrunk(Layer layer, Value x, double bias) {
    return layer
        .math()
        .map(
            "Shrink",
            x,
            new Attribute.Real("lambd", 0.5f),
            new Attribute.Real("bias", (float) bias));
  }

  /** {@code (x + sqrt(x^2 + 4)) / 2}. */
  private static Value squareplus(Layer layer, Value x) {
    Value square = layer.math().add(layer.math().multiply(x, x), layer.graph().scalar(4));
    Value sum = layer.math().add(x, layer.math().map("Sqrt", square));
    return layer.math().multiply(sum, layer.graph().scalar(0.5));
  }

  /** 0 up to -1, {@code (x + 1)^2 / 4} up to 1, then {@code x}. */
  private static Value sparsePlus(Layer layer, Value x) {
    Value inside = clipped(layer, x, -1, 1);
    Value one = layer.math().add(inside, layer.graph().scalar(1));
    Value curve =
        layer.math().multiply(layer.math().multiply(one, one), layer.graph().scalar(0.25));
    Value beyond = layer.math().map("Relu", layer.math().subtract(x, layer.graph().scalar(1)));
    return layer.math().add(curve, beyond);
  }

  /**
   * The sparse softmax along the last axis. Keras sums the running sums of the support, and not the
   * numbers themselves as Martins and Astudillo (2016) do; so does this.
   */
  private static Value sparsemax(Layer layer, Value x) {
    Operators operators = Operators.of(layer);
    long size = x.shape().fixed(-1);
    var typed = new TypedShape(x.type(), x.shape());
    var places = new TypedShape(DataType.INT64, x.shape());
    Value sorted =
        layer
            .graph()
            .nodes("TopK", List.of(x, layer.graph().longs(List.of(size))), List.of(typed, places))
            .getFirst();
    float[] counts = new float[Math.toIntExact(size)];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = i + 1;
    }
    Value rank = layer.graph().floats(counts, size);
    Value one = layer.graph().scalar(1);
    Value running = operators.running(sorted, -1);
    Value bound = layer.math().add(layer.math().multiply(rank, sorted), one);
    Value inside = operators.compare("Greater", bound, running);
    Value member = layer.math().cast(inside, DataType.FP32);
    Value count = operators.sum(member, true, -1);
    Value sum = operators.sum(layer.math().multiply(member, running), true, -1);
    Value threshold = layer.math().divide(layer.math().subtract(sum, one), count);
    return layer.math().map("Relu", layer.math().subtract(x, threshold));
  }

  private static Attribute alpha(double value) {
    return new Attribute.Real("alpha", (float) value);
  }

  private static Attribute beta(double value) {
    return new Attribute.Real("beta", (float) value);
  }

  private static Attribute hard(Layer layer) {
    return alpha(slope(layer.dialect()));
  }

  private static double slope(Dialect dialect) {
    return dialect.three() ? 1 / 6.0 : 0.2;
  }

  /**
   * The function in this setting for use inside of a recurrent cell of the engine; empty for a
   * function that the engine's cells do not have.
   */
  public static Optional<Gate> gate(Layer layer, String key) {
    layer.config().required(key);
    if (layer.config().member(key).orElse(LINEAR) instanceof Json.Obj object
        && named(object) instanceof Json.Null) {
      return Optional.empty();
    }
    return switch (name(layer, key)) {
      case "linear" -> Optional.of(new Gate("Affine", List.of(1f), List.of(0f)));
      case "relu" -> Optional.of(Gate.of("Relu"));
      case "leaky_relu" -> Optional.of(new Gate("LeakyRelu", List.of(0.2f), List.of()));
      case "elu" -> Optional.of(new Gate("Elu", List.of(1f), List.of()));
      case "sigmoid" -> Optional.of(Gate.of("Sigmoid"));
      case "hard_sigmoid" ->
          Optional.of(
              new Gate("HardSigmoid", List.of((float) slope(layer.dialect())), List.of(0.5f)));
      case "tanh" -> Optional.of(Gate.of("Tanh"));
      case "softplus" -> Optional.of(Gate.of("Softplus"));
      case "softsign" -> Optional.of(Gate.of("Softsign"));
      default -> Optional.empty();
    };
  }
}
