package dev.serin.runtime.boosting.lightgbm;

import dev.serin.base.Problem;
import dev.serin.runtime.boosting.Refusal;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.StringTokenizer;

/** The {@code key=value} lines of the header or of one tree, by key. */
final class Section {
  private final String place;
  private final Set<String> known;
  private final Map<String, String> values = new HashMap<>();

  Section(String place, Set<String> known) {
    this.place = place;
    this.known = known;
  }

  String place() {
    return place;
  }

  /** Takes one line; a line without {@code =} is a flag. */
  void add(String line) {
    int equals = line.indexOf('=');
    String key = equals < 0 ? line.strip() : line.substring(0, equals);
    if (!known.contains(key)) {
      throw Refusal.value(place, "has the unknown entry '" + shown(key) + "'");
    }
    if (values.put(key, equals < 0 ? "" : line.substring(equals + 1)) != null) {
      throw corrupt("has " + key + " twice");
    }
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  String text(String key) {
    String value = values.get(key);
    if (value == null) {
      throw corrupt("has no " + key);
    }
    return value.strip();
  }

  int whole(String key) {
    try {
      return Integer.parseInt(text(key));
    } catch (NumberFormatException wrong) {
      throw corrupt(key + " is no small whole number: " + shown(text(key)));
    }
  }

  int whole(String key, int otherwise) {
    return has(key) ? whole(key) : otherwise;
  }

  /** Exactly this many whole numbers. */
  int[] wholes(String key, int count) {
    StringTokenizer tokens = tokens(key, count);
    int[] numbers = new int[count];
    for (int i = 0; i < count; i++) {
      String token = tokens.nextToken();
      try {
        numbers[i] = Math.toIntExact(Long.parseLong(token));
      } catch (NumberFormatException | ArithmeticException wrong) {
        throw corrupt(key + " holds '" + shown(token) + "'");
      }
    }
    return numbers;
  }

  /** As many whole numbers of 32 bits without sign as there are. */
  int[] words(String key) {
    int count = new StringTokenizer(text(key)).countTokens();
    StringTokenizer tokens = tokens(key, count);
    int[] words = new int[count];
    for (int i = 0; i < count; i++) {
      String token = tokens.nextToken();
      try {
        words[i] = Integer.parseUnsignedInt(token);
      } catch (NumberFormatException wrong) {
        throw corrupt(key + " holds '" + shown(token) + "'");
      }
    }
    return words;
  }

  /** Exactly this many numbers. */
  double[] reals(String key, int count) {
    StringTokenizer tokens = tokens(key, count);
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = real(key, tokens.nextToken());
    }
    return numbers;
  }

  private double real(String key, String token) {
    switch (token) {
      case "nan", "-nan":
        return Double.NaN;
      case "inf":
        return Double.POSITIVE_INFINITY;
      case "-inf":
        return Double.NEGATIVE_INFINITY;
      default:
        break;
    }
    char last = token.charAt(token.length() - 1);
    try {
      boolean decimal = token.indexOf('x') < 0 && token.indexOf('X') < 0;
      if (decimal && (last >= '0' && last <= '9' || last == '.')) { // Java also takes 1d, 0x1p3
        return Double.parseDouble(token);
      }
    } catch (NumberFormatException wrong) {
      throw corrupt(key + " holds '" + shown(token) + "': " + wrong.getMessage());
    }
    throw corrupt(key + " holds '" + shown(token) + "'");
  }

  private StringTokenizer tokens(String key, int count) {
    String text = text(key);
    StringTokenizer tokens = new StringTokenizer(text);
    // a number takes two characters at least, so what is declared is bounded by what is there
    if (count < 0 || 2L * count > text.length() + 1L || tokens.countTokens() != count) {
      throw corrupt(key + " has " + tokens.countTokens() + " numbers where " + count + " belong");
    }
    return new StringTokenizer(text);
  }

  Problem.Raised corrupt(String what) {
    return Refusal.corrupt(place, what);
  }

  static String shown(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }
}
