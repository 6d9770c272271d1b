package dev.serin.source;

import dev.serin.artifact.Bundle;
import java.time.Duration;
import java.util.Optional;

/** Port: where model files come from. Used by one thread at a time but for {@link #close}. */
public interface Source extends AutoCloseable {

  /** Its name in origins and messages, such as {@code directory:/models}. */
  String name();

  /** Looks at everything. */
  Scan scan();

  /** Looks at one path again, empty when it is gone; any thread. */
  Optional<Sighting> look(String path);

  /**
   * Opens what is there now; any thread.
   *
   * @throws dev.serin.base.Problem.Raised {@code Refused} EXTERNAL_REFERENCE or UNREADABLE, {@code
   *     Unknown} when it is gone
   */
  Bundle open(String path);

  /** The golden rows that travel with it; any thread. */
  Optional<byte[]> golden(String path);

  /** Waits until something may have changed, or for this long; returns at once when closed. */
  void await(Duration longest);

  @Override
  void close();
}
