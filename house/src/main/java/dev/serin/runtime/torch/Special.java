package dev.serin.runtime.torch;

import dev.serin.graph.Value;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Functions that the engine has no operator for, made of those that it has. */
final class Special {
  private static final double[] INVERSE_MIDDLE = {
    2.81022636e-08,
    3.43273939e-07,
    -3.5233877e-06,
    -4.39150654e-06,
    0.00021858087,
    -0.00125372503,
    -0.00417768164,
    0.246640727,
    1.50140941
  };
  private static final double[] INVERSE_TAIL = {
    -0.000200214257,
    0.000100950558,
    0.00134934322,
    -0.00367342844,
    0.00573950773,
    -0.0076224613,
    0.00943887047,
    1.00167406,
    2.83297682
  };

  private Special() {}

  static void addTo(Map<String, Rule> all) {
    Rule.one(all, "atan2 arctan2(self, other)", Special::angle);
    Rule.one(all, "erfinv special_erfinv(self)", Special::inverseError);
    Functions.real(
        all, "rad2deg(self)", (draft, x) -> new Numeric(draft).multiply(x, 180 / Math.PI));
    Rule.one(all, "xlogy special_xlogy(self, other)", Special::weightedLog);
    Rule.one(all, "logaddexp(self, other)", Special::sumOfPowers);
    Rule.one(all, "cumprod(self, dim, dtype)", Special::runningProduct);
    Rule.one(
        all,
        "bucketize(self, boundaries, out_int32, right)",
        call -> bucket(call, call.tensor("boundaries"), call.flag("right", false)));
    Rule.one(
        all,
        "searchsorted(sorted_sequence, self, out_int32, right, side, sorter)",
        call -> {
          boolean right =
              call.text("side", "left", java.util.Set.of("left", "right")).equals("right");
          return bucket(call, call.tensor("sorted_sequence"), right || call.flag("right", false));
        });
  }

  /** The angle of a point, in all four quadrants and for both zeros. */
  private static Value angle(Call call) {
    Draft draft = call.draft();
    Numeric numeric = new Numeric(draft);
    List<Value> both = numeric.common(call, true, "self", "other");
    Value y = both.get(0);
    Value x = both.get(1);
    Value high = draft.map("Abs", y);
    Value wide = draft.map("Abs", x);
    Value equal = draft.spread("Equal", List.of(high, wide), DataType.BOOL);
    Value one = draft.scalar(x.type(), 1); // of two infinities as well
    Value ratio = numeric.where(equal, one, numeric.divide(high, wide));
    Value steep = draft.map("Atan", ratio);
    Value none = numeric.compare("Equal", numeric.two("Max", high, wide), 0);
    Value sharp = numeric.where(none, draft.scalar(x.type(), 0), steep);
    Value obtuse = numeric.add(draft.map("Neg", sharp), Math.PI);
    Value upper = numeric.where(negative(draft, x), obtuse, sharp);
    return numeric.where(negative(draft, y), draft.map("Neg", upper), upper);
  }

  /** Whether the sign is minus, also that of a zero. */
  private static Value negative(Draft draft, Value x) {
    Numeric numeric = new Numeric(draft);
    Value less = numeric.compare("Less", x, 0);
    Value zero = numeric.compare("Less", draft.map("Reciprocal", x), 0);
    return draft.spread("Or", List.of(less, zero), DataType.BOOL);
  }

  /** M. Giles, "Approximating the erfinv function", single precision. */
  private static Value inverseError(Call call) {
    Draft draft = call.draft();
    Numeric numeric = new Numeric(draft);
    Value x = draft.cast(call.tensor("self"), Numeric.real(call.tensor("self").type()));
    if (x.type() != DataType.FP32) {
      throw call.refuse("its numbers are " + x.type() + " and not FP32");
    }
    Value below = numeric.add(draft.map("Neg", x), 1);
    Value product = numeric.multiply(below, numeric.add(x, 1));
    Value w = draft.map("Neg", draft.map("Log", product));
    Value middle = polynomial(draft, numeric.add(w, -2.5), INVERSE_MIDDLE);
    Value far = numeric.add(draft.map("Sqrt", Activations.relu(draft, w)), -3);
    Value factor =
        numeric.where(numeric.compare("Less", w, 5), middle, polynomial(draft, far, INVERSE_TAIL));
    Value edge = numeric.compare("Equal", draft.map("Abs", x), 1);
    Value infinite = draft.scalar(x.type(), Double.POSITIVE_INFINITY);
    Value result = numeric.multiply(x, numeric.where(edge, infinite, factor));
    Value outside = numeric.compare("Greater", draft.map("Abs", x), 1);
    return numeric.where(outside, draft.scalar(x.type(), Double.NaN), result);
  }

