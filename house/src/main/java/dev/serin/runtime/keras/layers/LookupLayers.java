package dev.serin.runtime.keras.layers;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.graph.Attribute;
import dev.serin.graph.Value;
import dev.serin.runtime.keras.Config;
import dev.serin.runtime.keras.Layer;
import dev.serin.runtime.keras.LayerRule;
import dev.serin.runtime.keras.Refusal;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Layers that look texts or whole numbers up in a vocabulary, which stands in the settings or in a
 * file of the archive. What works on the letters of a text has no exact operator and is refused.
 */
final class LookupLayers {
  static final Map<String, LayerRule.Single> RULES =
      Map.of(
          "IntegerLookup", LookupLayers::numbers,
          "StringLookup", LookupLayers::texts,
          "TextVectorization", LookupLayers::vectors,
          "Hashing", LookupLayers::hashed,
          "HashedCrossing", LookupLayers::hashed);

  private static final String ENCODER = "ai.onnx.ml:LabelEncoder";
  private static final String LINES = "\\r\\n|[\\n\\x0b\\f\\r\\x1c-\\x1e\\x85\u2028\u2029]";
  private static final long UNKNOWN = -1; // the place of a word that is hashed to its place later
  private static final long HIDDEN = -2; // the place of the mask's word where nothing counts it

  private LookupLayers() {}

  /** The words behind the special ones; {@code first} is the place of the first of them. */
  private record Words(List<String> all, long first, boolean special) {}

  /** The words with a meaning of their own. */
  private record Special(Optional<String> mask, String unknown, long unknowns) {}

  private static Value hashed(Layer layer, List<Value> inputs) {
    throw letters(layer, "a " + layer.type() + " layer hashes by FarmHash or SipHash");
  }

  private static Problem.Raised letters(Layer layer, String what) {
    return Refusal.of(
        "UNSUPPORTED_LAYER",
        layer.name(),
        what + ", for which ONNX has no exact operator",
        "save the model without it, and give it the whole numbers that the layer makes");
  }

  private static Value numbers(Layer layer, List<Value> inputs) {
    Config config = layer.config();
    config.ignore("encoding");
    String method = config.text("oov_method", "floormod");
    if (!method.equals("floormod") && config.whole("num_oov_indices", 1) > 1) {
      throw letters(layer, "its oov_method is " + method);
    }
    Optional<String> mask = config.member("mask_token").map(Json::text);
    String unknown = config.member("oov_token").map(Json::text).orElse("-1");
    Value x = layer.math().cast(layer.any(inputs), DataType.INT64);
    Special special = new Special(mask, unknown, config.whole("num_oov_indices", 1));
    return lookedUp(layer, x, special, false);
  }

  private static Value texts(Layer layer, List<Value> inputs) {
    Config config = layer.config();
    config.only("encoding", "utf-8");
    config.ignore("oov_method");
    long unknowns = config.whole("num_oov_indices", 1);
    if (unknowns > 1 && !config.flag("invert", false)) {
      throw letters(layer, "it hashes unknown words to " + unknowns + " places");
    }
    Optional<String> mask = config.member("mask_token").map(_ -> config.text("mask_token", ""));
    Special special = new Special(mask, config.text("oov_token", "[UNK]"), unknowns);
    return lookedUp(layer, layer.any(inputs), special, true);
  }

  /** A text as a word of the vocabulary; splitting and cleaning it is refused. */
  private static Value vectors(Layer layer, List<Value> inputs) {
    Config config = layer.config();
    config.only("encoding", "utf-8");
    config.only("ragged", false);
    for (String step : List.of("standardize", "split", "ngrams", "output_sequence_length")) {
      Json set = config.member(step).orElse(Json.Null.NULL);
      if (!(set instanceof Json.Null)) {
        throw letters(layer, "its " + step + " is " + set.text());
      }
    }
    return lookedUp(layer, layer.any(inputs), new Special(Optional.of(""), "[UNK]", 1), true);
  }

