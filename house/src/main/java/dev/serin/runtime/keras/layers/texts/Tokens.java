package dev.serin.runtime.keras.layers.texts;

import dev.serin.base.Json;
import dev.serin.runtime.keras.Config;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Makes tokens of a text as TensorFlow does: letters of ASCII lowered, its punctuation taken out,
 * split at its white space or between code points; then every run of {@code widths} of them.
 */
record Tokens(boolean lower, boolean strip, Split split, List<Integer> widths) {
  private static final String PUNCTUATION = "!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~'";
  private static final int WIDEST = 16;

  /** Where a text is cut. */
  enum Split {
    NOWHERE,
    SPACES,
    LETTERS
  }

  static Tokens of(Config config) {
    String standard = text(config, "standardize");
    boolean lower = standard.startsWith("lower");
    boolean strip = standard.endsWith("strip_punctuation");
    Split split =
        switch (text(config, "split")) {
          case "" -> Split.NOWHERE;
          case "whitespace" -> Split.SPACES;
          case "character" -> Split.LETTERS;
          default -> throw config.wrong("split");
        };
    if (!List.of("", "lower", "strip_punctuation", "lower_and_strip_punctuation")
        .contains(standard)) {
      throw config.wrong("standardize");
    }
    return new Tokens(lower, strip, split, widths(config));
  }

  private static String text(Config config, String key) {
    return switch (config.member(key).orElse(Json.Null.NULL)) {
      case Json.Str(String text) -> text;
      case Json.Null _ -> "";
      case Json _ -> throw config.wrong(key);
    };
  }

  private static List<Integer> widths(Config config) {
    Json written = config.member("ngrams").orElse(Json.Null.NULL);
    if (written instanceof Json.Null) {
      return List.of();
    }
    List<Long> widths = config.wholes("ngrams");
    if (widths.isEmpty() || widths.stream().anyMatch(width -> width < 1 || width > WIDEST)) {
      throw config.wrong("ngrams");
    }
    return written instanceof Json.Arr
        ? widths.stream().map(Math::toIntExact).toList()
        : IntStream.rangeClosed(1, Math.toIntExact(widths.getFirst())).boxed().toList();
  }

  /** Whether a text is a token as it is. */
  boolean plain() {
    return !lower && !strip && split == Split.NOWHERE && widths.isEmpty();
  }

  /** The tokens of the cells of one row. */
  List<String> of(List<String> cells) {
    List<String> tokens = new ArrayList<>();
    for (String cell : cells) {
      String standard = standardized(cell);
      switch (split) {
        case NOWHERE -> tokens.add(standard);
        case SPACES -> split(standard, tokens);
        case LETTERS -> standard.codePoints().forEach(code -> tokens.add(Character.toString(code)));
      }
    }
    return widths.isEmpty() ? tokens : runs(tokens);
  }

  private String standardized(String text) {
    IntPredicate kept = letter -> !strip || PUNCTUATION.indexOf(letter) < 0;
    return text.chars()
        .filter(kept)
        .map(letter -> lower && letter >= 'A' && letter <= 'Z' ? letter + ('a' - 'A') : letter)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static void split(String text, List<String> tokens) {
    int start = 0;
    for (int at = 0; at <= text.length(); at++) {
      if (at == text.length() || space(text.charAt(at))) {
        if (at > start) {
          tokens.add(text.substring(start, at));
        }
        start = at + 1;
      }
    }
  }

  private static boolean space(char letter) {
    return letter == ' ' || letter >= '\t' && letter <= '\r';
  }

  private List<String> runs(List<String> tokens) {
    List<String> runs = new ArrayList<>();
    for (int width : widths) {
      for (int end = width; end <= tokens.size(); end++) {
        runs.add(String.join(" ", tokens.subList(end - width, end)));
      }
    }
    return runs;
  }
}
