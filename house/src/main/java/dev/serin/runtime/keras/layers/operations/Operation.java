package dev.serin.runtime.keras.layers.operations;

import dev.serin.base.Json;
import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.runtime.keras.Argument;
import dev.serin.runtime.keras.Layer;
import dev.serin.runtime.keras.Refusal;
import dev.serin.tensor.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * One operation of {@code keras.ops} or of TensorFlow that stands among the layers of a model. What
 * it takes stands by place, by name, or in its settings; a constant takes the type of what it
 * meets.
 */
record Operation(Layer layer) {

  /** What stands under the first of these names or at this place; empty when missing or null. */
  Optional<Argument<Value>> find(int place, String... names) {
    for (String name : names) {
      Optional<Argument<Value>> found =
          layer
              .arguments()
              .any(name, -1)
              .or(() -> layer.config().member(name).map(Argument.Fixed::new));
      if (found.isPresent()) {
        return found;
      }
    }
    return layer.arguments().at(place);
  }

  private Argument<Value> need(int place, String... names) {
    return find(place, names)
        .orElseThrow(() -> Refusal.corrupt(layer.name(), "it is called without " + names[0]));
  }

  /** A result that has to be there. */
  Value tensor(int place, String... names) {
    return switch (need(place, names)) {
      case Argument.Result<Value>(Value value) -> value;
      case Argument.Fixed<Value>(Json json) -> constant(json, DataType.FP32);
      case Argument<Value> other -> throw odd(names[0], other);
    };
  }

  /** The results of a list. */
  List<Value> tensors() {
    return layer.arguments().tensors();
  }

  /** Two operands in one type. */
  List<Value> two(int first, String[] left, int second, String[] right) {
    Argument<Value> one = need(first, left);
    Argument<Value> two = need(second, right);
    DataType type = joint(one, two);
    return List.of(as(one, type), as(two, type));
  }

  private DataType joint(Argument<Value> one, Argument<Value> two) {
    List<DataType> types = new ArrayList<>();
    boolean real = false;
    for (Argument<Value> each : List.of(one, two)) {
      switch (each) {
        case Argument.Result<Value>(Value value) -> types.add(value.type());
        case Argument.Fixed<Value>(Json json) -> real |= json.text().matches(".*[.eEnN].*");
        case Argument<Value> other -> throw odd("an operand", other);
      }
    }
    boolean alike = types.stream().distinct().count() == 1;
    if (alike && (!real || types.getFirst().floating())) {
      return types.getFirst();
    }
    if (types.isEmpty() || !real && types.stream().noneMatch(DataType::floating)) {
      throw Refusal.value(layer.name(), "it is called with numbers of the types " + types);
    }
    return DataType.FP32;
  }

  private Value as(Argument<Value> argument, DataType type) {
    return switch (argument) {
      case Argument.Result<Value>(Value value) -> layer.math().cast(value, type);
      case Argument.Fixed<Value>(Json json) -> constant(json, type);
      case Argument<Value> other -> throw odd("an operand", other);
    };
  }

