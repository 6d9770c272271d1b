package dev.serin.runtime.torch;

import dev.serin.graph.Attribute;
import dev.serin.graph.Value;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Operators that make one number of many, and those that run along an axis. */
final class Reductions {
  private Reductions() {}

  static void addTo(Map<String, Rule> all) {
    Rule.one(all, "sum nansum(self, dim, keepdim, dtype)", call -> summed(call, "ReduceSum"));
    Rule.one(all, "mean(self, dim, keepdim, dtype)", call -> summed(call, "ReduceMean"));
    Rule.one(all, "prod(self, dim, keepdim, dtype)", call -> summed(call, "ReduceProd"));
    Rule.one(all, "amax(self, dim, keepdim)", call -> simple(call, "ReduceMax"));
    Rule.one(all, "amin(self, dim, keepdim)", call -> simple(call, "ReduceMin"));
    Rule.one(
        all,
        "logsumexp special_logsumexp(self, dim, keepdim)",
        call -> simple(call, "ReduceLogSumExp"));
    Rule.several(all, "max(self, dim, keepdim)", call -> extreme(call, "Max"));
    Rule.several(all, "min(self, dim, keepdim)", call -> extreme(call, "Min"));
    Rule.one(all, "argmax(self, dim, keepdim)", call -> place(call, "ArgMax"));
    Rule.one(all, "argmin(self, dim, keepdim)", call -> place(call, "ArgMin"));
    Rule.one(all, "all(self, dim, keepdim)", call -> truth(call, "ReduceMin"));
    Rule.one(all, "any(self, dim, keepdim)", call -> truth(call, "ReduceMax"));
    Rule.one(all, "cumsum(self, dim, dtype)", Reductions::running);
    Rule.several(all, "topk(self, k, dim, largest, sorted)", Reductions::top);
    Rule.several(
        all,
        "sort(self, stable, dim, descending)",
        call -> {
          Value x = call.tensor("self");
          boolean stable = call.argument("stable") instanceof Argument.Flag;
          String dim = stable || !call.has("stable") ? "dim" : "stable";
          String order = dim.equals("dim") ? "descending" : "dim";
          call.ignore("stable", "dim", "descending");
          return sorted(call, x, call.axis(dim, x, -1), call.flag(order, false));
        });
    Rule.one(
        all,
        "argsort(self, dim, descending)",
        call -> {
          Value x = call.tensor("self");
          return sorted(call, x, call.axis("dim", x, -1), call.flag("descending", false)).get(1);
        });
    Moments.addTo(all);
  }

  /** A node that reduces these axes. */
  static Value reduce(Draft draft, String operator, Value x, List<Integer> axes, boolean keep) {
    if (axes.isEmpty()) {
      return x;
    }
    List<Dim> sizes = reduced(draft.sizes(x), axes, keep);
    Value over = draft.wholes(axes.stream().map(Integer::longValue).toList());
    Attribute kept = new Attribute.Whole("keepdims", keep ? 1 : 0);
    return draft.node(operator, List.of(x, over), x.type(), sizes, kept);
  }

  private static List<Dim> reduced(List<Dim> from, List<Integer> axes, boolean keep) {
    List<Dim> sizes = new ArrayList<>();
    for (int axis = 0; axis < from.size(); axis++) {
      if (!axes.contains(axis)) {
        sizes.add(from.get(axis));
      } else if (keep) {
        sizes.add(Dim.of(1));
      }
    }
    return sizes;
  }

  /** Sums of whole numbers are computed in 64 bits. */
  private static Value summed(Call call, String operator) {
    Value given = call.tensor("self");
    Optional<DataType> asked = call.type("dtype");
    DataType type = asked.orElse(given.type().floating() ? given.type() : DataType.INT64);
    Value x = call.draft().cast(given, type);
    if (operator.equals("ReduceMean") && !type.floating()) {
      throw call.mismatch("there is no mean of " + type);
    }
    if (call.operator().equals("nansum")) {
      Numeric numeric = new Numeric(call.draft());
      Value bad = call.draft().node("IsNaN", List.of(x), DataType.BOOL, call.draft().sizes(x));
      x = numeric.where(bad, call.draft().scalar(type, 0), x);
    }
    List<Integer> axes = call.axes("dim", x.shape().rank());
    return reduce(call.draft(), operator, x, axes, call.flag("keepdim", false));
  }

