package dev.serin.runtime.torch;

import dev.serin.graph.Value;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Elementwise operators in the types in which the engine computes: small whole numbers and truth
 * values are computed in wider ones and brought back.
 */
record Numeric(Draft draft) {

  /** The type in which the engine computes numbers of this type. */
  static DataType computing(DataType type) {
    return switch (type) {
      case BOOL, UINT8, INT8, INT16, UINT16 -> DataType.INT32;
      case UINT32, UINT64 -> DataType.INT64;
      case BF16 -> DataType.FP32;
      default -> type;
    };
  }

  /** The type in which functions of real numbers are computed. */
  static DataType real(DataType type) {
    return type.floating() ? type : DataType.FP32;
  }

  /** Two operands, promoted and broadcast; the result has their common type. */
  Value two(String operator, Call call, Argument one, Argument two) {
    DataType type = Promotion.of(List.of(one, two));
    return two(operator, value(call, one, type), value(call, two, type));
  }

  /** An operator on two values of one type. */
  Value two(String operator, Value one, Value two) {
    DataType wide = computing(one.type());
    List<Value> takes = List.of(draft.cast(one, wide), draft.cast(two, wide));
    return draft.cast(draft.spread(operator, takes, wide), one.type());
  }

  /** A comparison: computed in the common type, gives truth values. */
  Value compare(String operator, Call call, Argument one, Argument two) {
    DataType type = computing(Promotion.of(List.of(one, two)));
    List<Value> takes = List.of(value(call, one, type), value(call, two, type));
    return draft.spread(operator, takes, DataType.BOOL);
  }

  /** An operand as a tensor of this type. */
  Value value(Call call, Argument operand, DataType type) {
    return switch (operand) {
      case Argument.Tensor(Value value) -> draft.cast(value, type);
      case Argument.Real(double number) -> draft.scalar(type, number);
      case Argument.Flag(boolean flag) -> draft.scalar(type, flag ? 1 : 0);
      case Argument.Whole(long number) -> draft.constant(type, List.of(number), List.of());
      case Argument.Size(Dim size) -> draft.cast(draft.number(size), type);
      case Argument other -> throw call.refuse("an operand is " + other);
    };
  }

  Value add(Value one, Value two) {
    return two("Add", one, two);
  }

  Value subtract(Value one, Value two) {
    return two("Sub", one, two);
  }

  Value multiply(Value one, Value two) {
    return two("Mul", one, two);
  }

  Value divide(Value one, Value two) {
    return two("Div", one, two);
  }

  Value add(Value one, double number) {
    return number == 0 ? one : add(one, draft.scalar(one.type(), number));
  }

  Value multiply(Value one, double number) {
    return number == 1 ? one : multiply(one, draft.scalar(one.type(), number));
  }

  Value where(Value test, Value yes, Value no) {
    Value flag = draft.cast(test, DataType.BOOL);
    return draft.spread("Where", List.of(flag, yes, no), yes.type());
  }

  /** A comparison with a number in the type of the value. */
  Value compare(String operator, Value one, double number) {
    DataType wide = computing(one.type());
    List<Value> takes = List.of(draft.cast(one, wide), draft.scalar(wide, number));
    return draft.spread(operator, takes, DataType.BOOL);
  }

  /** A function of real numbers: whole numbers become FP32 first. */
  Value real(Value x, UnaryOperator<Value> function) {
    return function.apply(draft.cast(x, real(x.type())));
  }

  /** All operands in their common type, at least real when asked. */
  List<Value> common(Call call, boolean real, String... names) {
    List<Argument> given = new ArrayList<>();
    for (String name : names) {
      given.add(call.argument(name));
    }
    DataType type = Promotion.of(given);
    DataType wanted = real ? real(type) : type;
    return given.stream().map(each -> value(call, each, wanted)).toList();
  }
}
