package dev.serin.runtime.keras.layers;

import dev.serin.base.Json;
import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.runtime.keras.Config;
import dev.serin.runtime.keras.Layer;
import dev.serin.runtime.keras.LayerRule;
import dev.serin.tensor.DataType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Matrix products with weights, and tables of weights. */
final class DenseLayers {
  static final Map<String, LayerRule.Single> RULES =
      Map.of(
          "Dense", DenseLayers::dense,
          "EinsumDense", DenseLayers::einsum,
          "Embedding", DenseLayers::embedding,
          "ReversibleEmbedding", DenseLayers::reversible,
          "Masking", DenseLayers::masking);

  private static final Pattern EQUATION =
      Pattern.compile("((?:[.]{3})?[a-z]+(?:[.]{3})?),([a-z]+)->((?:[.]{3})?[a-z]+(?:[.]{3})?)");

  private DenseLayers() {}

  /** {@code activation(x kernel + bias)} over the last axis. */
  private static Value dense(Layer layer, List<Value> inputs) {
    Value x = layer.number(inputs);
    long units = layer.config().whole("units");
    layer.config().ignore("input_dim");
    Value y = layer.math().matMul(x, layer.weight("kernel", x.shape().fixed(-1), units));
    if (layer.config().flag("use_bias", true)) {
      y = layer.math().add(y, layer.weight("bias", units));
    }
    return Activations.of(layer, "activation", y);
  }

  /** Einstein's sum of the input and a kernel, whose other sizes the settings tell. */
  private static Value einsum(Layer layer, List<Value> inputs) {
    Value x = layer.one(inputs);
    Config config = layer.config();
    String equation = config.text("equation", "").replace(" ", "");
    Matcher parts = EQUATION.matcher(equation);
    if (!parts.matches()) {
      throw config.wrong("equation");
    }
    int dots = x.shape().rank() - (parts.group(1).length() - 3);
    boolean open = equation.contains("...");
    String hidden = open && dots >= 0 && dots <= 8 ? "ABCDEFGH".substring(0, dots) : "";
    String given = parts.group(1).replace("...", hidden);
    String kernel = parts.group(2);
    String result = parts.group(3).replace("...", hidden);
    if (given.length() != x.shape().rank()) {
      throw config.wrong("equation");
    }
    Map<Character, Long> sizes = new HashMap<>();
    for (int axis = 0; axis < given.length(); axis++) {
      sizes.put(given.charAt(axis), x.shape().size(axis));
    }
    results(config, result, sizes);
    long[] shape = kernel.chars().mapToLong(letter -> known(config, sizes, letter)).toArray();
    List<Long> all = result.chars().mapToObj(letter -> sizes.get((char) letter)).toList();
    String written = given + "," + kernel + "->" + result;
    Value y = Operators.of(layer).einsum(written, new Shape(all), x, layer.weight("kernel", shape));
    return Activations.of(layer, "activation", biased(layer, y, result, sizes));
  }

  private static long known(Config config, Map<Character, Long> sizes, int letter) {
    long size = sizes.getOrDefault((char) letter, Shape.ANY);
    if (size == Shape.ANY) {
      throw config.wrong("output_shape");
    }
    return size;
  }

  /** The sizes of the results without the rows, of which the last ones may be all that is told. */
  private static void results(Config config, String result, Map<Character, Long> sizes) {
    Json written = config.member("output_shape").orElse(new Json.Arr(List.of()));
    List<Json> told = written instanceof Json.Arr(List<Json> items) ? items : List.of(written);
    for (int i = 0; i < told.size() && i < result.length(); i++) {
      char letter = result.charAt(result.length() - 1 - i);
      if (told.get(told.size() - 1 - i) instanceof Json.Num number
          && number.digits().matches("[1-9][0-9]{0,9}")) {
        sizes.putIfAbsent(letter, number.longValue());
      }
    }
    for (char letter : result.toCharArray()) {
      if (!sizes.containsKey(letter)) {
        throw config.wrong("output_shape");
      }
    }
  }