  private static Value lookedUp(Layer layer, Value x, Special special, boolean texts) {
    Config config = layer.config();
    config.only("sparse", false);
    config.ignore("vocabulary_dtype", "vocabulary_size", "has_input_vocabulary", "salt", "dtype");
    String mode = config.text("output_mode", "int");
    boolean padded = config.flag("pad_to_max_tokens", false);
    long most = config.member("max_tokens").isPresent() ? config.whole("max_tokens") : 0;
    Words words = words(layer, special, mode.equals("int"));
    if (config.flag("invert", false)) {
      return inverse(layer, x, words, special, texts);
    }
    if (special.unknowns() < 1) {
      throw config.wrong("num_oov_indices"); // Keras fails at a word that is unknown
    }
    if (texts != (x.type() == DataType.BYTES)) {
      throw Refusal.value(layer.name(), "it is called with values of the type " + x.type());
    }
    Value place = place(layer, x, words, special, mode.equals("int"));
    if (mode.equals("int")) {
      return place;
    }
    long depth = padded && most > 0 ? most : words.first() + words.all().size();
    boolean weighted = mode.equals("tf_idf");
    Value counts = CategoryLayers.encoded(layer, place, depth, weighted ? "count" : mode);
    if (!weighted) {
      config.member("idf_weights");
      return layer.math().cast(counts, DataType.INT64);
    }
    return layer.math().multiply(counts, frequencies(layer, words, depth));
  }

  private static Value place(Layer layer, Value x, Words words, Special special, boolean plain) {
    long start = words.first() - special.unknowns();
    List<String> keys = new ArrayList<>(words.all());
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
    Value found =
        layer
            .graph()
            .node(
                ENCODER,
                List.of(x),
                DataType.INT64,
                x.shape(),
                written(layer, "keys", keys, x.type() == DataType.BYTES),
                new Attribute.Wholes("values_int64s", places),
                new Attribute.Whole("default_int64", one ? start : UNKNOWN));
    if (one) {
      return found;
    }
    Value count = layer.graph().longs(new long[] {special.unknowns()});
    Value rest = layer.graph().node("Mod", List.of(x, count), DataType.INT64, x.shape());
    Value other = layer.math().add(rest, layer.graph().longs(new long[] {start}));
    Operators operators = Operators.of(layer);
    Value missing = operators.compare("Equal", found, layer.graph().longs(new long[] {UNKNOWN}));
    return operators.where(missing, other, found);
  }

  private static Value inverse(Layer layer, Value x, Words words, Special special, boolean texts) {
    layer.config().member("idf_weights");
    List<String> values = new ArrayList<>(words.all());
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

  private static final long MOST_UNKNOWN = 1 << 20;

  private static Words words(Layer layer, Special special, boolean plain) {
    List<String> all = vocabulary(layer);
    List<String> before = new ArrayList<>();
    special.mask().filter(_ -> plain).ifPresent(before::add);
    if (special.unknowns() < 0 || special.unknowns() > MOST_UNKNOWN) {
      throw layer.config().wrong("num_oov_indices");
    }
    before.addAll(Collections.nCopies(Math.toIntExact(special.unknowns()), special.unknown()));
    int count = before.size();
    boolean there = all.size() >= count && all.subList(0, count).equals(before);
    List<String> words = there ? all.subList(count, all.size()) : all;
    if (words.isEmpty()) {
      throw Refusal.value(layer.name(), "its vocabulary is empty");
    }
    return new Words(words, count, there && count > 0);
  }

  /** All words, of the settings or else of the file, which Keras reads by lines. */
  private static List<String> vocabulary(Layer layer) {
    Json written = layer.config().member("vocabulary").orElse(Json.Null.NULL);
    if (written instanceof Json.Arr(List<Json> items)) {
      return items.stream().map(LookupLayers::word).toList();
    }
    String file =
        layer
            .weights()
            .asset("vocabulary.txt")
            .orElseThrow(
                () ->
                    Refusal.value(
                        layer.name(),
                        "its vocabulary is " + written.text() + ", and no file holds it"));
    List<String> lines = new ArrayList<>(Arrays.asList(file.split(LINES, -1)));
    while (!lines.isEmpty() && lines.getLast().isEmpty()) {
      lines.removeLast();
    }
    return lines;
  }

  private static String word(Json item) {
    return item instanceof Json.Str(String text) ? text : item.text();
  }

  /** One weight for each place: their mean for special words, zero for places without words. */
  private static Value frequencies(Layer layer, Words words, long depth) {
    float[] written =
        layer
            .config()
            .reals("idf_weights")
            .orElseThrow(
                () -> Refusal.value(layer.name(), "its idf_weights are not in the configuration"));
    layer.weights().skip(); // the same, once more
    long first = words.special() ? 0 : words.first();
    if (written.length != words.all().size() + words.first() - first) {
      throw layer.config().wrong("idf_weights");
    }
    double sum = 0;
    for (float weight : written) {
      sum += weight;
    }
    float[] all = new float[Math.toIntExact(depth)];
    Arrays.fill(all, 0, (int) first, (float) (sum / written.length));
    System.arraycopy(written, 0, all, (int) first, written.length);
    return layer.graph().floats(all, depth);
  }
}
