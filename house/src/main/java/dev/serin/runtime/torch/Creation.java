package dev.serin.runtime.torch;

import dev.serin.graph.Attribute;
import dev.serin.graph.Value;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tensors that are made from nothing but sizes and numbers, and triangles of others. */
final class Creation {
  private static final String MORE = ", dtype, layout, device, pin_memory, memory_format";
  private static final int MOST_STEPS = 1 << 24;

  private Creation() {}

  static void addTo(Map<String, Rule> all) {
    Rule.one(all, "zeros empty(size, names" + MORE + ")", call -> sized(call, 0));
    Rule.one(all, "ones(size, names" + MORE + ")", call -> sized(call, 1));
    Rule.one(
        all,
        "full(size, fill_value, names" + MORE + ")",
        call -> full(call, call.dims("size"), untyped(call.argument("fill_value"))));
    Rule.one(all, "empty_strided(size, stride" + MORE + ")", call -> sized(call, 0));
    Rule.one(all, "zeros_like empty_like(self" + MORE + ")", call -> like(call, 0));
    Rule.one(all, "ones_like(self" + MORE + ")", call -> like(call, 1));
    Rule.one(
        all,
        "full_like(self, fill_value" + MORE + ")",
        call -> full(call, call.draft().sizes(call.tensor("self")), call.tensor("self").type()));
    Rule.one(all, "new_zeros new_empty(self, size" + MORE + ")", call -> sizedLike(call, 0));
    Rule.one(all, "new_ones(self, size" + MORE + ")", call -> sizedLike(call, 1));
    Rule.one(
        all,
        "new_full(self, size, fill_value" + MORE + ")",
        call -> full(call, call.dims("size"), call.tensor("self").type()));
    Rule.one(all, "arange(start, end, step" + MORE + ")", Creation::range);
    Rule.one(all, "linspace(start, end, steps" + MORE + ")", Creation::linear);
    Rule.one(all, "eye(n, m" + MORE + ")", Creation::eye);
    Rule.one(
        all,
        "scalar_tensor(s" + MORE + ")",
        call -> scalar(call, call.argument("s"), DataType.FP32));
    Rule.one(
        all,
        "fill(self, value)",
        call -> {
          Value x = call.tensor("self");
          Value value = new Numeric(call.draft()).value(call, call.argument("value"), x.type());
          return Shaping.full(call.draft(), value, call.draft().sizes(x));
        });
    Rule.one(
        all,
        "zero(self)",
        call -> {
          Value x = call.tensor("self");
          return Shaping.full(
              call.draft(), call.draft().scalar(x.type(), 0), call.draft().sizes(x));
        });
    Rule.one(all, "tril(self, diagonal)", call -> triangle(call, 0));
    Rule.one(all, "triu(self, diagonal)", call -> triangle(call, 1));
    Rule.one(all, "one_hot(self, num_classes)", Creation::oneHot);
  }

  private static DataType untyped(Argument number) {
    return Promotion.of(List.of(number));
  }

  private static Value scalar(Call call, Argument number, DataType otherwise) {
    call.ordinary();
    DataType type = call.type("dtype").orElse(otherwise);
    return new Numeric(call.draft()).value(call, number, type);
  }

  private static Value sized(Call call, double number) {
    call.ordinary();
    call.ignore("stride");
    DataType type = call.type("dtype").orElse(DataType.FP32);
    Value scalar = call.draft().scalar(type, number);
    return Shaping.full(call.draft(), scalar, call.dims("size"));
  }

  private static Value like(Call call, double number) {
    call.ordinary();
    Value x = call.tensor("self");
    Value scalar = call.draft().scalar(call.type("dtype").orElse(x.type()), number);
    return Shaping.full(call.draft(), scalar, call.draft().sizes(x));
  }

  private static Value sizedLike(Call call, double number) {
    call.ordinary();
    DataType type = call.type("dtype").orElse(call.tensor("self").type());
    Value scalar = call.draft().scalar(type, number);
    return Shaping.full(call.draft(), scalar, call.dims("size"));
  }

  private static Value full(Call call, List<Dim> sizes, DataType otherwise) {
    Value number = scalar(call, call.argument("fill_value"), otherwise);
    return Shaping.full(call.draft(), number, sizes);
  }

  /** From the start on in steps up to the end, which is left out; with one number to that. */
  private static Value range(Call call) {
    call.ordinary();
    boolean only = !call.has("end");
    Argument start = !call.has("start") || only ? new Argument.Whole(0) : call.argument("start");
    Argument end = call.argument(only ? "start" : "end");
    Argument step = call.has("step") ? call.argument("step") : new Argument.Whole(1);
    Optional<DataType> asked = call.type("dtype");
    if (untyped(start).floating() || untyped(end).floating() || untyped(step).floating()) {
      double[] all = {real(call, start), real(call, end), real(call, step)};
      return reals(call, all, asked.orElse(DataType.FP32));
    }
    Dim from = whole(call, start);
    Dim by = whole(call, step);
    Dim length = length(call, whole(call, end).minus(from), by);
    return call.draft().cast(steps(call.draft(), from, by, length), asked.orElse(DataType.INT64));
  }

