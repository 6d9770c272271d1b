package dev.serin.runtime.boosting.xgboost;

import dev.serin.runtime.boosting.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A value of a JSON or UBJSON text; arrays of numbers are packed. */
sealed interface Document {

  /** An object; members that nobody asks for are left out. */
  record Members(Map<String, Document> all) implements Document {}

  /** An array of objects, texts or arrays. */
  record Items(List<Document> all) implements Document {}

  /** An array of numbers or truth values; also an empty array. */
  record Numbers(double[] all) implements Document {}

  /** A text. */
  record Text(String value) implements Document {}

  /** A number, or a truth value as 0 and 1. */
  record Number(double value) implements Document {}

  /** Null. */
  record Nothing() implements Document {}

  /** A view on an object at {@code place}, whose members must be there and of their kind. */
  record View(Members members, String place) {

    static View of(Document document, String place) {
      if (document instanceof Members members) {
        return new View(members, place);
      }
      throw Refusal.corrupt(place, "is no object");
    }

    /** Refuses members of other names: what is not known may change the predictions. */
    View only(String... names) {
      for (String name : members.all.keySet()) {
        if (!List.of(names).contains(name)) {
          throw Refusal.value(place, "the entry '" + name + "' is not known");
        }
      }
      return this;
    }

    boolean has(String name) {
      return members.all.containsKey(name);
    }

    Optional<Document> optional(String name) {
      return Optional.ofNullable(members.all.get(name));
    }

    private Document member(String name) {
      return optional(name).orElseThrow(() -> Refusal.corrupt(place, "has no " + name));
    }

    View inner(String name) {
      return of(member(name), place + "." + name);
    }

    List<Document> items(String name) {
      return switch (member(name)) {
        case Items(List<Document> all) -> all;
        case Numbers(double[] all) when all.length == 0 -> List.of();
        default -> throw Refusal.corrupt(place, name + " is no list");
      };
    }

    double[] numbers(String name) {
      return member(name) instanceof Numbers(double[] all)
          ? all
          : wrong(name, "is no list of numbers");
    }

    /** Exactly this many numbers. */
    double[] numbers(String name, int count) {
      double[] all = numbers(name);
      return all.length == count
          ? all
          : wrong(name, "has " + all.length + " numbers where " + count + " belong");
    }

    /** Exactly this many whole numbers. */
    int[] wholes(String name, int count) {
      return wholes(name, numbers(name, count));
    }

    /** Whole numbers. */
    int[] wholes(String name) {
      return wholes(name, numbers(name));
    }

    private int[] wholes(String name, double[] numbers) {
      int[] wholes = new int[numbers.length];
      for (int i = 0; i < wholes.length; i++) {
        wholes[i] = (int) numbers[i];
        if (wholes[i] != numbers[i]) {
          throw Refusal.corrupt(place, name + " holds " + numbers[i]);
        }
      }
      return wholes;
    }

    String text(String name) {
      return member(name) instanceof Text(String value) ? value : wrong(name, "is no text");
    }

    /** Texts; empty when the member is absent. */
    List<String> texts(String name) {
      if (!has(name)) {
        return List.of();
      }
      return items(name).stream()
          .map(item -> item instanceof Text(String value) ? value : wrong(name, "holds no texts"))
          .map(String.class::cast)
          .toList();
    }

    /** A whole number, which the library writes as a text. */
    int whole(String name, int otherwise) {
      if (!has(name)) {
        return otherwise;
      }
      double value =
          switch (member(name)) {
            case Number(double number) -> number;
            case Text(String text) -> real(name, text);
            default -> wrong(name, "is no number");
          };
      int whole = (int) value;
      return whole == value && whole >= 0 ? whole : wrong(name, "is " + value);
    }

    /** The number in this text. */
    double real(String name, String text) {
      try {
        return Double.parseDouble(text);
      } catch (NumberFormatException wrong) {
        throw Refusal.corrupt(place, name + " is no number: " + wrong.getMessage());
      }
    }

    private <T> T wrong(String name, String what) {
      throw Refusal.corrupt(place, name + " " + what);
    }
  }
}
