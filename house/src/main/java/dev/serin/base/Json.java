package dev.serin.base;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A JSON text (RFC 8259) as a tree, for the rooms that keep facts or read configurations. Numbers
 * keep their text. Members keep their order; a name that stands twice is refused.
 */
public sealed interface Json {

  /** An object. */
  record Obj(SequencedMap<String, Json> members) implements Json {
    public Obj {
      members = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(members));
    }

    /** An object of these names and values, alternating; the values as {@link Json#of} takes. */
    public static Obj of(Object... namesAndValues) {
      SequencedMap<String, Json> members = new LinkedHashMap<>();
      for (int i = 0; i < namesAndValues.length; i += 2) {
        members.put((String) namesAndValues[i], Json.of(namesAndValues[i + 1]));
      }
      return new Obj(members);
    }

    /** The member of this name; empty when it is missing or null. */
    public Optional<Json> member(String name) {
      return Optional.ofNullable(members.get(name)).filter(value -> !(value instanceof Null));
    }

    /** The text of this member, empty when it is missing, null or no text. */
    public Optional<String> text(String name) {
      return member(name).filter(Str.class::isInstance).map(value -> ((Str) value).value());
    }

    /** The number of this member, empty when it is missing, null or no number. */
    public Optional<Num> number(String name) {
      return member(name).filter(Num.class::isInstance).map(Num.class::cast);
    }

    /** The elements of this member, empty when it is missing or no array. */
    public List<Json> list(String name) {
      return member(name).orElse(Null.NULL) instanceof Arr(List<Json> items) ? items : List.of();
    }

    /** The object in this member, empty when it is missing or no object. */
    public Optional<Obj> object(String name) {
      return member(name).filter(Obj.class::isInstance).map(Obj.class::cast);
    }
  }

  /** An array. */
  record Arr(List<Json> items) implements Json {
    public Arr {
      items = List.copyOf(items);
    }
  }

  /** A text. */
  record Str(String value) implements Json {
    public Str {
      Objects.requireNonNull(value, "value");
    }
  }

  /** A number, by its text; {@code NaN}, {@code Infinity} and {@code -Infinity} are allowed. */
  record Num(String digits) implements Json {
    /** As a double, rounded to nearest. */
    public double doubleValue() {
      return Double.parseDouble(digits);
    }

    /** As a long, exactly; raises {@link NumberFormatException} when it is none. */
    public long longValue() {
      return Long.parseLong(digits);
    }
  }

  /** True or false. */
  record Bool(boolean value) implements Json {}

  /** Null. */
  enum Null implements Json {
    NULL
  }

  /** The tree of a value: Json, String, Boolean, whole or floating number, List, or Map. */
  static Json of(Object value) {
    return switch (value) {
      case Json json -> json;
      case String text -> new Str(text);
      case Boolean truth -> new Bool(truth);
      case Number number -> new Num(number.toString());
      case List<?> list -> new Arr(list.stream().map(Json::of).toList());
      case Map<?, ?> map -> {
        SequencedMap<String, Json> members = new LinkedHashMap<>();
        map.forEach((name, member) -> members.put(name.toString(), of(member)));
        yield new Obj(members);
      }
      default -> throw new IllegalArgumentException("no JSON for a " + value.getClass());
    };
  }

  /**
   * Reads UTF-8 bytes.
   *
   * @throws Problem.Raised {@code Refused} CORRUPT with the offset, or LIMIT_EXCEEDED for nesting
   */
  static Json parse(byte[] utf8, int maxDepth) {
    return parse(new String(utf8, StandardCharsets.UTF_8), maxDepth);
  }

  /** Reads a text; as {@link #parse(byte[], int)}. */
  static Json parse(String text, int maxDepth) {
    return new JsonText(text, maxDepth).whole();
  }

  /** The compact text of this tree, the same for equal trees. */
  default String text() {
    StringBuilder out = new StringBuilder();
    write(this, out);
    return out.toString();
  }

  private static void write(Json json, StringBuilder out) {
    switch (json) {
      case Str(String value) -> quote(value, out);
      case Num(String digits) -> out.append(digits);
      case Bool(boolean value) -> out.append(value);
      case Null _ -> out.append("null");
      case Arr(List<Json> items) -> {
        out.append('[');
        String comma = "";
        for (Json item : items) {
          out.append(comma);
          write(item, out);
          comma = ",";
        }
        out.append(']');
      }
      case Obj(SequencedMap<String, Json> members) -> {
        out.append('{');
        String comma = "";
        for (Map.Entry<String, Json> member : members.entrySet()) {
          out.append(comma);
          quote(member.getKey(), out);
          out.append(':');
          write(member.getValue(), out);
          comma = ",";
        }
        out.append('}');
      }
    }
  }

  private static void quote(String value, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ' || Character.isSurrogate(c) && !paired(value, i)) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static boolean paired(String value, int i) {
    return Character.isHighSurrogate(value.charAt(i))
        ? i + 1 < value.length() && Character.isLowSurrogate(value.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(value.charAt(i - 1));
  }
}
