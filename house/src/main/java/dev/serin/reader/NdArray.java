package dev.serin.reader;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * A NumPy array over the bytes of the file: any number of axes, C or Fortran order, either byte
 * order, structured elements by field name, object elements as nodes. All values are given in C
 * order, whatever the order of the bytes. The number of bytes was checked against shape and element
 * size when it was made.
 */
public final class NdArray {
  static final NdArray EMPTY =
      new NdArray(DType.of('i', 1), new int[] {0}, false, new byte[0], 0, 1, List.of());

  private static final VarHandle[] SHORT = views(short[].class);
  private static final VarHandle[] INT = views(int[].class);
  private static final VarHandle[] LONG = views(long[].class);

  private final DType dtype;
  private final int[] shape;
  private final boolean fortran;
  private final byte[] data;
  private final int start;
  private final int stride;
  private final List<Node> objects;

  private NdArray(
      DType dtype,
      int[] shape,
      boolean fortran,
      byte[] data,
      int start,
      int stride,
      List<Node> objects) {
    this.dtype = dtype;
    this.shape = shape;
    this.fortran = fortran;
    this.data = data;
    this.start = start;
    this.stride = stride;
    this.objects = objects;
  }

  /** An array over all of {@code data}. */
  public static NdArray of(DType dtype, int[] shape, boolean fortran, byte[] data, Place place) {
    long needed = Shapes.bytes(shape, dtype, place);
    if (needed != data.length) {
      throw Refusals.corrupt(
          place,
          "an array of shape "
              + Arrays.toString(shape)
              + " and type "
              + dtype
              + " needs "
              + needed
              + " bytes, there are "
              + data.length);
    }
    return new NdArray(dtype, shape.clone(), fortran, data, 0, dtype.size(), List.of());
  }

  /** An array of objects, given in C order. */
  public static NdArray of(DType dtype, int[] shape, List<Node> objects, Place place) {
    long needed = Shapes.elements(shape, place);
    if (needed != objects.size()) {
      throw Refusals.corrupt(
          place,
          "an array of shape "
              + Arrays.toString(shape)
              + " needs "
              + needed
              + " objects, there are "
              + objects.size());
    }
    return new NdArray(dtype, shape.clone(), false, new byte[0], 0, 0, List.copyOf(objects));
  }

  /** The element type. */
  public DType dtype() {
    return dtype;
  }

  /** The lengths of the axes; empty for a single value. */
  public int[] shape() {
    return shape.clone();
  }

  /** The number of elements. */
  public int size() {
    int size = 1;
    for (int length : shape) {
      size *= length;
    }
    return size;
  }

  /** The part of each element that has this name, over the same bytes. */
  public NdArray field(String name) {
    DType.Field field =
        dtype
            .field(name)
            .orElseThrow(() -> Refusals.corrupt(() -> "array", "it has no field '" + name + "'"));
    return new NdArray(
        field.type(), shape, fortran, data, start + field.offset(), stride, List.of());
  }

  /** Numbers and truth values as doubles; float16 and float32 are widened exactly. */
  public double[] doubles() {
    double[] values = new double[size()];
    if (dtype.object()) {
      Arrays.setAll(values, i -> number(objects.get(i)));
      return values;
    }
    IntUnaryOperator place = places();
    if (dtype.kind() == 'f') {
      return floats(values, place);
    }
    boolean unsignedLong = dtype.kind() == 'u' && dtype.size() == 8;
    for (int i = 0; i < values.length; i++) {
      long whole = whole(place.applyAsInt(i));
      values[i] = unsignedLong && whole < 0 ? unsigned(whole) : whole;
    }
    return values;
  }

  /** Whole numbers and truth values (0 and 1) as longs. */
  public long[] longs() {
    long[] values = new long[size()];
    if (dtype.object()) {
      Arrays.setAll(values, i -> whole(objects.get(i)));
      return values;
    }
    IntUnaryOperator place = places();
    boolean unsignedLong = dtype.kind() == 'u' && dtype.size() == 8;
    for (int i = 0; i < values.length; i++) {
      values[i] = whole(place.applyAsInt(i));
      if (unsignedLong && values[i] < 0) {
        throw Refusals.value(() -> "array", "a whole number is beyond 64 bits");
      }
    }
    return values;
  }

  /** Texts, also byte strings as Latin-1; zero characters at the end are NumPy's padding. */
  public String[] texts() {
    String[] values = new String[size()];
    if (dtype.object()) {
      Arrays.setAll(values, i -> text(objects.get(i)));
      return values;
    }
    if (dtype.kind() != 'U' && dtype.kind() != 'S') {
      throw mismatch("texts");
    }
    IntUnaryOperator place = places();
    Arrays.setAll(values, i -> text(place.applyAsInt(i)));
    return values;
  }

