package dev.serin.runtime.savedmodel.vision;

import dev.serin.graph.Attribute;
import dev.serin.graph.Rearrangement;
import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.runtime.savedmodel.Call;
import dev.serin.runtime.savedmodel.OpRule;
import dev.serin.tensor.DataType;
import java.util.List;
import java.util.Map;

/** Pictures in another size. */
final class Resizes {
  static final Map<String, OpRule> RULES =
      Map.of(
          "ResizeBilinear", OpRule.one(call -> call.live(resized(call, "linear"))),
          "ResizeNearestNeighbor", OpRule.one(call -> call.live(resized(call, "nearest"))));

  private Resizes() {}

  /** All four sizes: with axes of its own the engine fails beside a transposition. */
  private static Value sizes(Call call, Value x, List<Long> size) {
    Attribute end = new Attribute.Whole("end", 2);
    Value first = call.node("Shape", DataType.INT64, Shape.of(2), List.of(x), end).value();
    return new Rearrangement(call.graph()).concat(List.of(first, call.longs(size)), 0);
  }

  private static Value resized(Call call, String mode) {
    boolean corners = call.flag("align_corners", false);
    boolean centers = call.flag("half_pixel_centers", false);
    boolean nearest = mode.equals("nearest");
    List<Long> size = call.numbers(1);
    if (corners && centers || size.size() != 2 || size.getFirst() < 1 || size.getLast() < 1) {
      throw call.corrupt("the size " + size);
    }
    Layout first = new Layout(call, true, 2);
    Value given = nearest ? call.value(0) : call.cast(call.value(0), DataType.FP32);
    Value x = first.back(new Layout(call, false, 2).channelsLast(given));
    String how = centers ? "half_pixel" : corners ? "align_corners" : "asymmetric";
    Shape shape = x.shape().with(2, size.getFirst()).with(3, size.getLast());
    List<Value> takes = List.of(x, Value.ABSENT, Value.ABSENT, sizes(call, x, size));
    Value y =
        call.node(
                "Resize",
                x.type(),
                shape,
                takes,
                new Attribute.Text("mode", mode),
                new Attribute.Text("coordinate_transformation_mode", how),
                new Attribute.Text(
                    "nearest_mode", corners || centers ? "round_prefer_ceil" : "floor"))
            .value();
    return first.channelsLast(y);
  }
}