  private static Dim length(Call call, Dim room, Dim by) {
    long step = by.number().orElseThrow(() -> call.refuse("an open step"));
    if (step == 0) {
      throw call.mismatch("a step of 0");
    }
    Dim length =
        step > 0
            ? room.plus(step - 1).over(Dim.of(step))
            : room.times(Dim.of(-1)).plus(-step - 1).over(Dim.of(-step));
    return length.number().isPresent() && length.number().getAsLong() < 0 ? Dim.of(0) : length;
  }

  private static Value steps(Draft draft, Dim from, Dim by, Dim length) {
    List<Value> takes =
        List.of(draft.number(from), draft.number(from.plus(length.times(by))), draft.number(by));
    return draft.node("Range", takes, DataType.INT64, List.of(length));
  }

  /** The numbers from 0 to this length. */
  static Value count(Draft draft, Dim length) {
    return steps(draft, Dim.of(0), Dim.of(1), length);
  }

  private static Dim whole(Call call, Argument argument) {
    return switch (argument) {
      case Argument.Whole(long number) -> Dim.of(number);
      case Argument.Size(Dim size) -> size;
      case Argument.Flag(boolean flag) -> Dim.of(flag ? 1 : 0);
      case Argument.Tensor(Value value) ->
          call.draft()
              .number(value)
              .orElseThrow(
                  () -> Refusal.dataDependent(call.place(), "the length of " + call.operator()));
      default -> throw call.refuse("a bound is " + argument);
    };
  }

  private static double real(Call call, Argument argument) {
    return argument instanceof Argument.Real(double number)
        ? number
        : whole(call, argument).number().orElseThrow(() -> call.refuse("an open bound"));
  }

  private static Value reals(Call call, double[] startEndStep, DataType type) {
    double count = Math.ceil((startEndStep[1] - startEndStep[0]) / startEndStep[2]);
    if (!(count >= 0 && count < MOST_STEPS)) {
      throw call.refuse("a range of " + count + " steps");
    }
    List<Double> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(startEndStep[0] + i * startEndStep[2]);
    }
    return call.draft().constant(type, all, List.of((long) all.size()));
  }

  /** Counted from both ends, so that both are exact. */
  private static Value linear(Call call) {
    call.ordinary();
    long count = call.whole("steps");
    double start = real(call, call.argument("start"));
    double end = real(call, call.argument("end"));
    if (count < 0 || count >= MOST_STEPS) {
      throw call.refuse(count + " steps");
    }
    List<Double> all = new ArrayList<>();
    double step = count > 1 ? (end - start) / (count - 1) : 0;
    for (long i = 0; i < count; i++) {
      all.add(i < count / 2 || count == 1 ? start + step * i : end - step * (count - 1 - i));
    }
    DataType type = call.type("dtype").orElse(DataType.FP32);
    return call.draft().constant(type, all, List.of(count));
  }

  private static Value eye(Call call) {
    call.ordinary();
    Draft draft = call.draft();
    Dim rows = call.dim("n");
    Dim columns = call.has("m") ? call.dim("m") : rows;
    Value row = draft.unsqueeze(count(draft, rows), 1);
    Value column = draft.unsqueeze(count(draft, columns), 0);
    Value same = draft.spread("Equal", List.of(row, column), DataType.BOOL);
    return draft.cast(same, call.type("dtype").orElse(DataType.FP32));
  }

  private static Value triangle(Call call, int upper) {
    Value x = call.tensor("self");
    return triangle(call.draft(), x, upper, call.whole("diagonal", 0));
  }

  /** The part of the last two axes below or above a diagonal, the rest zero. */
  static Value triangle(Draft draft, Value x, int upper, long diagonal) {
    DataType wide = x.type() == DataType.BOOL ? DataType.INT64 : x.type();
    Value cut =
        draft.node(
            "Trilu",
            List.of(draft.cast(x, wide), draft.whole(diagonal)),
            wide,
            draft.sizes(x),
            new Attribute.Whole("upper", upper));
    return draft.cast(cut, x.type());
  }

  private static Value oneHot(Call call) {
    Draft draft = call.draft();
    Value x = call.tensor("self");
    long classes = call.whole("num_classes", -1);
    if (classes < 1) {
      throw Refusal.dataDependent(call.place(), "the number of classes of one_hot");
    }
    Value last = draft.unsqueeze(x, x.shape().rank());
    Value all = draft.cast(count(draft, Dim.of(classes)), x.type());
    Value same = draft.spread("Equal", List.of(last, all), DataType.BOOL);
    return draft.cast(same, DataType.INT64);
  }
}
