package dev.serin.runtime.torch;

import dev.serin.tensor.DataType;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A tensor of a file: its datatype, its sizes, and its elements as little-endian bytes in row-major
 * order, without gaps. The bytes are a slice of the file where they lie there like this.
 */
public record TorchTensor(DataType type, List<Long> sizes, ByteBuffer littleEndian) {
  public TorchTensor {
    sizes = List.copyOf(sizes);
  }
}
