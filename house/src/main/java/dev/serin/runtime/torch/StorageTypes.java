package dev.serin.runtime.torch;

import dev.serin.reader.Node;
import dev.serin.tensor.DataType;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The element types of torch by the names of its storage classes and of its dtypes. */
final class StorageTypes {
  private static final Map<String, DataType> CLASSES =
      Map.ofEntries(
          Map.entry("FloatStorage", DataType.FP32),
          Map.entry("DoubleStorage", DataType.FP64),
          Map.entry("HalfStorage", DataType.FP16),
          Map.entry("BFloat16Storage", DataType.BF16),
          Map.entry("LongStorage", DataType.INT64),
          Map.entry("IntStorage", DataType.INT32),
          Map.entry("ShortStorage", DataType.INT16),
          Map.entry("CharStorage", DataType.INT8),
          Map.entry("ByteStorage", DataType.UINT8),
          Map.entry("BoolStorage", DataType.BOOL));
  private static final Map<String, DataType> DTYPES =
      Map.ofEntries(
          Map.entry("float32", DataType.FP32),
          Map.entry("float", DataType.FP32),
          Map.entry("float64", DataType.FP64),
          Map.entry("double", DataType.FP64),
          Map.entry("float16", DataType.FP16),
          Map.entry("half", DataType.FP16),
          Map.entry("bfloat16", DataType.BF16),
          Map.entry("int64", DataType.INT64),
          Map.entry("long", DataType.INT64),
          Map.entry("int32", DataType.INT32),
          Map.entry("int", DataType.INT32),
          Map.entry("int16", DataType.INT16),
          Map.entry("short", DataType.INT16),
          Map.entry("int8", DataType.INT8),
          Map.entry("uint8", DataType.UINT8),
          Map.entry("uint16", DataType.UINT16),
          Map.entry("uint32", DataType.UINT32),
          Map.entry("uint64", DataType.UINT64),
          Map.entry("bool", DataType.BOOL));
  private static final Set<String> OTHER_CLASSES =
      Set.of(
          "ComplexFloatStorage",
          "ComplexDoubleStorage",
          "QInt8Storage",
          "QUInt8Storage",
          "QInt32Storage",
          "QUInt4x2Storage",
          "QUInt2x4Storage");
  private static final Set<String> OTHER_DTYPES =
      Set.of(
          "complex32",
          "complex64",
          "complex128",
          "qint8",
          "quint8",
          "qint32",
          "float8_e4m3fn",
          "float8_e5m2",
          "float8_e4m3fnuz",
          "float8_e5m2fnuz",
          "float8_e8m0fnu");

  private StorageTypes() {}

  /** Whether the name stands for elements, also for those that are not read. */
  static boolean knows(String module, String name) {
    return switch (module) {
      case "torch" ->
          CLASSES.containsKey(name)
              || DTYPES.containsKey(name)
              || OTHER_CLASSES.contains(name)
              || OTHER_DTYPES.contains(name)
              || name.equals("UntypedStorage");
      case "torch.storage" -> name.equals("UntypedStorage");
      default -> false;
    };
  }

  /** Whether it is the storage of bytes without a type. */
  static boolean untyped(Node.Global type) {
    return type.name().equals("UntypedStorage");
  }

  /** The element type of a storage class; empty for those that are not read. */
  static Optional<DataType> ofClass(Node.Global type) {
    return type.module().equals("torch")
        ? Optional.ofNullable(CLASSES.get(type.name()))
        : Optional.empty();
  }

  /** The element type of a dtype such as {@code torch.float32}; empty for those not read. */
  static Optional<DataType> ofDtype(Node.Global type) {
    return type.module().equals("torch")
        ? Optional.ofNullable(DTYPES.get(type.name()))
        : Optional.empty();
  }
}
