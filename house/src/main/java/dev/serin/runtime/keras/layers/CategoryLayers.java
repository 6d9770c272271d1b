package dev.serin.runtime.keras.layers;

import dev.serin.base.Json;
import dev.serin.graph.Value;
import dev.serin.runtime.keras.Config;
import dev.serin.runtime.keras.Layer;
import dev.serin.runtime.keras.LayerRule;
import dev.serin.runtime.keras.Refusal;
import dev.serin.tensor.DataType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Layers that turn numbers into categories, and categories into rows of zeros and ones. */
final class CategoryLayers {
  static final Map<String, LayerRule.Single> RULES = rules();

  private static final int MOST_WORDS = 10_000; // every word is compared with every number

  private CategoryLayers() {}

  private static Map<String, LayerRule.Single> rules() {
    Map<String, LayerRule.Single> rules = new HashMap<>();
    rules.put("CategoryEncoding", CategoryLayers::encoding);
    rules.put("Discretization", CategoryLayers::bins);
    rules.put("IntegerLookup", CategoryLayers::lookup);
    for (String texts : List.of("StringLookup", "TextVectorization", "Hashing", "HashedCrossing")) {
      rules.put(texts, CategoryLayers::text);
    }
    return Map.copyOf(rules);
  }

  private static Value text(Layer layer, List<Value> inputs) {
    throw Refusal.of(
        "UNSUPPORTED_LAYER",
        layer.name(),
        "a " + layer.type() + " works on texts, which are not converted",
        "save the model without it, and give it the whole numbers that the layer makes");
  }

  private static Value encoding(Layer layer, List<Value> inputs) {
    layer.config().only("sparse", false);
    Value x = layer.math().cast(layer.any(inputs), DataType.INT64);
    String mode = layer.config().text("output_mode", "multi_hot");
    return encoded(layer, x, layer.config().whole("num_tokens"), mode);
  }

  /** One place for each of so many categories: whether, or how often, it stands in the row. */
  private static Value encoded(Layer layer, Value x, long count, String mode) {
    int rank = x.shape().rank();
    if (count < 1 || count > Integer.MAX_VALUE || rank > 2) {
      throw layer.config().wrong("output_mode");
    }
    boolean single = rank == 1 || x.shape().size(-1) == 1;
    Value places = layer.graph().longs(LongStream.range(0, count).toArray(), count);
    Value each = layer.move().unsqueeze(x, rank);
    Value hits =
        layer.math().cast(Operators.of(layer).compare("Equal", each, places), DataType.FP32);
    if (rank == 1) {
      return hits;
    }
    return switch (mode) {
      case "one_hot" -> {
        if (!single) {
          throw layer.config().wrong("output_mode");
        }
        yield layer.move().squeeze(hits, 1);
      }
      case "multi_hot" -> Operators.of(layer).reduce("ReduceMax", hits, false, 1);
      case "count" -> Operators.of(layer).sum(hits, false, 1);
      default -> throw layer.config().wrong("output_mode");
    };
  }

  /** How many of the bounds are not above the number. */
  private static Value bins(Layer layer, List<Value> inputs) {
    Config config = layer.config();
    config.only("sparse", false);
    config.ignore("num_bins", "epsilon");
    float[] bounds =
        config.reals("bin_boundaries").orElseThrow(() -> config.wrong("bin_boundaries"));
    Value x = layer.math().cast(layer.any(inputs), DataType.FP32);
    Value each = layer.move().unsqueeze(x, x.shape().rank());
    Value limits = layer.graph().floats(bounds, bounds.length);
    Value above = Operators.of(layer).compare("GreaterOrEqual", each, limits);
    Value bin = Operators.of(layer).sum(layer.math().cast(above, DataType.INT64), false, -1);
    String mode = config.text("output_mode", "int");
    return mode.equals("int")
        ? layer.math().cast(bin, DataType.INT32)
        : encoded(layer, bin, bounds.length + 1L, mode);
  }

  /** The place of a number in the vocabulary, behind those for what is hidden or unknown. */
  private static Value lookup(Layer layer, List<Value> inputs) {
    Config config = layer.config();
    config.only("sparse", false);
    config.only("invert", false);
    config.only("num_oov_indices", 1);
    config.only("oov_method", "floormod"); // with one place for the unknown it has no effect
    config.ignore("max_tokens", "oov_token", "vocabulary_dtype", "vocabulary_size");
    config.ignore("encoding", "pad_to_max_tokens", "idf_weights");
    List<Long> words = config.wholes("vocabulary");
    String mode = config.text("output_mode", "int");
    if (words.isEmpty() || words.size() > MOST_WORDS || mode.equals("tf_idf")) {
      throw words.isEmpty() ? learnt(layer) : config.wrong("output_mode");
    }
    boolean masked = mode.equals("int") && config.member("mask_token").isPresent();
    long first = masked ? 2 : 1;
    Value x = layer.math().cast(layer.any(inputs), DataType.INT64);
    Value place = places(layer, x, words, first);
    if (masked) {
      Value mask = layer.graph().longs(new long[] {config.whole("mask_token")});
      Value zero = layer.graph().longs(new long[] {0});
      Operators operators = Operators.of(layer);
      place = operators.where(operators.compare("Equal", x, mask), zero, place);
    }
    config.member("mask_token");
    return mode.equals("int")
        ? place
        : layer.math().cast(encoded(layer, place, words.size() + first, mode), DataType.INT64);
  }

  private static Value places(Layer layer, Value x, List<Long> words, long first) {
    Operators operators = Operators.of(layer);
    Value each = layer.move().unsqueeze(x, x.shape().rank());
    Value known = operators.compare("Equal", each, layer.graph().longs(words));
    long[] numbers = LongStream.range(0, words.size()).map(word -> word + 1).toArray();
    Value place = layer.graph().longs(numbers, numbers.length);
    Value none = layer.graph().longs(new long[] {0});
    Value found = operators.reduce("ReduceMax", operators.where(known, place, none), false, -1);
    return layer.math().add(found, layer.graph().longs(new long[] {first - 1}));
  }

  private static RuntimeException learnt(Layer layer) {
    Json words = layer.config().member("vocabulary").orElse(Json.Null.NULL);
    return Refusal.value(
        layer.name(), "its vocabulary is " + words.text() + " and not a list in the configuration");
  }
}
