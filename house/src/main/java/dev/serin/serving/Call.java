package dev.serin.serving;

import dev.serin.registry.ModelVersion;
import dev.serin.tensor.Signature;
import dev.serin.tensor.Tensor;
import java.util.List;
import java.util.Set;

/**
 * One admitted call: it holds its version until it is closed, so decode and predict inside. Used by
 * one thread.
 */
public interface Call extends AutoCloseable {

  /** The version that answers. */
  ModelVersion version();

  /** What it takes and gives. */
  Signature signature();

  /** Which arm it is: {@code current} or {@code canary}. */
  String arm();

  /**
   * Checks the inputs and predicts; no {@code outputs} means the signature's defaults.
   *
   * @throws dev.serin.base.Problem.Raised {@code Invalid} with what would be right, {@code
   *     TooLate}, {@code Busy}
   */
  Prediction predict(List<Tensor> inputs, Set<String> outputs);

  @Override
  void close();
}
