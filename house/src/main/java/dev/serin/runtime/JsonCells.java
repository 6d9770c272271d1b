package dev.serin.runtime;

import dev.serin.base.Json;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Values;
import java.util.ArrayList;
import java.util.List;

/** Elements of tensors in JSON files that lie beside models: golden rows and input examples. */
public final class JsonCells {
  private JsonCells() {}

  /** The elements of nested lists in row-major order. */
  public static List<Json> flat(Json json) {
    List<Json> cells = new ArrayList<>();
    flatten(json, cells);
    return cells;
  }

  /** The sizes of nested lists, by their first elements; empty for a scalar. */
  public static long[] shape(Json json) {
    List<Long> sizes = new ArrayList<>();
    Json inner = json;
    while (inner instanceof Json.Arr(List<Json> items)) {
      sizes.add((long) items.size());
      inner = items.isEmpty() ? Json.Null.NULL : items.getFirst();
    }
    return sizes.stream().mapToLong(Long::longValue).toArray();
  }

  private static void flatten(Json json, List<Json> into) {
    if (json instanceof Json.Arr(List<Json> items)) {
      items.forEach(item -> flatten(item, into));
    } else {
      into.add(json);
    }
  }

  /**
   * Elements of one datatype; null is NaN or a missing text. Raises {@link
   * IllegalArgumentException} for a cell of another kind.
   */
  public static Values values(DataType type, List<Json> cells) {
    if (type == DataType.BYTES) {
      return new Values.Texts(cells.stream().map(JsonCells::text).toArray(String[]::new));
    }
    if (type == DataType.FP64) {
      return new Values.Doubles(cells.stream().mapToDouble(JsonCells::floating).toArray());
    }
    if (type.floating()) {
      float[] floats = new float[cells.size()];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) floating(cells.get(i));
      }
      return new Values.Floats(floats);
    }
    return new Values.Longs(cells.stream().mapToLong(JsonCells::whole).toArray());
  }

  private static String text(Json cell) {
    return switch (cell) {
      case Json.Str(String value) -> value;
      case Json.Null _ -> Values.Texts.MISSING;
      default -> throw new IllegalArgumentException(cell.text() + " is no text");
    };
  }

  private static double floating(Json cell) {
    return switch (cell) {
      case Json.Num number -> number.doubleValue();
      case Json.Str(String word) when word.matches("NaN|-?Infinity") -> Double.parseDouble(word);
      case Json.Null _ -> Double.NaN;
      default -> throw new IllegalArgumentException(cell.text() + " is no number");
    };
  }

  /** A whole number or truth value; raises {@link IllegalArgumentException} for anything else. */
  public static long whole(Json cell) {
    return switch (cell) {
      case Json.Num(String digits) ->
          digits.startsWith("-") ? Long.parseLong(digits) : Long.parseUnsignedLong(digits);
      case Json.Bool(boolean value) -> value ? 1 : 0;
      default -> throw new IllegalArgumentException(cell.text() + " is no whole number");
    };
  }
}
