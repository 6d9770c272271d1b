package dev.serin.app;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns setting texts into values and gathers every problem, so that all are reported at once. A
 * value that cannot be read counts as its default until the start is refused.
 */
final class Parsed {
  private static final int DEEPEST = 100;
  private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,15})(|B|KiB|MiB|GiB|KB|MB|GB)");
  private static final Map<String, Long> UNITS =
      Map.of(
          "",
          1L,
          "B",
          1L,
          "KiB",
          1L << 10,
          "MiB",
          1L << 20,
          "GiB",
          1L << 30,
          "KB",
          1_000L,
          "MB",
          1_000_000L,
          "GB",
          1_000_000_000L);

  private final Layers layers;
  private final List<String> problems;

  Parsed(Layers layers) {
    this.layers = layers;
    this.problems = new ArrayList<>(layers.problems());
  }

  List<String> problems() {
    return List.copyOf(problems);
  }

  String text(String name) {
    return layers.texts().get(name).value();
  }

  List<String> list(String name) {
    return text(name).isBlank()
        ? List.of()
        : List.of(text(name).split(",")).stream().map(String::strip).toList();
  }

  int whole(String name, int least, int most) {
    return read(
        name,
        text -> {
          int value = Integer.parseInt(text);
          return value >= least && value <= most ? Optional.of(value) : Optional.empty();
        },
        "a whole number from " + least + " to " + most);
  }

  long bytes(String name) {
    return read(
        name,
        text -> {
          Matcher size = SIZE.matcher(text);
          return size.matches()
              ? Optional.of(
                  Math.multiplyExact(Long.parseLong(size.group(1)), UNITS.get(size.group(2))))
              : Optional.empty();
        },
        "a size such as 64MiB");
  }

  Duration time(String name) {
    return read(
        name,
        text -> {
          Matcher time = TIME.matcher(text);
          return time.matches()
              ? Optional.of(of(Long.parseLong(time.group(1)), time.group(2)))
              : Optional.empty();
        },
        "a time such as 500ms, 20s or 3m");
  }

  /** A text that is a JSON object. */
  Json.Obj document(String name) {
    return read(
        name,
        text ->
            Json.parse(text, DEEPEST) instanceof Json.Obj object
                ? Optional.of(object)
                : Optional.empty(),
        "a JSON object");
  }

  String oneOf(String name, String... allowed) {
    return read(
        name,
        text -> List.of(allowed).stream().filter(text::equals).findFirst(),
        "one of " + String.join(", ", allowed).toLowerCase(Locale.ROOT));
  }

  void problem(String text) {
    problems.add(text);
  }

  private static Duration of(long amount, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }

  private <T> T read(String name, Function<String, Optional<T>> reader, String right) {
    try {
      Optional<T> value = reader.apply(text(name).strip());
      if (value.isPresent()) {
        return value.get();
      }
    } catch (ArithmeticException | NumberFormatException | Problem.Raised wrong) {
      // reported below like any other text that is no value
    }
    problems.add(
        name
            + " must be "
            + right
            + ", was '"
            + text(name)
            + "' ("
            + layers.texts().get(name).origin()
            + ")");
    String fallback =
        Key.ALL.stream()
            .filter(key -> key.name().equals(name))
            .findFirst()
            .orElseThrow()
            .fallback();
    return reader.apply(fallback).orElseThrow();
  }
}
