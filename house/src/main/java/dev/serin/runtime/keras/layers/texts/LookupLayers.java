package dev.serin.runtime.keras.layers.texts;

import dev.serin.base.Json;
import dev.serin.graph.Attribute;
import dev.serin.graph.Value;
import dev.serin.runtime.keras.Config;
import dev.serin.runtime.keras.Layer;
import dev.serin.runtime.keras.LayerRule;
import dev.serin.runtime.keras.Refusal;
import dev.serin.runtime.keras.layers.CategoryLayers;
import dev.serin.runtime.keras.layers.Operators;
import dev.serin.runtime.keras.layers.texts.Vocabulary.Special;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Layers that look texts or whole numbers up in a vocabulary, which stands in the settings or in a
 * file of the archive.
 */
final class LookupLayers {
  static final Map<String, LayerRule.Single> RULES =
      Map.of("IntegerLookup", LookupLayers::numbers, "StringLookup", LookupLayers::texts);

  private static final String ENCODER = "ai.onnx.ml:LabelEncoder";
  private static final long UNKNOWN = -1; // the place of a word that is hashed to its place later
  private static final long HIDDEN = -2; // the place of the mask's word where nothing counts it

  private LookupLayers() {}

  /** Whether it looks texts up, and whether unknown ones get a place by their hash. */
  private record Kind(boolean texts, boolean hashed) {}

  /** A text as a word of the vocabulary. */
  static Value words(Layer layer, Value x) {
    Special special = new Special(Optional.of(""), "[UNK]", 1);
    return lookedUp(layer, x, special, new Kind(true, false));
  }

  private static Value numbers(Layer layer, List<Value> inputs) {
    Config config = layer.config();
    config.ignore("encoding");
    String method = config.text("oov_method", "floormod");
    if (!method.equals("floormod") && !method.equals("farmhash")) {
      throw config.wrong("oov_method");
    }
    Optional<String> mask = config.member("mask_token").map(Json::text);
    String unknown = config.member("oov_token").map(Json::text).orElse("-1");
    Special special = new Special(mask, unknown, config.whole("num_oov_indices", 1));
    boolean hashed = method.equals("farmhash") && special.unknowns() > 1;
    return lookedUp(layer, layer.any(inputs), special, new Kind(false, hashed));
  }

  private static Value texts(Layer layer, List<Value> inputs) {
    Config config = layer.config();
    config.only("encoding", "utf-8");
    config.ignore("oov_method");
    long unknowns = config.whole("num_oov_indices", 1);
    Optional<String> mask = config.member("mask_token").map(_ -> config.text("mask_token", ""));
    Special special = new Special(mask, config.text("oov_token", "[UNK]"), unknowns);
    return lookedUp(layer, layer.any(inputs), special, new Kind(true, unknowns > 1));
  }

  private static Value lookedUp(Layer layer, Value x, Special special, Kind kind) {
    Config config = layer.config();
    config.only("sparse", false);
    config.ignore("vocabulary_dtype", "vocabulary_size", "has_input_vocabulary", "dtype");
    String mode = config.text("output_mode", "int");
    Vocabulary words = Vocabulary.of(layer, special, mode.equals("int"));
    long depth = words.depth(layer);
    if (config.flag("invert", false)) {
      config.ignore("salt");
      return inverse(layer, x, words, special, kind.texts());
    }
    if (special.unknowns() < 1) {
      throw config.wrong("num_oov_indices"); // Keras fails at a word that is unknown
    }
    if (kind.texts() != (x.type() == DataType.BYTES)) {
      throw Refusal.value(layer.name(), "it is called with values of the type " + x.type());
    }
    Value key = kind.texts() ? x : layer.math().cast(x, DataType.INT64);
    Value place = place(layer, key, words, special, mode.equals("int"));
    if (special.unknowns() > 1) {
      Value bucket =
          kind.hashed()
              ? Hashing.bucket(layer, x, special.unknowns(), Optional.empty())
              : rest(layer, key, special.unknowns());
      place = spread(layer, place, bucket, words.first() - special.unknowns());
    }
    config.ignore("salt");
    if (mode.equals("int")) {
      return place;
    }
    boolean weighted = mode.equals("tf_idf");
    Value counts = CategoryLayers.encoded(layer, place, depth, weighted ? "count" : mode);
    if (!weighted) {
      config.member("idf_weights");
      return layer.dialect().three() ? layer.math().cast(counts, DataType.INT64) : counts;
    }
    return layer
        .math()
        .multiply(counts, layer.graph().floats(words.frequencies(layer, depth), depth));
  }

  private static Value place(
      Layer layer, Value x, Vocabulary words, Special special, boolean plain) {
    List<String> keys = new ArrayList<>(words.words());
    List<Long> places = new ArrayList<>();
    LongStream.range(0, keys.size()).forEach(word -> places.add(words.first() + word));
    special
        .mask()
        .ifPresent(
            mask -> {
              keys.add(mask);
              places.add(plain ? 0 : HIDDEN);
            });
    boolean one = special.unknowns() == 1;
    return layer
        .graph()
        .node(
            ENCODER,
            List.of(x),
            DataType.INT64,
            x.shape(),
            written(layer, "keys", keys, x.type() == DataType.BYTES),
            new Attribute.Wholes("values_int64s", places),
            new Attribute.Whole("default_int64", one ? words.first() - 1 : UNKNOWN));
  }

  private static Value rest(Layer layer, Value x, long count) {
    Value divisor = layer.graph().longs(new long[] {count});
    return layer.graph().node("Mod", List.of(x, divisor), DataType.INT64, x.shape());
  }

  /** Unknown words at the place of their bucket. */
  private static Value spread(Layer layer, Value found, Value bucket, long start) {
    Value other = layer.math().add(bucket, layer.graph().longs(new long[] {start}));
    Operators operators = Operators.of(layer);
    Value missing = operators.compare("Equal", found, layer.graph().longs(new long[] {UNKNOWN}));
    return operators.where(missing, other, found);
  }

  private static Value inverse(
      Layer layer, Value x, Vocabulary words, Special special, boolean texts) {
    layer.config().member("idf_weights");
    List<String> values = new ArrayList<>(words.words());
    List<Long> places = new ArrayList<>();
    LongStream.range(0, values.size()).forEach(word -> places.add(words.first() + word));
    special
        .mask()
        .ifPresent(
            mask -> {
              values.add(mask);
              places.add(0L);
            });
    return layer
        .graph()
        .node(
            ENCODER,
            List.of(layer.math().cast(x, DataType.INT64)),
            texts ? DataType.BYTES : DataType.INT64,
            x.shape(),
            new Attribute.Wholes("keys_int64s", places),
            written(layer, "values", values, texts),
            texts
                ? new Attribute.Text("default_string", special.unknown())
                : new Attribute.Whole("default_int64", number(layer, special.unknown())));
  }

  private static Attribute written(Layer layer, String what, List<String> words, boolean texts) {
    return texts
        ? new Attribute.Texts(what + "_strings", words)
        : new Attribute.Wholes(
            what + "_int64s", words.stream().map(word -> number(layer, word)).toList());
  }

  private static long number(Layer layer, String word) {
    if (!word.matches("-?[0-9]{1,18}")) {
      throw Refusal.value(layer.name(), "a word of its vocabulary is no whole number: " + word);
    }
    return Long.parseLong(word);
  }
}