  private static Value simple(Call call, String operator) {
    Value given = call.tensor("self");
    DataType wide = Numeric.computing(given.type());
    Value x = call.draft().cast(given, wide);
    List<Integer> axes = call.axes("dim", x.shape().rank());
    Value result = reduce(call.draft(), operator, x, axes, call.flag("keepdim", false));
    return call.draft().cast(result, given.type());
  }

  /** {@code max} of everything, along an axis with the places, or of two tensors. */
  private static List<Value> extreme(Call call, String name) {
    if (call.argument("dim") instanceof Argument.Tensor) {
      Numeric numeric = new Numeric(call.draft());
      return List.of(numeric.two(name, call, call.argument("self"), call.argument("dim")));
    }
    Value best = simple(call, "Reduce" + name);
    return call.has("dim") ? List.of(best, place(call, "Arg" + name)) : List.of(best);
  }

  private static Value place(Call call, String operator) {
    Draft draft = call.draft();
    Value given = call.tensor("self");
    Value x = draft.cast(given, Numeric.computing(given.type()));
    boolean keep = call.flag("keepdim", false);
    boolean flat = !call.has("dim");
    if (flat && keep) {
      throw call.refuse("keepdim without an axis");
    }
    Value along = flat ? draft.reshape(x, List.of(Dim.product(draft.sizes(x)))) : x;
    int axis = flat ? 0 : call.axis("dim", x, 0);
    List<Dim> sizes = reduced(draft.sizes(along), List.of(axis), keep);
    return draft.node(
        operator,
        List.of(along),
        DataType.INT64,
        sizes,
        new Attribute.Whole("axis", axis),
        new Attribute.Whole("keepdims", keep ? 1 : 0));
  }

  private static Value truth(Call call, String operator) {
    Draft draft = call.draft();
    Value flags = draft.cast(call.tensor("self"), DataType.BOOL);
    Value x = draft.cast(flags, DataType.INT32);
    List<Integer> axes = call.axes("dim", x.shape().rank());
    Value result = reduce(draft, operator, x, axes, call.flag("keepdim", false));
    return draft.cast(result, DataType.BOOL);
  }

  private static Value running(Call call) {
    Draft draft = call.draft();
    Value given = call.tensor("self");
    DataType type =
        call.type("dtype").orElse(given.type().floating() ? given.type() : DataType.INT64);
    Value x = draft.cast(given, type);
    Value axis = draft.whole(call.axis("dim", x, 0));
    return draft.node("CumSum", List.of(x, axis), type, draft.sizes(x));
  }

  private static List<Value> top(Call call) {
    Draft draft = call.draft();
    Value x = call.tensor("self");
    int axis = call.axis("dim", x, -1);
    Dim count = call.dim("k");
    boolean sorted = call.flag("sorted", true);
    List<Dim> sizes = new ArrayList<>(draft.sizes(x));
    if (count.known() && sizes.get(axis).known()) {
      long room = sizes.get(axis).minus(count).number().getAsLong();
      if (room < 0) {
        throw call.mismatch("the first " + count + " of " + sizes.get(axis));
      }
    }
    sizes.set(axis, count);
    return draft.nodes(
        "TopK",
        List.of(x, draft.length(count)),
        List.of(new Draft.Gives(x.type(), sizes), new Draft.Gives(DataType.INT64, sizes)),
        new Attribute.Whole("axis", axis),
        new Attribute.Whole("largest", call.flag("largest", true) ? 1 : 0),
        new Attribute.Whole("sorted", sorted ? 1 : 0));
  }

  private static List<Value> sorted(Call call, Value x, int axis, boolean descending) {
    Draft draft = call.draft();
    Dim size = draft.size(x, axis);
    List<Dim> sizes = draft.sizes(x);
    return draft.nodes(
        "TopK",
        List.of(x, draft.length(size)),
        List.of(new Draft.Gives(x.type(), sizes), new Draft.Gives(DataType.INT64, sizes)),
        new Attribute.Whole("axis", axis),
        new Attribute.Whole("largest", descending ? 1 : 0),
        new Attribute.Whole("sorted", 1));
  }

  static List<Integer> last(Value x, int count) {
    List<Integer> axes = new ArrayList<>();
    for (int axis = x.shape().rank() - count; axis < x.shape().rank(); axis++) {
      axes.add(axis);
    }
    return Collections.unmodifiableList(axes);
  }
}
