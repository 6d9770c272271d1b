package dev.serin.ledger;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The content of a fact, read strictly: a member that is missing or of another kind raises {@code
 * Refused} FACT_UNREADABLE with the ledger position.
 */
public final class Body {
  private final Recorded fact;
  private final Json.Obj object;

  private Body(Recorded fact, Json.Obj object) {
    this.fact = fact;
    this.object = object;
  }

  /** The content of this fact. */
  public static Body of(Recorded fact) {
    return new Body(fact, fact.body());
  }

  /** Whether there is a member of this name that is not null. */
  public boolean has(String name) {
    return object.member(name).isPresent();
  }

  /** A text. */
  public String text(String name) {
    return object.text(name).orElseThrow(() -> missing(name, "a text"));
  }

  /** A text, empty when it is missing or null. */
  public Optional<String> optionalText(String name) {
    return object.member(name).isPresent() ? Optional.of(text(name)) : Optional.empty();
  }

  /** A whole number. */
  public int whole(String name) {
    long value = whole(name, object.member(name).orElse(Json.Null.NULL));
    if (value != (int) value) {
      throw missing(name, "a whole number of 32 bits");
    }
    return (int) value;
  }

  /** A number. */
  public double real(String name) {
    if (object.member(name).orElse(Json.Null.NULL) instanceof Json.Num number) {
      return number.doubleValue();
    }
    throw missing(name, "a number");
  }

  /** A truth value. */
  public boolean truth(String name) {
    if (object.member(name).orElse(Json.Null.NULL) instanceof Json.Bool(boolean value)) {
      return value;
    }
    throw missing(name, "true or false");
  }

  /** One of the names of an enumeration. */
  public <E extends Enum<E>> E choice(String name, Class<E> type) {
    String text = text(name);
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().equals(text))
        .findFirst()
        .orElseThrow(() -> missing(name, "one of " + List.of(type.getEnumConstants())));
  }

  /** An object. */
  public Body object(String name) {
    return new Body(fact, object.object(name).orElseThrow(() -> missing(name, "an object")));
  }

  /** A list of objects. */
  public List<Body> objects(String name) {
    List<Body> found = new ArrayList<>();
    for (Json item : items(name)) {
      if (!(item instanceof Json.Obj member)) {
        throw missing(name, "a list of objects");
      }
      found.add(new Body(fact, member));
    }
    return found;
  }

  /** A list of texts. */
  public List<String> texts(String name) {
    return items(name).stream().map(item -> textOf(name, item)).toList();
  }

  /** All members of this object, which are texts. */
  public Map<String, String> texts() {
    Map<String, String> found = new LinkedHashMap<>();
    object.members().forEach((name, item) -> found.put(name, textOf(name, item)));
    return found;
  }

  /** A list of whole numbers. */
  public List<Long> wholes(String name) {
    return items(name).stream().map(item -> whole(name, item)).toList();
  }

  /** The problem of a fact whose type the room does not know. */
  public Problem.Raised unknownType() {
    return new Problem.Raised(
        new Problem.Refused(
            "FACT_UNKNOWN",
            "ledger position " + fact.position(),
            "the " + fact.stream() + " fact '" + fact.type() + "' is unknown to this version",
            "start the version of Serin that wrote it, or a newer one"));
  }

  private List<Json> items(String name) {
    if (object.member(name).orElse(Json.Null.NULL) instanceof Json.Arr(List<Json> items)) {
      return items;
    }
    throw missing(name, "a list");
  }

  private String textOf(String name, Json item) {
    if (item instanceof Json.Str(String value)) {
      return value;
    }
    throw missing(name, "texts only");
  }

  private long whole(String name, Json item) {
    try {
      if (item instanceof Json.Num number) {
        return number.longValue();
      }
    } catch (NumberFormatException fraction) {
      throw missing(name, "a whole number");
    }
    throw missing(name, "a whole number");
  }

  private Problem.Raised missing(String name, String wanted) {
    return new Problem.Raised(
        new Problem.Refused(
            "FACT_UNREADABLE",
            "ledger position " + fact.position(),
            "'" + name + "' of the fact '" + fact.type() + "' is not " + wanted,
            "run 'serin audit verify --data DIR', then restore a backup"));
  }
}
