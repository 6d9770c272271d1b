package dev.serin.runtime.torch.python.module;

import dev.serin.tensor.DataType;
import java.util.List;

/** Thrown where an input is used for the first time in a way that tells its shape. */
final class Unknown extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int input;
  private final transient Shaped shaped;

  /** What an input has to be. */
  record Shaped(DataType type, List<Long> sizes) {}

  Unknown(int input, DataType type, List<Long> sizes) {
    super("the shape of input " + input, null, false, false);
    this.input = input;
    this.shaped = new Shaped(type, sizes);
  }

  int input() {
    return input;
  }

  Shaped shaped() {
    return shaped;
  }
}
