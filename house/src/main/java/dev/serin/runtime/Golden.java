package dev.serin.runtime;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Inputs with the outputs that the original library gave for them; two numbers agree when they
 * differ by at most {@code absolute + relative · |expected|}, texts and whole numbers when equal.
 */
public record Golden(List<Tensor> inputs, List<Tensor> outputs, double absolute, double relative) {
  /** The name of the file inside a model's folder. */
  public static final String FILE = "golden.json";

  /** What follows the whole name of a single model file. */
  public static final String SUFFIX = ".golden.json";

  private static final double DEFAULT_TOLERANCE = 1e-6;

  public Golden {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    if (!(absolute >= 0 && relative >= 0)) {
      throw corrupt("tolerance", "is at least 0");
    }
  }

  /**
   * Reads {@code {"inputs":[V2 tensors],"outputs":[V2 tensors],"tolerance":{"absolute":a,
   * "relative":r}}}; a missing tolerance is 1e-6.
   *
   * @throws Problem.Raised {@code Refused} CORRUPT with the place that is wrong
   */
  public static Golden parse(byte[] utf8, int maxDepth) {
    if (!(Json.parse(utf8, maxDepth) instanceof Json.Obj root)) {
      throw corrupt("", "is a JSON object with inputs and outputs");
    }
    Json.Obj tolerance = root.object("tolerance").orElseGet(Json.Obj::of);
    return new Golden(
        tensors(root, "inputs"),
        tensors(root, "outputs"),
        tolerance.number("absolute").map(Json.Num::doubleValue).orElse(DEFAULT_TOLERANCE),
        tolerance.number("relative").map(Json.Num::doubleValue).orElse(DEFAULT_TOLERANCE));
  }

  private static List<Tensor> tensors(Json.Obj root, String member) {
    List<Json> items = root.list(member);
    if (items.isEmpty()) {
      throw corrupt(member, "is a list of at least one V2 tensor");
    }
    List<Tensor> tensors = new ArrayList<>();
    for (Json item : items) {
      String place = member + "[" + tensors.size() + "]";
      if (!(item instanceof Json.Obj tensor)) {
        throw corrupt(place, "is an object with name, datatype, shape and data");
      }
      tensors.add(tensor(tensor, place));
    }
    return tensors;
  }

  private static Tensor tensor(Json.Obj json, String place) {
    String name = json.text("name").orElseThrow(() -> corrupt(place + ".name", "is missing"));
    DataType type =
        json.text("datatype")
            .flatMap(DataType::named)
            .orElseThrow(() -> corrupt(place + ".datatype", "is no datatype of V2"));
    List<Json> cells = new ArrayList<>();
    flatten(new Json.Arr(json.list("data")), cells);
    try {
      long[] shape = json.list("shape").stream().mapToLong(Golden::whole).toArray();
      return new Tensor(name, type, shape, values(type, cells));
    } catch (IllegalArgumentException | ArithmeticException wrong) {
      throw corrupt(place, "does not hold together: " + wrong.getMessage());
    }
  }

  private static void flatten(Json json, List<Json> into) {
    if (json instanceof Json.Arr(List<Json> items)) {
      items.forEach(item -> flatten(item, into));
    } else {
      into.add(json);
    }
  }

  private static Values values(DataType type, List<Json> cells) {
    if (type == DataType.BYTES) {
      return new Values.Texts(cells.stream().map(Golden::text).toArray(String[]::new));
    }
    if (type == DataType.FP64) {
      return new Values.Doubles(cells.stream().mapToDouble(Golden::floating).toArray());
    }
    if (type.floating()) {
      float[] floats = new float[cells.size()];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) floating(cells.get(i));
      }
      return new Values.Floats(floats);
    }
    return new Values.Longs(cells.stream().mapToLong(Golden::whole).toArray());
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

  private static long whole(Json cell) {
    return switch (cell) {
      case Json.Num(String digits) ->
          digits.startsWith("-") ? Long.parseLong(digits) : Long.parseUnsignedLong(digits);
      case Json.Bool(boolean value) -> value ? 1 : 0;
      default -> throw new IllegalArgumentException(cell.text() + " is no whole number");
    };
  }

  /** What the worst difference between the expected outputs and these is; empty when none. */
  public Optional<String> difference(List<Tensor> actual) {
    return new Comparison(absolute, relative).difference(outputs, actual);
  }

  /** How closely these outputs meet the expected ones, of which none may be missing. */
  public Parity parity(List<Tensor> actual) {
    return Comparison.parity(this, actual);
  }

  private static Problem.Raised corrupt(String place, String what) {
    return new Problem.Raised(
        new Problem.Refused(
            "CORRUPT",
            place.isEmpty() ? "golden rows" : "golden rows, " + place,
            (place.isEmpty() ? "the file of golden rows " : "'" + place + "' ") + what,
            "correct the golden rows, or remove the file"));
  }
}