  /** The elements of an object array. */
  public Node[] objects() {
    if (!dtype.object()) {
      throw mismatch("objects");
    }
    return objects.toArray(Node[]::new);
  }

  List<Node> nodes() {
    return objects;
  }

  /** The bytes of all elements in C order, as the file has them. */
  public byte[] bytes() {
    int width = dtype.size();
    byte[] values = new byte[Math.multiplyExact(size(), width)];
    IntUnaryOperator place = places();
    for (int i = 0; i < size(); i++) {
      System.arraycopy(data, place.applyAsInt(i), values, i * width, width);
    }
    return values;
  }

  private double[] floats(double[] values, IntUnaryOperator place) {
    int order = dtype.bigEndian() ? 1 : 0;
    switch (dtype.size()) {
      case 8 ->
          Arrays.setAll(
              values,
              i -> Double.longBitsToDouble((long) LONG[order].get(data, place.applyAsInt(i))));
      case 4 ->
          Arrays.setAll(
              values, i -> Float.intBitsToFloat((int) INT[order].get(data, place.applyAsInt(i))));
      case 2 ->
          Arrays.setAll(
              values,
              i -> Float.float16ToFloat((short) SHORT[order].get(data, place.applyAsInt(i))));
      default -> throw mismatch("doubles");
    }
    return values;
  }

  private long whole(int at) {
    int order = dtype.bigEndian() ? 1 : 0;
    return switch (dtype.kind() + "" + dtype.size()) {
      case "b1" -> data[at] == 0 ? 0 : 1;
      case "i1" -> data[at];
      case "u1" -> Byte.toUnsignedLong(data[at]);
      case "i2" -> (short) SHORT[order].get(data, at);
      case "u2" -> Short.toUnsignedLong((short) SHORT[order].get(data, at));
      case "i4" -> (int) INT[order].get(data, at);
      case "u4" -> Integer.toUnsignedLong((int) INT[order].get(data, at));
      case "i8", "u8" -> (long) LONG[order].get(data, at);
      default -> throw mismatch("whole numbers");
    };
  }

  private static double unsigned(long bits) {
    // Halve without losing the last bit's say in rounding, then double.
    return 2.0 * ((bits >>> 1) | (bits & 1));
  }

  private String text(int at) {
    if (dtype.kind() == 'S') {
      int length = dtype.size();
      while (length > 0 && data[at + length - 1] == 0) {
        length--;
      }
      return new String(data, at, length, StandardCharsets.ISO_8859_1);
    }
    int length = dtype.size() / 4;
    int order = dtype.bigEndian() ? 1 : 0;
    while (length > 0 && (int) INT[order].get(data, at + 4 * (length - 1)) == 0) {
      length--;
    }
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      int point = (int) INT[order].get(data, at + 4 * i);
      if (!Character.isValidCodePoint(point)) {
        throw Refusals.corrupt(() -> "array", "a text holds the character number " + point);
      }
      text.appendCodePoint(point);
    }
    return text.toString();
  }

  private double number(Node node) {
    return switch (node) {
      case Node.Real real -> real.value();
      case Node.Int whole -> whole.value();
      case Node.Bool bool -> bool.value() ? 1 : 0;
      default -> throw mismatch("doubles");
    };
  }

  private long whole(Node node) {
    return switch (node) {
      case Node.Int whole -> whole.value();
      case Node.Bool bool -> bool.value() ? 1 : 0;
      default -> throw mismatch("whole numbers");
    };
  }

  private String text(Node node) {
    if (node instanceof Node.Text text) {
      return text.value();
    }
    throw mismatch("texts");
  }

  private RuntimeException mismatch(String wanted) {
    return Refusals.value(
        () -> "array", "an array of type " + dtype + " cannot be read as " + wanted);
  }

  /** From the index in C order to the first byte of the element. */
  private IntUnaryOperator places() {
    if (!fortran || shape.length < 2) {
      return i -> start + i * stride;
    }
    int[] steps = new int[shape.length];
    int step = stride;
    for (int axis = 0; axis < shape.length; axis++) {
      steps[axis] = step;
      step *= shape[axis];
    }
    return i -> {
      int rest = i;
      int at = start;
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        at += rest % shape[axis] * steps[axis];
        rest /= shape[axis];
      }
      return at;
    };
  }

  private static VarHandle[] views(Class<?> type) {
    return new VarHandle[] {
      MethodHandles.byteArrayViewVarHandle(type, ByteOrder.LITTLE_ENDIAN),
      MethodHandles.byteArrayViewVarHandle(type, ByteOrder.BIG_ENDIAN)
    };
  }
}
