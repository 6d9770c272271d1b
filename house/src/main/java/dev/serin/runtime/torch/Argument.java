package dev.serin.runtime.torch;

import dev.serin.graph.Value;
import dev.serin.tensor.DataType;
import java.util.List;

/** What an aten operator is given. */
public sealed interface Argument {
  /** The one None. */
  Argument NOTHING = new Nothing();

  /** A tensor of the graph. */
  record Tensor(Value value) implements Argument {}

  /** Several tensors. */
  record Tensors(List<Value> values) implements Argument {
    public Tensors {
      values = List.copyOf(values);
    }
  }

  /** A whole number. */
  record Whole(long value) implements Argument {}

  /** A whole number that is made of sizes and may be known only when the graph runs. */
  record Size(Dim value) implements Argument {}

  /** A real number. */
  record Real(double value) implements Argument {}

  /** True or false. */
  record Flag(boolean value) implements Argument {}

  /** A text, such as a padding mode. */
  record Text(String value) implements Argument {}

  /** A datatype. */
  record Type(DataType value) implements Argument {}

  /** Whole numbers. */
  record Wholes(List<Long> values) implements Argument {
    public Wholes {
      values = List.copyOf(values);
    }
  }

  /** Any other list, such as sizes of which some are not known, or tensors with gaps. */
  record Items(List<Argument> items) implements Argument {
    public Items {
      items = List.copyOf(items);
    }
  }

  /** None: the default counts. */
  record Nothing() implements Argument {}
}
