package dev.serin.codec;

import dev.serin.tensor.DataType;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.Values;
import java.util.Arrays;

/**
 * The elements of one tensor or column while they are read, in a primitive array that grows. It
 * never holds more than what was read, and at most twice that.
 */
abstract sealed class Elements {
  private static final int SMALLEST = 8;

  final DataType type;

  private Elements(DataType type) {
    this.type = type;
  }

  /** Room for about {@code expected} elements; FP16 and BF16 have no form as text. */
  static Elements of(DataType type, long expected) {
    int room = (int) Math.max(SMALLEST, Math.min(expected, Integer.MAX_VALUE - 16));
    return switch (type) {
      case FP64 -> new Doubles(room);
      case FP32 -> new Floats(room);
      case BYTES -> new Texts(room);
      case BOOL -> new Longs(DataType.BOOL, room);
      case UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64 -> new Longs(type, room);
      case FP16, BF16 ->
          throw Wrong.datatype(
              "datatype", type + " has no form in JSON: send FP32, or the binary tensor extension");
    };
  }

  /** Reads one element. */
  abstract void read(JsonScanner in);

  /** Reads elements up to the end of the array that is open. */
  abstract void readRun(JsonScanner in);

  /** Reads one element from a cell; raises {@link NumberFormatException} when it is none. */
  abstract void parse(String cell);

  /** Adds a missing element; false when the datatype has none. */
  abstract boolean missing();

  /** How many were read. */
  abstract int size();

  /** All that was read. */
  abstract Values values();

  /** A tensor of all that was read. */
  final Tensor tensor(String name, long... shape) {
    return new Tensor(name, type, shape, values());
  }

  private static int grown(int length) {
    return length + (length >> 1) + SMALLEST;
  }

  private static final class Doubles extends Elements {
    private double[] array;
    private int size;

    Doubles(int room) {
      super(DataType.FP64);
      array = new double[room];
    }

    private void add(double value) {
      if (size == array.length) {
        array = Arrays.copyOf(array, grown(size));
      }
      array[size++] = value;
    }

    @Override
    void read(JsonScanner in) {
      add(in.real());
    }

    @Override
    void readRun(JsonScanner in) {
      do {
        add(in.real());
      } while (in.more(']'));
    }

    @Override
    void parse(String cell) {
      add(Csv.real(cell));
    }

    @Override
    boolean missing() {
      add(Double.NaN);
      return true;
    }

    @Override
    int size() {
      return size;
    }

    @Override
    Values values() {
      return new Values.Doubles(size == array.length ? array : Arrays.copyOf(array, size));
    }
  }

  private static final class Floats extends Elements {
    private float[] array;
    private int size;

    Floats(int room) {
      super(DataType.FP32);
      array = new float[room];
    }

    /** By way of the double, as every reader does that knows no float; too large is an error. */
    private void add(JsonScanner in) {
      double wide = in.real();
      float value = (float) wide;
      if (Float.isInfinite(value) && !Double.isInfinite(wide)) {
        throw in.value(wide + " is outside of the range of FP32");
      }
      add(value);
    }

    private void add(float value) {
      if (size == array.length) {
        array = Arrays.copyOf(array, grown(size));
      }
      array[size++] = value;
    }

    @Override
    void read(JsonScanner in) {
      add(in);
    }

    @Override
    void readRun(JsonScanner in) {
      do {
        add(in);
      } while (in.more(']'));
    }

    @Override
    void parse(String cell) {
      add((float) Csv.real(cell));
    }

    @Override
    boolean missing() {
      add(Float.NaN);
      return true;
    }

    @Override
    int size() {
      return size;
    }

    @Override
    Values values() {
      return new Values.Floats(size == array.length ? array : Arrays.copyOf(array, size));
    }
  }

  private static final class Longs extends Elements {
    private long[] array;
    private int size;

    Longs(DataType type, int room) {
      super(type);
      array = new long[room];
    }

    private void add(long value) {
      if (size == array.length) {
        array = Arrays.copyOf(array, grown(size));
      }
      array[size++] = value;
    }

    @Override
    void read(JsonScanner in) {
      add(type == DataType.BOOL ? truth(in.truth()) : in.whole(type));
    }

    @Override
    void readRun(JsonScanner in) {
      do {
        read(in);
      } while (in.more(']'));
    }

    private static long truth(boolean value) {
      return value ? 1 : 0;
    }

    @Override
    void parse(String cell) {
      boolean word = cell.equalsIgnoreCase("true") || cell.equalsIgnoreCase("false");
      if (type == DataType.BOOL && word) {
        add(truth(cell.equalsIgnoreCase("true")));
      } else {
        add(Whole.parse(cell, type));
      }
    }

    @Override
    boolean missing() {
      return false;
    }

    @Override
    int size() {
      return size;
    }

    @Override
    Values values() {
      return new Values.Longs(size == array.length ? array : Arrays.copyOf(array, size));
    }
  }

  private static final class Texts extends Elements {
    private String[] array;
    private int size;

    Texts(int room) {
      super(DataType.BYTES);
      array = new String[room];
    }

    private void add(String value) {
      if (size == array.length) {
        array = Arrays.copyOf(array, grown(size));
      }
      array[size++] = value;
    }

    @Override
    void read(JsonScanner in) {
      add(in.absent() ? Values.Texts.MISSING : in.text());
    }

    @Override
    void readRun(JsonScanner in) {
      do {
        read(in);
      } while (in.more(']'));
    }

    @Override
    void parse(String cell) {
      add(cell);
    }

    @Override
    boolean missing() {
      add(Values.Texts.MISSING);
      return true;
    }

    @Override
    int size() {
      return size;
    }

    @Override
    Values values() {
      return new Values.Texts(size == array.length ? array : Arrays.copyOf(array, size));
    }
  }
}
