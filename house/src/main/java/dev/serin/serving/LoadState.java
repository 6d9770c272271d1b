package dev.serin.serving;

import dev.serin.base.Problem;
import java.time.Instant;

/**
 * Where a version stands in this process. Available is reported after the version can answer, and
 * no more before it stops to.
 */
public sealed interface LoadState {

  /** It holds nothing. */
  record Unloaded() implements LoadState {}

  /** It is being read and checked. */
  record Loading(Instant since) implements LoadState {}

  /** It answers. */
  record Available(Instant since, long memoryBytes, int threads) implements LoadState {}

  /** It takes no new call and waits for the last one. */
  record Unloading() implements LoadState {}

  /** It could not be loaded. */
  record Failed(Problem problem) implements LoadState {}
}
