package dev.serin.runtime.savedmodel;

import java.util.List;
import java.util.Map;

/** One output of a node, or an argument of a function, as another node names it. */
record Edge(String node, int output) {
  /** The outputs of operators that have several with names of their own. */
  private static final Map<String, List<String>> NAMED =
      Map.ofEntries(
          Map.entry("TopKV2", List.of("values", "indices")),
          Map.entry("TopK", List.of("values", "indices")),
          Map.entry("FusedBatchNorm", norm()),
          Map.entry("FusedBatchNormV2", norm()),
          Map.entry("FusedBatchNormV3", norm()),
          Map.entry("TensorListPopBack", List.of("output_handle", "tensor")),
          Map.entry("TensorArrayV3", List.of("handle", "flow")),
          Map.entry("TensorArrayConcatV3", List.of("value", "lengths")),
          Map.entry("Unique", List.of("y", "idx")),
          Map.entry("UniqueV2", List.of("y", "idx")),
          Map.entry("UniqueWithCounts", List.of("y", "idx", "count")),
          Map.entry("MaxPoolWithArgmax", List.of("output", "argmax")),
          Map.entry("Switch", List.of("output_false", "output_true")),
          Map.entry("Merge", List.of("output", "value_index")),
          Map.entry("Svd", List.of("s", "u", "v")),
          Map.entry("Qr", List.of("q", "r")),
          Map.entry("ListDiff", List.of("out", "idx")),
          Map.entry("SoftmaxCrossEntropyWithLogits", List.of("loss", "backprop")),
          Map.entry("SparseSoftmaxCrossEntropyWithLogits", List.of("loss", "backprop")));

  private static List<String> norm() {
    return List.of(
        "y",
        "batch_mean",
        "batch_variance",
        "reserve_space_1",
        "reserve_space_2",
        "reserve_space_3");
  }

  /** Reads {@code node}, {@code node:2} or, inside of functions, {@code node:output:2}. */
  static Edge read(String text, Block block) {
    String[] parts = text.split(":", -1);
    String node = parts[0];
    int number = parts.length == 1 ? 0 : number(text, parts[parts.length - 1]);
    if (parts.length > 3 || parts.length == 3 != (!block.numbered() && parts.length > 1)) {
      throw Refusal.corrupt(text, "it names no output of a node");
    }
    if (parts.length == 3 && block.nodes().containsKey(node)) {
      List<String> names = NAMED.getOrDefault(block.nodes().get(node).operator(), List.of());
      if (!names.isEmpty()) {
        number += Math.max(0, names.indexOf(parts[1]));
        if (!names.contains(parts[1])) {
          throw Refusal.value(text, "an output of the unknown name " + parts[1]);
        }
      }
    }
    return new Edge(node, number);
  }

  private static int number(String text, String digits) {
    if (!digits.matches("[0-9]{1,6}")) {
      throw Refusal.corrupt(text, "it names no output of a node");
    }
    return Integer.parseInt(digits);
  }
}
