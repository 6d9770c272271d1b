package dev.serin.runtime.keras.layers.texts;

import dev.serin.base.Json;
import dev.serin.runtime.keras.Layer;
import dev.serin.runtime.keras.Refusal;
import dev.serin.runtime.keras.Weights;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The words of a layer behind the special ones, of the settings or of a file of the archive; {@code
 * first} is the place of the first of them, {@code special} whether the list named those as well.
 */
record Vocabulary(List<String> words, long first, boolean special) {
  private static final String LINES = "\\r\\n|[\\n\\x0b\\f\\r\\x1c-\\x1e\\x85\u2028\u2029]";
  private static final long MOST_UNKNOWN = 1 << 20;

  /** The words with a meaning of their own. */
  record Special(Optional<String> mask, String unknown, long unknowns) {}

  /** The vocabulary; {@code plain} where places are answered, so that the mask's word has one. */
  static Vocabulary of(Layer layer, Special special, boolean plain) {
    List<String> all = written(layer);
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
    return new Vocabulary(words, count, there && count > 0);
  }

  /** All words, of the settings or else of the file, which Keras reads by lines. */
  private static List<String> written(Layer layer) {
    Json written = layer.config().member("vocabulary").orElse(Json.Null.NULL);
    if (written instanceof Json.Arr(List<Json> items)) {
      return items.stream().map(Vocabulary::word).toList();
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

  /** How many places there are: those of all words, or more where the settings pad them. */
  long depth(Layer layer) {
    boolean padded = layer.config().flag("pad_to_max_tokens", false);
    long most =
        layer.config().member("max_tokens").isPresent() ? layer.config().whole("max_tokens") : 0;
    long all = first + words.size();
    if (padded && most > 0 && most < all) {
      throw layer.config().wrong("max_tokens");
    }
    return padded && most > 0 ? most : all;
  }

  /**
   * One weight for each place, zero for places without words. A file keeps them all; the settings
   * know none for special words that they do not list, which get the mean.
   */
  float[] frequencies(Layer layer, long depth) {
    Optional<float[]> listed = layer.config().reals("idf_weights");
    Optional<ByteBuffer> kept = layer.weights().named("idf_weights");
    float[] all = new float[Math.toIntExact(depth)];
    if (kept.isPresent()) {
      float[] weights = Weights.floats(kept.get());
      if (weights.length != depth && weights.length != first + words.size()) {
        throw Refusal.corrupt(layer.name(), "it keeps " + weights.length + " idf_weights");
      }
      System.arraycopy(weights, 0, all, 0, weights.length);
      return all;
    }
    layer.weights().skip(); // a list has them once more
    float[] weights =
        listed.orElseThrow(
            () -> Refusal.value(layer.name(), "its idf_weights are not in the configuration"));
    int start = special ? 0 : (int) first;
    if (weights.length != words.size() + first - start) {
      throw layer.config().wrong("idf_weights");
    }
    double sum = 0;
    for (float weight : weights) {
      sum += weight;
    }
    Arrays.fill(all, 0, start, (float) (sum / weights.length));
    System.arraycopy(weights, 0, all, start, weights.length);
    return all;
  }
}
