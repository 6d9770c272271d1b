package dev.serin.reader;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The element type of a NumPy array: {@code kind} is NumPy's letter (b bool, i int, u unsigned, f
 * float, c complex, S bytes, U text, O object, V structured or raw, M and m times), {@code size}
 * the bytes of one element, {@code fields} those of a structured type, at their own offsets.
 */
public record DType(char kind, int size, boolean bigEndian, List<Field> fields) {
  private static final int LARGEST = 1 << 24;
  private static final Map<Character, List<Integer>> SIZES =
      Map.of(
          'b', List.of(1),
          'i', List.of(1, 2, 4, 8),
          'u', List.of(1, 2, 4, 8),
          'f', List.of(2, 4, 8, 16),
          'c', List.of(8, 16, 32),
          'O', List.of(4, 8),
          'M', List.of(8),
          'm', List.of(8));

  public DType {
    fields = List.copyOf(fields);
  }

  /** One named part of a structured type, {@code offset} bytes from the element's start. */
  public record Field(String name, DType type, int offset) {}

  /** A little-endian type without fields. */
  static DType of(char kind, int size) {
    return new DType(kind, size, false, List.of());
  }

  /** The field of this name. */
  public Optional<Field> field(String name) {
    return fields.stream().filter(field -> field.name().equals(name)).findFirst();
  }

  /** Whether elements are references to nodes. */
  public boolean object() {
    return kind == 'O';
  }

  /** Whether it is an object type or holds one. */
  boolean holdsObjects() {
    return object() || fields.stream().anyMatch(field -> field.type().holdsObjects());
  }

  /** Reads NumPy's short form, such as {@code f8}, {@code <i4}, {@code U7}, {@code V64}. */
  public static DType parse(String text, Place place) {
    String plain = text;
    boolean big = false;
    if (!plain.isEmpty() && "<>|=".indexOf(plain.charAt(0)) >= 0) {
      big = plain.charAt(0) == '>';
      plain = plain.substring(1);
    }
    if (plain.equals("O") || plain.equals("?")) {
      plain = plain.equals("O") ? "O8" : "b1";
    }
    if (!plain.matches("[biufcOMmSUV][0-9]{0,8}")) {
      throw Refusals.value(place, "the dtype '" + shortened(text) + "' is not known");
    }
    char kind = plain.charAt(0);
    int number = plain.length() == 1 ? 0 : Integer.parseInt(plain.substring(1));
    int size = kind == 'U' ? number * 4 : number;
    if (size > LARGEST) {
      throw Refusals.limit(place, "the size of one array element", size, LARGEST);
    }
    if (SIZES.containsKey(kind) && !SIZES.get(kind).contains(size)) {
      throw Refusals.value(place, "the dtype '" + shortened(text) + "' is not known");
    }
    return new DType(kind, size, big, List.of());
  }

  /** The same type with another size, which only text, bytes and raw types may have. */
  DType sized(long bytes, Place place) {
    if (bytes < 0 || bytes == size) {
      return this;
    }
    if ("SUV".indexOf(kind) < 0 || bytes > LARGEST || kind == 'U' && bytes % 4 != 0) {
      throw Refusals.corrupt(place, "an element of type " + kind + " of " + bytes + " bytes");
    }
    return new DType(kind, (int) bytes, bigEndian, fields);
  }

  /** The same type in this byte order. */
  DType ordered(boolean big) {
    return new DType(kind, size, big, fields);
  }

  /** The same type with these fields, which must lie inside of one element. */
  public DType with(List<Field> parts, Place place) {
    for (Field part : parts) {
      if (part.offset() < 0 || part.offset() > size - part.type().size()) {
        throw Refusals.corrupt(place, "the field " + shortened(part.name()) + " leaves its record");
      }
    }
    return new DType(kind, size, bigEndian, parts);
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }

  @Override
  public String toString() {
    return (bigEndian ? ">" : "") + kind + (kind == 'U' ? size / 4 : size);
  }
}
