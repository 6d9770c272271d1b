package dev.serin.codec.image;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Letters of five by seven dots, so that a label needs no font of the system. */
final class Glyphs {
  static final int WIDTH = 5;
  static final int HEIGHT = 7;
  private static final int RADIX = 32;

  /** A letter and its rows from the top, five dots each as one digit to base 32. */
  private static final Map<Character, int[]> ROWS =
      Stream.of(
              "AEHHVHHH",
              "BUHHUHHU",
              "CEHGGGHE",
              "DUHHHHHU",
              "EVGGUGGV",
              "FVGGUGGG",
              "GEHGNHHE",
              "HHHHVHHH",
              "IE44444E",
              "J72222IC",
              "KHIKOKIH",
              "LGGGGGGV",
              "MHRLLHHH",
              "NHHPLJHH",
              "OEHHHHHE",
              "PUHHUGGG",
              "QEHHHLID",
              "RUHHUKIH",
              "SFGGE11U",
              "TV444444",
              "UHHHHHHE",
              "VHHHHHA4",
              "WHHHLLLA",
              "XHHA4AHH",
              "YHHHA444",
              "ZV1248GV",
              "0EHJLPHE",
              "14C4444E",
              "2EH1248V",
              "3V2421HE",
              "426AIV22",
              "5VGU11HE",
              "668GUHHE",
              "7V124888",
              "8EHHEHHE",
              "9EHHF12C",
              ".00000CC",
              "_000000V",
              "-000V000",
              " 0000000")
          .collect(
              Collectors.toUnmodifiableMap(
                  text -> text.charAt(0),
                  text -> text.substring(1).chars().map(c -> Character.digit(c, RADIX)).toArray()));

  private Glyphs() {}

  /** Whether the letter has a dot there; letters that are not known are a block. */
  static boolean dot(char letter, int x, int y) {
    int[] rows = ROWS.get(String.valueOf(letter).toUpperCase(Locale.ROOT).charAt(0));
    return rows == null || (rows[y] >> WIDTH - 1 - x & 1) == 1;
  }
}
