package dev.serin.runtime.sklearn;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Models made up by hand: of old releases, and of shapes that no library would write. */
final class Handmade {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private Handmade() {}

  /** An instance; {@code state} is names and values, alternating. */
  static Pickled.Thing made(String module, String type, Object... state) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < state.length; i += 2) {
      values.put((String) state[i], value(state[i + 1]));
    }
    return new Pickled.Thing(module, type, values);
  }

  private static Object value(Object value) {
    return switch (value) {
      case double[] numbers -> Pickled.doubles(numbers);
      case double[][] rows ->
          Pickled.doubles(
              new int[] {rows.length, rows[0].length},
              Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray());
      case long[] numbers -> Pickled.longs(numbers);
      case String[] texts -> new Pickled.Objects(new int[] {texts.length}, Arrays.asList(texts));
      default -> value;
    };
  }

  static Pickled.Tuple pair(Object... items) {
    return new Pickled.Tuple(List.of(items));
  }

  /** {@code depth} pipelines in each other, written without recursion. */
  static byte[] nestedPipelines(int depth) {
    Handmade made = start();
    for (int i = 0; i < depth; i++) {
      made.pipeline();
      made.raw(']');
      made.text("inner");
    }
    made.binarizer();
    for (int i = 0; i < depth; i++) {
      made.raw(0x86, 'a', 's', 'b');
    }
    return made.end();
  }

  /** A pipeline of two equal steps, each a pipeline of two equal steps, and so on, shared. */
  static byte[] laughs(int depth) {
    Handmade made = start();
    made.binarizer();
    for (int i = 0; i < depth; i++) {
      made.raw('q', i, '0');
      made.pipeline();
      made.raw(']', '(');
      for (String name : List.of("a", "b")) {
        made.text(name);
        made.raw('h', i, 0x86);
      }
      made.raw('e', 's', 'b');
    }
    return made.end();
  }

  private static Handmade start() {
    Handmade made = new Handmade();
    made.raw(0x80, 2);
    return made;
  }

  private byte[] end() {
    raw('.');
    return out.toByteArray();
  }

  private void raw(int... bytes) {
    for (int b : bytes) {
      out.write(b);
    }
  }

  private void instance(String qualified) {
    out.writeBytes(("c" + qualified + "\n").getBytes(StandardCharsets.UTF_8));
    raw(')', 0x81, '}');
  }

  private void pipeline() {
    instance("sklearn.pipeline\nPipeline");
    text("steps");
  }

  private void binarizer() {
    instance("sklearn.preprocessing._data\nBinarizer");
    raw('b');
  }

  private void text(String ascii) {
    raw('X', ascii.length(), 0, 0, 0);
    out.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
  }
}
