package dev.serin.runtime.sklearn.neighbors;

import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Labels;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The label of rows without neighbours: {@code at} is its place in {@code labels}, which are the
 * classes of a target, and the label behind them where it is none of these.
 */
record Outlying(Labels labels, int at) {

  /** One for each target, or none where the fit was given no such label. */
  static List<Outlying> of(Attributes state, List<Labels> targets) {
    String attribute = state.either("outlier_label_", "outlier_label");
    if (!state.has(attribute)) {
      return List.of();
    }
    List<Outlying> all = new ArrayList<>();
    for (int target = 0; target < targets.size(); target++) {
      all.add(of(targets.get(target), label(state, attribute, target), state));
    }
    return all;
  }

  private static Node label(Attributes state, String attribute, int target) {
    Node given = state.node(attribute);
    return switch (given) {
      case Node.ListNode list when target < list.items().size() -> list.items().get(target);
      case Node.Array array when array.value().dtype().kind() == 'U' ->
          new Node.Text(array.value().texts()[Math.min(target, array.value().size() - 1)]);
      case Node.Array array when array.value().size() > 0 ->
          new Node.Real(array.value().doubles()[Math.min(target, array.value().size() - 1)]);
      default -> given;
    };
  }

  private static Outlying of(Labels known, Node label, Attributes state) {
    int size = known.size();
    Labels longer =
        switch (known.values()) {
          case Values.Texts(String[] array) -> {
            String[] all = Arrays.copyOf(array, size + 1);
            all[size] = label instanceof Node.Text(String text) ? text : strange(state);
            yield new Labels(known.type(), new Values.Texts(all));
          }
          case Values.Longs(long[] array) -> {
            long[] all = Arrays.copyOf(array, size + 1);
            all[size] = (long) state.real("outlier_label_", label);
            yield new Labels(known.type(), new Values.Longs(all));
          }
          case Values.Doubles(double[] array) -> {
            double[] all = Arrays.copyOf(array, size + 1);
            all[size] = state.real("outlier_label_", label);
            yield new Labels(DataType.FP64, new Values.Doubles(all));
          }
          case Values.Floats _ -> throw state.unsupported("classes_ are float32");
        };
    int at = longer.names().indexOf(longer.name(size));
    return new Outlying(at < size ? known : longer, at);
  }

  private static String strange(Attributes state) {
    throw state.unsupported("outlier_label_ is of another type than the classes");
  }
}
