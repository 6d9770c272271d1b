package dev.serin.runtime.sklearn;

import dev.serin.tensor.DataType;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Puts an estimator together from functions over checked rows. The rows are prepared once for a
 * batch ({@code T}, such as their neighbours), then each method that was asked for answers from
 * that. One thread puts it together; what {@link #made} gives is immutable.
 */
public final class Computed<T> {
  private final String name;
  private final int width;
  private final Function<Matrix, T> preparation;
  private final Map<Method, Part<T>> parts = new EnumMap<>(Method.class);
  private Rows.Cells cells = Rows.Cells.FINITE;
  private List<Labels> targets = List.of();

  private Computed(String name, int width, Function<Matrix, T> preparation) {
    this.name = name;
    this.width = width;
    this.preparation = preparation;
  }

  /** An estimator of this name over rows of {@code width} finite numbers. */
  public static Computed<Matrix> of(String name, int width) {
    return new Computed<>(name, width, rows -> rows);
  }

  /** As {@link #of}, with work that all methods share. */
  public static <T> Computed<T> prepared(String name, int width, Function<Matrix, T> preparation) {
    return new Computed<>(name, width, preparation);
  }

  /** Accepts these cells instead of finite numbers only. */
  public Computed<T> accepting(Rows.Cells accepted) {
    this.cells = accepted;
    return this;
  }

  /** A method that answers numbers of this form. */
  public Computed<T> numbers(Method method, Form form, Function<T, Matrix> answer) {
    return several(method, List.of(form), given -> List.of(answer.apply(given)));
  }

  /** A method that answers one number for each row. */
  public Computed<T> flat(Method method, Function<T, double[]> answer) {
    return numbers(
        method,
        Form.flat(DataType.FP64),
        given -> {
          double[] values = answer.apply(given);
          return new Matrix(values.length, 1, values);
        });
  }

  /** A method that answers {@code columns} numbers for each row, row-major. */
  public Computed<T> wide(Method method, int columns, Function<T, double[]> answer) {
    return numbers(
        method, Form.wide(DataType.FP64, columns), given -> rows(answer, given, columns));
  }

  /** {@code predict} of numbers: flat where there is no second axis ({@code outputs} 0). */
  public Computed<T> predict(int outputs, Function<T, double[]> answer) {
    return outputs == 0 ? flat(Method.PREDICT, answer) : wide(Method.PREDICT, outputs, answer);
  }

  /** {@code transform} into {@code columns} numbers for each row, row-major. */
  public Computed<T> transform(int columns, Function<T, double[]> answer) {
    return wide(Method.TRANSFORM, columns, answer);
  }

  /** A method with one matrix for each target. */
  public Computed<T> several(Method method, List<Form> forms, Function<T, List<Matrix>> answer) {
    parts.put(method, new Part<>(forms, given -> new Answer.Numbers(answer.apply(given))));
    return this;
  }

  /** {@code predict} of classes, which the signature names. */
  public Computed<T> classes(List<Labels> classes, Function<T, int[]> answer) {
    this.targets = List.copyOf(classes);
    return chosen(classes, answer);
  }

  /** {@code predict} of one of these labels, which are no classes of a target. */
  public Computed<T> labels(Labels labels, Function<T, int[]> answer) {
    return chosen(List.of(labels), answer);
  }

  /** {@code predict} of the numbers of {@code count} clusters from 0. */
  public Computed<T> clusters(int count, Function<T, int[]> answer) {
    long[] numbers = new long[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = i;
    }
    return labels(Labels.of(numbers), answer);
  }

  /** {@code predict} of 1 where {@code answer} is not below zero, and of -1 elsewhere. */
  public Computed<T> sides(Function<T, double[]> answer) {
    return labels(
        Labels.of(-1, 1),
        given -> {
          double[] scores = answer.apply(given);
          int[] sides = new int[scores.length];
          for (int row = 0; row < sides.length; row++) {
            sides[row] = scores[row] < 0 ? 0 : 1;
          }
          return sides;
        });
  }

  /** The estimator; one that transforms is a {@link Transformer}. */
  public Estimator made() {
    Fitted<T> fitted = new Fitted<>(name, width, cells, preparation, Map.copyOf(parts), targets);
    return parts.containsKey(Method.TRANSFORM) ? new Turning<>(fitted) : fitted;
  }

  private static <T> Matrix rows(Function<T, double[]> answer, T given, int columns) {
    double[] values = answer.apply(given);
    return new Matrix(columns == 0 ? 0 : values.length / columns, columns, values);
  }

  private Computed<T> chosen(List<Labels> labels, Function<T, int[]> answer) {
    parts.put(
        Method.PREDICT,
        new Part<>(
            Form.choosing(labels).get(Method.PREDICT),
            given -> new Answer.Chosen(answer.apply(given), labels)));
    return this;
  }

  private record Part<T>(List<Form> forms, Function<T, Answer> answer) {}

  private record Fitted<T>(
      String name,
      int width,
      Rows.Cells cells,
      Function<Matrix, T> preparation,
      Map<Method, Part<T>> parts,
      List<Labels> targets)
      implements Estimator {

    @Override
    public Map<Method, List<Form>> forms() {
      Map<Method, List<Form>> forms = new HashMap<>();
      parts.forEach((method, part) -> forms.put(method, part.forms()));
      return forms;
    }

    @Override
    public Answer answer(Method method, Table rows) {
      return answers(Set.of(method), rows).get(method);
    }

    @Override
    public Map<Method, Answer> answers(Set<Method> methods, Table rows) {
      T given = preparation.apply(Rows.numbers(rows, width, cells, name));
      Map<Method, Answer> answers = new EnumMap<>(Method.class);
      methods.forEach(method -> answers.put(method, parts.get(method).answer().apply(given)));
      return answers;
    }
  }

  private record Turning<T>(Fitted<T> fitted) implements Transformer {
    @Override
    public int width() {
      return fitted.width();
    }

    @Override
    public int outputWidth(int inputWidth) {
      List<Integer> tail = fitted.parts().get(Method.TRANSFORM).forms().getFirst().tail();
      return tail.isEmpty() ? 1 : tail.getFirst();
    }

    @Override
    public Table transform(Table rows) {
      return fitted.numbers(Method.TRANSFORM, rows);
    }

    @Override
    public Map<Method, List<Form>> forms() {
      return fitted.forms();
    }

    @Override
    public Answer answer(Method method, Table rows) {
      return fitted.answer(method, rows);
    }

    @Override
    public Map<Method, Answer> answers(Set<Method> methods, Table rows) {
      return fitted.answers(methods, rows);
    }

    @Override
    public List<Labels> targets() {
      return fitted.targets();
    }
  }
}
