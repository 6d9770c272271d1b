package dev.serin.runtime.torch;

import dev.serin.graph.Attribute;
import dev.serin.graph.Value;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Putting numbers into a tensor at given places, and sums over bags of rows. */
final class Scattering {
  private static final Map<String, String> REDUCTIONS =
      Map.of(
          "add",
          "add",
          "sum",
          "add",
          "multiply",
          "mul",
          "prod",
          "mul",
          "amax",
          "max",
          "amin",
          "min");

  private Scattering() {}

  static void addTo(Map<String, Rule> all) {
    Rule.one(all, "scatter(self, dim, index, src, reduce, value)", Scattering::scattered);
    Rule.one(
        all,
        "scatter_add(self, dim, index, src)",
        call -> elements(call, call.tensor("src"), "add"));
    Rule.one(
        all,
        "scatter_reduce(self, dim, index, src, reduce, include_self)",
        call -> {
          if (!call.flag("include_self", true)) {
            throw call.refuse("include_self is false");
          }
          return elements(call, call.tensor("src"), reduction(call));
        });
    Rule.one(
        all, "index_put _unsafe_index_put(self, indices, values, accumulate)", Scattering::put);
    Rule.one(all, "select_scatter(self, src, dim, index)", call -> replaced(call, true));
    Rule.one(all, "slice_scatter(self, src, dim, start, end, step)", call -> replaced(call, false));
    Rule.one(
        all,
        "copy(self, src, non_blocking)",
        call -> {
          call.ignore("non_blocking");
          Value self = call.tensor("self");
          Value src = call.draft().cast(call.tensor("src"), self.type());
          return Shaping.expand(call.draft(), src, call.draft().sizes(self));
        });
    Rule.several(
        all,
        "embedding_bag _embedding_bag _embedding_bag_forward_only(weight, indices, offsets,"
            + " scale_grad_by_freq, mode, sparse, per_sample_weights, include_last_offset,"
            + " padding_idx)",
        Scattering::bags);
  }

  private static String reduction(Call call) {
    return REDUCTIONS.get(call.text("reduce", "", REDUCTIONS.keySet()));
  }

  private static Value scattered(Call call) {
    Draft draft = call.draft();
    Value self = call.tensor("self");
    Argument given = call.argument(call.has("value") ? "value" : "src");
    Value number = new Numeric(draft).value(call, given, self.type());
    boolean tensor = given instanceof Argument.Tensor(Value value) && value.shape().rank() > 0;
    List<Dim> sizes = draft.sizes(call.tensor("index"));
    Value src = tensor ? number : Shaping.full(draft, number, sizes);
    return elements(call, src, call.has("reduce") ? reduction(call) : "none");
  }

  private static Value elements(Call call, Value src, String reduction) {
    Draft draft = call.draft();
    Value self = call.tensor("self");
    int axis = call.axis("dim", self, 0);
    Value index = Indexing.checked(call, self, axis, call.tensor("index"));
    Value fitting = src;
    for (int i = 0; i < src.shape().rank(); i++) { // torch reads only as much as the places need
      fitting = Shaping.cut(draft, fitting, i, Dim.of(0), draft.size(index, i), 1);
    }
    return draft.node(
        "ScatterElements",
        List.of(self, index, draft.cast(fitting, self.type())),
        self.type(),
        draft.sizes(self),
        new Attribute.Whole("axis", axis),
        new Attribute.Text("reduction", reduction));
  }

  /** {@code x[i, j] = values} for the leading axes, or a mask that chooses among numbers. */
  private static Value put(Call call) {
    Draft draft = call.draft();
    Value self = call.tensor("self");
    List<Argument> indices = call.items("indices");
    List<Value> places = new ArrayList<>();
    for (Argument index : indices) {
      if (!(index instanceof Argument.Tensor(Value place))) {
        throw call.refuse("places with gaps");
      }
      places.add(place);
    }
    Value values = draft.cast(call.tensor("values"), self.type());
    if (places.size() == 1 && places.getFirst().type() == DataType.BOOL) {
      return masked(call, self, places.getFirst(), values);
    }
    List<Dim> common = List.of();
    for (Value place : places) {
      common = Draft.broadcast("index_put", common, draft.sizes(place));
    }
    Value stacked = Indexing.stacked(draft, places, common);
    List<Dim> sizes = new ArrayList<>(common);
    sizes.addAll(draft.sizes(self).subList(places.size(), self.shape().rank()));
    Value spread = Shaping.expand(draft, values, sizes);
    String reduction = call.flag("accumulate", false) ? "add" : "none";
    return draft.node(
        "ScatterND",
        List.of(self, stacked, spread),
        self.type(),
        draft.sizes(self),
        new Attribute.Text("reduction", reduction));
  }

