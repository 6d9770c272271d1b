package dev.serin.runtime.savedmodel.array;

import dev.serin.graph.Attribute;
import dev.serin.graph.GraphBuilder.TypedShape;
import dev.serin.graph.Rearrangement;
import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.runtime.savedmodel.Call;
import dev.serin.runtime.savedmodel.Content;
import dev.serin.runtime.savedmodel.OpRule;
import dev.serin.runtime.savedmodel.Operand;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Operators that take elements by their places, or put them there. */
final class Picks {
  static final Map<String, OpRule> RULES =
      Map.ofEntries(
          rule("GatherV2", call -> gather(call, call.value(0), axisOf(call, call.value(0)))),
          rule("Gather", call -> gather(call, call.value(0), 0)),
          rule("ResourceGather", Picks::variableRows),
          rule("GatherNd", Picks::gatherNd),
          rule("OneHot", Picks::oneHot),
          rule("Where", Picks::where),
          rule("ScatterNd", Picks::scatterNd),
          rule("TensorScatterUpdate", call -> scatter(call, call.value(0), "none")),
          rule("TensorScatterAdd", call -> scatter(call, call.value(0), "add")),
          rule("TensorScatterMax", call -> scatter(call, call.value(0), "max")),
          rule("TensorScatterMin", call -> scatter(call, call.value(0), "min")),
          rule("MatrixBandPart", Picks::band),
          Map.entry("TopK", Picks::top),
          Map.entry("TopKV2", Picks::top));

  private Picks() {}

  private static Map.Entry<String, OpRule> rule(String name, Function<Call, Value> rule) {
    return Map.entry(name, OpRule.one(call -> call.live(rule.apply(call))));
  }

  private static int axisOf(Call call, Value table) {
    return call.axis(2, table.shape().rank());
  }

  private static Value variableRows(Call call) {
    Value table =
        switch (call.operand(0)) {
          case Operand.Variable variable -> call.value(call.stored(variable));
          case Operand.Tensor tensor -> call.value(tensor);
          case Operand.TensorList _, Operand.Opaque _ ->
              throw call.refuse("it reads something that is no variable of the file");
        };
    return gather(call, table, 0);
  }

  private static Value gather(Call call, Value table, int axis) {
    call.ignore("validate_indices");
    int batch = Math.clamp(call.whole("batch_dims", 0), -32, 32);
    Value places = places(call, call.value(1), call.content(1).isPresent(), table, axis);
    int rank = places.shape().rank();
    batch = batch < 0 ? batch + rank : batch;
    if (batch == 0) {
      Shape shape =
          table
              .shape()
              .part(0, axis)
              .followedBy(places.shape())
              .followedBy(table.shape().part(axis + 1, table.shape().rank()));
      Attribute along = new Attribute.Whole("axis", axis);
      return call.node("Gather", table.type(), shape, List.of(table, places), along).value();
    }
    if (batch != axis || batch > rank || batch < 0) {
      throw call.refuse(batch + " axes in common and rows along axis " + axis);
    }
    Value each = new Rearrangement(call.graph()).unsqueeze(call.cast(places, DataType.INT64), rank);
    Shape shape = places.shape().followedBy(table.shape().part(axis + 1, table.shape().rank()));
    Attribute common = new Attribute.Whole("batch_dims", batch);
    return call.node("GatherND", table.type(), shape, List.of(table, each), common).value();
  }

  /**
   * Negative places are refused by TensorFlow, ONNX counts them from the end: they are moved out.
   */
  private static Value places(Call call, Value places, boolean known, Value table, int axis) {
    if (known && call.content(1).filter(Content::whole).isPresent()) {
      return places;
    }
    Value zero = call.whole(places.type(), 0);
    List<Value> both = List.of(places, zero);
    Value below = call.node("Less", DataType.BOOL, places.shape(), both).value();
    long size = table.shape().size(axis);
    Value beyond = call.whole(places.type(), size == Shape.ANY ? Integer.MAX_VALUE : size);
    List<Value> takes = List.of(below, beyond, places);
    return call.node("Where", places.type(), places.shape(), takes).value();
  }

  private static Value gatherNd(Call call) {
    Value table = call.value(0);
    Value given = call.value(1);
    int rank = given.shape().rank();
    int depth = Math.clamp(given.shape().fixed(-1), 0, 64);
    if (depth > table.shape().rank()) {
      throw call.corrupt("places of " + depth + " numbers in " + table.shape());
    }
    Value zero = call.whole(given.type(), 0);
    Value below = call.node("Less", DataType.BOOL, given.shape(), List.of(given, zero)).value();
    Value beyond = call.whole(given.type(), Integer.MAX_VALUE);
    Value guarded =
        call.node("Where", given.type(), given.shape(), List.of(below, beyond, given)).value();
    Value places = call.cast(guarded, DataType.INT64);
    Shape shape =
        given.shape().part(0, rank - 1).followedBy(table.shape().part(depth, table.shape().rank()));
    return call.node("GatherND", table.type(), shape, List.of(table, places)).value();
  }

