package dev.serin.runtime.keras.layers.attention;

import dev.serin.base.Json;
import dev.serin.graph.Value;
import dev.serin.runtime.keras.Argument;
import dev.serin.runtime.keras.Config;
import dev.serin.runtime.keras.Layer;
import dev.serin.runtime.keras.LayerRule;
import dev.serin.runtime.keras.Refusal;
import dev.serin.runtime.keras.layers.Operators;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Attention without heads over {@code [rows, steps, features]}: by products (Luong et al. 2015) or
 * by sums (Bahdanau et al. 2015). It is called with a list of query, value and perhaps key.
 */
final class AttentionLayers {
  static final Map<String, LayerRule> RULES =
      Map.of(
          "Attention", AttentionLayers::products,
          "AdditiveAttention", AttentionLayers::sums);

  private static final double FAR = 1e9; // what is taken from the score of a step that is hidden

  private AttentionLayers() {}

  private static List<Value> products(Layer layer) {
    Config config = layer.config();
    List<Value> each = queryValueKey(layer);
    List<Value> scale =
        config.flag("use_scale", false) ? List.of(layer.weight("scale")) : List.of();
    String mode = config.text("score_mode", "dot");
    if (mode.equals("dot")) {
      Value key = layer.move().transpose(each.get(2), 0, 2, 1);
      Value scores = layer.math().matMul(each.get(0), key);
      return seen(layer, each, scaled(layer, scores, scale));
    }
    if (!mode.equals("concat")) {
      throw config.wrong("score_mode");
    }
    Value weight = layer.weight("concat_score_weight");
    Value curve = layer.math().map("Tanh", scaled(layer, pairs(layer, each), scale));
    Value sum = Operators.of(layer).sum(curve, false, 3);
    return seen(layer, each, layer.math().multiply(weight, sum));
  }

  private static List<Value> sums(Layer layer) {
    List<Value> each = queryValueKey(layer);
    long features = each.getFirst().shape().fixed(-1);
    List<Value> scale =
        layer.config().flag("use_scale", true)
            ? List.of(layer.weight("scale", features))
            : List.of();
    Value curve = layer.math().map("Tanh", pairs(layer, each));
    return seen(layer, each, Operators.of(layer).sum(scaled(layer, curve, scale), false, 3));
  }

  private static Value scaled(Layer layer, Value x, List<Value> scale) {
    return scale.isEmpty() ? x : layer.math().multiply(scale.getFirst(), x);
  }

  /** The sum of each step of the query and each of the key. */
  private static Value pairs(Layer layer, List<Value> each) {
    Value query = layer.move().unsqueeze(each.get(0), 2);
    return layer.math().add(query, layer.move().unsqueeze(each.get(2), 1));
  }

  private static List<Value> queryValueKey(Layer layer) {
    layer.config().ignore("dropout");
    List<Value> all = new ArrayList<>(layer.floats(layer.arguments().tensors()));
    if (all.size() == 2) {
      all.add(all.getLast());
    }
    if (all.size() != 3 || all.stream().anyMatch(each -> each.shape().rank() != 3)) {
      throw Refusal.corrupt(layer.name(), "it is called with " + all.size() + " inputs");
    }
    return all;
  }

  /** The masks of query and value, given by name or of the inputs themselves. */
  private static List<Optional<Value>> masks(Layer layer, List<Value> each) {
    List<Optional<Value>> masks = new ArrayList<>();
    Optional<Argument<Value>> given = layer.arguments().any("mask", -1);
    if (given.isEmpty()) {
      masks.add(layer.mask(each.get(0)));
      masks.add(layer.mask(each.get(1)));
      return masks;
    }
    if (!(given.get() instanceof Argument.Several<Value>(List<Argument<Value>> items))
        || items.size() < 2) {
      throw Refusal.value(layer.name(), "it is called with a mask that is no list");
    }
    for (Argument<Value> item : items.subList(0, 2)) {
      masks.add(
          switch (item) {
            case Argument.Result<Value>(Value value) -> Optional.of(value);
            case Argument.Fixed<Value>(Json json) when json instanceof Json.Null ->
                Optional.empty();
            case Argument<Value> _ ->
                throw Refusal.value(layer.name(), "it is called with a constant as mask");
          });
    }
    return masks;
  }

  private static List<Value> seen(Layer layer, List<Value> each, Value scores) {
    Operators operators = Operators.of(layer);
    List<Optional<Value>> masks = masks(layer, each);
    Optional<Value> shown = masks.getLast().map(mask -> layer.move().unsqueeze(mask, 1));
    if (layer.arguments().flag("use_causal_mask")) {
      Value causal = causal(layer, each.get(0), 1, each.get(1), 1);
      shown = Optional.of(shown.map(mask -> operators.logic("And", mask, causal)).orElse(causal));
    }
    Value visible = scores;
    if (shown.isPresent()) {
      Value hidden = layer.math().subtract(scores, layer.graph().scalar(FAR));
      visible = operators.where(shown.get(), scores, hidden);
    }
    Value weights = layer.reduce().softmax(visible, -1, false);
    Value result = layer.math().matMul(weights, each.get(1));
    if (masks.getFirst().isPresent()) {
      Value rows = layer.move().unsqueeze(masks.getFirst().get(), 2);
      result = operators.where(rows, result, layer.graph().scalar(0));
      layer.mask(result, masks.getFirst());
    }
    return layer.arguments().flag("return_attention_scores")
        ? List.of(result, weights)
        : List.of(result);
  }

  /** True where a step of the query does not come before one of the value: {@code [1, T, S]}. */
  static Value causal(Layer layer, Value query, int queryAxis, Value value, int valueAxis) {
    Operators operators = Operators.of(layer);
    Value row = layer.move().unsqueeze(operators.range(query, queryAxis), 1);
    Value column = layer.move().unsqueeze(operators.range(value, valueAxis), 0);
    return layer.move().unsqueeze(operators.compare("GreaterOrEqual", row, column), 0);
  }

  /** True where both are less than so many steps apart: {@code [1, T, S]}. */
  static Value near(Layer layer, Value query, Value value, long distance) {
    Operators operators = Operators.of(layer);
    Value row = layer.move().unsqueeze(operators.range(query, 1), 1);
    Value column = layer.move().unsqueeze(operators.range(value, 1), 0);
    Value apart = layer.math().map("Abs", layer.math().subtract(row, column));
    Value bound = layer.graph().longs(new long[] {distance});
    return layer.move().unsqueeze(operators.compare("Less", apart, bound), 0);
  }
}
