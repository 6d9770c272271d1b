package dev.serin.runtime.keras.layers;

import dev.serin.graph.Elementwise;
import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.runtime.keras.Layer;
import dev.serin.runtime.keras.LayerRule;
import dev.serin.runtime.keras.Refusal;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/** Layers that make one value of several. */
final class MergeLayers {
  static final Map<String, LayerRule.Single> RULES =
      Map.of(
          "Add",
          fold(math -> math::add),
          "Multiply",
          fold(math -> math::multiply),
          "Maximum",
          fold(math -> math::maximum),
          "Minimum",
          fold(math -> math::minimum),
          "Subtract",
          MergeLayers::subtract,
          "Average",
          MergeLayers::average,
          "Concatenate",
          MergeLayers::concatenate,
          "Dot",
          MergeLayers::dot);

  private static final double LEAST_SQUARE = 1e-12;

  private MergeLayers() {}

  private static LayerRule.Single fold(Function<Elementwise, BinaryOperator<Value>> operator) {
    return (layer, inputs) ->
        masked(
            layer,
            inputs,
            alike(layer, inputs).stream().reduce(operator.apply(layer.math())).orElseThrow());
  }

  private static Value subtract(Layer layer, List<Value> inputs) {
    List<Value> both = alike(layer, inputs);
    if (both.size() != 2) {
      throw Refusal.corrupt(layer.name(), "it is called with " + both.size() + " inputs");
    }
    return masked(layer, inputs, layer.math().subtract(both.getFirst(), both.getLast()));
  }

  private static Value average(Layer layer, List<Value> inputs) {
    List<Value> all = alike(layer, inputs);
    Value sum = all.stream().reduce(layer.math()::add).orElseThrow();
    return masked(layer, inputs, layer.math().divide(sum, layer.graph().scalar(all.size())));
  }

  /** A step counts where it counts in any input, if all inputs have a mask. */
  private static Value masked(Layer layer, List<Value> inputs, Value result) {
    List<Value> masks = inputs.stream().flatMap(each -> layer.mask(each).stream()).toList();
    if (masks.size() == inputs.size()) {
      Operators operators = Operators.of(layer);
      layer.mask(result, masks.stream().reduce((one, two) -> operators.logic("Or", one, two)));
    }
    return result;
  }

  private static Value concatenate(Layer layer, List<Value> inputs) {
    if (inputs.isEmpty()) {
      throw Refusal.corrupt(layer.name(), "it is called without inputs");
    }
    int axis = inputs.getFirst().shape().axis((int) layer.config().whole("axis", -1));
    long types = inputs.stream().map(Value::type).distinct().count();
    boolean floats = inputs.stream().anyMatch(each -> each.type() == DataType.FP32);
    List<Value> all =
        types == 1
            ? inputs
            : floats && layer.dialect().three()
                ? inputs.stream().map(layer::number).toList()
                : layer.floats(inputs);
    Value result = layer.move().concat(all, axis);
    if (inputs.stream().anyMatch(each -> layer.mask(each).isPresent())) {
      layer.mask(result, Optional.of(joined(layer, inputs, axis)));
    }
    return result;
  }

  /** A step counts where all of its joined parts have anything that counts. */
  private static Value joined(Layer layer, List<Value> inputs, int axis) {
    List<Value> masks = new ArrayList<>();
    Operators operators = Operators.of(layer);
    for (Value input : inputs) {
      Value same = operators.compare("Equal", input, input);
      Value all = operators.logic("Or", same, operators.not(same)); // true, in the input's shape
      Value mask =
          layer
              .mask(input)
              .map(
                  steps -> {
                    Value wide = steps;
                    while (wide.shape().rank() < input.shape().rank()) {
                      wide = layer.move().unsqueeze(wide, wide.shape().rank());
                    }
                    return operators.logic("And", all, wide);
                  })
              .orElse(all);
      masks.add(layer.math().cast(mask, DataType.INT32));
    }
    Value together = operators.reduce("ReduceMax", layer.move().concat(masks, axis), false, -1);
    return layer.math().cast(together, DataType.BOOL);
  }

  /** The product of both, summed over an axis of each; of unit vectors on request. */
  private static Value dot(Layer layer, List<Value> inputs) {
    List<Value> both = layer.floats(inputs);
    if (both.size() != 2 || both.stream().anyMatch(each -> each.shape().rank() > 10)) {
      throw Refusal.corrupt(layer.name(), "it is called with " + both.size() + " inputs");
    }
    List<Long> written = layer.config().wholes("axes");
    if (written.isEmpty() || written.size() > 2) {
      throw layer.config().wrong("axes");
    }
    Value one = both.getFirst();
    Value two = both.getLast();
    int first = one.shape().axis(written.getFirst().intValue());
    int second = two.shape().axis(written.getLast().intValue());
    if (layer.config().flag("normalize", false)) {
      one = unit(layer, one, first);
      two = unit(layer, two, second);
    }
    String left = letters('b', one.shape().rank(), first);
    String right = letters('m', two.shape().rank(), second);
    String kept = (left + right.substring(1)).replace("z", "");
    Shape shape =
        without(one.shape(), first)
            .followedBy(without(two.shape(), second).part(1, two.shape().rank() - 1));
    boolean single = shape.rank() == 1;
    Value product = Operators.of(layer).einsum(left + "," + right + "->" + kept, shape, one, two);
    return single ? layer.move().unsqueeze(product, 1) : product;
  }

  private static Shape without(Shape shape, int axis) {
    return shape.part(0, axis).followedBy(shape.part(axis + 1, shape.rank()));
  }

  /** A letter for each axis: a for the rows, z for the one that is summed over. */
  private static String letters(char from, int rank, int summed) {
    StringBuilder letters = new StringBuilder("a");
    for (int axis = 1; axis < rank; axis++) {
      letters.append(axis == summed ? 'z' : (char) (from + axis - 1));
    }
    return letters.toString();
  }

  private static Value unit(Layer layer, Value x, int axis) {
    Value square = Operators.of(layer).sum(layer.math().multiply(x, x), true, axis);
    Value length = layer.math().maximum(square, layer.graph().scalar(LEAST_SQUARE));
    return layer.math().divide(x, layer.math().map("Sqrt", length));
  }

  /** All inputs as floats and with as many axes: those with fewer get more behind the rows. */
  private static List<Value> alike(Layer layer, List<Value> inputs) {
    int rank = inputs.stream().mapToInt(input -> input.shape().rank()).max().orElse(0);
    List<Value> all = new ArrayList<>();
    for (Value input : layer.floats(inputs)) {
      Value wide = input;
      while (wide.shape().rank() < rank) {
        wide = layer.move().unsqueeze(wide, 1);
      }
      all.add(wide);
    }
    if (all.size() < 2) {
      throw Refusal.corrupt(layer.name(), "it is called with " + all.size() + " inputs");
    }
    return all;
  }
}
