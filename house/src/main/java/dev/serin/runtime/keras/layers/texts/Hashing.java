package dev.serin.runtime.keras.layers.texts;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.graph.Value;
import dev.serin.runtime.PreparedNet.Preparation;
import dev.serin.runtime.keras.Config;
import dev.serin.runtime.keras.Layer;
import dev.serin.runtime.keras.Refusal;
import dev.serin.runtime.keras.layers.CategoryLayers;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.Values;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Puts texts and whole numbers into buckets by their hash. */
final class Hashing {
  private Hashing() {}

  /** {@code Hashing}: a bucket for each value, or a row with a place for each bucket. */
  static Value emit(Layer layer, List<Value> inputs) {
    Config config = layer.config();
    config.only("sparse", false);
    long bins = bins(config);
    String mode = config.text("output_mode", "int");
    Value x = layer.any(inputs);
    Optional<String> mask = config.member("mask_value").map(Hashing::word);
    DataType type = Config.type(config.typeName()).orElseThrow(() -> config.wrong("dtype"));
    Value bucket = bucket(layer, x, bins, mask);
    return layer
        .math()
        .cast(
            mode.equals("int") ? bucket : CategoryLayers.encoded(layer, bucket, bins, mode), type);
  }

  private static long bins(Config config) {
    boolean number =
        config.member("num_bins").orElse(Json.Null.NULL) instanceof Json.Num bins
            && bins.digits().matches("[1-9][0-9]{0,17}");
    if (!number) {
      throw config.wrong("num_bins");
    }
    return ((Json.Num) config.member("num_bins").orElseThrow()).longValue();
  }

  /** What no operator of a graph computes, of a value that is none of the model's inputs. */
  static Problem.Raised notComputed(Layer layer, String what) {
    return Refusal.of(
        "UNSUPPORTED_LAYER",
        layer.name(),
        what + ", which is computed of inputs of the model alone",
        "save the model without it, and give it the whole numbers that the layer makes");
  }

  /** The bucket of each value below {@code bins}; the masked value is alone in the first. */
  static Value bucket(Layer layer, Value x, long bins, Optional<String> mask) {
    if (x.type().floating() || x.type() == DataType.BOOL) {
      throw Refusal.value(layer.name(), "it is called with values of the type " + x.type());
    }
    Buckets buckets = new Buckets(bins, mask, key(layer));
    return layer
        .prepared(x, DataType.INT64, x.shape(), buckets)
        .orElseThrow(() -> notComputed(layer, "it hashes values"));
  }

  private static String word(Json json) {
    return json instanceof Json.Str(String text) ? text : json.text();
  }

  /** The key of the strong hash: empty for the plain one. */
  private static List<Long> key(Layer layer) {
    if (layer.config().member("salt").isEmpty()) {
      return List.of();
    }
    List<Long> salt = layer.config().wholes("salt");
    if (salt.isEmpty() || salt.size() > 2) {
      throw layer.config().wrong("salt");
    }
    return List.of(salt.getFirst(), salt.getLast());
  }

  private record Buckets(long bins, Optional<String> mask, List<Long> key) implements Preparation {

    @Override
    public Tensor of(Tensor given) {
      long[] buckets = new long[given.values().size()];
      for (int i = 0; i < buckets.length; i++) {
        buckets[i] = bucket(word(given.values(), i));
      }
      return Tensor.ofLongs("", buckets, given.shape());
    }

    private static String word(Values values, int at) {
      return switch (values) {
        case Values.Texts(String[] texts) -> texts[at];
        case Values.Longs(long[] numbers) -> Long.toString(numbers[at]);
        case Values.Doubles _, Values.Floats _ ->
            throw new IllegalArgumentException("numbers with fractions have no bucket");
      };
    }

    private long bucket(String word) {
      boolean masked = mask.isPresent() && bins > 1;
      if (masked && mask.get().equals(word)) {
        return 0;
      }
      byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
      long hash =
          key.isEmpty() ? FarmHash.of(bytes) : SipHash.of(key.getFirst(), key.getLast(), bytes);
      return masked
          ? Long.remainderUnsigned(hash, bins - 1) + 1
          : Long.remainderUnsigned(hash, bins);
    }
  }
}
