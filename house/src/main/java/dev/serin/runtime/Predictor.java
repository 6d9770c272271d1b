package dev.serin.runtime;

import dev.serin.base.Deadline;
import dev.serin.tensor.Signature;
import dev.serin.tensor.Tensor;
import java.util.List;
import java.util.Set;

/** A loaded model. Any number of threads may predict at once; nobody predicts after close. */
public interface Predictor extends AutoCloseable {

  /** What it takes and gives. */
  Signature signature();

  /**
   * Predicts. Inputs are already checked and converted: either every signature input by name, or
   * (tabular with columns) one tensor of shape [n] per column. {@code outputs} names what is
   * wanted, never empty.
   *
   * @return one tensor per wanted output, in the order of the signature
   * @throws dev.serin.base.Problem.Raised with {@code Invalid} where the original library would
   *     refuse the values, {@code TooLate} when the deadline passed
   */
  List<Tensor> predict(List<Tensor> inputs, Set<String> outputs, Deadline deadline);

  /**
   * Whether predicting is waiting for another process: such a call takes no core from the others.
   */
  default boolean waits() {
    return false;
  }

  /**
   * Whether its library answers a row by all the rows of a batch, so that the row alone would be
   * answered otherwise. Their order still says nothing.
   */
  default boolean joint() {
    return false;
  }

  /** Bytes that it holds outside of or on the heap, as far as known. */
  long memoryBytes();

  /** On how many threads one prediction computes. */
  default int threads() {
    return 1;
  }

  @Override
  void close();
}
