package dev.serin.runtime.keras;

import dev.serin.base.Json;
import dev.serin.graph.Attribute;
import dev.serin.graph.Recurrence.Gate;
import dev.serin.graph.Value;
import java.util.List;

/**
 * Activation functions by name. {@code hard_sigmoid} is {@code clip(0.2 x + 0.5, 0, 1)} until Keras
 * 2 and {@code relu6(x + 3) / 6} since Keras 3.
 */
final class Activations {
  private static final Json LINEAR = new Json.Str("linear");

  private Activations() {}

  /** Applies the function in this setting: a name, or an object that names one or is a layer. */
  static Value of(Layer layer, String key, Value x) {
    Json spec = layer.config().member(key).orElse(LINEAR);
    if (spec instanceof Json.Obj object && named(object) instanceof Json.Null) {
      Layer inner = layer.inner(object);
      if (!ActivationLayers.RULES.containsKey(inner.type())) {
        throw layer.config().wrong(key);
      }
      return inner.emit(List.of(x));
    }
    return apply(layer, key, name(layer, key), x);
  }

  /** The name of a function that is written as an object, null when the object is a layer. */
  private static Json named(Json.Obj object) {
    return object.member("config").filter(Json.Str.class::isInstance).orElse(Json.Null.NULL);
  }

  private static String name(Layer layer, String key) {
    return switch (layer.config().member(key).orElse(LINEAR)) {
      case Json.Str(String name) -> name;
      case Json.Obj object when named(object) instanceof Json.Str(String name) -> name;
      case Json _ -> throw layer.config().wrong(key);
    };
  }

  private static Value apply(Layer layer, String key, String function, Value x) {
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
      default -> throw layer.config().wrong(key);
    };
  }

  private static Value logSigmoid(Layer layer, Value x) {
    Value softplus = layer.math().map("Softplus", layer.math().map("Neg", x));
    return layer.math().map("Neg", softplus);
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

  /** The function in this setting for use inside of a recurrent cell. */
  static Gate gate(Layer layer, String key) {
    layer.config().required(key);
    return switch (name(layer, key)) {
      case "linear" -> new Gate("Affine", List.of(1f), List.of(0f));
      case "relu" -> Gate.of("Relu");
      case "leaky_relu" -> new Gate("LeakyRelu", List.of(0.2f), List.of());
      case "elu" -> new Gate("Elu", List.of(1f), List.of());
      case "sigmoid" -> Gate.of("Sigmoid");
      case "hard_sigmoid" ->
          new Gate("HardSigmoid", List.of((float) slope(layer.dialect())), List.of(0.5f));
      case "tanh" -> Gate.of("Tanh");
      case "softplus" -> Gate.of("Softplus");
      case "softsign" -> Gate.of("Softsign");
      default -> throw layer.config().wrong(key);
    };
  }
}
