package dev.serin.runtime.savedmodel.vision;

import dev.serin.base.Problem;
import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.graph.Window;
import dev.serin.runtime.savedmodel.Call;
import dev.serin.runtime.savedmodel.Content;
import dev.serin.runtime.savedmodel.Operand;
import dev.serin.runtime.savedmodel.Origin;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How the sizes that the gradient of a convolution is asked for follow from those of its operand,
 * also where both are open: {@code first} is the place of the first spatial axis.
 */
record Stretch(Call call, Window window, int first) {
  private static final int MOST_STEPS = 8;
  private static final Set<String> SUMS = Set.of("Mul", "Sub", "AddV2", "Add");

  /** How much of the whole result along a spatial axis is too much; negative when it lacks. */
  long cut(Value x, Shape asked, int axis) {
    long reach = (window.size().get(axis) - 1) * window.dilations().get(axis) + 1;
    long step = window.steps().get(axis);
    long size = x.shape().size(axis + 1);
    long wanted = asked.size(first + axis);
    long cut =
        size != Shape.ANY && wanted != Shape.ANY
            ? (size - 1) * step + reach - wanted
            : reach - step - more(axis, step);
    boolean same = window.padding() == Window.Padding.SAME;
    if (-cut >= step || cut > 0 && !same || cut >= reach) {
      throw call.corrupt(x.shape() + " does not come from a picture of " + asked);
    }
    return cut;
  }

  /** The number {@code k} where the asked size is written as {@code size * step + k}. */
  private long more(int axis, long step) {
    Operand asked =
        made(call.operand(0), "Pack")
            .filter(pack -> pack.count() > first + axis)
            .map(pack -> pack.operand(first + axis))
            .orElseThrow(this::open);
    long factor = 1;
    long more = 0;
    for (int i = 0; i < MOST_STEPS; i++) {
      Optional<Call> from = call.origin(asked).map(Origin::call).filter(Stretch::withNumber);
      if (from.isEmpty()) {
        break;
      }
      long number = number(from.get().operand(1)).orElseThrow();
      switch (from.get().operator()) {
        case "Mul" -> factor = Math.multiplyExact(factor, number);
        case "Sub" -> more = Math.subtractExact(more, Math.multiplyExact(factor, number));
        default -> more = Math.addExact(more, Math.multiplyExact(factor, number));
      }
      asked = from.get().operand(0);
    }
    if (factor != step || !sizeOf(asked, first + axis)) {
      throw open();
    }
    return more;
  }

  private static boolean withNumber(Call call) {
    return SUMS.contains(call.operator()) && number(call.operand(1)).isPresent();
  }

  /** Whether an operand is the size of this axis of what is convolved. */
  private boolean sizeOf(Operand operand, long axis) {
    Optional<Call> cut =
        made(operand, "StridedSlice").filter(each -> each.whole("shrink_axis_mask", 0) == 1);
    boolean here =
        cut.flatMap(each -> each.content(1))
            .filter(Content.list(List.of(axis))::equals)
            .isPresent();
    return here
        && made(cut.get().operand(0), "Shape")
            .filter(shape -> shape.operand(0) == call.operand(2))
            .isPresent();
  }

  private Optional<Call> made(Operand operand, String operator) {
    return call.origin(operand).map(Origin::call).filter(each -> each.operator().equals(operator));
  }

  private static Optional<Long> number(Operand operand) {
    return operand instanceof Operand.Tensor tensor
        ? tensor
            .content()
            .filter(content -> content.whole() && content.shape().rank() == 0)
            .map(content -> content.numbers().getFirst())
        : Optional.empty();
  }

  private Problem.Raised open() {
    return call.refuse("the sizes of the result show only when it runs");
  }
}
