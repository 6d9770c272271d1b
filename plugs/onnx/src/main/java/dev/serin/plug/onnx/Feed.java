package dev.serin.plug.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.serin.base.Problem;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.Values.Doubles;
import dev.serin.tensor.Values.Floats;
import dev.serin.tensor.Values.Longs;
import dev.serin.tensor.Values.Texts;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What goes into one run: native tensors over native memory, all of it given back at the end. Used
 * by one thread.
 */
final class Feed implements AutoCloseable {
  private final OrtEnvironment environment;
  private final UnsignedCasts casts;
  private final Arena memory = Arena.ofConfined();
  private final Deque<OnnxTensor> made = new ArrayDeque<>();
  private final Deque<OrtSession.Result> converted = new ArrayDeque<>();
  private final Map<String, OnnxTensor> tensors = new LinkedHashMap<>();

  Feed(OrtEnvironment environment, UnsignedCasts casts) {
    this.environment = environment;
    this.casts = casts;
  }

  /** All tensors so far, by name. */
  Map<String, OnnxTensor> tensors() {
    return tensors;
  }

  /** Adds a tensor, which must have the declared type. */
  void add(Tensor tensor, DataType declared) throws OrtException {
    if (tensor.type() != declared) {
      throw new Problem.Raised(
          new Problem.Invalid(
              "DATATYPE",
              tensor.name(),
              tensor.name() + " must be " + declared + ", not " + tensor.type()));
    }
    if (UnsignedCasts.needed(declared)) {
      OnnxTensor signed =
          made(new Tensor(tensor.name(), DataType.INT64, tensor.shape(), tensor.values()));
      OrtSession.Result result = casts.cast(environment, signed, declared);
      converted.push(result);
      tensors.put(tensor.name(), (OnnxTensor) result.get(0));
    } else {
      tensors.put(tensor.name(), made(tensor));
    }
  }

  private OnnxTensor made(Tensor tensor) throws OrtException {
    OnnxTensor fresh =
        tensor.values() instanceof Texts(String[] array)
            ? OnnxTensor.createTensor(environment, array, tensor.shape())
            : numbers(tensor);
    made.push(fresh);
    return fresh;
  }

  private OnnxTensor numbers(Tensor tensor) throws OrtException {
    int bytes = bytes(tensor);
    MemorySegment segment = memory.allocate(Math.max(1, bytes), 64);
    fill(segment, tensor);
    ByteBuffer buffer = segment.asByteBuffer().order(ByteOrder.nativeOrder()).limit(bytes);
    return OnnxTensor.createTensor(environment, buffer, tensor.shape(), nativeType(tensor.type()));
  }

  private static int bytes(Tensor tensor) {
    long bytes = (long) tensor.values().size() * tensor.type().bytes();
    if (bytes > Integer.MAX_VALUE) {
      throw new Problem.Raised(
          new Problem.TooLarge("TENSOR_TOO_LARGE", tensor.name() + " has " + bytes + " bytes"));
    }
    return (int) bytes;
  }

  private static void fill(MemorySegment segment, Tensor tensor) {
    switch (tensor.values()) {
      case Doubles(double[] a) ->
          MemorySegment.copy(a, 0, segment, ValueLayout.JAVA_DOUBLE, 0, a.length);
      case Floats(float[] a) -> fill(segment, tensor.type(), a);
      case Longs(long[] a) -> fill(segment, tensor.type(), a);
      case Texts _ -> throw new IllegalStateException("texts have no native memory");
    }
  }

  private static void fill(MemorySegment segment, DataType type, float[] from) {
    if (type == DataType.FP32) {
      MemorySegment.copy(from, 0, segment, ValueLayout.JAVA_FLOAT, 0, from.length);
      return;
    }
    for (int i = 0; i < from.length; i++) {
      short bits = type == DataType.FP16 ? Float.floatToFloat16(from[i]) : BrainFloat.bits(from[i]);
      segment.setAtIndex(ValueLayout.JAVA_SHORT, i, bits);
    }
  }

  private static void fill(MemorySegment segment, DataType type, long[] from) {
    switch (type.bytes()) {
      case 8 -> MemorySegment.copy(from, 0, segment, ValueLayout.JAVA_LONG, 0, from.length);
      case 4 -> {
        for (int i = 0; i < from.length; i++) {
          segment.setAtIndex(ValueLayout.JAVA_INT, i, (int) from[i]);
        }
      }
      case 2 -> {
        for (int i = 0; i < from.length; i++) {
          segment.setAtIndex(ValueLayout.JAVA_SHORT, i, (short) from[i]);
        }
      }
      default -> {
        for (int i = 0; i < from.length; i++) {
          segment.set(ValueLayout.JAVA_BYTE, i, (byte) from[i]);
        }
      }
    }
  }

  private static OnnxJavaType nativeType(DataType type) {
    return switch (type) {
      case BOOL -> OnnxJavaType.BOOL;
      case UINT8 -> OnnxJavaType.UINT8;
      case INT8 -> OnnxJavaType.INT8;
      case INT16 -> OnnxJavaType.INT16;
      case INT32 -> OnnxJavaType.INT32;
      case INT64 -> OnnxJavaType.INT64;
      case FP16 -> OnnxJavaType.FLOAT16;
      case BF16 -> OnnxJavaType.BFLOAT16;
      case FP32 -> OnnxJavaType.FLOAT;
      case FP64 -> OnnxJavaType.DOUBLE;
      case BYTES, UINT16, UINT32, UINT64 ->
          throw new IllegalArgumentException("no way for " + type);
    };
  }

  @Override
  public void close() {
    converted.forEach(OrtSession.Result::close);
    made.forEach(OnnxTensor::close);
    memory.close();
  }
}
