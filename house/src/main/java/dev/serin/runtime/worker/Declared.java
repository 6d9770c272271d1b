package dev.serin.runtime.worker;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.tensor.DataType;
import dev.serin.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The inputs and outputs that {@code serin.json} declares beside a model; either may be absent. */
record Declared(List<TensorSpec> inputs, List<TensorSpec> outputs) {
  static final String FILE = "serin.json";
  private static final Set<String> KEYS = Set.of("inputs", "outputs");
  private static final Set<String> PARTS = Set.of("name", "datatype", "shape");

  static Declared of(Contents contents) {
    Json.Obj worker = contents.declared().orElse(Json.Obj.of());
    known(worker, KEYS);
    return new Declared(specs(worker, "inputs"), specs(worker, "outputs"));
  }

  private static List<TensorSpec> specs(Json.Obj worker, String key) {
    List<TensorSpec> specs = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Json item : worker.list(key)) {
      if (!(item instanceof Json.Obj spec)) {
        throw wrong(key + " holds something that is no object");
      }
      known(spec, PARTS);
      TensorSpec read = spec(spec, key);
      if (!names.add(read.name())) {
        throw wrong(key + " names '" + read.name() + "' twice");
      }
      specs.add(read);
    }
    return specs;
  }

  private static TensorSpec spec(Json.Obj spec, String key) {
    String name = spec.text("name").orElseThrow(() -> wrong(key + ": a name is missing"));
    DataType type =
        spec.text("datatype")
            .flatMap(DataType::named)
            .filter(known -> known != DataType.BF16) // NumPy has no such number
            .orElseThrow(() -> wrong("'" + name + "' has no datatype that Python knows"));
    List<Long> shape = new ArrayList<>();
    for (Json size : spec.list("shape")) {
      if (!(size instanceof Json.Num(String digits)) || !digits.matches("-1|[0-9]{1,9}")) {
        throw wrong("'" + name + "' has a size that is no whole number from -1");
      }
      shape.add(Long.parseLong(digits));
    }
    return new TensorSpec(name, type, shape);
  }

  private static void known(Json.Obj object, Set<String> keys) {
    for (String key : object.members().keySet()) {
      if (!keys.contains(key)) {
        throw wrong("the setting worker." + key + " is not known");
      }
    }
  }

  private static Problem.Raised wrong(String what) {
    return Refusal.of("UNSUPPORTED_VALUE", FILE, what, "correct " + FILE);
  }

  static List<Json.Obj> json(List<TensorSpec> specs) {
    return specs.stream()
        .map(
            spec ->
                Json.Obj.of(
                    "name", spec.name(), "datatype", spec.type().name(), "shape", spec.shape()))
        .toList();
  }
}
