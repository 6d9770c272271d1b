package dev.serin.runtime.sklearn;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes pickles of instances by hand, for files of releases that are no longer installed and for
 * files that nobody should write. Values: null, Boolean, Integer, Double, String, List (a list),
 * double[], double[][], long[], String[] (arrays), Map (a dict), {@link Made}, {@link Named}.
 */
final class Pickled {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private Pickled() {}

  /** An instance of a class with this state. */
  record Made(String module, String type, Map<String, Object> state) {}

  /** A function or class by its name. */
  record Named(String module, String name) {}

  /** A tuple. */
  record Pair(List<Object> items) {
    static Pair of(Object... items) {
      return new Pair(Arrays.asList(items));
    }
  }

  /** An instance; {@code state} is names and values, alternating. */
  static Made made(String module, String type, Object... state) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < state.length; i += 2) {
      values.put((String) state[i], state[i + 1]);
    }
    return new Made(module, type, values);
  }

  static byte[] bytes(Object root) {
    Pickled pickled = new Pickled();
    pickled.raw(0x80, 2);
    pickled.write(root);
    pickled.raw('.');
    return pickled.out.toByteArray();
  }

  /** {@code depth} pipelines in each other, written without recursion. */
  static byte[] nestedPipelines(int depth) {
    Pickled pickled = new Pickled();
    pickled.raw(0x80, 2);
    for (int i = 0; i < depth; i++) {
      pickled.global("sklearn.pipeline", "Pipeline");
      pickled.raw(')', 0x81, '}');
      pickled.write("steps");
      pickled.raw(']');
      pickled.write("inner");
    }
    pickled.write(made("sklearn.preprocessing._data", "Binarizer", "threshold", 0.0));
    for (int i = 0; i < depth; i++) {
      pickled.raw(0x86, 'a', 's', 'b');
    }
    pickled.raw('.');
    return pickled.out.toByteArray();
  }

  /** A pipeline of two equal steps, each a pipeline of two equal steps, and so on, shared. */
  static byte[] laughs(int depth) {
    Pickled pickled = new Pickled();
    pickled.raw(0x80, 2);
    pickled.write(made("sklearn.preprocessing._data", "Binarizer", "threshold", 0.0));
    for (int i = 0; i < depth; i++) {
      pickled.raw('q', i); // remembered; the machine keeps it on its stack
      pickled.raw('0');
      pickled.global("sklearn.pipeline", "Pipeline");
      pickled.raw(')', 0x81, '}');
      pickled.write("steps");
      pickled.raw(']', '(');
      for (String name : List.of("a", "b")) {
        pickled.write(name);
        pickled.raw('h', i, 0x86);
      }
      pickled.raw('e', 's', 'b');
    }
    pickled.raw('.');
    return pickled.out.toByteArray();
  }

  private void raw(int... bytes) {
    for (int b : bytes) {
      out.write(b);
    }
  }

  private void little(int bytes, long value) {
    for (int i = 0; i < bytes; i++) {
      out.write((int) (value >> 8 * i));
    }
  }

  private void global(String module, String name) {
    out.writeBytes(("c" + module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private void write(Object value) {
    switch (value) {
      case null -> raw('N');
      case Boolean truth -> raw(truth ? 0x88 : 0x89);
      case Integer whole -> {
        raw('J');
        little(4, whole);
      }
      case Double real -> {
        raw('G');
        out.writeBytes(ByteBuffer.allocate(8).putDouble(real).array());
      }
      case String text -> {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        raw('X');
        little(4, utf8.length);
        out.writeBytes(utf8);
      }
      case Named(String module, String name) -> global(module, name);
      case Pair(List<Object> items) -> sequence('(', items, 't');
      case List<?> items -> {
        raw(']');
        sequence('(', items, 'e');
      }
      case Map<?, ?> entries -> dict(entries);
      case Made made -> {
        global(made.module, made.type);
        raw(')', 0x81);
        dict(made.state);
        raw('b');
      }
      case double[] numbers -> array("f8", numbers.length, bytes(numbers));
      case double[][] rows -> matrix(rows);
      case long[] wholes -> array("i8", wholes.length, bytes(wholes));
      case String[] texts -> objects(texts);
      default -> throw new IllegalArgumentException("cannot write " + value.getClass());
    }
  }

  private void sequence(int mark, List<?> items, int end) {
    raw(mark);
    items.forEach(this::write);
    raw(end);
  }

  private void dict(Map<?, ?> entries) {
    raw('}', '(');
    entries.forEach(
        (key, entry) -> {
          write(key);
          write(entry);
        });
    raw('u');
  }

  private static byte[] bytes(double[] numbers) {
    ByteBuffer buffer = ByteBuffer.allocate(8 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asDoubleBuffer().put(numbers);
    return buffer.array();
  }

  private static byte[] bytes(long[] numbers) {
    ByteBuffer buffer = ByteBuffer.allocate(8 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asLongBuffer().put(numbers);
    return buffer.array();
  }

  private void array(String dtype, int length, byte[] data) {
    array(dtype, Pair.of(length), data);
  }

  /** {@code _frombuffer(bytes, dtype, shape, 'C')}. */
  private void array(String dtype, Pair shape, byte[] data) {
    global("numpy.core.numeric", "_frombuffer");
    raw('(', 'B');
    little(4, data.length);
    out.writeBytes(data);
    dtype(dtype);
    write(shape);
    write("C");
    raw('t', 'R');
  }

  private void dtype(String name) {
    global("numpy", "dtype");
    raw('(');
    write(name);
    write(false);
    write(true);
    raw('t', 'R');
  }

  private void matrix(double[][] rows) {
    int width = rows.length == 0 ? 0 : rows[0].length;
    double[] all = new double[rows.length * width];
    for (int r = 0; r < rows.length; r++) {
      System.arraycopy(rows[r], 0, all, r * width, width);
    }
    array("f8", Pair.of(rows.length, width), bytes(all));
  }

  /** An array of objects, as NumPy rebuilds it. */
  private void objects(String[] texts) {
    global("numpy.core.multiarray", "_reconstruct");
    raw('(');
    global("numpy", "ndarray");
    write(Pair.of(0));
    write("b");
    raw('t', 'R', '(');
    write(1);
    write(Pair.of(texts.length));
    dtype("O");
    write(false);
    write(Arrays.asList((Object[]) texts));
    raw('t', 'b');
  }
}
