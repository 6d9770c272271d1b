package dev.serin.stories;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An array saved by NumPy (format 1.0), in C order here whatever its file's: its V2 datatype,
 * shape, and elements as doubles or, where it holds whole numbers, as longs.
 */
record Npy(String datatype, long[] shape, double[] doubles, long[] longs) {
  private static final Pattern HEADER =
      Pattern.compile(
          "'descr': '([<|=])(\\w+)', 'fortran_order': (True|False), 'shape': \\(([^)]*)\\)");

  static Npy read(Path file) {
    try {
      return read(ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN), file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Npy read(ByteBuffer bytes, Path file) {
    byte[] header = new byte[bytes.getShort(8)];
    bytes.position(10).get(header);
    Matcher matcher = HEADER.matcher(new String(header, StandardCharsets.US_ASCII));
    if (!matcher.find()) {
      throw new IllegalArgumentException(file + " is of another kind");
    }
    long[] shape =
        Arrays.stream(matcher.group(4).split(","))
            .map(String::strip)
            .filter(size -> !size.isEmpty())
            .mapToLong(Long::parseLong)
            .toArray();
    int count = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    double[] doubles = new double[count];
    long[] longs = new long[count];
    String type = matcher.group(2);
    for (int i = 0; i < count; i++) {
      switch (type) {
        case "f8" -> doubles[i] = bytes.getDouble();
        case "f4" -> doubles[i] = bytes.getFloat();
        case "i8" -> longs[i] = bytes.getLong();
        case "i4" -> longs[i] = bytes.getInt();
        case "i2" -> longs[i] = bytes.getShort();
        case "i1" -> longs[i] = bytes.get();
        case "u1", "b1" -> longs[i] = Byte.toUnsignedLong(bytes.get());
        default -> throw new IllegalArgumentException(file + " holds " + type);
      }
      if (!type.startsWith("f")) {
        doubles[i] = longs[i];
      }
    }
    boolean columns = matcher.group(3).equals("True") && shape.length == 2;
    return columns
        ? byRow(datatype(type), shape, doubles, longs)
        : new Npy(datatype(type), shape, doubles, longs);
  }

  private static Npy byRow(String datatype, long[] shape, double[] doubles, long[] longs) {
    int rows = (int) shape[0];
    int width = (int) shape[1];
    double[] turned = new double[doubles.length];
    long[] whole = new long[longs.length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < width; column++) {
        turned[row * width + column] = doubles[column * rows + row];
        whole[row * width + column] = longs[column * rows + row];
      }
    }
    return new Npy(datatype, shape, turned, whole);
  }

  private static String datatype(String type) {
    return switch (type) {
      case "f8" -> "FP64";
      case "f4" -> "FP32";
      case "i8" -> "INT64";
      case "i4" -> "INT32";
      case "i2" -> "INT16";
      case "i1" -> "INT8";
      case "u1" -> "UINT8";
      default -> "BOOL";
    };
  }

  boolean whole() {
    return !datatype.startsWith("FP");
  }
}
