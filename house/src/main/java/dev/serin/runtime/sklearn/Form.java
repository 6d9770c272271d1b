package dev.serin.runtime.sklearn;

import dev.serin.tensor.DataType;
import dev.serin.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The declared datatype and shape of one output: {@code tail} is the shape behind the rows, empty
 * for one value a row, -1 where only the input's width decides.
 */
public record Form(DataType type, List<Integer> tail) {
  public Form {
    tail = List.copyOf(tail);
  }

  /** One value a row. */
  public static Form flat(DataType type) {
    return new Form(type, List.of());
  }

  /** {@code width} values a row. */
  public static Form wide(DataType type, int width) {
    return new Form(type, List.of(width));
  }

  /** The forms of a classifier that only predicts; one column of labels for each target. */
  public static Map<Method, List<Form>> choosing(List<Labels> targets) {
    DataType type = targets.getFirst().type();
    Form form = targets.size() == 1 ? flat(type) : wide(type, targets.size());
    Map<Method, List<Form>> forms = new EnumMap<>(Method.class);
    forms.put(Method.PREDICT, List.of(form));
    return forms;
  }

  /** As {@link #choosing}, with one matrix of probabilities for each target. */
  public static Map<Method, List<Form>> weighing(List<Labels> targets) {
    Map<Method, List<Form>> forms = choosing(targets);
    forms.put(
        Method.PREDICT_PROBA,
        targets.stream().map(labels -> wide(DataType.FP64, labels.size())).toList());
    return forms;
  }

  /** The form of {@code decision_function} over {@code width} numbers; two classes need one. */
  public static Form decision(int width) {
    return width == 1 ? flat(DataType.FP64) : wide(DataType.FP64, width);
  }

  TensorSpec spec(String name) {
    List<Long> shape = new ArrayList<>(List.of(-1L));
    tail.forEach(size -> shape.add((long) size));
    return new TensorSpec(name, type, shape);
  }
}
