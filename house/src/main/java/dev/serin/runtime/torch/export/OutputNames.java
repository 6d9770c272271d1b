package dev.serin.runtime.torch.export;

import dev.serin.base.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The names of the outputs: the keys of the dict that the model gives, else numbers. */
final class OutputNames {
  private static final int DEPTH = 100;
  private static final String DICT = "builtins.dict";

  private OutputNames() {}

  static List<String> of(Json.Obj program, int count) {
    List<String> keys = keys(program).orElse(List.of());
    boolean fits = keys.size() == count && keys.stream().distinct().count() == count;
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(fits ? keys.get(i) : "output-" + i);
    }
    return names;
  }

  /** The keys in {@code out_spec}, which is JSON within JSON. */
  private static Optional<List<String>> keys(Json.Obj program) {
    return program
        .object("graph_module")
        .flatMap(module -> module.list("module_call_graph").stream().findFirst())
        .flatMap(
            entry -> entry instanceof Json.Obj call ? call.object("signature") : Optional.empty())
        .flatMap(signature -> signature.text("out_spec"))
        .map(text -> Json.parse(text, DEPTH))
        .flatMap(OutputNames::dict);
  }

  private static Optional<List<String>> dict(Json spec) {
    if (spec instanceof Json.Arr(List<Json> versioned)
        && versioned.size() == 2
        && versioned.get(1) instanceof Json.Obj tree
        && tree.text("type").equals(Optional.of(DICT))
        && tree.text("context").isPresent()
        && Json.parse(tree.text("context").get(), DEPTH) instanceof Json.Arr(List<Json> keys)
        && keys.stream().allMatch(Json.Str.class::isInstance)) {
      return Optional.of(keys.stream().map(key -> ((Json.Str) key).value()).toList());
    }
    return Optional.empty();
  }
}
