package dev.serin.runtime.worker;

import dev.serin.base.Digest;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;

/**
 * What may run and how: {@code allow} are the digests of exactly the artifacts that may, none by
 * default; {@code python} the interpreter; {@code memory} in bytes of one worker, half of it again
 * for its files; {@code call} and {@code start} how long a call and a start may take; {@code user}
 * whom the worker becomes where Serin runs as root.
 */
public record WorkerSettings(
    Set<Digest> allow, String python, long memory, Duration call, Duration start, String user) {

  /** The defaults of {@code runtime.worker.*}. */
  public static final WorkerSettings DEFAULT =
      new WorkerSettings(
          Set.of(), "python3", 2L << 30, Duration.ofSeconds(30), Duration.ofSeconds(60), "nobody");

  private static final long LEAST_MEMORY = 64L << 20;

  public WorkerSettings {
    allow = Set.copyOf(allow);
    Objects.requireNonNull(python, "python");
    Objects.requireNonNull(user, "user");
    if (memory < LEAST_MEMORY) {
      throw new IllegalArgumentException(
          "runtime.worker.memory must be at least 64MiB, was " + memory);
    }
    positive("runtime.worker.timeout", call);
    positive("runtime.worker.start-timeout", start);
  }

  private static void positive(String key, Duration time) {
    if (time.toMillis() < 1) {
      throw new IllegalArgumentException(key + " must be at least 1ms, was " + time.toMillis());
    }
  }

  /** Bytes that the worker's private /tmp holds, and so the largest model. */
  long disk() {
    return memory / 2;
  }
}
