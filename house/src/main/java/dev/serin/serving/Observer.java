package dev.serin.serving;

import dev.serin.base.Problem;
import dev.serin.registry.ModelVersion;

/** Is told of every prediction, whatever the door; it returns quickly. */
public interface Observer {

  /** A version answered. */
  void answered(Prediction prediction, Told told);

  /** A version did not answer; {@code nanos} is the time until that was known. */
  void failed(ModelVersion version, String arm, Problem problem, long nanos);
}
