package dev.serin.cli;

import dev.serin.base.Deadline;
import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.codec.InferenceRequest;
import dev.serin.codec.InferenceV2;
import dev.serin.runtime.Format;
import dev.serin.runtime.InputCheck;
import dev.serin.runtime.Predictor;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.Values;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Rows with the answers that the model's own library gave for them: {@code {"inputs":[…],
 * "outputs":[…],"tolerance":{"absolute":a,"relative":r}}}, tensors as in the Open Inference
 * Protocol. An answer fits when |ours − theirs| ≤ a + r · |theirs|; texts are identical.
 */
record GoldenRows(Json.Obj rows) {
  static final Outcome NONE = new Outcome(0, "");
  private static final int DEPTH = 100;
  private static final Duration LONGEST = Duration.ofMinutes(1);

  /** How many rows were compared, and the first difference; an empty text when all agree. */
  record Outcome(long compared, String difference) {
    boolean agrees() {
      return difference.isEmpty();
    }

    Json.Obj json() {
      return agrees()
          ? Json.Obj.of("rows", compared, "agree", true)
          : Json.Obj.of("rows", compared, "agree", false, "difference", difference);
    }

    String text() {
      if (!agrees()) {
        return difference;
      }
      return compared == 0 ? "none given" : compared + " agree";
    }
  }

  /** Reads a file of golden rows; raises a problem when it has another form. */
  static GoldenRows read(byte[] file) {
    if (Json.parse(file, DEPTH) instanceof Json.Obj rows && !rows.list("inputs").isEmpty()) {
      return new GoldenRows(rows);
    }
    throw new Problem.Raised(
        new Problem.Invalid(
            "GOLDEN_INVALID", "inputs", "golden rows are an object with 'inputs' and 'outputs'"));
  }

  /** Predicts the rows and compares. */
  Outcome compared(Format.Opened opened) {
    Map<String, Json.Obj> expected = new LinkedHashMap<>();
    for (Json output : rows.list("outputs")) {
      if (output instanceof Json.Obj tensor) {
        expected.put(tensor.text("name").orElse(""), tensor);
      }
    }
    try (Predictor predictor = opened.predictor()) {
      InferenceRequest request = request(predictor, expected.keySet());
      List<Tensor> ours =
          predictor.predict(
              InputCheck.conform(predictor.signature(), request.inputs()),
              request.outputs(),
              Deadline.in(LONGEST));
      for (Tensor tensor : ours) {
        String difference = difference(tensor, expected.get(tensor.name()));
        if (!difference.isEmpty()) {
          return new Outcome(tensor.rows(), difference);
        }
      }
      return new Outcome(ours.getFirst().rows(), "");
    }
  }

  private InferenceRequest request(Predictor predictor, Set<String> names) {
    List<Json.Obj> outputs = names.stream().map(name -> Json.Obj.of("name", name)).toList();
    String body = Json.Obj.of("inputs", rows.list("inputs"), "outputs", outputs).text();
    InferenceRequest read =
        new InferenceV2(DEPTH, false)
            .read(body.getBytes(StandardCharsets.UTF_8), predictor.signature());
    Set<String> wanted =
        read.outputs().isEmpty()
            ? new LinkedHashSet<>(predictor.signature().defaults())
            : read.outputs();
    return new InferenceRequest(read.id(), read.parameters(), read.inputs(), wanted);
  }

  private String difference(Tensor ours, Json.Obj theirs) {
    List<Json> shape = theirs.list("shape");
    List<Json> given = Arrays.stream(ours.shape()).mapToObj(Json::of).toList();
    if (!shape.equals(given)) {
      return ours.name()
          + " has the shape "
          + Json.of(given).text()
          + ", golden "
          + Json.of(shape).text();
    }
    List<Json> elements = theirs.list("data").stream().flatMap(GoldenRows::flat).toList();
    for (int i = 0; i < elements.size(); i++) {
      if (!fits(ours, i, elements.get(i))) {
        return "%s[%d] is %s, golden %s"
            .formatted(ours.name(), i, shown(ours, i), elements.get(i).text());
      }
    }
    return "";
  }

  private static Stream<Json> flat(Json json) {
    return json instanceof Json.Arr(List<Json> items)
        ? items.stream().flatMap(GoldenRows::flat)
        : Stream.of(json);
  }

  private boolean fits(Tensor ours, int i, Json theirs) {
    return switch (theirs) {
      case Json.Str(String text) ->
          ours.type() == DataType.BYTES
              ? ours.texts()[i].equals(text)
              : close(ours.doubles()[i], Double.parseDouble(text));
      case Json.Num number ->
          ours.values() instanceof Values.Longs(long[] array) && number.digits().matches("-?\\d+")
              ? array[i] == number.longValue()
              : ours.type().numeric() && close(ours.doubles()[i], number.doubleValue());
      case Json.Bool(boolean truth) ->
          ours.type() == DataType.BOOL && ours.doubles()[i] == (truth ? 1 : 0);
      case Json.Null _ -> ours.type().floating() && Double.isNaN(ours.doubles()[i]);
      case Json.Arr _, Json.Obj _ -> false;
    };
  }

  private boolean close(double ours, double theirs) {
    if (Double.isNaN(theirs) || Double.isInfinite(theirs)) {
      return Double.compare(ours, theirs) == 0;
    }
    return Math.abs(ours - theirs)
        <= tolerance("absolute") + tolerance("relative") * Math.abs(theirs);
  }

  private double tolerance(String kind) {
    return rows.object("tolerance")
        .flatMap(tolerance -> tolerance.number(kind))
        .map(Json.Num::doubleValue)
        .orElse(0.0);
  }

  private static String shown(Tensor ours, int i) {
    return ours.type() == DataType.BYTES
        ? Json.of(ours.texts()[i]).text()
        : String.valueOf(ours.doubles()[i]);
  }
}
