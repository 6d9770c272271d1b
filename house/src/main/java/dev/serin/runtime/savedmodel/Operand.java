package dev.serin.runtime.savedmodel;

import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.tensor.DataType;
import java.util.List;
import java.util.Optional;

/** What goes along an edge of TensorFlow's graph. */
public sealed interface Operand {

  /** A tensor of numbers or truth values. */
  sealed interface Tensor extends Operand {
    DataType type();

    Shape shape();

    /** What is known of its elements, if it is small and whole. */
    Optional<Content> content();
  }

  /** A tensor that the file holds, or that follows from what it holds. */
  record Fixed(Constant constant) implements Tensor {
    @Override
    public DataType type() {
      return constant.type();
    }

    @Override
    public Shape shape() {
      return constant.shape();
    }

    @Override
    public Optional<Content> content() {
      boolean followed =
          !constant.type().floating()
              && constant.shape().rank() <= 2
              && constant.count() <= Content.LARGEST;
      return followed
          ? Optional.of(new Content(constant.shape(), constant.numbers()))
          : Optional.empty();
    }
  }

  /** A tensor that is computed when the graph runs; {@code known} has 0 or 1 element. */
  record Live(Value value, List<Content> known) implements Tensor {
    @Override
    public DataType type() {
      return value.type();
    }

    @Override
    public Shape shape() {
      return value.shape();
    }

    @Override
    public Optional<Content> content() {
      return known.stream().findFirst();
    }
  }

  /** A variable, by the name of its node. */
  record Variable(String name) implements Operand {}

  /**
   * A list of tensors of one shape. {@code elements} has them along its first axis, or is missing
   * while no element was set; {@code count} is how many there are; unset elements are zeros.
   */
  record TensorList(DataType type, Tensor count, List<Tensor> elements) implements Operand {}

  /** Something that no operator here computes with, such as a text. */
  record Opaque(String what) implements Operand {}
}