  /** One where the place is; ONNX would count negative places from the end. */
  private static Value oneHot(Call call) {
    Value places = call.value(0);
    long depth = call.number(1);
    int rank = places.shape().rank();
    int axis = call.axis(call.whole("axis", -1), rank + 1);
    if (depth < 0 || depth > 1 << 24) {
      throw call.corrupt("a depth of " + depth);
    }
    List<Long> all = new ArrayList<>();
    for (long place = 0; place < depth; place++) {
      all.add(place);
    }
    List<Long> sizes = new ArrayList<>();
    for (int i = 0; i <= rank; i++) {
      sizes.add(i == axis ? depth : 1);
    }
    Value numbers = call.cast(call.longs(all), places.type());
    Value row =
        call.node("Reshape", places.type(), new Shape(sizes), List.of(numbers, call.longs(sizes)))
            .value();
    Value wide = new Rearrangement(call.graph()).unsqueeze(places, axis);
    Shape shape = wide.shape().with(axis, depth);
    Value test = call.node("Equal", DataType.BOOL, shape, List.of(wide, row)).value();
    Value on = call.value(2);
    return call.node("Where", on.type(), shape, List.of(test, on, call.value(3))).value();
  }

  private static Value where(Call call) {
    Value test = call.value(0);
    int rank = test.shape().rank();
    Shape shape = Shape.of(rank, Shape.ANY);
    Value found = call.node("NonZero", DataType.INT64, shape, List.of(test)).value();
    return new Rearrangement(call.graph()).transpose(found, 1, 0);
  }

  private static Value scatterNd(Call call) {
    Value updates = call.value(1);
    Shape shape = call.described(2);
    Value zero = call.cast(call.whole(DataType.INT32, 0), updates.type());
    Value zeros = call.node("Expand", updates.type(), shape, List.of(zero, call.sizes(2))).value();
    return scatter(call, zeros, call.value(0), updates, "add");
  }

  private static Value scatter(Call call, Value into, String reduction) {
    return scatter(call, into, call.value(1), call.value(2), reduction);
  }

  private static Value scatter(
      Call call, Value into, Value places, Value updates, String reduction) {
    Attribute how = new Attribute.Text("reduction", reduction);
    List<Value> takes = List.of(into, call.cast(places, DataType.INT64), updates);
    return call.node("ScatterND", into.type(), into.shape(), takes, how).value();
  }

  /** What stands in a band around the diagonal; a negative width keeps the whole triangle. */
  private static Value band(Call call) {
    Value x = call.value(0);
    long below = call.number(1);
    long above = call.number(2);
    x = below < 0 ? x : triangle(call, x, 1, -below);
    return above < 0 ? x : triangle(call, x, 0, above);
  }

  private static Value triangle(Call call, Value x, long upper, long diagonal) {
    Attribute which = new Attribute.Whole("upper", upper);
    List<Value> takes = List.of(x, call.whole(DataType.INT64, diagonal));
    return call.node("Trilu", x.type(), x.shape(), takes, which).value();
  }

  private static List<Operand> top(Call call) {
    call.ignore("sorted", "Tk");
    Value x = call.value(0);
    Value count;
    long known = Shape.ANY;
    if (call.operator().equals("TopK")) {
      known = call.whole("k", 1);
      count = call.longs(List.of(known));
    } else {
      known = call.content(1).filter(Content::whole).map(c -> c.numbers().getFirst()).orElse(known);
      Value scalar = call.cast(call.value(1), DataType.INT64);
      List<Value> takes = List.of(scalar, call.longs(List.of(1L)));
      count = call.node("Reshape", DataType.INT64, Shape.of(1), takes).value();
    }
    Shape shape = x.shape().with(-1, known);
    DataType type = call.type("index_type", DataType.INT32);
    List<TypedShape> gives =
        List.of(new TypedShape(x.type(), shape), new TypedShape(DataType.INT64, shape));
    Attribute along = new Attribute.Whole("axis", -1);
    List<Value> found = call.graph().nodes("TopK", List.of(x, count), gives, along);
    return List.of(call.live(found.getFirst()), call.live(call.cast(found.get(1), type)));
  }
}
