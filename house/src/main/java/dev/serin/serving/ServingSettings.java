package dev.serin.serving;

import java.time.Duration;

/**
 * The settings {@code serving.*}: {@code calls} and {@code callsPerModel} at once, {@code
 * waitingBytes} of their bodies together, {@code drain} for running calls when a model or the
 * server goes, {@code selfCheck} for the proof of a model, {@code loaders} threads that load.
 */
public record ServingSettings(
    int calls,
    int callsPerModel,
    long waitingBytes,
    Duration drain,
    Duration selfCheck,
    int loaders) {
  /** The defaults. */
  public static final ServingSettings DEFAULT =
      new ServingSettings(512, 256, 256L << 20, Duration.ofSeconds(30), Duration.ofSeconds(5), 2);

  public ServingSettings {
    atLeastOne("serving.calls", calls);
    atLeastOne("serving.calls-per-model", callsPerModel);
    atLeastOne("serving.waiting-bytes", waitingBytes);
    atLeastOne("serving.drain (ms)", drain.toMillis());
    atLeastOne("serving.self-check-limit (ms)", selfCheck.toMillis());
    atLeastOne("serving.loaders", loaders);
  }

  private static void atLeastOne(String key, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(key + " must be at least 1, was " + value);
    }
  }
}
