package dev.serin.runtime.sklearn.text;

import java.util.Arrays;

/**
 * What Python takes for a word character, a digit and a space, and how it lowers a text: the rules
 * of its {@code str} and {@code re} over Unicode code points.
 */
final class Letters {
  private static final int DOTTED_I = 0x130;
  private static final int SIGMA = 0x3a3;
  private static final int FINAL_SIGMA = 0x3c2;

  /** Punctuation within words that has no say in whether a sigma is the last letter. */
  private static final int[] WITHIN_WORDS = {
    0x27, 0x2e, 0x3a, 0xb7, 0x387, 0x55f, 0x5f4, 0x2018, 0x2019, 0x2024, 0x2027, 0xfe13, 0xfe52,
    0xfe55, 0xff07, 0xff0e, 0xff1a
  };

  private Letters() {}

  /** Whether {@code \w} takes it: a letter, a number of any kind, or the underscore. */
  static boolean word(int point) {
    return switch (Character.getType(point)) {
      case Character.UPPERCASE_LETTER,
          Character.LOWERCASE_LETTER,
          Character.TITLECASE_LETTER,
          Character.MODIFIER_LETTER,
          Character.OTHER_LETTER,
          Character.DECIMAL_DIGIT_NUMBER,
          Character.LETTER_NUMBER,
          Character.OTHER_NUMBER ->
          true;
      default -> point == '_';
    };
  }

  /** Whether {@code \d} takes it. */
  static boolean digit(int point) {
    return Character.getType(point) == Character.DECIMAL_DIGIT_NUMBER;
  }

  /** Whether {@code \s} takes it and {@code str.split} splits at it. */
  static boolean space(int point) {
    return point >= 0x9 && point <= 0xd
        || point >= 0x1c && point <= 0x20
        || point == 0x85
        || point == 0xa0
        || point == 0x1680
        || point >= 0x2000 && point <= 0x200a
        || point == 0x2028
        || point == 0x2029
        || point == 0x202f
        || point == 0x205f
        || point == 0x3000;
  }

  /** {@code str.lower}. */
  static String lower(String text) {
    int[] points = text.codePoints().toArray();
    StringBuilder lowered = new StringBuilder(text.length());
    for (int i = 0; i < points.length; i++) {
      switch (points[i]) {
        case DOTTED_I -> lowered.append("i\u0307");
        case SIGMA -> lowered.appendCodePoint(last(points, i) ? FINAL_SIGMA : SIGMA + 0x20);
        default -> lowered.appendCodePoint(Character.toLowerCase(points[i]));
      }
    }
    return lowered.toString();
  }

  /** Whether a letter with case stands before this place and none behind. */
  private static boolean last(int[] points, int at) {
    int before = at - 1;
    while (before >= 0 && ignorable(points[before])) {
      before--;
    }
    if (before < 0 || !cased(points[before])) {
      return false;
    }
    int behind = at + 1;
    while (behind < points.length && ignorable(points[behind])) {
      behind++;
    }
    return behind == points.length || !cased(points[behind]);
  }

  private static boolean cased(int point) {
    return Character.isLowerCase(point)
        || Character.isUpperCase(point)
        || Character.isTitleCase(point);
  }

  private static boolean ignorable(int point) {
    return switch (Character.getType(point)) {
      case Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.FORMAT,
          Character.MODIFIER_LETTER,
          Character.MODIFIER_SYMBOL ->
          true;
      default -> Arrays.binarySearch(WITHIN_WORDS, point) >= 0;
    };
  }
}
