package dev.serin.runtime.savedmodel;

import dev.serin.tensor.DataType;
import java.util.Map;
import java.util.Optional;

/** TensorFlow's numbers for element types. */
final class ElementTypes {
  private static final int FIRST_REFERENCE = 100;

  private static final Map<Integer, DataType> TYPES =
      Map.ofEntries(
          Map.entry(1, DataType.FP32),
          Map.entry(2, DataType.FP64),
          Map.entry(3, DataType.INT32),
          Map.entry(4, DataType.UINT8),
          Map.entry(5, DataType.INT16),
          Map.entry(6, DataType.INT8),
          Map.entry(7, DataType.BYTES),
          Map.entry(9, DataType.INT64),
          Map.entry(10, DataType.BOOL),
          Map.entry(14, DataType.BF16),
          Map.entry(17, DataType.UINT16),
          Map.entry(19, DataType.FP16),
          Map.entry(22, DataType.UINT32),
          Map.entry(23, DataType.UINT64));

  private ElementTypes() {}

  /** The datatype of this number; empty for complex, quantised and internal types. */
  static Optional<DataType> of(long number) {
    long plain = number > FIRST_REFERENCE ? number - FIRST_REFERENCE : number;
    return Optional.ofNullable(TYPES.get(Math.clamp(plain, 0, FIRST_REFERENCE)));
  }

  /** The datatype of this number, which must be one of numbers or truth values. */
  static DataType number(long number, String place) {
    return of(number)
        .filter(DataType::numeric)
        .orElseThrow(
            () -> Refusal.value(place, "only numbers are computed, this is " + name(number)));
  }

  private static String name(long number) {
    return number == 7 ? "a text" : "TensorFlow's type " + number;
  }
}