  private static Value masked(Call call, Value self, Value mask, Value values) {
    if (values.shape().rank() > 0 || call.flag("accumulate", false)) {
      throw Refusal.dataDependent(call.place(), "which values go where the mask is true");
    }
    Value wide = mask;
    while (wide.shape().rank() < self.shape().rank()) {
      wide = call.draft().unsqueeze(wide, wide.shape().rank());
    }
    return new Numeric(call.draft()).where(wide, values, self);
  }

  /** The tensor with another part: what stands before and after it is kept. */
  private static Value replaced(Call call, boolean single) {
    Draft draft = call.draft();
    Value self = call.tensor("self");
    int axis = call.axis("dim", self, 0);
    Dim size = draft.size(self, axis);
    Value src = draft.cast(call.tensor("src"), self.type());
    Value part = single ? draft.unsqueeze(src, axis) : src;
    if (!single && call.whole("step", 1) != 1) {
      throw call.refuse("a step other than 1");
    }
    String first = single ? "index" : "start";
    Dim start = call.has(first) ? Indexing.front(call.dim(first), size) : Dim.of(0);
    if (!single && size.known()) {
      start = Indexing.inside(start, size);
    }
    Dim end = start.plus(draft.size(part, axis));
    if (!single) {
      call.ignore("end"); // the size of the part says it, clamped to the axis
    }
    List<Value> parts = new ArrayList<>();
    if (!start.is(0)) {
      parts.add(Shaping.cut(draft, self, axis, Dim.of(0), start, 1));
    }
    parts.add(part);
    if (!end.equals(size)) {
      parts.add(Shaping.cut(draft, self, axis, end, size, 1));
    }
    return Shaping.concat(draft, parts, axis);
  }

  /** Every bag is the rows of the table between its offset and the next one. */
  private static List<Value> bags(Call call) {
    call.ignore("scale_grad_by_freq", "sparse");
    Draft draft = call.draft();
    Value table = call.tensor("weight");
    Value indices = draft.cast(call.tensor("indices"), DataType.INT64);
    Value rows = Indexing.gathered(draft, table, 0, Indexing.checked(call, table, 0, indices));
    if (call.has("per_sample_weights")) {
      Value weights = draft.unsqueeze(call.tensor("per_sample_weights"), 1);
      rows = new Numeric(draft).multiply(rows, weights);
    }
    Value member = members(call, indices);
    return List.of(bag(call, rows, member));
  }

  /** For each bag and each row, whether it belongs to it. */
  private static Value members(Call call, Value indices) {
    Draft draft = call.draft();
    Value offsets = draft.cast(call.tensor("offsets"), DataType.INT64);
    Dim count = draft.size(indices, 0);
    Value all = Shaping.expand(draft, draft.number(count), List.of(Dim.of(1)));
    boolean last = call.flag("include_last_offset", false);
    Dim bags = last ? draft.size(offsets, 0).plus(-1) : draft.size(offsets, 0);
    Value start = Shaping.cut(draft, offsets, 0, Dim.of(0), bags, 1);
    Value next = Shaping.cut(draft, offsets, 0, Dim.of(1), draft.size(offsets, 0), 1);
    Value end = last ? next : Shaping.concat(draft, List.of(next, all), 0);
    Value at = draft.unsqueeze(Creation.count(draft, count), 0);
    Value after =
        draft.spread("GreaterOrEqual", List.of(at, draft.unsqueeze(start, 1)), DataType.BOOL);
    Value before = draft.spread("Less", List.of(at, draft.unsqueeze(end, 1)), DataType.BOOL);
    Value inside = draft.spread("And", List.of(after, before), DataType.BOOL);
    long padding = call.whole("padding_idx", -1);
    if (padding < 0) {
      return inside;
    }
    Value wanted = draft.map("Not", new Numeric(draft).compare("Equal", indices, padding));
    return draft.spread("And", List.of(inside, draft.unsqueeze(wanted, 0)), DataType.BOOL);
  }

  private static Value bag(Call call, Value rows, Value member) {
    Draft draft = call.draft();
    Numeric numeric = new Numeric(draft);
    long mode = call.whole("mode", 0);
    if (mode == 2) {
      Value each = draft.unsqueeze(rows, 0);
      Value test = draft.unsqueeze(member, 2);
      Value low = draft.scalar(rows.type(), Double.NEGATIVE_INFINITY);
      Value best =
          Reductions.reduce(draft, "ReduceMax", numeric.where(test, each, low), List.of(1), false);
      Value empty = numeric.compare("Equal", best, Double.NEGATIVE_INFINITY);
      return numeric.where(empty, draft.scalar(rows.type(), 0), best);
    }
    if (!Set.of(0L, 1L).contains(mode)) {
      throw call.refuse("mode is " + mode);
    }
    Value factors = draft.cast(member, rows.type());
    Value sum = Products.matmul(draft, factors, rows);
    if (mode == 0) {
      return sum;
    }
    Value count = Reductions.reduce(draft, "ReduceSum", factors, List.of(1), true);
    return numeric.divide(sum, numeric.two("Max", count, draft.scalar(rows.type(), 1)));
  }
}
