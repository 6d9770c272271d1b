package dev.serin.runtime.savedmodel;

import dev.serin.graph.Shape;
import java.util.List;

/**
 * What is known before the graph runs of a small tensor of whole numbers or truth values, such as a
 * shape: {@link #UNKNOWN} stands for an element that depends on the input.
 */
public record Content(Shape shape, List<Long> numbers) {
  public static final long UNKNOWN = Long.MIN_VALUE;

  /** Tensors with more elements are not followed. */
  public static final int LARGEST = 1024;

  public Content {
    numbers = List.copyOf(numbers);
  }

  /** One axis of these numbers. */
  public static Content list(List<Long> numbers) {
    return new Content(Shape.of(numbers.size()), numbers);
  }

  /** One number without axes. */
  public static Content one(long number) {
    return new Content(Shape.of(), List.of(number));
  }

  /** Whether all elements are known. */
  public boolean whole() {
    return !numbers.contains(UNKNOWN);
  }

  /** The elements as sizes of axes. */
  public Shape sizes() {
    return new Shape(
        numbers.stream().map(number -> number == UNKNOWN ? Shape.ANY : number).toList());
  }
}
