package dev.serin.runtime.sklearn.text;

import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * How a text becomes terms: lowered, accents taken off, split into words or characters, stop words
 * left out, joined to n-grams; as {@code build_analyzer} does it.
 */
final class Analyzer {
  private static final int LONGEST_GRAM = 256;

  private final boolean lowered;
  private final Accents accents;
  private final Unit unit;
  private final TokenPattern words;
  private final Set<String> stops;
  private final int least;
  private final int most;

  private enum Unit {
    WORD,
    CHAR,
    CHAR_WB
  }

  private Analyzer(Attributes state) {
    this.unit =
        switch (state.choice("analyzer", "word", "word", "char", "char_wb")) {
          case "char" -> Unit.CHAR;
          case "char_wb" -> Unit.CHAR_WB;
          default -> Unit.WORD;
        };
    this.lowered = state.flag("lowercase", true);
    this.accents = accents(state);
    this.words = unit == Unit.WORD ? pattern(state) : TokenPattern.of(TokenPattern.DEFAULT);
    this.stops = unit == Unit.WORD ? StopWords.of(state) : Set.of();
    List<Node> range =
        state.has("ngram_range")
            ? state.items("ngram_range")
            : List.of(new Node.Int(1), new Node.Int(1));
    if (range.size() != 2) {
      throw state.corrupt("has an ngram_range that is not two numbers");
    }
    this.least = state.whole("ngram_range", range.get(0));
    this.most = state.whole("ngram_range", range.get(1));
    if (least < 1 || most < least || most > LONGEST_GRAM) {
      throw state.unsupported(
          "ngram_range is " + least + " to " + most + ", served are 1 to " + LONGEST_GRAM);
    }
  }

  static Analyzer of(Attributes state) {
    for (String callable : List.of("preprocessor", "tokenizer")) {
      if (state.has(callable)) {
        throw state.unsupported(
            callable + " is a function of the author (" + shown(state.node(callable)) + ")");
      }
    }
    state.choice("input", "content", "content");
    return new Analyzer(state);
  }

  private static String shown(Node node) {
    return switch (node) {
      case Node.Global global -> global.qualified();
      case Node.Instance made -> made.type().qualified();
      default -> "not by name";
    };
  }

  private static Accents accents(Attributes state) {
    if (!state.has("strip_accents")) {
      return Accents.KEPT;
    }
    if (state.choice("strip_accents", "", "ascii", "unicode").equals("ascii")) {
      return Accents.ASCII;
    }
    return state.release().before(0, 21) ? Accents.UNICODE_UNLESS_DECOMPOSED : Accents.UNICODE;
  }

  private static TokenPattern pattern(Attributes state) {
    String pattern =
        state.has("token_pattern") ? state.text("token_pattern") : TokenPattern.DEFAULT;
    try {
      return TokenPattern.of(pattern);
    } catch (TokenSyntax.Unknown unknown) {
      throw state.unsupported("token_pattern is '" + pattern + "': " + unknown.getMessage());
    }
  }

  /** Gives each term of the text, repeated as often as it occurs. */
  void terms(String text, Consumer<String> terms) {
    String plain = accents.strip(lowered ? Letters.lower(text) : text);
    switch (unit) {
      case WORD -> wordGrams(words.all(plain), terms);
      case CHAR -> grams(singleSpaced(plain), terms);
      case CHAR_WB -> gramsInWords(plain, terms);
    }
  }

  private void wordGrams(List<String> found, Consumer<String> terms) {
    List<String> tokens = new ArrayList<>(found);
    tokens.removeIf(stops::contains);
    for (int n = least; n <= Math.min(most, tokens.size()); n++) {
      for (int i = 0; i + n <= tokens.size(); i++) {
        terms.accept(n == 1 ? tokens.get(i) : String.join(" ", tokens.subList(i, i + n)));
      }
    }
  }

  private void grams(int[] points, Consumer<String> terms) {
    for (int n = least; n <= Math.min(most, points.length); n++) {
      for (int i = 0; i + n <= points.length; i++) {
        terms.accept(new String(points, i, n));
      }
    }
  }

  /** N-grams within words with a space on either side; one shorter than n is given once. */
  private void gramsInWords(String text, Consumer<String> terms) {
    int[] points = text.codePoints().toArray();
    int at = 0;
    while (at < points.length) {
      if (Letters.space(points[at])) {
        at++;
        continue;
      }
      int from = at;
      while (at < points.length && !Letters.space(points[at])) {
        at++;
      }
      gramsOfWord(padded(points, from, at), terms);
    }
  }

  private static int[] padded(int[] points, int from, int to) {
    int[] word = new int[to - from + 2];
    System.arraycopy(points, from, word, 1, to - from);
    word[0] = ' ';
    word[word.length - 1] = ' ';
    return word;
  }

  private void gramsOfWord(int[] word, Consumer<String> terms) {
    for (int n = least; n <= most; n++) {
      for (int i = 0; i == 0 || i + n <= word.length; i++) {
        terms.accept(new String(word, i, Math.min(n, word.length - i)));
      }
      if (n >= word.length) {
        return;
      }
    }
  }

  /** Two or more spaces of any kind become one plain space. */
  private static int[] singleSpaced(String text) {
    int[] points = text.codePoints().toArray();
    int size = 0;
    for (int i = 0; i < points.length; i++) {
      boolean run = Letters.space(points[i]);
      int end = i + 1;
      while (run && end < points.length && Letters.space(points[end])) {
        end++;
      }
      points[size++] = end > i + 1 ? ' ' : points[i];
      i = end - 1;
    }
    return Arrays.copyOf(points, size);
  }
}