  private Value constant(Json json, DataType type) {
    List<Double> numbers = new ArrayList<>();
    List<Long> sizes = new ArrayList<>();
    collect(json, 0, numbers, sizes);
    if (type == DataType.FP32) {
      float[] floats = new float[numbers.size()];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = numbers.get(i).floatValue();
      }
      return layer.graph().floats(floats, new Shape(sizes).array());
    }
    if (type == DataType.FP64) {
      ByteBuffer bytes = ByteBuffer.allocate(8 * numbers.size()).order(ByteOrder.LITTLE_ENDIAN);
      numbers.forEach(bytes::putDouble);
      return layer.graph().weight(type, new Shape(sizes), bytes.flip());
    }
    long[] wholes = numbers.stream().mapToLong(Double::longValue).toArray();
    return layer.math().cast(layer.graph().longs(wholes, new Shape(sizes).array()), type);
  }

  private void collect(Json json, int depth, List<Double> numbers, List<Long> sizes) {
    switch (json) {
      case Json.Num number -> numbers.add(number.doubleValue());
      case Json.Bool(boolean on) -> numbers.add(on ? 1.0 : 0.0);
      case Json.Arr(List<Json> items) -> {
        if (sizes.size() == depth) {
          sizes.add((long) items.size());
        }
        if (sizes.get(depth) != items.size()) {
          throw Refusal.corrupt(layer.name(), "a constant whose rows have several lengths");
        }
        items.forEach(item -> collect(item, depth + 1, numbers, sizes));
      }
      case Json _ -> throw Refusal.value(layer.name(), "it is called with " + json.text());
    }
  }

  /** The constant under one of these names or at this place; null when missing. */
  Json fixed(int place, String... names) {
    return find(place, names).map(argument -> json(argument, names[0])).orElse(Json.Null.NULL);
  }

  private Json json(Argument<Value> item, String name) {
    return switch (item) {
      case Argument.Fixed<Value>(Json json) -> json;
      case Argument.Several<Value>(List<Argument<Value>> items) ->
          new Json.Arr(items.stream().map(each -> json(each, name)).toList());
      case Argument.Table<Value>(SequencedMap<String, Argument<Value>> members) -> {
        SequencedMap<String, Json> all = new LinkedHashMap<>();
        members.forEach((key, member) -> all.put(key, json(member, name)));
        yield new Json.Obj(all);
      }
      case Argument<Value> other -> throw odd(name, other);
    };
  }

  /** A whole number, or this one where none is written. */
  long whole(long otherwise, int place, String... names) {
    return switch (fixed(place, names)) {
      case Json.Null _ -> otherwise;
      case Json.Num number when number.digits().matches("-?[0-9]{1,10}") -> number.longValue();
      case Json other -> throw wrong(names[0], other);
    };
  }

  /** A real number, or this one where none is written. */
  double real(double otherwise, int place, String... names) {
    return switch (fixed(place, names)) {
      case Json.Null _ -> otherwise;
      case Json.Num number -> number.doubleValue();
      case Json other -> throw wrong(names[0], other);
    };
  }

  boolean flag(int place, String... names) {
    return switch (fixed(place, names)) {
      case Json.Null _ -> false;
      case Json.Bool(boolean on) -> on;
      case Json other -> throw wrong(names[0], other);
    };
  }

  /** Whole numbers; one number is a list of one, nothing an empty list. */
  List<Long> wholes(int place, String... names) {
    return switch (fixed(place, names)) {
      case Json.Null _ -> List.of();
      case Json.Arr(List<Json> items) -> items.stream().map(item -> whole(item, names[0])).toList();
      case Json one -> List.of(whole(one, names[0]));
    };
  }

  private long whole(Json json, String name) {
    if (json instanceof Json.Num number && number.digits().matches("-?[0-9]{1,10}")) {
      return number.longValue();
    }
    throw wrong(name, json);
  }

  String text(int place, String... names) {
    return fixed(place, names) instanceof Json.Str(String text) ? text : "";
  }

  RuntimeException wrong(String name, Json value) {
    return Refusal.value(layer.name(), "it is called with " + name + " = " + value.text());
  }

  private RuntimeException odd(String name, Argument<Value> other) {
    String what = other instanceof Argument.Result<Value> ? "a result" : "a list";
    return Refusal.value(layer.name(), "it is called with " + what + " as " + name);
  }

  /** Axes that are written, none of them the rows: results of a row depend on that row alone. */
  int[] axes(Value x, int place, String... names) {
    List<Long> written = wholes(place, names);
    int[] axes = written.stream().mapToInt(axis -> x.shape().axis(Math.toIntExact(axis))).toArray();
    for (int axis : axes) {
      notRows(axis);
    }
    if (axes.length == 0) {
      throw Refusal.value(layer.name(), "it runs over all rows of a batch");
    }
    return axes;
  }

  /** This axis, which must not be that of the rows. */
  int notRows(int axis) {
    if (axis == 0) {
      throw Refusal.value(layer.name(), "it runs over the rows of a batch");
    }
    return axis;
  }
}
