package dev.serin.runtime.sklearn;

/** A transformer that can also be asked for what it would have been given. */
public interface Invertible extends Transformer {
  /** Whether this one can be; a pipeline can when all of its steps can. */
  default boolean turnsBack() {
    return true;
  }

  /** The rows that {@code transformed} came from, or close to it. */
  Matrix back(Matrix transformed);
}
