package dev.serin.runtime.onnx;

import dev.serin.base.Problem;
import dev.serin.reader.Protobuf;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The claims of one stored tensor: its sizes, its element type (the number of the ONNX format), how
 * many elements or bytes stand in the file, and which other file holds them instead. {@code whole}
 * are the elements when they are a few 64-bit integers.
 */
record TensorProto(
    String name,
    List<Long> sizes,
    long type,
    long rawBytes,
    long listed,
    Map<String, String> external,
    List<Long> whole) {
  private static final int FEW = 64;
  private static final long NONE = -1;

  /** Reads it; nothing is believed yet. */
  static TensorProto read(Protobuf tensor) {
    return new Reading().of(tensor);
  }

  /** Checks the claims against each other; answers how many bytes the elements take. */
  long check(String place, long limit) {
    String here = name.isEmpty() ? place : place + ", tensor " + name;
    long bytes = Math.ceilDiv(Sizes.bits(here, sizes, type, limit), 8);
    if (!external.isEmpty()) {
      return bytes;
    }
    long expected = rawBytes == NONE ? Sizes.listed(sizes, type) : bytes;
    long found = rawBytes == NONE ? listed : rawBytes;
    if (type == Sizes.TEXTS && rawBytes != NONE || found != expected) {
      String what = rawBytes == NONE ? " elements" : " bytes";
      throw Refusal.corrupt(
          here, "sizes " + sizes + " need " + expected + what + ", the file holds " + found);
    }
    return bytes;
  }

  /** Collects the fields. */
  private static final class Reading {
    private final List<Long> sizes = new ArrayList<>();
    private final List<Long> whole = new ArrayList<>();
    private final Map<String, String> external = new HashMap<>();
    private String name = "";
    private long type;
    private long rawBytes = NONE;
    private long listed;
    private byte[] small = new byte[0];
    private boolean elsewhere;

    private TensorProto of(Protobuf tensor) {
      while (tensor.next()) {
        switch (tensor.field()) {
          case 1 -> numbers(tensor, sizes, Integer.MAX_VALUE);
          case 2 -> type = tensor.number();
          case 4 -> listed += fixed(tensor, 4);
          case 5, 11 -> listed += variable(tensor);
          case 6 -> listed++;
          case 7 -> {
            listed += variable(tensor);
            numbers(tensor, whole, FEW + 1);
          }
          case 8 -> name = tensor.text();
          case 9 -> raw(tensor);
          case 10 -> listed += fixed(tensor, 8);
          case 13 -> entry(tensor.message());
          case 14 -> elsewhere = tensor.number() != 0;
          default -> {} // documentation, segments that nobody writes
        }
      }
      if (elsewhere && external.isEmpty()) {
        external.put("location", "");
      }
      return new TensorProto(name, sizes, type, rawBytes, listed, external, few());
    }

    private void raw(Protobuf tensor) {
      rawBytes = tensor.length();
      small = rawBytes <= 8 * FEW ? tensor.bytes() : new byte[0];
    }

    /** The type may stand behind the elements, so they are looked at when all is read. */
    private List<Long> few() {
      ByteBuffer bytes = ByteBuffer.wrap(small).order(ByteOrder.LITTLE_ENDIAN);
      while (type == Sizes.INT64 && bytes.remaining() >= 8) {
        whole.add(bytes.getLong());
      }
      return type == Sizes.INT64 && whole.size() <= FEW ? List.copyOf(whole) : List.of();
    }

    private void entry(Protobuf entry) {
      String key = "";
      String value = "";
      while (entry.next()) {
        switch (entry.field()) {
          case 1 -> key = entry.text();
          case 2 -> value = entry.text();
          default -> {} // nothing else is defined
        }
      }
      external.put(key, value);
    }

    private static long fixed(Protobuf field, int bytes) {
      return field.wire() == Protobuf.Wire.BYTES ? field.length() / bytes : 1;
    }

    private static long variable(Protobuf field) {
      return field.wire() == Protobuf.Wire.BYTES ? field.packedCount() : 1;
    }

    private static void numbers(Protobuf field, List<Long> into, int most) {
      if (field.wire() != Protobuf.Wire.BYTES) {
        if (into.size() < most) {
          into.add(field.number());
        }
        return;
      }
      for (Protobuf packed = field.message(); !packed.ended() && into.size() < most; ) {
        into.add(packed.nextPacked());
      }
    }
  }

  /** What sizes and element types amount to. */
  static final class Sizes {
    static final long INT64 = 7;
    static final long TEXTS = 8;

    private Sizes() {}

    /** The bits of all elements; texts count as one byte each. */
    static long bits(String place, List<Long> sizes, long type, long limitBytes) {
      long count = 1;
      for (long size : sizes) {
        if (size < 0) {
          throw Refusal.corrupt(place, "a size of " + size);
        }
        if (size > 0 && count > Long.MAX_VALUE / 128 / size) {
          throw Refusal.limit(place, "the number of elements of " + sizes, -1, limitBytes);
        }
        count *= size;
      }
      long bits = count * width(place, type);
      if (bits / 8 > limitBytes) {
        throw Refusal.limit(place, "the number of bytes of " + sizes, bits / 8, limitBytes);
      }
      return bits;
    }

    private static long width(String place, long type) {
      return switch ((int) type) {
        case 2, 3, 8, 9, 17, 18, 19, 20, 24 -> 8;
        case 4, 5, 10, 16 -> 16;
        case 1, 6, 12 -> 32;
        case 7, 11, 13 -> 64;
        case 21, 22, 23 -> 4;
        default -> throw unknown(place, type);
      };
    }

    private static Problem.Raised unknown(String place, long type) {
      return Refusal.value(
          place, "the element type " + type + " is not known", "export with another type");
    }

    /** How many listed numbers hold the elements; those of four bits stand in pairs. */
    static long listed(List<Long> sizes, long type) {
      long count = sizes.stream().reduce(1L, (one, two) -> one * two);
      return type >= 21 && type <= 23 ? Math.ceilDiv(count, 2) : count;
    }
  }
}
