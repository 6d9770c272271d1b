package dev.serin.web.rollout;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.web.Ask;
import java.util.Optional;
import java.util.Set;

/** The JSON object of a request, read strictly: a member that nobody knows is refused. */
record Wanted(Json.Obj body) {

  /** The body of this request, which may have these members. */
  static Wanted of(Ask ask, String... known) {
    Json.Obj body = ask.json();
    Set<String> names = Set.of(known);
    for (String name : body.members().keySet()) {
      if (!names.contains(name)) {
        throw invalid(
            "MEMBER_UNKNOWN", name, "'" + name + "' is not one of " + String.join(", ", known));
      }
    }
    return new Wanted(body);
  }

  /** A text, empty when it is missing. */
  Optional<String> text(String name) {
    Optional<Json> given = body.member(name);
    if (given.isPresent() && !(given.get() instanceof Json.Str)) {
      throw invalid("MEMBER_INVALID", name, "'" + name + "' is a text");
    }
    return body.text(name);
  }

  /** Whether it is true; false when it is missing. */
  boolean yes(String name) {
    return truth(name).orElse(false);
  }

  /** True or false, empty when it is missing. */
  Optional<Boolean> truth(String name) {
    return switch (body.member(name).orElse(Json.Null.NULL)) {
      case Json.Bool(boolean value) -> Optional.of(value);
      case Json.Null _ -> Optional.empty();
      case Json.Str _, Json.Num _, Json.Obj _, Json.Arr _ ->
          throw invalid("MEMBER_INVALID", name, "'" + name + "' is true or false");
    };
  }

  /** An object, empty when it is missing. */
  Json.Obj object(String name) {
    Optional<Json> given = body.member(name);
    if (given.isPresent() && !(given.get() instanceof Json.Obj)) {
      throw invalid("MEMBER_INVALID", name, "'" + name + "' is an object");
    }
    return body.object(name).orElse(Json.Obj.of());
  }

  /** The number of a version, as digits or a whole number. */
  int version(String name) {
    return body.member(name)
        .map(given -> given instanceof Json.Str(String text) ? text : given.text())
        .filter(text -> text.matches("[1-9][0-9]{0,8}"))
        .map(Integer::valueOf)
        .orElseThrow(
            () -> invalid("VERSION_INVALID", name, "give the number as {\"" + name + "\": \"3\"}"));
  }

  /** A part from 0 to 1. */
  double part(String name) {
    return body.number(name)
        .map(Json.Num::doubleValue)
        .filter(value -> value >= 0 && value <= 1)
        .orElseThrow(
            () -> invalid("MEMBER_INVALID", name, "'" + name + "' is a number from 0 to 1"));
  }

  static Problem.Raised invalid(String code, String field, String message) {
    return new Problem.Raised(new Problem.Invalid(code, field, message));
  }
}
