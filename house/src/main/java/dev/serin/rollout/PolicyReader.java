package dev.serin.rollout;

import dev.serin.base.Json;
import dev.serin.base.Spelling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoublePredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One part of a policy document, read strictly: whatever is wrong becomes a reason in {@code
 * wrong}, and a value that is not there or impossible is read as {@code otherwise}, so that all
 * reasons are found at once. At the end {@link #done} finds the keys that nobody asked for.
 */
final class PolicyReader {
  private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
  private static final Pattern RATE = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,6})?)/s");

  private final String place;
  private final Json.Obj part;
  private final List<String> wrong;
  private final Set<String> known = new TreeSet<>();

  PolicyReader(String place, Json.Obj part, List<String> wrong) {
    this.place = place;
    this.part = part;
    this.wrong = wrong;
  }

  /** The part of this name. */
  PolicyReader part(String name) {
    Json value = value(name);
    if (value instanceof Json.Obj object) {
      return new PolicyReader(path(name), object, wrong);
    }
    wrong(name, "an object");
    return new PolicyReader(path(name), Json.Obj.of(), new ArrayList<>());
  }

  double real(String name, double otherwise, DoublePredicate possible, String right) {
    if (value(name) instanceof Json.Num number && possible.test(number.doubleValue())) {
      return number.doubleValue();
    }
    wrong(name, right);
    return otherwise;
  }

  /** From 0 to 1. */
  double share(String name) {
    return real(name, 1, it -> it >= 0 && it <= 1, "a number from 0 to 1");
  }

  /** Between 0 and 1, neither of them. */
  double chance(String name) {
    return real(name, 0.5, it -> it > 0 && it < 1, "a number between 0 and 1, neither of them");
  }

  int whole(String name, int least, int most) {
    double value =
        real(
            name,
            least,
            it -> it >= least && it <= most && it == Math.rint(it),
            "a whole number from " + least + " to " + most);
    return (int) value;
  }

  boolean truth(String name) {
    if (value(name) instanceof Json.Bool(boolean value)) {
      return value;
    }
    wrong(name, "true or false");
    return false;
  }

  /** A time of at least so long. */
  Duration time(String name, Duration least) {
    Optional<Duration> time = text(name).flatMap(PolicyReader::time);
    if (time.isPresent() && time.get().compareTo(least) >= 0) {
      return time.get();
    }
    wrong(
        name,
        "a time with its unit such as 20s, 3m or 500ms"
            + (least.isZero() ? "" : ", at least " + least.toMillis() + "ms"));
    return least;
  }

  static Optional<Duration> time(String text) {
    Matcher time = TIME.matcher(text);
    if (!time.matches()) {
      return Optional.empty();
    }
    long amount = Long.parseLong(time.group(1));
    return Optional.of(
        switch (time.group(2)) {
          case "ms" -> Duration.ofMillis(amount);
          case "s" -> Duration.ofSeconds(amount);
          case "m" -> Duration.ofMinutes(amount);
          default -> Duration.ofHours(amount);
        });
  }

  /** So many each second, more than none. */
  double rate(String name) {
    Optional<Double> rate =
        text(name)
            .map(RATE::matcher)
            .filter(Matcher::matches)
            .map(it -> Double.valueOf(it.group(1)))
            .filter(it -> it > 0);
    if (rate.isEmpty()) {
      wrong(name, "a rate such as 2/s");
    }
    return rate.orElse(1.0);
  }

  /** One of the words of an enumeration, in small letters; the first of them otherwise. */
  <E extends Enum<E>> E choice(String name, Class<E> type) {
    Optional<E> value = text(name).flatMap(word -> word(word, type));
    if (value.isEmpty()) {
      wrong(name, "one of " + words(type));
    }
    return value.orElse(type.getEnumConstants()[0]);
  }

  /** Words of an enumeration, none of them twice. */
  <E extends Enum<E>> List<E> choices(String name, Class<E> type) {
    List<E> found = new ArrayList<>();
    for (Json item : items(name)) {
      Optional<E> value =
          item instanceof Json.Str(String word) ? word(word, type) : Optional.empty();
      if (value.isEmpty() || found.contains(value.get())) {
        wrong(name, "a list of " + words(type) + ", each once");
        return List.of();
      }
      found.add(value.get());
    }
    return found;
  }

  /** The elements of a list; one element alone stands for a list. */
  List<Json> items(String name) {
    return switch (value(name)) {
      case Json.Arr(List<Json> items) -> items;
      case Json.Str text -> List.of(text);
      case Json.Null _ -> List.of();
      default -> {
        wrong(name, "a list");
        yield List.of();
      }
    };
  }

  Optional<String> text(String name) {
    return value(name) instanceof Json.Str(String text) ? Optional.of(text) : Optional.empty();
  }

  Json value(String name) {
    known.add(name);
    return part.members().getOrDefault(name, Json.Null.NULL);
  }

  void wrong(String name, String right) {
    String found = part.members().containsKey(name) ? part.members().get(name).text() : "nothing";
    wrong.add(path(name) + " must be " + right + ", was " + found);
  }

  /** Says what nobody asked for. */
  void done() {
    for (String name : part.members().keySet()) {
      if (!known.contains(name)) {
        String guess =
            Spelling.nearest(name, known).map(it -> "; did you mean " + path(it) + "?").orElse("");
        wrong.add("unknown key " + path(name) + guess);
      }
    }
  }

  private String path(String name) {
    return place.isEmpty() ? name : place + "." + name;
  }

  private static <E extends Enum<E>> Optional<E> word(String word, Class<E> type) {
    for (E value : type.getEnumConstants()) {
      if (value.name().toLowerCase(Locale.ROOT).equals(word)) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  private static <E extends Enum<E>> String words(Class<E> type) {
    List<String> words = new ArrayList<>();
    for (E value : type.getEnumConstants()) {
      words.add(value.name().toLowerCase(Locale.ROOT));
    }
    return String.join(", ", words);
  }
}
