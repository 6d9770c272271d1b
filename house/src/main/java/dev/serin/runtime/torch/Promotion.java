package dev.serin.runtime.torch;

import dev.serin.graph.Value;
import dev.serin.tensor.DataType;
import java.util.List;
import java.util.Optional;

/**
 * The datatype in which operators with several operands compute, by torch's rule: operands with
 * axes come first, then those without, then plain numbers; a later group only counts when its
 * category (truth values, whole numbers, reals) is higher.
 */
final class Promotion {
  private static final int TRUTH = 0;
  private static final int WHOLE = 1;
  private static final int REAL = 2;

  private Promotion() {}

  static int category(DataType type) {
    return type == DataType.BOOL ? TRUTH : type.floating() ? REAL : WHOLE;
  }

  /** The type of a result of these operands. */
  static DataType of(List<Argument> operands) {
    Optional<DataType> withAxes = Optional.empty();
    Optional<DataType> without = Optional.empty();
    Optional<DataType> numbers = Optional.empty();
    for (Argument operand : operands) {
      switch (operand) {
        case Argument.Tensor(Value value) when value.shape().rank() > 0 ->
            withAxes = joined(withAxes, value.type());
        case Argument.Tensor(Value value) -> without = joined(without, value.type());
        case Argument.Real _ -> numbers = joined(numbers, DataType.FP32);
        case Argument.Flag _ -> numbers = joined(numbers, DataType.BOOL);
        case Argument _ -> numbers = joined(numbers, DataType.INT64);
      }
    }
    Optional<DataType> tensors = combined(withAxes, without);
    return combined(tensors, numbers).orElse(DataType.FP32);
  }

  private static Optional<DataType> combined(Optional<DataType> high, Optional<DataType> low) {
    if (high.isEmpty() || low.isEmpty()) {
      return high.or(() -> low);
    }
    boolean stays = category(high.get()) >= category(low.get());
    return stays ? high : low;
  }

  private static Optional<DataType> joined(Optional<DataType> one, DataType two) {
    return one.map(type -> joined(type, two)).or(() -> Optional.of(two));
  }

  /** The smallest type that both fit into, by {@code torch.promote_types}. */
  static DataType joined(DataType one, DataType two) {
    if (one == two) {
      return one;
    }
    if (category(one) != category(two)) {
      return category(one) > category(two) ? one : two;
    }
    if (one.floating()) {
      boolean halves = one.bytes() == two.bytes();
      return halves ? DataType.FP32 : one.bytes() > two.bytes() ? one : two;
    }
    return wholes(one, two);
  }

  private static DataType wholes(DataType one, DataType two) {
    if (signed(one) == signed(two)) {
      return one.bytes() > two.bytes() ? one : two;
    }
    DataType signed = signed(one) ? one : two;
    DataType unsigned = signed(one) ? two : one;
    if (signed.bytes() > unsigned.bytes()) {
      return signed;
    }
    return switch (unsigned.bytes()) {
      case 1 -> DataType.INT16;
      case 2 -> DataType.INT32;
      default -> DataType.INT64;
    };
  }

  private static boolean signed(DataType type) {
    return type.ordinal() >= DataType.INT8.ordinal();
  }
}
