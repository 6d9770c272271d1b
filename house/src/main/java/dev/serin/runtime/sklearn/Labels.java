package dev.serin.runtime.sklearn;

import dev.serin.tensor.DataType;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.Values;
import dev.serin.tensor.Values.Doubles;
import dev.serin.tensor.Values.Floats;
import dev.serin.tensor.Values.Longs;
import dev.serin.tensor.Values.Texts;
import java.util.ArrayList;
import java.util.List;

/** The classes of one target in order: whole numbers, numbers, texts or truth values. */
public record Labels(DataType type, Values values) {
  public Labels {
    boolean fits =
        switch (values) {
          case Doubles _ -> type == DataType.FP64;
          case Longs _ -> type == DataType.INT64 || type == DataType.BOOL;
          case Texts _ -> type == DataType.BYTES;
          case Floats _ -> false;
        };
    if (!fits) {
      throw new IllegalArgumentException("labels are INT64, FP64, BYTES or BOOL, not " + type);
    }
  }

  /** Whole-number labels. */
  public static Labels of(long... labels) {
    return new Labels(DataType.INT64, new Longs(labels));
  }

  /** Text labels. */
  public static Labels of(String... labels) {
    return new Labels(DataType.BYTES, new Texts(labels));
  }

  /** How many classes there are. */
  public int size() {
    return values.size();
  }

  /** The classes as texts: {@code 3}, {@code 1.5}, {@code yes}, {@code true}. */
  public List<String> names() {
    List<String> names = new ArrayList<>(size());
    for (int i = 0; i < size(); i++) {
      names.add(name(i));
    }
    return names;
  }

  /** One class as a text. */
  public String name(int at) {
    return switch (values) {
      case Doubles(double[] array) -> Double.toString(array[at]);
      case Floats(float[] array) -> Float.toString(array[at]);
      case Longs(long[] array) ->
          type == DataType.BOOL ? Boolean.toString(array[at] != 0) : Long.toString(array[at]);
      case Texts(String[] array) -> array[at];
    };
  }

  /** One class as a number; not for texts. */
  public double number(int at) {
    return switch (values) {
      case Doubles(double[] array) -> array[at];
      case Floats(float[] array) -> array[at];
      case Longs(long[] array) -> array[at];
      case Texts _ -> throw new IllegalStateException("labels of texts are no numbers");
    };
  }

  /** The chosen classes as a tensor; several targets of one type lie side by side. */
  static Tensor tensor(String name, Answer.Chosen chosen, long[] shape) {
    List<Labels> targets = chosen.targets();
    int[] at = chosen.indices();
    DataType type = targets.getFirst().type();
    int width = targets.size();
    Values values =
        switch (targets.getFirst().values()) {
          case Texts _ -> {
            String[] cells = new String[at.length];
            for (int i = 0; i < at.length; i++) {
              cells[i] = targets.get(i % width).name(at[i]);
            }
            yield new Texts(cells);
          }
          case Longs _ -> {
            long[] cells = new long[at.length];
            for (int i = 0; i < at.length; i++) {
              cells[i] = ((Longs) targets.get(i % width).values()).array()[at[i]];
            }
            yield new Longs(cells);
          }
          case Doubles _, Floats _ -> {
            double[] cells = new double[at.length];
            for (int i = 0; i < at.length; i++) {
              cells[i] = targets.get(i % width).number(at[i]);
            }
            yield new Doubles(cells);
          }
        };
    return new Tensor(name, type, shape, values);
  }
}
