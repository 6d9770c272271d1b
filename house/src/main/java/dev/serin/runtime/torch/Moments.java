package dev.serin.runtime.torch;

import dev.serin.graph.Value;
import dev.serin.tensor.DataType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Variances, standard deviations and norms. */
final class Moments {
  private Moments() {}

  static void addTo(Map<String, Rule> all) {
    Rule.one(all, "var(self, dim, unbiased, keepdim, correction)", call -> spread(call, false));
    Rule.one(all, "std(self, dim, unbiased, keepdim, correction)", call -> spread(call, true));
    Rule.several(
        all,
        "var_mean std_mean(self, dim, unbiased, keepdim, correction)",
        call -> {
          Value spread = spread(call, call.operator().startsWith("std"));
          Value x = call.tensor("self");
          List<Integer> axes = axes(call, x);
          boolean keep = call.flag("keepdim", false);
          return List.of(spread, Reductions.reduce(call.draft(), "ReduceMean", x, axes, keep));
        });
    Rule.one(
        all,
        "norm(self, p, dim, keepdim, dtype)",
        call -> {
          boolean frobenius = call.argument("p") instanceof Argument.Text;
          if (frobenius) {
            call.text("p", "fro", java.util.Set.of("fro"));
          }
          return norm(call, frobenius ? 2 : call.real("p", 2));
        });
    Rule.one(
        all,
        "linalg_vector_norm(self, ord, dim, keepdim, dtype)",
        call -> norm(call, call.real("ord", 2)));
    Rule.one(all, "frobenius_norm(self, dim, keepdim)", call -> norm(call, 2));
    Rule.one(all, "cosine_similarity(x1, x2, dim, eps)", Moments::cosine);
    Rule.one(all, "pairwise_distance(x1, x2, p, eps, keepdim)", Moments::distance);
  }

  private static List<Integer> axes(Call call, Value x) {
    boolean flag = call.argument("dim") instanceof Argument.Flag; // var(x, unbiased)
    return flag ? Reductions.last(x, x.shape().rank()) : call.axes("dim", x.shape().rank());
  }

  /** The mean squared distance to the mean, over n less the correction. */
  private static Value spread(Call call, boolean root) {
    Draft draft = call.draft();
    Numeric numeric = new Numeric(draft);
    Value x = call.tensor("self");
    List<Integer> axes = axes(call, x);
    boolean unbiased =
        call.argument("dim") instanceof Argument.Flag(boolean flag)
            ? flag
            : call.flag("unbiased", true);
    double correction = call.real("correction", unbiased ? 1 : 0);
    Value mean = Reductions.reduce(draft, "ReduceMean", x, axes, true);
    Value away = numeric.subtract(x, mean);
    boolean keep = call.flag("keepdim", false);
    Value square = numeric.multiply(away, away);
    Value sum = Reductions.reduce(draft, "ReduceSum", square, axes, keep);
    Dim count = Dim.product(axes.stream().map(axis -> draft.size(x, axis)).toList());
    Value divisor = numeric.add(draft.cast(draft.number(count), x.type()), -correction);
    Value variance = numeric.divide(sum, divisor);
    return root ? draft.map("Sqrt", variance) : variance;
  }

  private static Value norm(Call call, double p) {
    Value given = call.tensor("self");
    Optional<DataType> type = call.type("dtype");
    Value x = call.draft().cast(given, type.orElse(given.type()));
    List<Integer> axes = call.axes("dim", x.shape().rank());
    return norm(call, x, axes, p, call.flag("keepdim", false));
  }

  static Value norm(Call call, Value x, List<Integer> axes, double p, boolean keep) {
    Draft draft = call.draft();
    Numeric numeric = new Numeric(draft);
    if (p == 2) {
      return Reductions.reduce(draft, "ReduceL2", x, axes, keep);
    }
    if (p == 1) {
      return Reductions.reduce(draft, "ReduceL1", x, axes, keep);
    }
    Value size = draft.map("Abs", x);
    if (Double.isInfinite(p)) {
      return Reductions.reduce(draft, p > 0 ? "ReduceMax" : "ReduceMin", size, axes, keep);
    }
    if (p == 0) {
      throw call.refuse("a norm of the order 0");
    }
    Value powers = numeric.two("Pow", size, draft.scalar(x.type(), p));
    Value sum = Reductions.reduce(draft, "ReduceSum", powers, axes, keep);
    return numeric.two("Pow", sum, draft.scalar(x.type(), 1 / p));
  }

  /** The product of both, each divided by its length, which is at least eps. */
  private static Value cosine(Call call) {
    Draft draft = call.draft();
    Numeric numeric = new Numeric(draft);
    List<Value> both = numeric.common(call, true, "x1", "x2");
    Value product = numeric.multiply(both.get(0), both.get(1));
    int rank = product.shape().rank();
    int axis = call.axis(call.whole("dim", 1), rank);
    double eps = call.real("eps", 1e-8);
    Value lengths = draft.scalar(product.type(), 1);
    for (Value each : both) {
      List<Integer> along = List.of(axis - rank + each.shape().rank());
      Value norm = norm(call, each, along, 2, true);
      lengths = numeric.multiply(lengths, numeric.two("Max", norm, draft.scalar(norm.type(), eps)));
    }
    return Reductions.reduce(
        draft, "ReduceSum", numeric.divide(product, lengths), List.of(axis), false);
  }

  private static Value distance(Call call) {
    Numeric numeric = new Numeric(call.draft());
    List<Value> both = numeric.common(call, true, "x1", "x2");
    Value away = numeric.add(numeric.subtract(both.get(0), both.get(1)), call.real("eps", 1e-6));
    List<Integer> last = Reductions.last(away, 1);
    return norm(call, away, last, call.real("p", 2), call.flag("keepdim", false));
  }
}
