package dev.serin.runtime.sklearn;

import dev.serin.artifact.Bundle;
import dev.serin.runtime.Format;
import dev.serin.runtime.Limits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes pickles of made-up fitted models: texts, numbers, truth values, {@link #NONE}, lists,
 * maps, {@link Tuple}s, {@link Named}s, {@link Thing}s and {@link Cells}.
 */
public final class Pickled {
  /** Python's None. */
  public static final Object NONE = new Object();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private Pickled() {}

  /** An instance of a class, made with these arguments and given this state. */
  public record Thing(String module, String name, List<?> args, Map<String, ?> state) {
    /** An instance made without arguments. */
    public Thing(String module, String name, Map<String, ?> state) {
      this(module, name, List.of(), state);
    }
  }

  /** A name of a module, as it stands. */
  public record Named(String module, String name) {}

  /** An array; {@code fields} names the parts of a structured element as "name:type". */
  public record Cells(String type, List<String> fields, int[] shape, byte[] bytes) {}

  /** An array of objects. */
  public record Objects(int[] shape, List<?> items) {}

  /** A tuple. */
  public record Tuple(List<?> items) {}

  /** An array of doubles. */
  public static Cells doubles(int[] shape, double... values) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      bytes.putDouble(value);
    }
    return new Cells("f8", List.of(), shape, bytes.array());
  }

  /** An array of doubles along one axis. */
  public static Cells doubles(double... values) {
    return doubles(new int[] {values.length}, values);
  }

  /** An array of whole numbers along one axis. */
  public static Cells longs(long... values) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : values) {
      bytes.putLong(value);
    }
    return new Cells("i8", List.of(), new int[] {values.length}, bytes.array());
  }

  /** The pickle of this value, protocol 2. */
  public static byte[] of(Object value) {
    Pickled pickled = new Pickled();
    pickled.out.write(0x80);
    pickled.out.write(2);
    pickled.write(value);
    pickled.out.write('.');
    return pickled.out.toByteArray();
  }

  /** Opens these bytes as a scikit-learn file. */
  public static Format.Opened open(byte[] bytes, Family... families) {
    return new SklearnFormat(List.of(families)).open(new Memory(bytes), Limits.DEFAULT);
  }

  private void write(Object value) {
    switch (value) {
      case String text -> {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write('X');
        ints(bytes.length);
        out.writeBytes(bytes);
      }
      case Integer whole -> {
        out.write('J');
        ints(whole);
      }
      case Boolean flag -> out.write(flag ? 0x88 : 0x89);
      case Double real -> {
        out.write('G');
        out.writeBytes(ByteBuffer.allocate(8).putDouble(real).array());
      }
      case List<?> list -> {
        out.write(']');
        out.write('(');
        list.forEach(this::write);
        out.write('e');
      }
      case Map<?, ?> map -> map(map);
      case Tuple(List<?> items) -> tuple(items);
      case Named(String module, String name) -> global(module, name);
      case Thing thing -> thing(thing);
      case Cells cells -> array(cells, () -> bytes(cells.bytes()));
      case Objects(int[] shape, List<?> items) ->
          array(new Cells("O8", List.of(), shape, new byte[0]), () -> write(items));
      default -> out.write('N');
    }
  }

  private void map(Map<?, ?> map) {
    out.write('}');
    out.write('(');
    map.forEach(
        (key, value) -> {
          write(key);
          write(value);
        });
    out.write('u');
  }

  private void tuple(List<?> items) {
    out.write('(');
    items.forEach(this::write);
    out.write('t');
  }

  private void thing(Thing thing) {
    global(thing.module(), thing.name());
    tuple(thing.args());
    out.write(0x81);
    map(thing.state());
    out.write('b');
  }

  private void array(Cells cells, Runnable content) {
    global("numpy.core.multiarray", "_reconstruct");
    global("numpy", "ndarray");
    tuple(List.of(0));
    bytes(new byte[] {'b'});
    out.write(0x87);
    out.write('R');
    List<Object> shape = new ArrayList<>();
    for (int length : cells.shape()) {
      shape.add(length);
    }
    out.write('(');
    write(1);
    tuple(shape);
    dtype(cells);
    write(false);
    content.run();
    out.write('t');
    out.write('b');
  }

  private void dtype(Cells cells) {
    int size = 0;
    Map<String, Object> parts = new LinkedHashMap<>();
    List<String> names = new ArrayList<>();
    for (String field : cells.fields()) {
      String[] named = field.split(":");
      names.add(named[0]);
      Cells part = new Cells(named[1], List.of(), new int[0], new byte[0]);
      parts.put(named[0], new Tuple(List.of(new Plain(part), size)));
      size += Integer.parseInt(named[1].substring(1));
    }
    global("numpy", "dtype");
    tuple(List.of(names.isEmpty() ? cells.type() : "V" + size, false, true));
    out.write('R');
    if (names.isEmpty()) {
      tuple(List.of(3, "<", NONE, NONE, NONE, -1, -1, 0));
    } else {
      out.write('(');
      write(3);
      write("|");
      write(NONE);
      tuple(names);
      out.write('}');
      out.write('(');
      parts.forEach(
          (name, part) -> {
            write(name);
            field((Tuple) part);
          });
      out.write('u');
      write(size);
      write(1);
      write(16);
      out.write('t');
    }
    out.write('b');
  }

  private record Plain(Cells type) {}

  private void field(Tuple part) {
    out.write('(');
    dtype(((Plain) part.items().getFirst()).type());
    write(part.items().getLast());
    out.write('t');
  }

  private void global(String module, String name) {
    out.write('c');
    out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private void bytes(byte[] bytes) {
    // protocol 2 has no bytes: Python writes them as Latin-1 text, encoded again on load
    global("_codecs", "encode");
    write(new String(bytes, StandardCharsets.ISO_8859_1));
    write("latin1");
    out.write(0x86);
    out.write('R');
  }

  private void ints(int value) {
    out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
  }

  private record Memory(byte[] bytes) implements Bundle {
    @Override
    public String name() {
      return "model.pkl";
    }

    @Override
    public boolean folder() {
      return false;
    }

    @Override
    public List<Entry> entries() {
      return List.of(
          new Entry() {
            @Override
            public String path() {
              return "model.pkl";
            }

            @Override
            public long size() {
              return bytes.length;
            }

            @Override
            public InputStream open() {
              return new ByteArrayInputStream(bytes);
            }
          });
    }

    @Override
    public void close() {}
  }
}
