package dev.serin.runtime;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Tensor;
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
    try {
      long[] shape = json.list("shape").stream().mapToLong(JsonCells::whole).toArray();
      List<Json> cells = JsonCells.flat(new Json.Arr(json.list("data")));
      return new Tensor(name, type, shape, JsonCells.values(type, cells));
    } catch (IllegalArgumentException | ArithmeticException wrong) {
      throw corrupt(place, "does not hold together: " + wrong.getMessage());
    }
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
