package dev.serin.runtime.sklearn;

import dev.serin.tensor.DataType;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A fitted step of a pipeline, or a whole model. Immutable: any number of threads may ask at once.
 * Its structure was checked when it was built, so that an answer cannot leave an array's bounds.
 */
public interface Estimator {
  /** The width of a step that takes rows of any width. */
  int ANY = -1;

  /** How many columns it takes, or {@link #ANY}. */
  int width();

  /** What it can be asked for, and the form of each answer. */
  Map<Method, List<Form>> forms();

  /**
   * Answers one of {@link #forms} for these rows.
   *
   * @throws dev.serin.base.Problem.Raised with {@code Invalid} where scikit-learn refuses the rows
   */
  Answer answer(Method method, Table rows);

  /** As {@link #answer} for several methods; a chain overrides it to go through its steps once. */
  default Map<Method, Answer> answers(Set<Method> methods, Table rows) {
    Map<Method, Answer> answers = new EnumMap<>(Method.class);
    methods.forEach(method -> answers.put(method, answer(method, rows)));
    return answers;
  }

  /** The classes of each target, empty for a step that does not classify. */
  default List<Labels> targets() {
    return List.of();
  }

  /**
   * The datatypes that it wants of its columns: BYTES for texts, FP64 where nothing is known. Given
   * what is wanted of its output columns, for the steps that pass columns on; may be empty.
   */
  default List<DataType> inputs(List<DataType> outputs) {
    return Collections.nCopies(Math.max(width(), 0), DataType.FP64);
  }

  /** Whether it takes one column of texts as such, and no table of columns. */
  default boolean series() {
    return false;
  }

  /** The steps that one row passes, itself counted, so that shared steps cannot multiply unseen. */
  default long passes() {
    return 1;
  }

  /** Its sizes for people, such as {@code 4 → 3}. */
  default String sizes() {
    return width() == ANY ? "" : Integer.toString(width());
  }

  /** The one matrix of a numeric answer. */
  default Matrix numbers(Method method, Table rows) {
    return switch (answer(method, rows)) {
      case Answer.Numbers numbers -> numbers.matrices().getFirst();
      case Answer.Cells(Table table) -> table.numbers();
      case Answer.Chosen _ -> throw new IllegalStateException(method + " answers labels");
    };
  }
}
