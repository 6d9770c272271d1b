package dev.serin.reader;

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
 * Reads {@code .npy} files of fixtures: little-endian numbers and texts, C or Fortran order; values
 * come in C order. For trusted files only.
 */
public record Npy(String type, int[] shape, boolean fortran, byte[] data) {
  private static final Pattern HEADER =
      Pattern.compile(
          "'descr': '([^']*)', 'fortran_order': (True|False), 'shape': \\(([0-9, ]*)\\)");

  /** Reads the file. */
  public static Npy read(Path file) {
    try {
      return of(Files.readAllBytes(file));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(file.toString(), unreadable);
    }
  }

  /** Reads the bytes of a file. */
  public static Npy of(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int length = bytes[6] == 1 ? buffer.getShort(8) & 0xffff : buffer.getInt(8);
    int start = bytes[6] == 1 ? 10 : 12;
    String header = new String(bytes, start, length, StandardCharsets.ISO_8859_1);
    Matcher found = HEADER.matcher(header);
    if (!found.find()) {
      throw new IllegalArgumentException("an unknown .npy header: " + header);
    }
    int[] shape =
        Arrays.stream(found.group(3).split(","))
            .map(String::strip)
            .filter(part -> !part.isEmpty())
            .mapToInt(Integer::parseInt)
            .toArray();
    byte[] data = Arrays.copyOfRange(bytes, start + length, bytes.length);
    return new Npy(found.group(1), shape, found.group(2).equals("True"), data);
  }

  /** The number of values. */
  public int size() {
    return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }

  /** The values as doubles. */
  public double[] doubles() {
    double[] values = new double[size()];
    ByteBuffer buffer = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < values.length; i++) {
      int at = place(i);
      values[i] =
          switch (type) {
            case "<f8" -> buffer.getDouble(8 * at);
            case "<f4" -> buffer.getFloat(4 * at);
            default -> whole(buffer, at);
          };
    }
    return values;
  }

  /** The values as floats; doubles are rounded. */
  public float[] floats() {
    double[] wide = doubles();
    float[] values = new float[wide.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) wide[i];
    }
    return values;
  }

  /** Whole numbers and truth values. */
  public long[] longs() {
    long[] values = new long[size()];
    ByteBuffer buffer = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
    Arrays.setAll(values, i -> whole(buffer, place(i)));
    return values;
  }

  /** Texts of type {@code <Un}. */
  public String[] texts() {
    int width = Integer.parseInt(type.substring(2));
    String[] values = new String[size()];
    ByteBuffer buffer = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < values.length; i++) {
      StringBuilder text = new StringBuilder();
      for (int k = 0; k < width; k++) {
        int point = buffer.getInt(4 * (place(i) * width + k));
        if (point != 0) {
          text.appendCodePoint(point);
        }
      }
      values[i] = text.toString();
    }
    return values;
  }

  private long whole(ByteBuffer buffer, int at) {
    return switch (type) {
      case "<i8" -> buffer.getLong(8 * at);
      case "<i4" -> buffer.getInt(4 * at);
      case "|i1" -> buffer.get(at);
      case "|u1", "|b1" -> buffer.get(at) & 0xff;
      default -> throw new IllegalArgumentException("an unknown .npy type: " + type);
    };
  }

  private int place(int index) {
    if (!fortran) {
      return index;
    }
    int rest = index;
    int at = 0;
    int step = size();
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      step /= Math.max(1, shape[axis]);
      at += rest % shape[axis] * step;
      rest /= shape[axis];
    }
    return at;
  }
}