  private static Value biased(Layer layer, Value y, String result, Map<Character, Long> sizes) {
    String axes = layer.config().text("bias_axes", "");
    if (axes.isEmpty()) {
      return y;
    }
    int first = axes.chars().map(result::indexOf).min().orElseThrow();
    if (axes.chars().anyMatch(letter -> result.indexOf(letter) < 1)) {
      throw layer.config().wrong("bias_axes");
    }
    long[] shape =
        result
            .substring(first)
            .chars()
            .mapToLong(letter -> axes.indexOf(letter) < 0 ? 1 : sizes.get((char) letter))
            .toArray();
    return layer.math().add(y, layer.weight("bias", shape));
  }

  /** Steps of nothing but this value do not count, and become zeros. */
  private static Value masking(Layer layer, List<Value> inputs) {
    Value x = layer.one(inputs);
    Operators operators = Operators.of(layer);
    Value hidden = layer.graph().scalar(layer.config().real("mask_value", 0));
    Value same = layer.math().cast(operators.compare("Equal", x, hidden), DataType.INT32);
    Value all = operators.reduce("ReduceMin", same, true, -1);
    Value counts = operators.not(layer.math().cast(all, DataType.BOOL));
    Value result = operators.where(counts, x, layer.graph().scalar(0));
    layer.mask(result, Optional.of(layer.move().squeeze(counts, -1)));
    return result;
  }

  /** Rows of a table; floats are cut to whole numbers first, as Keras does. */
  private static Value embedding(Layer layer, List<Value> inputs) {
    Config config = layer.config();
    config.ignore("input_length");
    Value table = layer.weight("embeddings", config.whole("input_dim"), config.whole("output_dim"));
    Value given = layer.any(inputs);
    Value rows = layer.move().rows(table, row(layer, given));
    if (config.flag("mask_zero", false)) {
      Value whole = layer.math().cast(given, DataType.INT32);
      Value zero = layer.math().cast(layer.graph().longs(new long[1]), DataType.INT32);
      Operators operators = Operators.of(layer);
      layer.mask(rows, Optional.of(operators.not(operators.compare("Equal", whole, zero))));
    }
    return rows;
  }

  /** An embedding, or a product with its table or another one, as the call says. */
  private static Value reversible(Layer layer, List<Value> inputs) {
    Config config = layer.config();
    long rows = config.whole("input_dim");
    long width = config.whole("output_dim");
    boolean tied = config.flag("tie_weights", true);
    double cap = config.real("logit_soft_cap", 0);
    if (config.member("reverse_dtype").isPresent()) {
      throw config.wrong("reverse_dtype");
    }
    if (!layer.arguments().flag("reverse")) {
      config.flag("mask_zero", false);
      Value found = embedding(layer, inputs);
      if (!tied) {
        layer.weights().next("reverse embeddings", width, rows);
      }
      return found;
    }
    config.ignore("mask_zero");
    Value table = layer.weight("embeddings", rows, width);
    Value kernel =
        tied
            ? layer.move().transpose(table, 1, 0)
            : layer.weight("reverse embeddings", width, rows);
    Value product = layer.math().matMul(layer.one(inputs), kernel);
    if (cap == 0) {
      return product;
    }
    Value most = layer.graph().scalar(cap);
    Value curve = layer.math().map("Tanh", layer.math().divide(product, most));
    return layer.math().multiply(curve, most);
  }

  /** The engine counts negative rows from the end, Keras refuses them: they leave the table. */
  private static Value row(Layer layer, Value given) {
    Value whole = layer.math().cast(layer.math().cast(given, DataType.INT32), DataType.INT64);
    Value zero = layer.graph().longs(new long[] {0});
    Value none = layer.graph().longs(new long[] {Integer.MAX_VALUE});
    Operators operators = Operators.of(layer);
    return operators.where(operators.compare("Less", whole, zero), none, whole);
  }
}
