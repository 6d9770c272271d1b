package dev.serin.runtime.keras.layers.texts;

import dev.serin.base.Problem;
import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.runtime.PreparedNet.Preparation;
import dev.serin.runtime.keras.Config;
import dev.serin.runtime.keras.Layer;
import dev.serin.runtime.keras.Refusal;
import dev.serin.runtime.keras.layers.texts.Vocabulary.Special;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code TextVectorization}: the places of a text's tokens in a vocabulary, filled up with zeros,
 * or a row with a place for each word.
 */
final class Vectorization {
  private static final Special WORDS = new Special(Optional.of(""), "[UNK]", 1);

  private Vectorization() {}

  static Value emit(Layer layer, List<Value> inputs) {
    Config config = layer.config();
    config.only("encoding", "utf-8");
    config.only("ragged", false);
    config.only("sparse", false);
    config.ignore("vocabulary_size", "has_input_vocabulary", "dtype", "invert");
    Value x = layer.any(inputs);
    if (x.type() != DataType.BYTES) {
      throw Refusal.value(layer.name(), "it is called with values of the type " + x.type());
    }
    Tokens tokens = Tokens.of(config);
    Optional<Long> length =
        config.member("output_sequence_length").map(_ -> config.whole("output_sequence_length"));
    checkShape(config, x.shape(), tokens, length);
    String mode = mode(config);
    if (tokens.plain() && length.isEmpty()) {
      return LookupLayers.words(layer, x);
    }
    Vocabulary vocabulary = Vocabulary.of(layer, WORDS, mode.equals("int"));
    Map<String, Integer> places = new HashMap<>();
    for (String word : vocabulary.words()) {
      places.put(word, (int) vocabulary.first() + places.size());
    }
    if (places.size() < vocabulary.words().size()) {
      throw config.wrong("vocabulary");
    }
    places.putIfAbsent("", mode.equals("int") ? 0 : -1);
    return mode.equals("int")
        ? sequences(layer, x, new Words(tokens, places, 1), length)
        : rows(layer, x, new Words(tokens, places, 0), mode, vocabulary);
  }

  private static String mode(Config config) {
    String mode = config.text("output_mode", "int");
    return switch (mode) {
      case "int", "multi_hot", "count", "tf_idf" -> mode;
      case "binary" -> "multi_hot"; // as they were called until Keras 2.5
      case "tf-idf" -> "tf_idf";
      default -> throw config.wrong("output_mode");
    };
  }

  /** A text is cut where it stands alone in its row; cells that are not cut stand in columns. */
  private static void checkShape(Config config, Shape shape, Tokens tokens, Optional<Long> length) {
    boolean columns = shape.rank() == 2 && shape.known(1);
    if (tokens.split() == Tokens.Split.NOWHERE) {
      if (!columns && (!tokens.plain() || length.isPresent())) {
        throw Refusal.value(config.layer(), "it is called with texts of the shape " + shape);
      }
    } else if (shape.rank() != 1 && !(columns && shape.size(1) == 1)) {
      throw Refusal.value(config.layer(), "it is called with texts of the shape " + shape);
    }
    if (length.isPresent() && length.get() < 1) {
      throw config.wrong("output_sequence_length");
    }
  }

  private static Value sequences(Layer layer, Value x, Words words, Optional<Long> length) {
    Shape shape = Shape.of(Shape.ANY, length.orElse(Shape.ANY));
    layer.config().member("idf_weights");
    layer.config().ignore("pad_to_max_tokens", "max_tokens");
    Sequences how = new Sequences(words, length.map(Math::toIntExact).orElse(0));
    return prepared(layer, x, DataType.INT64, shape, how);
  }

  private static Value rows(Layer layer, Value x, Words words, String mode, Vocabulary vocabulary) {
    long depth = vocabulary.depth(layer);
    float[] weights = {};
    if (mode.equals("tf_idf")) {
      weights = vocabulary.frequencies(layer, depth);
    } else {
      layer.config().member("idf_weights");
    }
    boolean whole = layer.dialect().three() && weights.length == 0;
    Counts how = new Counts(words, Math.toIntExact(depth), mode.equals("multi_hot"), weights);
    Value counts = prepared(layer, x, DataType.FP32, Shape.of(Shape.ANY, depth), how);
    return whole ? layer.math().cast(counts, DataType.INT64) : counts;
  }

  private static Value prepared(Layer layer, Value x, DataType type, Shape shape, Preparation how) {
    return layer
        .prepared(x, type, shape, how)
        .orElseThrow(() -> Hashing.notComputed(layer, "it works on the letters of a text"));
  }

  /** The words of a row, by their places; {@code unknown} is that of all others. */
  private record Words(Tokens tokens, Map<String, Integer> places, int unknown) {
    int[] row(String[] texts, int row, int width) {
      List<String> cells = Arrays.asList(texts).subList(row * width, (row + 1) * width);
      return tokens.of(cells).stream()
          .mapToInt(token -> places.getOrDefault(token, unknown))
          .toArray();
    }

    int[][] all(Tensor given) {
      String[] texts = given.texts();
      int width = given.shape().length == 1 ? 1 : (int) given.shape()[1];
      int[][] rows = new int[(int) given.rows()][];
      for (int row = 0; row < rows.length; row++) {
        rows[row] = row(texts, row, width);
      }
      return rows;
    }

    /** An array for so many rows, or a refusal of the request. */
    static int size(Tensor given, long width) {
      long size = given.rows() * width;
      if (size > Integer.MAX_VALUE - 16) {
        throw invalid(given, "makes " + size + " numbers of its texts: give fewer rows at once");
      }
      return (int) size;
    }

    static Problem.Raised invalid(Tensor given, String what) {
      return new Problem.Raised(
          new Problem.Invalid("VALUES", given.name(), "'" + given.name() + "' " + what));
    }
  }

  /** As wide as the longest row where no {@code length} is given. */
  private record Sequences(Words words, int length) implements Preparation {
    @Override
    public Tensor of(Tensor given) {
      int[][] rows = words.all(given);
      int longest = Arrays.stream(rows).mapToInt(row -> row.length).max().orElse(0);
      int width = length > 0 ? length : longest;
      if (width == 0) {
        throw Words.invalid(given, "has no word in any row: give at least one");
      }
      long[] places = new long[Words.size(given, width)];
      for (int row = 0; row < rows.length; row++) {
        for (int i = 0; i < Math.min(width, rows[row].length); i++) {
          places[row * width + i] = rows[row][i];
        }
      }
      return Tensor.ofLongs("", places, rows.length, width);
    }

    @Override
    public boolean joint() {
      return length == 0;
    }
  }

  private record Counts(Words words, int depth, boolean once, float[] weights)
      implements Preparation {
    @Override
    public Tensor of(Tensor given) {
      float[] counts = new float[Words.size(given, depth)];
      int[][] rows = words.all(given);
      for (int row = 0; row < rows.length; row++) {
        for (int place : rows[row]) {
          if (place >= 0) {
            int at = row * depth + place;
            counts[at] = once ? 1 : counts[at] + 1;
          }
        }
      }
      for (int i = 0; weights.length > 0 && i < counts.length; i++) {
        counts[i] *= weights[i % depth];
      }
      return Tensor.ofFloats("", counts, rows.length, depth);
    }
  }
}
