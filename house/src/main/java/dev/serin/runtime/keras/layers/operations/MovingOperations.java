package dev.serin.runtime.keras.layers.operations;

import dev.serin.base.Json;
import dev.serin.graph.Attribute;
import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.runtime.keras.Config;
import dev.serin.runtime.keras.Layer;
import dev.serin.runtime.keras.LayerRule;
import dev.serin.runtime.keras.Refusal;
import dev.serin.runtime.keras.layers.Operators;
import dev.serin.runtime.keras.layers.ShapeLayers;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Operations of {@code keras.ops} that move, cut, join or choose elements. */
final class MovingOperations {
  static final Map<String, LayerRule> RULES = rules();

  private static final String[] ONE = {"x", "input", "a", "tensor", "value", "params"};

  private MovingOperations() {}

  private static Map<String, LayerRule> rules() {
    Map<String, OperationLayers.Rule> one = new HashMap<>();
    one.put("Reshape", MovingOperations::reshape);
    one.put("Transpose", MovingOperations::transpose);
    one.put("ExpandDims", MovingOperations::expand);
    one.put("Squeeze", MovingOperations::squeeze);
    one.put("Concatenate", MovingOperations::concatenate);
    one.put("Stack", MovingOperations::stack);
    one.put("Tile", MovingOperations::tile);
    one.put("Flip", MovingOperations::flip);
    one.put("Cast", MovingOperations::cast);
    one.put("GetItem", MovingOperations::item);
    one.put("Einsum", MovingOperations::einsum);
    one.put("Argmax", operation -> place(operation, "ArgMax"));
    one.put("Argmin", operation -> place(operation, "ArgMin"));
    one.put("Take", MovingOperations::take);
    Map<String, LayerRule> all = new HashMap<>();
    one.forEach((name, rule) -> all.put(name, OperationLayers.rule(rule)));
    all.put("Split", MovingOperations::split);
    return Map.copyOf(all);
  }

  private static Value reshape(Operation operation) {
    Value x = operation.tensor(0, ONE);
    List<Long> wanted = operation.wholes(1, "newshape", "shape");
    boolean rows = !wanted.isEmpty() && wanted.getFirst() == -1;
    List<Long> rest = wanted.isEmpty() ? wanted : wanted.subList(1, wanted.size());
    long given = x.shape().part(1, x.shape().rank()).count();
    if (!rows || given == Shape.ANY || new Shape(rest).count() != given) {
      throw operation.wrong("shape", operation.fixed(1, "newshape", "shape"));
    }
    return ShapeLayers.reshaped(operation.layer(), x, rest);
  }

  private static Value transpose(Operation operation) {
    Value x = operation.tensor(0, ONE);
    operation.fixed(-1, "conjugate");
    List<Long> axes = operation.wholes(1, "axes", "perm");
    int[] order = axes.stream().mapToInt(axis -> x.shape().axis(axis.intValue())).toArray();
    if (order.length == 0 || order[0] != 0) {
      throw operation.wrong("axes", operation.fixed(1, "axes", "perm"));
    }
    return operation.layer().move().transpose(x, order);
  }

  private static Value expand(Operation operation) {
    Value x = operation.tensor(0, ONE);
    long axis = operation.whole(-1, 1, "axis");
    int place = (int) (axis < 0 ? axis + x.shape().rank() + 1 : axis);
    if (place < 1 || place > x.shape().rank()) {
      throw operation.wrong("axis", operation.fixed(1, "axis"));
    }
    return operation.layer().move().unsqueeze(x, place);
  }

  private static Value squeeze(Operation operation) {
    Value x = operation.tensor(0, ONE);
    int[] axes = operation.axes(x, 1, "axis", "squeeze_dims");
    Value rest = x;
    for (int axis : IntStream.of(axes).boxed().sorted(Collections.reverseOrder()).toList()) {
      if (rest.shape().size(axis) != 1) {
        throw operation.wrong("axis", operation.fixed(1, "axis"));
      }
      rest = operation.layer().move().squeeze(rest, axis);
    }
    return rest;
  }

  private static Value concatenate(Operation operation) {
    List<Value> all = operation.tensors();
    int axis = all.getFirst().shape().axis((int) operation.whole(-1, -1, "axis"));
    return operation.layer().move().concat(all, operation.notRows(axis));
  }

