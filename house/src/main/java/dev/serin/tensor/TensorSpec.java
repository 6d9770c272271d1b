package dev.serin.tensor;

import java.util.List;
import java.util.Objects;

/** The declared name, datatype and shape of an input or output; size -1 varies. */
public record TensorSpec(String name, DataType type, List<Long> shape) {
  public TensorSpec {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
    shape = List.copyOf(shape);
    if (shape.stream().anyMatch(size -> size < -1)) {
      throw new IllegalArgumentException(name + ": a size is at least 0, or -1 for any");
    }
  }

  /** Whether a tensor of this shape fits. */
  public boolean fits(long[] actual) {
    if (actual.length != shape.size()) {
      return false;
    }
    for (int i = 0; i < actual.length; i++) {
      if (shape.get(i) != -1 && shape.get(i) != actual[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return name + " " + type + shape;
  }
}
