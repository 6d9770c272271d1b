package dev.serin.runtime.worker;

import dev.serin.base.Json;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.Values;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Tensors as little-endian bytes, one behind the other, each described in the header by name,
 * datatype, shape and count of bytes. A text is its length (u32) and UTF-8; a missing one is the
 * length 2^32-1 alone.
 */
record RawTensors(List<Json.Obj> specs, byte[] bytes) {
  private static final int MISSING = -1;
  private static final int MOST_RANK = 32;

  static RawTensors of(List<Tensor> tensors) {
    List<Json.Obj> specs = new ArrayList<>();
    List<byte[]> parts = new ArrayList<>();
    int total = 0;
    for (Tensor tensor : tensors) {
      byte[] part = bytes(tensor);
      parts.add(part);
      total = Math.addExact(total, part.length);
      specs.add(
          Json.Obj.of(
              "name",
              tensor.name(),
              "datatype",
              tensor.type().name(),
              "shape",
              Arrays.stream(tensor.shape()).boxed().toList(),
              "bytes",
              part.length));
    }
    ByteBuffer all = ByteBuffer.allocate(total);
    parts.forEach(all::put);
    return new RawTensors(specs, all.array());
  }

  private static byte[] bytes(Tensor tensor) {
    DataType type = tensor.type();
    if (tensor.values() instanceof Values.Texts(String[] texts)) {
      return texts(texts);
    }
    int size = Math.multiplyExact(tensor.values().size(), type.bytes());
    ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    switch (tensor.values()) {
      case Values.Doubles(double[] array) -> out.asDoubleBuffer().put(array);
      case Values.Floats(float[] array) -> {
        for (float value : array) {
          put(out, type, value);
        }
      }
      case Values.Longs(long[] array) -> {
        for (long value : array) {
          put(out, type.bytes(), value);
        }
      }
      case Values.Texts _ -> throw new IllegalStateException("texts were written before");
    }
    return out.array();
  }

  private static void put(ByteBuffer out, DataType type, float value) {
    if (type == DataType.FP32) {
      out.putFloat(value);
    } else if (type == DataType.FP16) {
      out.putShort(Float.floatToFloat16(value));
    } else {
      out.putShort((short) (Float.floatToRawIntBits(value) >>> 16)); // BF16: the upper half
    }
  }

  private static void put(ByteBuffer out, int width, long value) {
    switch (width) {
      case 1 -> out.put((byte) value);
      case 2 -> out.putShort((short) value);
      case 4 -> out.putInt((int) value);
      default -> out.putLong(value);
    }
  }

  private static byte[] texts(String[] texts) {
    List<byte[]> parts = new ArrayList<>();
    int total = 0;
    for (String text : texts) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      parts.add(utf8);
      total = Math.addExact(total, utf8.length + Integer.BYTES);
    }
    ByteBuffer out = ByteBuffer.allocate(total).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < texts.length; i++) {
      boolean missing = isMissing(texts[i]);
      out.putInt(missing ? MISSING : parts.get(i).length).put(parts.get(i));
    }
    return out.array();
  }

  @SuppressWarnings("ReferenceEquality") // a missing text is known by identity
  private static boolean isMissing(String text) {
    return text == Values.Texts.MISSING;
  }

  /** The tensors of an answer; raises {@link IOException} where lengths do not agree. */
  static List<Tensor> tensors(Frame frame) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(frame.payload()).order(ByteOrder.LITTLE_ENDIAN);
    List<Tensor> tensors = new ArrayList<>();
    try {
      for (Json item : frame.header().list("outputs")) {
        if (!(item instanceof Json.Obj spec)) {
          throw new IOException("an output is no object");
        }
        tensors.add(tensor(spec, in));
      }
    } catch (IllegalArgumentException | ArithmeticException | BufferUnderflowException wrong) {
      throw new IOException("no tensors: " + wrong.getMessage(), wrong);
    }
    return tensors;
  }

  private static Tensor tensor(Json.Obj spec, ByteBuffer in) throws IOException {
    String name = spec.text("name").orElse("");
    DataType type =
        spec.text("datatype")
            .flatMap(DataType::named)
            .filter(known -> known != DataType.BF16)
            .orElseThrow(() -> new IOException("an output has no known datatype"));
    List<Json> sizes = spec.list("shape");
    if (!sizes.stream().allMatch(Json.Num.class::isInstance)) {
      throw new IOException("a shape holds something that is no number");
    }
    long[] shape = sizes.stream().mapToLong(size -> ((Json.Num) size).longValue()).toArray();
    if (shape.length > MOST_RANK || Arrays.stream(shape).anyMatch(size -> size < 0)) {
      throw new IOException("the shape " + Arrays.toString(shape));
    }
    long count = Tensor.count(shape);
    int least = type == DataType.BYTES ? Integer.BYTES : type.bytes();
    if (count > in.remaining() / least) {
      throw new IOException("fewer bytes than the shape " + Arrays.toString(shape));
    }
    return new Tensor(name, type, shape, values(type, (int) count, in));
  }

  private static Values values(DataType type, int count, ByteBuffer in) {
    return switch (type) {
      case FP64 -> {
        double[] array = new double[count];
        Arrays.setAll(array, _ -> in.getDouble());
        yield new Values.Doubles(array);
      }
      case FP32, FP16, BF16 -> {
        float[] array = new float[count];
        for (int i = 0; i < count; i++) {
          array[i] = type == DataType.FP32 ? in.getFloat() : Float.float16ToFloat(in.getShort());
        }
        yield new Values.Floats(array);
      }
      case BYTES -> {
        String[] array = new String[count];
        Arrays.setAll(array, _ -> text(in));
        yield new Values.Texts(array);
      }
      case BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64 -> {
        long[] array = new long[count];
        Arrays.setAll(array, _ -> whole(type, in));
        yield new Values.Longs(array);
      }
    };
  }

  private static String text(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new IllegalArgumentException("a text of " + Integer.toUnsignedString(length));
    }
    byte[] utf8 = new byte[length];
    in.get(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private static long whole(DataType type, ByteBuffer in) {
    boolean signed = type.name().startsWith("INT");
    return switch (type.bytes()) {
      case 1 -> signed ? in.get() : Byte.toUnsignedLong(in.get());
      case 2 -> signed ? in.getShort() : Short.toUnsignedLong(in.getShort());
      case 4 -> signed ? in.getInt() : Integer.toUnsignedLong(in.getInt());
      default -> in.getLong();
    };
  }
}
