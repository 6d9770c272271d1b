package dev.serin.runtime.keras.layers;

import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.runtime.keras.Layer;
import dev.serin.runtime.keras.LayerRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Layers that move, repeat or cut elements. */
public final class ShapeLayers {
  static final Map<String, LayerRule.Single> RULES = rules();

  private ShapeLayers() {}

  private static Map<String, LayerRule.Single> rules() {
    Map<String, LayerRule.Single> rules = new HashMap<>();
    rules.put("Flatten", ShapeLayers::flatten);
    rules.put("Reshape", ShapeLayers::reshape);
    rules.put("Permute", ShapeLayers::permute);
    rules.put("RepeatVector", ShapeLayers::repeat);
    for (int axes = 1; axes <= 3; axes++) {
      int count = axes;
      rules.put(
          "ZeroPadding" + axes + "D", Spatially.over(axes, (layer, x) -> pad(layer, x, count)));
      rules.put("Cropping" + axes + "D", Spatially.over(axes, (layer, x) -> crop(layer, x, count)));
    }
    return Map.copyOf(rules);
  }

  private static Value flatten(Layer layer, List<Value> inputs) {
    Value x = layer.any(inputs);
    boolean turn = Spatially.channelsFirst(layer) && x.shape().rank() > 2;
    if (x.shape().rank() == 1) {
      return layer.move().unsqueeze(x, 1);
    }
    return layer.move().flatten(turn ? Operators.of(layer).channelsLast(x) : x);
  }

  private static Value reshape(Layer layer, List<Value> inputs) {
    Value x = layer.any(inputs);
    List<Long> sizes = new ArrayList<>(layer.config().wholes("target_shape"));
    if (sizes.stream().anyMatch(size -> size < 1 && size != Shape.ANY)) {
      throw layer.config().wrong("target_shape");
    }
    return reshaped(layer, x, sizes);
  }

  /** The elements of each row in another shape, in which one size may be open. */
  public static Value reshaped(Layer layer, Value x, List<Long> wanted) {
    List<Long> sizes = new ArrayList<>(wanted);
    long given = x.shape().part(1, x.shape().rank()).count();
    long known = new Shape(sizes.stream().filter(size -> size != Shape.ANY).toList()).count();
    int open = sizes.indexOf(Shape.ANY);
    if (open >= 0 && given != Shape.ANY && known > 0 && given % known == 0) {
      sizes.set(open, given / known);
    }
    Shape shape = Shape.of(x.shape().size(0)).followedBy(new Shape(sizes));
    return layer.move().reshape(x, shape);
  }

  /** The axes in another order; they are counted from 1, the rows stay. */
  private static Value permute(Layer layer, List<Value> inputs) {
    List<Long> axes = layer.config().wholes("dims");
    int[] order = new int[axes.size() + 1];
    for (int i = 0; i < axes.size(); i++) {
      order[i + 1] = axes.get(i).intValue();
    }
    return layer.move().transpose(layer.any(inputs), order);
  }

  private static Value repeat(Layer layer, List<Value> inputs) {
    long times = layer.config().whole("n");
    if (times < 1) {
      throw layer.config().wrong("n");
    }
    return layer.move().repeat(layer.move().unsqueeze(layer.any(inputs), 1), 1, times);
  }

  private static Value pad(Layer layer, Value x, int axes) {
    List<Long> before = new ArrayList<>(List.of(0L));
    List<Long> after = new ArrayList<>(List.of(0L));
    for (List<Long> pair : layer.config().pairs("padding", axes)) {
      before.add(pair.getFirst());
      after.add(pair.getLast());
    }
    before.add(0L);
    after.add(0L);
    return layer.move().pad(x, before, after);
  }

  private static Value crop(Layer layer, Value x, int axes) {
    Value rest = x;
    int axis = 1;
    for (List<Long> pair : layer.config().pairs("cropping", axes)) {
      rest = layer.move().crop(rest, axis++, pair.getFirst(), pair.getLast());
    }
    return rest;
  }
}
