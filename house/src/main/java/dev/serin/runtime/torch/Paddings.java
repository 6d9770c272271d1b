package dev.serin.runtime.torch;

import dev.serin.graph.Attribute;
import dev.serin.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Paddings; torch names the pairs of the last axis first, and negative ones cut off. */
final class Paddings {
  private static final Set<String> MODES = Set.of("constant", "reflect", "replicate", "circular");

  private Paddings() {}

  static void addTo(Map<String, Rule> all) {
    Rule.one(
        all,
        "pad(self, pad, mode, value)",
        call -> padded(call, "pad", call.text("mode", "constant", MODES)));
    Rule.one(all, "constant_pad_nd(self, pad, value)", call -> padded(call, "pad", "constant"));
    Rule.one(all, "_pad_circular(self, pad)", call -> padded(call, "pad", "circular"));
    for (int axes = 1; axes <= 3; axes++) {
      Rule.one(
          all,
          "reflection_pad" + axes + "d(self, padding)",
          call -> padded(call, "padding", "reflect"));
      Rule.one(
          all,
          "replication_pad" + axes + "d(self, padding)",
          call -> padded(call, "padding", "replicate"));
    }
  }

  private static Value padded(Call call, String name, String mode) {
    Value x = call.tensor("self");
    List<Long> pairs = call.wholes(name);
    int rank = x.shape().rank();
    if (pairs.size() % 2 != 0 || pairs.size() > 2 * rank) {
      throw call.mismatch(pairs.size() + " paddings of " + rank + " axes");
    }
    List<Long> before = new ArrayList<>();
    List<Long> after = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      int place = 2 * (rank - 1 - axis);
      boolean named = place < pairs.size();
      before.add(named ? pairs.get(place) : 0);
      after.add(named ? pairs.get(place + 1) : 0);
    }
    Value inside = cropped(call, x, before, after);
    List<Long> low = before.stream().map(pad -> Math.max(0, pad)).toList();
    List<Long> high = after.stream().map(pad -> Math.max(0, pad)).toList();
    return switch (mode) {
      case "constant" -> pad(call.draft(), inside, low, high, "constant", call.real("value", 0));
      case "circular" -> circular(call, inside, low, high);
      default -> {
        call.ignore("value");
        yield pad(call.draft(), inside, low, high, mode.equals("reflect") ? "reflect" : "edge", 0);
      }
    };
  }

  private static Value cropped(Call call, Value x, List<Long> before, List<Long> after) {
    Value inside = x;
    for (int axis = 0; axis < before.size(); axis++) {
      long start = Math.max(0, -before.get(axis));
      long end = Math.max(0, -after.get(axis));
      if (start + end > 0) {
        Dim to = call.draft().size(inside, axis).plus(-end);
        inside = Shaping.cut(call.draft(), inside, axis, Dim.of(start), to, 1);
      }
    }
    return inside;
  }

  /** The spatial axes, which are the last ones, with so many of a number on both sides. */
  static Value constant(Draft draft, Value x, List<Long> pads, double value) {
    List<Long> both = new ArrayList<>();
    for (int axis = 0; axis < x.shape().rank(); axis++) {
      int spatial = axis - (x.shape().rank() - pads.size());
      both.add(spatial < 0 ? 0 : pads.get(spatial));
    }
    return pad(draft, x, both, both, "constant", value);
  }

  static Value pad(
      Draft draft, Value x, List<Long> before, List<Long> after, String mode, double value) {
    List<Long> pads = new ArrayList<>(before);
    pads.addAll(after);
    if (pads.stream().allMatch(pad -> pad == 0)) {
      return x;
    }
    List<Dim> sizes = new ArrayList<>();
    for (int axis = 0; axis < before.size(); axis++) {
      sizes.add(draft.size(x, axis).plus(before.get(axis) + after.get(axis)));
    }
    List<Value> takes = new ArrayList<>(List.of(x, draft.wholes(pads)));
    if (mode.equals("constant") && value != 0) {
      takes.add(draft.scalar(x.type(), value));
    }
    return draft.node("Pad", takes, x.type(), sizes, new Attribute.Text("mode", mode));
  }

  /** What is beyond one edge is what stands inside of the other. */
  private static Value circular(Call call, Value given, List<Long> before, List<Long> after) {
    Draft draft = call.draft();
    Value x = given;
    for (int axis = 0; axis < before.size(); axis++) {
      Dim size = draft.size(x, axis);
      List<Value> parts = new ArrayList<>(List.of(x));
      if (before.get(axis) > 0) {
        Dim from = size.plus(-before.get(axis));
        parts.addFirst(Shaping.cut(draft, x, axis, from, size, 1));
      }
      if (after.get(axis) > 0) {
        parts.add(Shaping.cut(draft, x, axis, Dim.of(0), Dim.of(after.get(axis)), 1));
      }
      x = Shaping.concat(draft, parts, axis);
    }
    return x;
  }
}