  private static Value polynomial(Draft draft, Value x, double[] factors) {
    Numeric numeric = new Numeric(draft);
    Value sum = draft.scalar(x.type(), factors[0]);
    for (int i = 1; i < factors.length; i++) {
      sum = numeric.add(numeric.multiply(sum, x), factors[i]);
    }
    return sum;
  }

  /** {@code x log(y)}, and 0 where x is 0 unless y is no number. */
  private static Value weightedLog(Call call) {
    Draft draft = call.draft();
    Numeric numeric = new Numeric(draft);
    List<Value> both = numeric.common(call, true, "self", "other");
    Value product = numeric.multiply(both.get(0), draft.map("Log", both.get(1)));
    Value zero = numeric.compare("Equal", both.get(0), 0);
    Value bad = draft.node("IsNaN", List.of(both.get(1)), DataType.BOOL, draft.sizes(both.get(1)));
    Value nothing = draft.spread("And", List.of(zero, draft.map("Not", bad)), DataType.BOOL);
    return numeric.where(nothing, draft.scalar(product.type(), 0), product);
  }

  /** {@code log(e^a + e^b)} without an overflow. */
  private static Value sumOfPowers(Call call) {
    Draft draft = call.draft();
    Numeric numeric = new Numeric(draft);
    List<Value> both = numeric.common(call, true, "self", "other");
    Value most = numeric.two("Max", both.get(0), both.get(1));
    Value equal = draft.spread("Equal", both, DataType.BOOL); // of two infinities as well
    Value apart = draft.map("Abs", numeric.subtract(both.get(0), both.get(1)));
    Value distance = numeric.where(equal, draft.scalar(most.type(), 0), apart);
    Value rest = numeric.add(draft.map("Exp", draft.map("Neg", distance)), 1);
    return numeric.add(most, draft.map("Log", rest));
  }

  /** Products of twice as many elements with each step. */
  private static Value runningProduct(Call call) {
    Draft draft = call.draft();
    Numeric numeric = new Numeric(draft);
    Value given = call.tensor("self");
    DataType type =
        call.type("dtype").orElse(given.type().floating() ? given.type() : DataType.INT64);
    Value x = draft.cast(given, type);
    int axis = call.axis("dim", x, 0);
    if (x.shape().rank() == 0) {
      return x;
    }
    long size =
        draft
            .size(x, axis)
            .number()
            .orElseThrow(() -> call.refuse("it runs over an axis of open size"));
    List<Long> none = new ArrayList<>(java.util.Collections.nCopies(x.shape().rank(), 0L));
    for (long step = 1; step < size; step *= 2) {
      Value before = Shaping.cut(draft, x, axis, Dim.of(0), Dim.of(size - step), 1);
      List<Long> moved = new ArrayList<>(none);
      moved.set(axis, step);
      x = numeric.multiply(x, Paddings.pad(draft, before, moved, none, "constant", 1));
    }
    return x;
  }

  /** How many of the sorted numbers come before each element. */
  private static Value bucket(Call call, Value sorted, boolean right) {
    Draft draft = call.draft();
    Value given = call.tensor("self");
    int rank = given.shape().rank();
    boolean shared = sorted.shape().rank() == 1;
    if (!shared && sorted.shape().rank() != rank) {
      throw call.mismatch("places of " + given.shape() + " among " + sorted.shape());
    }
    DataType type = Numeric.computing(Promotion.joined(sorted.type(), given.type()));
    Value x = draft.unsqueeze(draft.cast(given, type), rank);
    Value edges = draft.cast(sorted, type);
    Value all = shared ? edges : draft.unsqueeze(edges, rank - 1);
    String test = right ? "Greater" : "GreaterOrEqual"; // what is no number comes last
    Value before = draft.map("Not", draft.spread(test, List.of(all, x), DataType.BOOL));
    Value counted = draft.cast(before, DataType.INT64);
    Value sum = Reductions.reduce(draft, "ReduceSum", counted, List.of(rank), false);
    return draft.cast(sum, call.flag("out_int32", false) ? DataType.INT32 : DataType.INT64);
  }
}
