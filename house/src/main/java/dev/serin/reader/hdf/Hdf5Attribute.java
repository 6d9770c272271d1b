package dev.serin.reader.hdf;

import dev.serin.reader.Place;
import dev.serin.reader.Refusals;
import java.nio.charset.StandardCharsets;

/** A named value on a group or dataset: one text or number, or an array of them. */
public final class Hdf5Attribute {
  private static final int SHARED_PARTS = 3;

  private final String name;
  private final Space space;
  private final Values values;

  private Hdf5Attribute(String name, Space space, Values values) {
    this.name = name;
    this.space = space;
    this.values = values;
  }

  static Hdf5Attribute read(Bytes file, Bytes body) {
    int start = body.offset();
    int version = body.u8();
    int flags = body.u8();
    if (version < 1 || version > 3 || version > 1 && (flags & SHARED_PARTS) != 0) {
      throw Refusals.value(Place.offset(start), "an attribute of an unknown form");
    }
    int nameSize = body.u16();
    int typeSize = body.u16();
    int spaceSize = body.u16();
    body.skip(version == 3 ? 1 : 0);
    int align = version == 1 ? 8 : 1;
    Bytes nameBytes = padded(body, nameSize, align);
    String name = new String(nameBytes.array(Math.max(0, nameSize - 1)), StandardCharsets.UTF_8);
    Type type = Type.read(padded(body, typeSize, align));
    Space space = Space.read(padded(body, spaceSize, align));
    long size = space.elements() > body.left() ? Long.MAX_VALUE : space.elements() * type.size();
    Place place = () -> "attribute " + name;
    if (size > body.left()) {
      throw Refusals.corrupt(place, "the attribute " + name + " is larger than its place");
    }
    byte[] data = body.array(size);
    return new Hdf5Attribute(
        name, space, new Values(type, (int) space.elements(), data, file, place));
  }

  private static Bytes padded(Bytes body, int size, int align) {
    Bytes part = body.take(size);
    body.skip(Math.floorMod(-size, align));
    return part;
  }

  /** The name. */
  public String name() {
    return name;
  }

  /** The lengths of its axes; empty for one value. */
  public int[] shape() {
    return space.shape().clone();
  }

  /** Whether it holds texts, be they fixed or of any length. */
  public boolean textual() {
    return values.type().kind() == Type.Kind.TEXT || values.type().kind() == Type.Kind.LONG_TEXT;
  }

  /** The one text. */
  public String text() {
    String[] texts = texts();
    if (texts.length != 1) {
      throw Refusals.value(
          values.place(), "the attribute " + name + " holds " + texts.length + " texts, not one");
    }
    return texts[0];
  }

  /** All texts, in C order. */
  public String[] texts() {
    return values.texts();
  }

  /** All numbers, in C order. */
  public double[] doubles() {
    return values.doubles();
  }
}
