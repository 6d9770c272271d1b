package dev.serin.codec;

import dev.serin.base.Json;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.Values;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** JSON written straight to bytes. For one thread; {@link #bytes} ends it. */
public final class JsonWriter {
  private static final int LONGEST_NUMBER = 26;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final boolean literalNonfinite;
  private byte[] buffer = new byte[512];
  private int size;

  /** Writes NaN and infinities as bare words, or as {@code null}. */
  public JsonWriter(boolean literalNonfinite) {
    this.literalNonfinite = literalNonfinite;
  }

  /** All that was written. */
  public byte[] bytes() {
    return Arrays.copyOf(buffer, size);
  }

  /** ASCII as it is. */
  public JsonWriter raw(String ascii) {
    room(ascii.length());
    for (int i = 0; i < ascii.length(); i++) {
      buffer[size++] = (byte) ascii.charAt(i);
    }
    return this;
  }

  /** A tree. */
  public JsonWriter json(Json json) {
    byte[] text = json.text().getBytes(StandardCharsets.UTF_8);
    room(text.length);
    System.arraycopy(text, 0, buffer, size, text.length);
    size += text.length;
    return this;
  }

  /** A text in quotes. */
  public JsonWriter text(String text) {
    raw("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      room(8);
      if (c == '"' || c == '\\') {
        buffer[size++] = '\\';
        buffer[size++] = (byte) c;
      } else if (c >= ' ' && c < 0x7F) {
        buffer[size++] = (byte) c;
      } else if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        utf8(Character.toCodePoint(c, text.charAt(++i)));
      } else if (c < ' ' || Character.isSurrogate(c)) {
        escape(c);
      } else {
        utf8(c);
      }
    }
    return raw("\"");
  }

  private void escape(char c) {
    buffer[size++] = '\\';
    buffer[size++] = 'u';
    for (int shift = 12; shift >= 0; shift -= 4) {
      buffer[size++] = HEX[c >> shift & 0xF];
    }
  }

  private void utf8(int point) {
    if (point < 0x80) {
      buffer[size++] = (byte) point;
    } else if (point < 0x800) {
      buffer[size++] = (byte) (0xC0 | point >> 6);
      buffer[size++] = (byte) (0x80 | point & 0x3F);
    } else if (point < 0x10000) {
      buffer[size++] = (byte) (0xE0 | point >> 12);
      buffer[size++] = (byte) (0x80 | point >> 6 & 0x3F);
      buffer[size++] = (byte) (0x80 | point & 0x3F);
    } else {
      buffer[size++] = (byte) (0xF0 | point >> 18);
      buffer[size++] = (byte) (0x80 | point >> 12 & 0x3F);
      buffer[size++] = (byte) (0x80 | point >> 6 & 0x3F);
      buffer[size++] = (byte) (0x80 | point & 0x3F);
    }
  }

  /** A whole number. */
  public JsonWriter whole(long value) {
    room(LONGEST_NUMBER);
    if (value < 0) {
      return raw(Long.toString(value));
    }
    int digits = 1;
    for (long rest = value; rest >= 10; rest /= 10) {
      digits++;
    }
    size += digits;
    int at = size;
    long rest = value;
    do {
      buffer[--at] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest > 0);
    return this;
  }

  /** Whole numbers between commas. */
  public JsonWriter wholes(long[] values) {
    for (int i = 0; i < values.length; i++) {
      comma(i);
      whole(values[i]);
    }
    return this;
  }

  /** A double by the fewest digits that tell it from its neighbours. */
  public JsonWriter real(double value) {
    return Double.isFinite(value) ? raw(Double.toString(value)) : nonfinite(value);
  }

  private JsonWriter nonfinite(double value) {
    return raw(literalNonfinite ? Double.toString(value) : "null");
  }

  /** All elements of a tensor, flat, between commas. */
  public JsonWriter elements(Tensor tensor) {
    switch (tensor.values()) {
      case Values.Doubles(double[] array) -> {
        for (int i = 0; i < array.length; i++) {
          comma(i);
          real(array[i]);
        }
      }
      case Values.Floats(float[] array) -> {
        for (int i = 0; i < array.length; i++) {
          comma(i);
          real(array[i]);
        }
      }
      case Values.Longs(long[] array) -> longs(tensor.type(), array);
      case Values.Texts(String[] array) -> {
        for (int i = 0; i < array.length; i++) {
          comma(i);
          nullable(array[i]);
        }
      }
    }
    return this;
  }

  /** All elements of a tensor in brackets as its shape says; a scalar has none. */
  public JsonWriter nested(Tensor tensor) {
    nested(tensor, 0, 0, tensor.values().size());
    return this;
  }

  private void nested(Tensor tensor, int axis, int from, int count) {
    if (axis == tensor.shape().length) {
      element(tensor, from);
      return;
    }
    int rows = (int) tensor.shape()[axis];
    raw("[");
    for (int i = 0; i < rows; i++) {
      comma(i);
      nested(tensor, axis + 1, from + i * (count / rows), count / rows);
    }
    raw("]");
  }

  private void element(Tensor tensor, int index) {
    switch (tensor.values()) {
      case Values.Doubles(double[] array) -> real(array[index]);
      case Values.Floats(float[] array) -> real(array[index]);
      case Values.Longs(long[] array) -> whole(tensor.type(), array[index]);
      case Values.Texts(String[] array) -> nullable(array[index]);
    }
  }

  private void real(float value) {
    if (Float.isFinite(value)) {
      raw(Float.toString(value));
    } else {
      nonfinite(value);
    }
  }

  private void longs(DataType type, long[] array) {
    for (int i = 0; i < array.length; i++) {
      comma(i);
      whole(type, array[i]);
    }
  }

  private void whole(DataType type, long value) {
    if (type == DataType.BOOL) {
      raw(value == 0 ? "false" : "true");
    } else if (type == DataType.UINT64 && value < 0) {
      raw(Long.toUnsignedString(value));
    } else {
      whole(value);
    }
  }

  @SuppressWarnings("ReferenceEquality") // a missing text is known by identity
  private void nullable(String text) {
    if (text == Values.Texts.MISSING) {
      raw("null");
    } else {
      text(text);
    }
  }

  private void comma(int index) {
    if (index > 0) {
      room(1);
      buffer[size++] = ',';
    }
  }

  private void room(int more) {
    if (size + more > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(size + more, buffer.length * 2));
    }
  }
}
