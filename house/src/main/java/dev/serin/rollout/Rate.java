package dev.serin.rollout;

import java.util.Locale;

/** So many of so many. */
record Rate(long events, long of) {
  /** The part, 0 of nothing. */
  double value() {
    return (double) events / Math.max(1, of);
  }

  /** The part in percent, such as {@code 2.9 %}. */
  String percent() {
    return percent(value());
  }

  /** A part in percent, such as {@code 2.9 %}. */
  static String percent(double part) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * part);
  }
}
