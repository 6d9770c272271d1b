package dev.serin.reader;

import java.util.ArrayList;
import java.util.List;

/** How NumPy writes dtypes, arrays and scalars into a pickle. */
final class NumPy {
  private static final int DTYPE_STATE = 8;

  private NumPy() {}

  /** {@code dtype('f8', align, copy)}. */
  static Node dtype(List<Node> args, Place place) {
    if (args.isEmpty()) {
      throw Refusals.corrupt(place, "a dtype without a name");
    }
    return switch (args.getFirst()) {
      case Node.Text text -> new Node.Dtype(DType.parse(text.value(), place));
      case Node.Global global when global.equals(new Node.Global("numpy", "record")) ->
          new Node.Dtype(DType.of('V', 0));
      default -> throw Refusals.value(place, "a dtype is not given by its name");
    };
  }

  /** {@code (version, order, subarray, names, fields, size, alignment, flags)}. */
  static void build(Node.Dtype dtype, Node state, Place place) {
    List<Node> parts = tuple(state, place);
    if (parts.size() < DTYPE_STATE) {
      throw Refusals.corrupt(place, "the state of a dtype has " + parts.size() + " parts");
    }
    if (!(parts.get(2) instanceof Node.None)) {
      throw Refusals.value(place, "a dtype with an array in each element is not read");
    }
    boolean big = parts.get(1) instanceof Node.Text order && order.value().equals(">");
    long size = parts.get(5) instanceof Node.Int whole ? whole.value() : -1;
    DType full = dtype.value().ordered(big).sized(size, place);
    if (!(parts.get(3) instanceof Node.None)) {
      full = full.with(fields(parts.get(3), parts.get(4), place), place);
    }
    if (!dtype.build(full)) {
      throw Refusals.corrupt(place, "a dtype is given its state twice");
    }
  }

  private static List<DType.Field> fields(Node names, Node fields, Place place) {
    List<DType.Field> list = new ArrayList<>();
    for (Node name : tuple(names, place)) {
      if (!(name instanceof Node.Text text) || !(fields instanceof Node.DictNode dict)) {
        throw Refusals.corrupt(place, "the fields of a dtype have no names");
      }
      Node described =
          dict.value(text.value())
              .orElseThrow(() -> Refusals.corrupt(place, "a dtype names a field and has none"));
      list.add(field(text.value(), tuple(described, place), place));
    }
    return list;
  }

  private static DType.Field field(String name, List<Node> parts, Place place) {
    if (parts.size() < 2
        || !(parts.get(0) instanceof Node.Dtype type)
        || !(parts.get(1) instanceof Node.Int offset)
        || offset.value() < 0
        || offset.value() > Integer.MAX_VALUE) {
      throw Refusals.corrupt(place, "a field of a dtype has no type or offset");
    }
    return new DType.Field(name, type.value(), (int) offset.value());
  }

  /** {@code (version, shape, dtype, fortran, bytes or list)}; tells the bytes it copied. */
  static long build(Node.Array array, Node state, Place place) {
    List<Node> parts = tuple(state, place);
    int first = parts.size() - 4;
    if (first != 0 && first != 1) {
      throw Refusals.corrupt(place, "the state of an array has " + parts.size() + " parts");
    }
    int[] shape = Shapes.of(parts.get(first), place);
    DType dtype = typed(parts.get(first + 1), place);
    boolean fortran =
        switch (parts.get(first + 2)) {
          case Node.Bool bool -> bool.value();
          case Node.Int whole -> whole.value() != 0;
          default -> throw Refusals.corrupt(place, "the order of an array is not a truth value");
        };
    if (!array.fill(array(dtype, shape, fortran, parts.get(first + 3), place))) {
      throw Refusals.corrupt(place, "an array is given its state twice");
    }
    Node data = parts.get(first + 3);
    return data instanceof Node.Text text
        ? text.value().length()
        : 8L * array.value().nodes().size();
  }

  private static NdArray array(DType dtype, int[] shape, boolean fortran, Node data, Place place) {
    if (dtype.object()) {
      if (!(data instanceof Node.ListNode list)) {
        throw Refusals.corrupt(place, "an array of objects has no list");
      }
      return NdArray.of(dtype, shape, list.items(), place);
    }
    if (dtype.holdsObjects()) {
      throw Refusals.value(place, "records that hold objects are not read");
    }
    byte[] bytes =
        switch (data) {
          case Node.Bytes raw -> raw.raw();
          case Node.Text text -> Calls.latin1(text, place);
          default -> throw Refusals.corrupt(place, "an array has no bytes");
        };
    return NdArray.of(dtype, shape, fortran, bytes, place);
  }

  /** {@code _frombuffer(bytes, dtype, shape, order)}. */
  static Node fromBuffer(List<Node> args, Place place) {
    if (args.size() != 4 || !(args.get(3) instanceof Node.Text order)) {
      throw Refusals.corrupt(place, "_frombuffer takes bytes, dtype, shape and order");
    }
    DType dtype = typed(args.get(1), place);
    if (dtype.object()) {
      throw Refusals.corrupt(place, "an array of objects cannot be made of bytes");
    }
    int[] shape = Shapes.of(args.get(2), place);
    return new Node.Array(array(dtype, shape, fortran(order, place), args.get(0), place));
  }

  /** Whether NumPy's letter means Fortran order. */
  static boolean fortran(Node.Text order, Place place) {
    return switch (order.value()) {
      case "C" -> false;
      case "F" -> true;
      default ->
          throw Refusals.corrupt(place, "an array is in the order " + Shown.name(order.value()));
    };
  }

  /** {@code scalar(dtype, bytes)}. */
  static Node scalar(List<Node> args, Place place) {
    DType dtype = typed(args.isEmpty() ? Node.NONE : args.getFirst(), place);
    if (dtype.object() && args.size() == 2) {
      return args.get(1);
    }
    if (args.size() != 2) {
      throw Refusals.corrupt(place, "a scalar takes a dtype and bytes");
    }
    NdArray one = array(dtype, new int[0], false, args.get(1), place);
    return switch (dtype.kind()) {
      case 'b' -> new Node.Bool(one.longs()[0] != 0);
      case 'i' -> new Node.Int(one.longs()[0]);
      case 'u' -> unsigned(one);
      case 'f' -> dtype.size() <= 8 ? new Node.Real(one.doubles()[0]) : new Node.Array(one);
      case 'U' -> new Node.Text(one.texts()[0]);
      case 'S' -> new Node.Bytes(one.bytes());
      default -> new Node.Array(one);
    };
  }

  private static Node unsigned(NdArray one) {
    double value = one.doubles()[0];
    return value < 0x1p63 ? new Node.Int(one.longs()[0]) : new Node.Array(one);
  }

  static DType typed(Node node, Place place) {
    if (node instanceof Node.Dtype dtype) {
      return dtype.value();
    }
    throw Refusals.corrupt(place, "an array has no dtype");
  }

  private static List<Node> tuple(Node node, Place place) {
    if (node instanceof Node.TupleNode tuple) {
      return tuple.items();
    }
    throw Refusals.corrupt(place, "a state is not a tuple");
  }
}
