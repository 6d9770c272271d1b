package dev.serin.runtime.torch;

import dev.serin.reader.Budget;
import dev.serin.reader.Node;
import dev.serin.tensor.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/**
 * A tensor of a file: its datatype, its sizes, and its elements as little-endian bytes in row-major
 * order, without gaps. The bytes are a slice of the file where they lie there like this.
 */
public record TorchTensor(DataType type, List<Long> sizes, ByteBuffer littleEndian) {
  public TorchTensor {
    sizes = List.copyOf(sizes);
  }

  /**
   * The tensor whose elements stand in little-endian {@code storage} with these strides; checked.
   *
   * @throws dev.serin.base.Problem.Raised {@code Refused} CORRUPT when it leaves its storage
   */
  public static TorchTensor strided(
      DataType type, Strides strides, ByteBuffer storage, Budget budget, String place) {
    Layout layout = new Layout(strides.offset(), strides.sizes(), strides.steps());
    ByteBuffer bytes =
        layout.read(storage, ByteOrder.LITTLE_ENDIAN, type.bytes(), budget, () -> place);
    return new TorchTensor(type, strides.sizes(), bytes);
  }

  /** Where elements stand in a storage: the element i at {@code offset + sum(i * steps)}. */
  public record Strides(long offset, List<Long> sizes, List<Long> steps) {
    public Strides {
      sizes = List.copyOf(sizes);
      steps = List.copyOf(steps);
    }
  }

  /** The element type of a storage class such as {@code torch.FloatStorage}. */
  public static Optional<DataType> storageType(Node.Global storage) {
    return StorageTypes.knows(storage.module(), storage.name())
        ? StorageTypes.ofClass(storage)
        : Optional.empty();
  }
}
