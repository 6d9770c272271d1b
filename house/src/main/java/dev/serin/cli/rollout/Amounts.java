package dev.serin.cli.rollout;

import dev.serin.base.Json;
import dev.serin.cli.Remote;
import java.util.Locale;
import java.util.Optional;

/** Numbers of a roll-out as people read them; a dash stands for what is not known. */
final class Amounts {
  private static final String UNKNOWN = "-";
  private static final double NANOS = 1e9;

  private Amounts() {}

  static Optional<Double> number(Json.Obj object, String name) {
    return object.number(name).map(Json.Num::doubleValue);
  }

  static String whole(Json.Obj object, String name) {
    return number(object, name).map(it -> "%,d".formatted(it.longValue())).orElse(UNKNOWN);
  }

  static String percent(Json.Obj object, String name) {
    return number(object, name).map(Amounts::percent).orElse(UNKNOWN);
  }

  static String percent(double part) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * part);
  }

  /** Failures with their part of the calls. */
  static String failures(Json.Obj arm) {
    double calls = number(arm, "calls").orElse(0.0);
    double failures = number(arm, "failures").orElse(0.0);
    String count = whole(arm, "failures");
    return calls > 0 ? count + " (" + percent(failures / calls) + ")" : count;
  }

  /** Seconds as minutes and seconds. */
  static String clock(Json.Obj object, String name) {
    return number(object, name)
        .map(it -> "%d:%02d".formatted(it.longValue() / 60, it.longValue() % 60))
        .orElse(UNKNOWN);
  }

  /** Nanoseconds in the unit that suits them. */
  static String duration(Json.Obj object, String name) {
    return number(object, name).map(Amounts::duration).orElse(UNKNOWN);
  }

  private static String duration(double nanos) {
    double seconds = nanos / NANOS;
    if (seconds >= 1) {
      return String.format(Locale.ROOT, "%.2f s", seconds);
    }
    return seconds >= 1e-3
        ? String.format(Locale.ROOT, "%.2f ms", seconds * 1e3)
        : String.format(Locale.ROOT, "%.0f us", seconds * 1e6);
  }

  /** A number with two decimals. */
  static String real(Json.Obj object, String name) {
    return number(object, name).map(it -> String.format(Locale.ROOT, "%.2f", it)).orElse(UNKNOWN);
  }

  /** A code and its text, empty where there is no reason. */
  static String reason(Json.Obj object) {
    return object
        .object("reason")
        .map(it -> Remote.shown(it, "code") + ": " + Remote.shown(it, "text"))
        .orElse("");
  }
}
