package dev.serin.runtime.savedmodel;

import dev.serin.graph.Shape;
import dev.serin.reader.Protobuf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A setting of a TensorFlow node. */
sealed interface AttributeValue {
  int TYPE_FIELD = 6;

  /** A text or bytes. */
  record Text(String value) implements AttributeValue {}

  /** A whole number. */
  record Whole(long value) implements AttributeValue {}

  /** A real number. */
  record Real(float value) implements AttributeValue {}

  /** True or false. */
  record Flag(boolean value) implements AttributeValue {}

  /** A datatype by TensorFlow's number. */
  record Type(long number) implements AttributeValue {}

  /** A shape; empty when even the number of axes is not known. */
  record Sizes(Optional<Shape> shape) implements AttributeValue {}

  /** A tensor, not read yet. */
  record Tensor(Protobuf proto) implements AttributeValue {}

  /** A function by its name. */
  record Function(String name) implements AttributeValue {}

  /** Several of them. */
  record Many(List<AttributeValue> values) implements AttributeValue {
    public Many {
      values = List.copyOf(values);
    }
  }

  /** Reads an {@code AttrValue}. */
  static AttributeValue read(Protobuf proto) {
    AttributeValue value = new Many(List.of());
    while (proto.next()) {
      value =
          switch (proto.field()) {
            case 1 -> new Many(list(proto.message()));
            case 2, 3, 4, 5, TYPE_FIELD, 7, 8 -> single(proto);
            case 9 -> new Text(proto.text()); // a placeholder of a function's own setting
            case 10 -> function(proto.message());
            default -> throw Refusal.corrupt("graph", "a setting of kind " + proto.field());
          };
    }
    return value;
  }

  private static AttributeValue single(Protobuf proto) {
    return switch (proto.field()) {
      case 2 -> new Text(new String(proto.bytes(), StandardCharsets.UTF_8));
      case 3 -> new Whole(proto.number());
      case 4 -> new Real(Float.intBitsToFloat((int) proto.number()));
      case 5 -> new Flag(proto.number() != 0);
      case TYPE_FIELD -> new Type(proto.number());
      case 7 -> new Sizes(shape(proto.message()));
      default -> new Tensor(proto.message());
    };
  }

  private static List<AttributeValue> list(Protobuf proto) {
    List<AttributeValue> values = new ArrayList<>();
    while (proto.next()) {
      boolean packed = proto.wire() == Protobuf.Wire.BYTES;
      if (proto.field() == 9) {
        values.add(function(proto.message()));
      } else if (packed && proto.field() == 4) {
        ByteBuffer floats = proto.view();
        while (floats.remaining() >= Float.BYTES) {
          values.add(new Real(floats.getFloat()));
        }
      } else if (packed && (proto.field() == 3 || proto.field() == 5 || proto.field() == 6)) {
        for (Protobuf numbers = proto.message(); !numbers.ended(); ) {
          values.add(number(proto.field(), numbers.nextPacked()));
        }
      } else {
        values.add(single(proto));
      }
    }
    return values;
  }

  private static AttributeValue number(int field, long number) {
    return switch (field) {
      case 3 -> new Whole(number);
      case 5 -> new Flag(number != 0);
      default -> new Type(number);
    };
  }

  private static AttributeValue function(Protobuf proto) {
    String name = "";
    while (proto.next()) {
      name = proto.field() == 1 ? proto.text() : name; // settings of functions are not used here
    }
    return new Function(name);
  }

  /** Reads a {@code TensorShapeProto}; empty when its number of axes is not known. */
  static Optional<Shape> shape(Protobuf proto) {
    List<Long> sizes = new ArrayList<>();
    boolean unknown = false;
    while (proto.next()) {
      if (proto.field() == 3) {
        unknown = proto.number() != 0;
      }
      if (proto.field() == 2) {
        long size = 0;
        for (Protobuf axis = proto.message(); axis.next(); ) {
          size = axis.field() == 1 ? axis.number() : size;
        }
        if (size < Shape.ANY) {
          throw Refusal.corrupt("graph", "an axis of size " + size);
        }
        sizes.add(size);
      }
    }
    return unknown ? Optional.empty() : Optional.of(new Shape(sizes));
  }
}
