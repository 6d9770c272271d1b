package dev.serin.plug.onnx;

import dev.serin.tensor.DataType;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.Values;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the NumPy arrays of the fixtures: version 1, little endian, C order. */
final class Npy {
  private static final Pattern HEADER =
      Pattern.compile("'descr': '[<|](\\w+)', 'fortran_order': False, 'shape': \\(([^)]*)\\)");

  private Npy() {}

  static Tensor read(String name, Path file) {
    try {
      return read(name, ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN));
    } catch (IOException missing) {
      throw new IllegalStateException(file + " cannot be read", missing);
    }
  }

  private static Tensor read(String name, ByteBuffer bytes) {
    byte[] header = new byte[bytes.getShort(8)];
    bytes.position(10).get(header);
    Matcher matcher = HEADER.matcher(new String(header, StandardCharsets.US_ASCII));
    if (!matcher.find()) {
      throw new IllegalStateException(
          "not such an array: " + new String(header, StandardCharsets.US_ASCII));
    }
    long[] shape =
        Arrays.stream(matcher.group(2).split(","))
            .map(String::strip)
            .filter(size -> !size.isEmpty())
            .mapToLong(Long::parseLong)
            .toArray();
    int count = (int) Tensor.count(shape);
    return switch (matcher.group(1)) {
      case "f4" -> {
        float[] array = new float[count];
        bytes.asFloatBuffer().get(array);
        yield Tensor.ofFloats(name, array, shape);
      }
      case "f8" -> {
        double[] array = new double[count];
        bytes.asDoubleBuffer().get(array);
        yield Tensor.ofDoubles(name, array, shape);
      }
      case "i8" -> whole(name, DataType.INT64, shape, count, bytes::getLong);
      case "i4" -> whole(name, DataType.INT32, shape, count, bytes::getInt);
      case "i2" -> whole(name, DataType.INT16, shape, count, bytes::getShort);
      case "u1" -> whole(name, DataType.UINT8, shape, count, () -> bytes.get() & 0xff);
      case "b1" -> whole(name, DataType.BOOL, shape, count, bytes::get);
      default -> throw new IllegalStateException("no reader for " + matcher.group(1));
    };
  }

  private static Tensor whole(
      String name, DataType type, long[] shape, int count, java.util.function.LongSupplier next) {
    long[] array = new long[count];
    Arrays.setAll(array, _ -> next.getAsLong());
    return new Tensor(name, type, shape, new Values.Longs(array));
  }
}
