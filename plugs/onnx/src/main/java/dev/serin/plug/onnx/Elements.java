package dev.serin.plug.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtUtil;
import ai.onnxruntime.TensorInfo;
import dev.serin.base.Problem;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.Values;
import dev.serin.tensor.Values.Doubles;
import dev.serin.tensor.Values.Floats;
import dev.serin.tensor.Values.Longs;
import dev.serin.tensor.Values.Texts;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/** Reads what came out of a run. */
final class Elements {
  private Elements() {}

  /** Our datatype of a native tensor, empty for complex numbers and eight-bit floats. */
  static Optional<DataType> type(TensorInfo info) {
    return switch (info.onnxType) {
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL -> Optional.of(DataType.BOOL);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8 -> Optional.of(DataType.UINT8);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT16 -> Optional.of(DataType.UINT16);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT32 -> Optional.of(DataType.UINT32);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT64 -> Optional.of(DataType.UINT64);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8 -> Optional.of(DataType.INT8);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT16 -> Optional.of(DataType.INT16);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32 -> Optional.of(DataType.INT32);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64 -> Optional.of(DataType.INT64);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16 -> Optional.of(DataType.FP16);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_BFLOAT16 -> Optional.of(DataType.BF16);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT -> Optional.of(DataType.FP32);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE -> Optional.of(DataType.FP64);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_STRING -> Optional.of(DataType.BYTES);
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UNDEFINED,
          ONNX_TENSOR_ELEMENT_DATA_TYPE_COMPLEX64,
          ONNX_TENSOR_ELEMENT_DATA_TYPE_COMPLEX128,
          ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT8E4M3FN,
          ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT8E4M3FNUZ,
          ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT8E5M2,
          ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT8E5M2FNUZ ->
          Optional.empty();
    };
  }

  /** The elements of a native tensor as ours. */
  static Tensor read(String name, OnnxValue value) throws OrtException {
    if (!(value instanceof OnnxTensor tensor) || type(tensor.getInfo()).isEmpty()) {
      throw new Problem.Raised(
          new Problem.Invalid("OUTPUT_UNSUPPORTED", "outputs", name + " is not a tensor of ours"));
    }
    DataType type = type(tensor.getInfo()).orElseThrow();
    long[] shape = tensor.getInfo().getShape();
    return new Tensor(name, type, shape, values(tensor, type, (int) Tensor.count(shape)));
  }

  private static Values values(OnnxTensor tensor, DataType type, int count) throws OrtException {
    if (type == DataType.BYTES) {
      return new Texts(texts(tensor, count));
    }
    if (type == DataType.FP32) {
      float[] floats = new float[count];
      tensor.getFloatBuffer().get(floats);
      return new Floats(floats);
    }
    MemorySegment raw = MemorySegment.ofBuffer(tensor.getByteBuffer());
    if (type == DataType.FP64) {
      return new Doubles(raw.toArray(ValueLayout.JAVA_DOUBLE_UNALIGNED));
    }
    return type.floating() ? floats(raw, type, count) : longs(raw, type, count);
  }

  private static String[] texts(OnnxTensor tensor, int count) throws OrtException {
    if (count == 0) {
      return new String[0];
    }
    Object value = tensor.getValue();
    return value instanceof String one ? new String[] {one} : OrtUtil.flattenString(value);
  }

  private static Floats floats(MemorySegment raw, DataType type, int count) {
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      short bits = raw.get(ValueLayout.JAVA_SHORT_UNALIGNED, 2L * i);
      floats[i] = type == DataType.FP16 ? Float.float16ToFloat(bits) : BrainFloat.wide(bits);
    }
    return new Floats(floats);
  }

  private static Longs longs(MemorySegment raw, DataType type, int count) {
    long[] longs = new long[count];
    for (int i = 0; i < count; i++) {
      longs[i] =
          switch (type) {
            case INT8 -> raw.get(ValueLayout.JAVA_BYTE, i);
            case INT16 -> raw.get(ValueLayout.JAVA_SHORT_UNALIGNED, 2L * i);
            case UINT16 -> Short.toUnsignedLong(raw.get(ValueLayout.JAVA_SHORT_UNALIGNED, 2L * i));
            case INT32 -> raw.get(ValueLayout.JAVA_INT_UNALIGNED, 4L * i);
            case UINT32 -> Integer.toUnsignedLong(raw.get(ValueLayout.JAVA_INT_UNALIGNED, 4L * i));
            case INT64, UINT64 -> raw.get(ValueLayout.JAVA_LONG_UNALIGNED, 8L * i);
            default -> Byte.toUnsignedLong(raw.get(ValueLayout.JAVA_BYTE, i)); // BOOL and UINT8
          };
    }
    return new Longs(longs);
  }
}
