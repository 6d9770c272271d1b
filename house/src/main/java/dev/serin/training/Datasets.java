package dev.serin.training;

import dev.serin.base.Digest;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** Port: keeps data that was uploaded for trainings, by content, under the names it came with. */
public interface Datasets {

  /** What was kept. */
  record Kept(String name, Digest digest, long bytes) {}

  /**
   * Keeps all bytes; durable on return.
   *
   * @throws dev.serin.base.Problem.Raised {@code Invalid} FILE_NAME for a name with a path, {@code
   *     Full} when there is no room
   */
  Kept keep(String name, InputStream bytes);

  /** The file that was uploaded last. */
  Optional<Path> newest();
}
