package dev.serin.runtime.sklearn.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Reads the token patterns that are translated: characters, classes, {@code \w \d \s} and their
 * opposites, {@code \b \B}, alternatives, groups (one of them may capture) and repetitions of what
 * is never empty. Flags but {@code (?u)}, anchors, references and looking around are not.
 */
final class TokenSyntax {
  static final int ENDLESS = Integer.MAX_VALUE;

  private static final int LONGEST = 200;
  private static final int DEEPEST = 8;
  private static final int MOST_TIMES = 64;
  private static final String UNICODE = "(?u)";

  private final int[] points;
  private int at;
  private int depth;
  private boolean captured;

  /** The pattern is not among those that are translated. */
  static final class Unknown extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unknown(String why) {
      super(why);
    }
  }

  /** A part of a pattern. */
  sealed interface Part {
    /** Whether it can match nothing. */
    default boolean empty() {
      return switch (this) {
        case One _ -> false;
        case Edge _ -> true;
        case Sequence(List<Part> parts) -> parts.stream().allMatch(Part::empty);
        case Either(List<Part> parts) -> parts.stream().anyMatch(Part::empty);
        case Repeat repeat -> repeat.least == 0 || repeat.part.empty();
        case Captured(Part inner) -> inner.empty();
      };
    }

    /** One character. */
    record One(IntPredicate takes) implements Part {}

    /** A word boundary, or its absence. */
    record Edge(boolean wanted) implements Part {}

    /** One after the other. */
    record Sequence(List<Part> parts) implements Part {}

    /** The first that fits. */
    record Either(List<Part> parts) implements Part {}

    /** Several times. */
    record Repeat(Part part, int least, int most, boolean lazy) implements Part {}

    /** The group whose match is the token. */
    record Captured(Part inner) implements Part {}
  }

  private TokenSyntax(String pattern) {
    this.points = pattern.codePoints().toArray();
  }

  static Part parse(String pattern) {
    if (pattern.length() > LONGEST) {
      throw new Unknown("it is longer than " + LONGEST + " characters");
    }
    TokenSyntax syntax =
        new TokenSyntax(
            pattern.startsWith(UNICODE) ? pattern.substring(UNICODE.length()) : pattern);
    Part part = syntax.alternatives();
    if (syntax.at < syntax.points.length) {
      throw new Unknown("a bracket closes that was not opened");
    }
    if (part.empty()) {
      throw new Unknown("it can match nothing");
    }
    return part;
  }

  private boolean more(int point) {
    return at < points.length && points[at] == point;
  }

  private int take() {
    if (at == points.length) {
      throw new Unknown("it ends too early");
    }
    return points[at++];
  }

  private Part alternatives() {
    List<Part> parts = new ArrayList<>(List.of(sequence()));
    while (more('|')) {
      at++;
      parts.add(sequence());
    }
    return parts.size() == 1 ? parts.getFirst() : new Part.Either(parts);
  }

  private Part sequence() {
    List<Part> parts = new ArrayList<>();
    while (at < points.length && points[at] != '|' && points[at] != ')') {
      parts.add(repeated(one()));
    }
    return parts.size() == 1 ? parts.getFirst() : new Part.Sequence(parts);
  }

  private Part one() {
    int point = take();
    return switch (point) {
      case '\\' -> escaped();
      case '[' -> new Part.One(set());
      case '.' -> new Part.One(c -> c != '\n');
      case '(' -> group();
      case '^', '$' -> throw new Unknown("it is anchored with " + Character.toString(point));
      case '*', '+', '?', '{', '}' -> throw new Unknown("it repeats nothing");
      default -> new Part.One(c -> c == point);
    };
  }

  private Part group() {
    if (++depth > DEEPEST) {
      throw new Unknown("its groups are nested too deep");
    }
    boolean plain = more('?');
    if (plain) {
      at++;
      if (take() != ':') {
        throw new Unknown("a group has a flag, a name or looks around");
      }
    } else if (captured) {
      throw new Unknown("it has more than one capturing group");
    } else {
      captured = true;
    }
    Part inner = alternatives();
    if (take() != ')') {
      throw new Unknown("a group does not end");
    }
    depth--;
    return plain ? inner : new Part.Captured(inner);
  }

  private Part repeated(Part part) {
    if (at == points.length) {
      return part;
    }
    int[] times =
        switch (points[at]) {
          case '*' -> new int[] {0, ENDLESS};
          case '+' -> new int[] {1, ENDLESS};
          case '?' -> new int[] {0, 1};
          case '{' -> counts();
          default -> new int[0];
        };
    if (times.length == 0) {
      return part;
    }
    at++;
    if (part.empty() || part instanceof Part.Captured) {
      throw new Unknown("it repeats what can be empty, or its capturing group");
    }
    boolean lazy = more('?');
    at += lazy ? 1 : 0;
    if (more('*') || more('+') || more('?') || more('{')) {
      throw new Unknown("it repeats a repetition");
    }
    return new Part.Repeat(part, times[0], times[1], lazy);
  }

  /** {@code {m}}, {@code {m,}} or {@code {m,n}}; stays at the closing brace. */
  private int[] counts() {
    at++;
    int least = number();
    int most = least;
    if (more(',')) {
      at++;
      most = more('}') ? ENDLESS : number();
    }
    if (!more('}') || most < least) {
      throw new Unknown("a count in braces is not understood");
    }
    return new int[] {least, most};
  }

  private int number() {
    int from = at;
    int number = 0;
    while (at < points.length && points[at] >= '0' && points[at] <= '9') {
      number = number * 10 + points[at++] - '0';
      if (number > MOST_TIMES) {
        throw new Unknown("it repeats more than " + MOST_TIMES + " times");
      }
    }
    if (from == at) {
      throw new Unknown("a count in braces is not understood");
    }
    return number;
  }

  private Part escaped() {
    return switch (take()) {
      case 'b' -> new Part.Edge(true);
      case 'B' -> new Part.Edge(false);
      default -> {
        at--;
        yield new Part.One(type());
      }
    };
  }

  /** What stands behind a backslash and takes one character. */
  private IntPredicate type() {
    int point = take();
    return switch (point) {
      case 'w' -> Letters::word;
      case 'W' -> c -> !Letters.word(c);
      case 'd' -> Letters::digit;
      case 'D' -> c -> !Letters.digit(c);
      case 's' -> Letters::space;
      case 'S' -> c -> !Letters.space(c);
      default -> {
        int plain = plain(point);
        yield c -> c == plain;
      }
    };
  }

  /** The character that an escape stands for. */
  private static int plain(int point) {
    return switch (point) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'f' -> '\f';
      case 'v' -> 0x0b;
      default -> {
        if (point < 0x80 && Character.isLetterOrDigit(point)) {
          throw new Unknown("it has the escape \\" + Character.toString(point));
        }
        yield point;
      }
    };
  }

  private IntPredicate set() {
    boolean not = more('^');
    at += not ? 1 : 0;
    IntPredicate all = _ -> false;
    boolean first = true;
    while (first || !more(']')) {
      all = all.or(member());
      first = false;
    }
    at++;
    return not ? all.negate() : all;
  }

  private IntPredicate member() {
    int from = take();
    if (from == '\\') {
      int kind = take();
      if ("wWdDsS".indexOf(kind) >= 0) {
        at--;
        return type();
      }
      from = kind == 'b' ? '\b' : plain(kind);
    }
    if (!more('-') || at + 1 < points.length && points[at + 1] == ']') {
      int one = from;
      return c -> c == one;
    }
    at++;
    int to = take();
    if (to == '\\') {
      to = plain(take());
    }
    int low = from;
    int high = to;
    if (high < low) {
      throw new Unknown("a range of characters runs backwards");
    }
    return c -> c >= low && c <= high;
  }
}