  private static Value stack(Operation operation) {
    List<Value> all = operation.tensors();
    long axis = operation.whole(0, -1, "axis");
    int place = (int) (axis < 0 ? axis + all.getFirst().shape().rank() + 1 : axis);
    operation.notRows(place);
    Layer layer = operation.layer();
    List<Value> wide = all.stream().map(each -> layer.move().unsqueeze(each, place)).toList();
    return layer.move().concat(wide, place);
  }

  private static Value tile(Operation operation) {
    Value x = operation.tensor(0, ONE);
    List<Long> times = operation.wholes(1, "repeats", "multiples");
    if (times.size() != x.shape().rank() || times.getFirst() != 1) {
      throw operation.wrong("repeats", operation.fixed(1, "repeats", "multiples"));
    }
    Value all = x;
    for (int axis = 1; axis < times.size(); axis++) {
      int count = Math.toIntExact(times.get(axis));
      if (count < 1 || count > 10_000) {
        throw operation.wrong("repeats", operation.fixed(1, "repeats", "multiples"));
      }
      all = operation.layer().move().concat(Collections.nCopies(count, all), axis);
    }
    return all;
  }

  private static Value flip(Operation operation) {
    Value all = operation.tensor(0, ONE);
    for (int axis : operation.axes(all, 1, "axis")) {
      all = operation.layer().move().reverse(all, axis);
    }
    return all;
  }

  static Value cast(Operation operation) {
    Value x = operation.tensor(0, ONE);
    String name = operation.text(1, "dtype");
    DataType type =
        Config.type(name).orElseThrow(() -> operation.wrong("dtype", new Json.Str(name)));
    return operation.layer().math().cast(x, type);
  }

  private static Value einsum(Operation operation) {
    List<Value> all = operation.tensors();
    String equation = operation.text(-1, "subscripts").replace(" ", "");
    Map<Character, Long> sizes = new HashMap<>();
    String[] sides = equation.split("->");
    String[] takes = sides[0].split(",");
    if (sides.length != 2 || takes.length != all.size() || !equation.matches("[a-zA-Z,>-]+")) {
      throw operation.wrong("subscripts", new Json.Str(equation));
    }
    for (int i = 0; i < takes.length; i++) {
      for (int axis = 0; axis < takes[i].length(); axis++) {
        sizes.put(takes[i].charAt(axis), all.get(i).shape().size(axis));
      }
    }
    List<Long> result =
        sides[1].chars().mapToObj(letter -> sizes.getOrDefault((char) letter, 1L)).toList();
    return Operators.of(operation.layer())
        .einsum(equation, new Shape(result), all.toArray(Value[]::new));
  }

  /** The place of the largest or smallest element, the first one of several. */
  private static Value place(Operation operation, String operator) {
    Value x = operation.tensor(0, ONE);
    boolean three = operation.layer().type().startsWith("ops.");
    int axis = operation.axes(x, 1, "axis")[0];
    boolean keep = operation.flag(-1, "keepdims");
    Shape rest = x.shape().part(0, axis).followedBy(x.shape().part(axis + 1, x.shape().rank()));
    Value place =
        operation
            .layer()
            .graph()
            .node(
                operator,
                List.of(x),
                DataType.INT64,
                keep ? x.shape().with(axis, 1) : rest,
                new Attribute.Whole("axis", axis),
                new Attribute.Whole("keepdims", keep ? 1 : 0));
    return operation.layer().math().cast(place, three ? DataType.INT32 : DataType.INT64);
  }

  /** The elements of an axis at constant places. */
  private static Value take(Operation operation) {
    Value x = operation.tensor(0, ONE);
    int axis = operation.axes(x, 2, "axis")[0];
    List<Long> places = operation.wholes(1, "indices");
    Json written = operation.fixed(1, "indices");
    Value at =
        written instanceof Json.Arr
            ? operation.layer().graph().longs(places)
            : operation.layer().graph().longs(new long[] {places.getFirst()});
    Shape shape =
        x.shape()
            .part(0, axis)
            .followedBy(at.shape())
            .followedBy(x.shape().part(axis + 1, x.shape().rank()));
    return operation
        .layer()
        .graph()
        .node("Gather", List.of(x, at), x.type(), shape, new Attribute.Whole("axis", axis));
  }

