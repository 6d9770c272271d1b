package dev.serin.runtime.savedmodel;

import dev.serin.graph.Shape;
import dev.serin.reader.Protobuf;
import dev.serin.tensor.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a {@code TensorProto}: its elements stand as one run of bytes, which is not copied, or one
 * by one, where the last one counts for all that follow.
 */
final class TensorReader {
  private static final int LARGEST_REPEATED = 1 << 26;

  private final String place;
  private long type;
  private Shape shape = Shape.of();
  private ByteBuffer content = ByteBuffer.allocate(0);
  private final List<Long> bits = new ArrayList<>();

  private TensorReader(String place) {
    this.place = place;
  }

  /** The tensor; a text is given as {@link Operand.Opaque}. */
  static Operand read(Protobuf proto, String place) {
    return new TensorReader(place).operand(proto);
  }

  private Operand operand(Protobuf proto) {
    while (proto.next()) {
      switch (proto.field()) {
        case 1 -> type = proto.number();
        case 2 ->
            shape =
                AttributeValue.shape(proto.message())
                    .orElseThrow(() -> Refusal.corrupt(place, "a constant without a shape"));
        case 4 -> content = proto.view();
        case 5, 6, 7, 10, 11, 13, 16, 17 -> numbers(proto);
        default -> {} // texts and complex numbers, refused where they are used
      }
    }
    DataType known =
        ElementTypes.of(type)
            .orElseThrow(() -> Refusal.value(place, "a constant of TensorFlow's type " + type));
    if (known == DataType.BYTES) {
      return new Operand.Opaque("a text");
    }
    long count = shape.count();
    if (count < 0) {
      throw Refusal.corrupt(place, "a constant of the shape " + shape);
    }
    return new Operand.Fixed(new Constant(known, shape, elements(known, count)));
  }

  private void numbers(Protobuf proto) {
    if (proto.wire() != Protobuf.Wire.BYTES) {
      bits.add(proto.number());
      return;
    }
    int size = proto.field() == 5 ? Float.BYTES : proto.field() == 6 ? Double.BYTES : 0;
    ByteBuffer fixed = proto.view();
    while (size > 0 && fixed.remaining() >= size) {
      bits.add(size == Float.BYTES ? fixed.getInt() : fixed.getLong());
    }
    for (Protobuf packed = proto.message(); size == 0 && !packed.ended(); ) {
      bits.add(packed.nextPacked());
    }
  }

  private ByteBuffer elements(DataType known, long count) {
    long size = Math.multiplyExact(count, known.bytes());
    if (content.hasRemaining()) {
      if (content.remaining() != size) {
        throw Refusal.corrupt(place, content.remaining() + " bytes for " + known + shape);
      }
      return content;
    }
    if (size > LARGEST_REPEATED || bits.size() > count) {
      throw Refusal.corrupt(place, bits.size() + " elements for " + known + shape);
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      put(bytes, known.bytes(), bits.isEmpty() ? 0 : bits.get(Math.min(i, bits.size() - 1)));
    }
    return bytes.flip();
  }

  private static void put(ByteBuffer bytes, int size, long bits) {
    switch (size) {
      case 1 -> bytes.put((byte) bits);
      case 2 -> bytes.putShort((short) bits);
      case 4 -> bytes.putInt((int) bits);
      default -> bytes.putLong(bits);
    }
  }
}
