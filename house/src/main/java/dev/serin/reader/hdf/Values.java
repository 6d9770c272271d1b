package dev.serin.reader.hdf;

import dev.serin.reader.Place;
import dev.serin.reader.Refusals;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Turns the stored bytes of elements into Java values. */
record Values(Type type, int count, byte[] data, Bytes file, Place place) {

  float[] floats() {
    float[] values = new float[count];
    ByteBuffer buffer = buffer();
    for (int i = 0; i < count; i++) {
      values[i] =
          switch (type.kind()) {
            case REAL ->
                switch (type.size()) {
                  case 2 -> Float.float16ToFloat(buffer.getShort());
                  case 4 -> buffer.getFloat();
                  default -> (float) buffer.getDouble();
                };
            case WHOLE -> whole(buffer);
            case TEXT, LONG_TEXT, OTHER -> throw mismatch("numbers");
          };
    }
    return values;
  }

  double[] doubles() {
    if (type.kind() == Type.Kind.REAL && type.size() == 8) {
      double[] values = new double[count];
      buffer().asDoubleBuffer().get(values);
      return values;
    }
    if (type.kind() == Type.Kind.REAL) {
      float[] narrow = floats();
      double[] values = new double[count];
      for (int i = 0; i < count; i++) {
        values[i] = narrow[i];
      }
      return values;
    }
    long[] wholes = longs();
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = wholes[i];
    }
    return values;
  }

  long[] longs() {
    if (type.kind() != Type.Kind.WHOLE) {
      throw mismatch("whole numbers");
    }
    long[] values = new long[count];
    ByteBuffer buffer = buffer();
    for (int i = 0; i < count; i++) {
      values[i] = whole(buffer);
    }
    return values;
  }

  String[] texts() {
    String[] values = new String[count];
    ByteBuffer buffer = buffer();
    for (int i = 0; i < count; i++) {
      values[i] =
          switch (type.kind()) {
            case TEXT -> fixed(i * type.size(), type.size());
            case LONG_TEXT -> {
              long length = Integer.toUnsignedLong(buffer.getInt());
              yield GlobalHeap.text(file, buffer.getLong(), buffer.getInt(), length);
            }
            case WHOLE, REAL, OTHER -> throw mismatch("texts");
          };
    }
    return values;
  }

  private ByteBuffer buffer() {
    return ByteBuffer.wrap(data)
        .order(type.bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
  }

  private long whole(ByteBuffer buffer) {
    return switch (type.size()) {
      case 1 -> type.signed() ? buffer.get() : buffer.get() & 0xff;
      case 2 -> type.signed() ? buffer.getShort() : buffer.getShort() & 0xffff;
      case 4 -> type.signed() ? buffer.getInt() : buffer.getInt() & 0xffff_ffffL;
      default -> {
        long value = buffer.getLong();
        if (!type.signed() && value < 0) {
          throw Refusals.value(place, "a whole number is beyond 64 bits");
        }
        yield value;
      }
    };
  }

  /** A text ends at its first zero byte; spaces at the end may be padding and are kept. */
  private String fixed(int from, int size) {
    int length = 0;
    while (length < size && data[from + length] != 0) {
      length++;
    }
    return new String(data, from, length, StandardCharsets.UTF_8);
  }

  private RuntimeException mismatch(String wanted) {
    return Refusals.value(place, place.text() + " does not hold " + wanted);
  }
}
