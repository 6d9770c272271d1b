package dev.serin.stories;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The contract's "equal": |ours − theirs| ≤ t · max(1, |theirs|), labels identical, NaN where
 * theirs is NaN. Shapes are equal too.
 */
record Equal(double tolerance) {

  /** What the first difference is; empty when the two are equal. */
  Optional<String> difference(JsonNode output, Expected theirs) {
    List<Long> shape = new ArrayList<>();
    output.path("shape").forEach(size -> shape.add(size.asLong()));
    String name = output.path("name").asText();
    if (!shape.equals(theirs.shape())) {
      return Optional.of(name + " has the shape " + shape + ", theirs " + theirs.shape());
    }
    JsonNode data = output.path("data");
    if (data.size() != theirs.size()) {
      return Optional.of(name + " has " + data.size() + " elements, theirs " + theirs.size());
    }
    for (int i = 0; i < data.size(); i++) {
      if (!fits(data.get(i), theirs, i)) {
        return Optional.of(name + "[" + i + "] is " + data.get(i) + ", theirs " + theirs.shown(i));
      }
    }
    return Optional.empty();
  }

  private boolean fits(JsonNode ours, Expected theirs, int i) {
    return switch (theirs) {
      case Expected.Texts texts ->
          ours.isTextual() && ours.textValue().equals(texts.elements().get(i))
              || ours.isNull() && texts.elements().get(i) == null;
      case Expected.Truths truths ->
          ours.isBoolean() && ours.booleanValue() == truths.elements().get(i);
      case Expected.Numbers numbers -> close(number(ours), numbers.array().doubles()[i], numbers);
    };
  }

  private boolean close(double ours, double theirs, Expected.Numbers numbers) {
    if (numbers.array().whole()) {
      return ours == theirs;
    }
    if (Double.isNaN(theirs) || Double.isInfinite(theirs)) {
      return Double.compare(ours, theirs) == 0;
    }
    return Math.abs(ours - theirs) <= tolerance * Math.max(1, Math.abs(theirs));
  }

  private static double number(JsonNode ours) {
    if (ours.isBoolean()) {
      return ours.booleanValue() ? 1 : 0;
    }
    return ours.isNumber() ? ours.doubleValue() : Double.NaN;
  }
}
