package dev.serin.reader;

/** Names from a file, made fit for a message: printable and not too long. */
final class Shown {
  private static final int LONGEST = 120;

  private Shown() {}

  static String name(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .limit(LONGEST)
        .map(point -> Character.isISOControl(point) ? '?' : point)
        .forEach(shown::appendCodePoint);
    return text.length() > LONGEST ? shown + "…" : shown.toString();
  }
}