  private static List<Value> split(Layer layer) {
    layer.config().ignore("dtype");
    Operation operation = new Operation(layer);
    Value x = operation.tensor(0, ONE);
    long along = operation.whole(0, 2, "axis");
    int axis = operation.notRows(x.shape().axis((int) along));
    Json parts = operation.fixed(1, "indices_or_sections", "num_or_size_splits");
    long size = x.shape().fixed(axis);
    if (parts instanceof Json.Num) {
      long count = operation.whole(1, 1, "indices_or_sections", "num_or_size_splits");
      if (count < 1 || count > 10_000 || size % count != 0) {
        throw operation.wrong("num_or_size_splits", parts);
      }
      List<Long> sizes = Collections.nCopies(Math.toIntExact(count), size / count);
      return Operators.of(layer).split(x, axis, sizes);
    }
    List<Long> each = operation.wholes(1, "indices_or_sections", "num_or_size_splits");
    return Operators.of(layer)
        .split(x, axis, layer.type().startsWith("ops.") ? lengths(each, size) : each);
  }

  /** The lengths of the parts that begin at these places. */
  private static List<Long> lengths(List<Long> starts, long size) {
    List<Long> lengths = new ArrayList<>();
    long before = 0;
    for (long start : starts) {
      lengths.add(start - before);
      before = start;
    }
    lengths.add(size - before);
    return lengths;
  }

  /** The part of a value in square brackets: numbers, ranges, new axes, and dots for the rest. */
  private static Value item(Operation operation) {
    Value x = operation.tensor(0, ONE);
    List<Json> parts =
        operation.fixed(1, "key", "slice_spec") instanceof Json.Arr(List<Json> items)
            ? items
            : List.of();
    if (parts.isEmpty()) {
      throw Refusal.value(operation.layer().name(), "it is called without constant places");
    }
    long taking =
        parts.stream().filter(part -> !(part instanceof Json.Null) && !dots(part)).count();
    int axis = 0;
    Value rest = x;
    for (Json part : parts) {
      if (dots(part)) {
        axis += (int) (x.shape().rank() - taking);
      } else if (part instanceof Json.Null) {
        operation.notRows(axis);
        rest = operation.layer().move().unsqueeze(rest, axis++);
      } else if (part instanceof Json.Num number && number.digits().matches("-?[0-9]{1,9}")) {
        operation.notRows(axis);
        rest = Operators.of(operation.layer()).at(rest, axis, number.longValue());
      } else {
        rest = range(operation, rest, axis++, part);
      }
    }
    return rest;
  }

  private static boolean dots(Json part) {
    return part instanceof Json.Obj object
        && object.text("class_name").orElse("").equals("__ellipsis__");
  }

  private static Value range(Operation operation, Value x, int axis, Json part) {
    if (!(part instanceof Json.Obj written)) {
      throw operation.wrong("places", part);
    }
    Json.Obj range = written.object("config").orElse(written);
    boolean open = range.members().values().stream().allMatch(Json.Null.class::isInstance);
    if (open) {
      return x;
    }
    operation.notRows(axis);
    long step = bound(operation, range, "step", 1);
    long start = bound(operation, range, "start", 0);
    long end = bound(operation, range, "stop", Long.MAX_VALUE);
    if (step < 1) {
      throw operation.wrong("step", part);
    }
    long size = x.shape().fixed(axis);
    long from = Math.clamp(start < 0 ? start + size : start, 0, size);
    long to = Math.clamp(end < 0 ? end + size : end, 0, size);
    if (to <= from) {
      throw operation.wrong("places", part);
    }
    return Operators.of(operation.layer())
        .slice(x, axis, from, to, step, Math.ceilDiv(to - from, step));
  }

  private static long bound(Operation operation, Json.Obj range, String name, long otherwise) {
    return switch (range.member(name).orElse(Json.Null.NULL)) {
      case Json.Null _ -> otherwise;
      case Json.Num number when number.digits().matches("-?[0-9]{1,9}") -> number.longValue();
      case Json other -> throw operation.wrong(name, other);
    };
  }
}
