package dev.serin.runtime.torch.export;

import dev.serin.base.Json;
import dev.serin.runtime.torch.Refusal;
import dev.serin.tensor.DataType;
import java.util.Map;

/** The numbers and forms by which the schema of torch.export writes types and numbers. */
final class Codes {
  private static final Map<Long, DataType> TYPES =
      Map.of(
          1L, DataType.UINT8,
          2L, DataType.INT8,
          3L, DataType.INT16,
          4L, DataType.INT32,
          5L, DataType.INT64,
          6L, DataType.FP16,
          7L, DataType.FP32,
          8L, DataType.FP64,
          12L, DataType.BOOL,
          13L, DataType.BF16);

  /** The code of an ordinary tensor. */
  static final long STRIDED = 7;

  private Codes() {}

  static DataType type(long code, String place) {
    DataType type = TYPES.get(code);
    if (type == null) {
      throw Refusal.value(place, "the element type " + code + " is not supported");
    }
    return type;
  }

  static long whole(Json json, String place) {
    if (json instanceof Json.Num number) {
      try {
        return number.longValue();
      } catch (NumberFormatException none) {
        throw Refusal.corrupt(place, number.digits() + " is no whole number of 64 bits");
      }
    }
    throw Refusal.corrupt(place, json.text() + " is no whole number");
  }

  static double real(Json json, String place) {
    return switch (json) {
      case Json.Num number -> number.doubleValue();
      case Json.Str(String word) when word.matches("-?(Infinity|inf)") ->
          word.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
      case Json.Str(String word) when word.matches("(?i)nan") -> Double.NaN;
      default -> throw Refusal.corrupt(place, json.text() + " is no number");
    };
  }

  static Json required(Json.Obj object, String name, String place) {
    return object
        .member(name)
        .orElseThrow(() -> Refusal.corrupt(place, "its " + name + " is missing"));
  }

  static Json.Obj object(Json json, String place) {
    if (json instanceof Json.Obj object) {
      return object;
    }
    throw Refusal.corrupt(place, "it is no object");
  }

  /** The name in {@code {"name": "x"}}. */
  static String name(Json json, String place) {
    return object(json, place)
        .text("name")
        .orElseThrow(() -> Refusal.corrupt(place, "a name is missing"));
  }

  /** The one form that an argument has, such as {@code as_tensor}. */
  static Map.Entry<String, Json> form(Json json, String place) {
    var members = object(json, place).members();
    if (members.size() != 1) {
      throw Refusal.corrupt(place, "an argument has " + members.size() + " forms");
    }
    return members.firstEntry();
  }
}
