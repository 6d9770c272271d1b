package dev.serin.reader;

import java.util.Set;

/** The arrays that joblib writes as raw bytes behind a small wrapper object. */
final class Joblib {
  private static final Set<Node.Global> PLAIN =
      Set.of(new Node.Global("numpy", "ndarray"), new Node.Global("numpy", "memmap"));

  private Joblib() {}

  static boolean wraps(Node.Instance instance) {
    return instance.type().name().equals("NumpyArrayWrapper")
        && instance.type().module().endsWith("joblib.numpy_pickle");
  }

  /** Reads the bytes that follow the wrapper's state. */
  static Node.Array array(Node state, ByteSource source, Budget budget, Place place) {
    if (!(state instanceof Node.DictNode dict)) {
      throw Refusals.corrupt(place, "a joblib array has no description");
    }
    DType dtype = NumPy.typed(part(dict, "dtype", place), place);
    int[] shape = Shapes.of(part(dict, "shape", place), place);
    if (!PLAIN.contains(part(dict, "subclass", place))) {
      throw Refusals.value(place, "a joblib array is of a class that is not numpy.ndarray");
    }
    if (dtype.holdsObjects()) {
      throw Refusals.value(place, "records that hold objects are not read");
    }
    if (!(part(dict, "order", place) instanceof Node.Text order)) {
      throw Refusals.corrupt(place, "a joblib array has no order");
    }
    if (dict.value("numpy_array_alignment_bytes").orElse(Node.NONE) instanceof Node.Int) {
      source.skip(source.u8());
    }
    long length = Shapes.bytes(shape, dtype, place);
    byte[] bytes = source.bytes(length);
    budget.hold(length, place);
    return new Node.Array(NdArray.of(dtype, shape, NumPy.fortran(order, place), bytes, place));
  }

  /** Whether a whole pickle of its own follows the wrapper, as for arrays of objects. */
  static boolean pickled(Node state) {
    return state instanceof Node.DictNode dict
        && dict.value("dtype").orElse(Node.NONE) instanceof Node.Dtype dtype
        && dtype.value().object();
  }

  private static Node part(Node.DictNode dict, String name, Place place) {
    return dict.value(name)
        .orElseThrow(() -> Refusals.corrupt(place, "a joblib array has no " + name));
  }
}
