package dev.serin.artifact;

import dev.serin.base.Digest;
import java.util.Optional;

/**
 * Keeps bundles by digest; what is stored never changes. Any number of threads may use it at once.
 */
public interface ArtifactStore extends AutoCloseable {

  /**
   * Stores a copy and answers what was stored; durable on return. The same content again answers
   * the manifest that is there.
   *
   * @throws dev.serin.base.Problem.Raised {@code Full} when the store cannot be written, {@code
   *     Refused} CORRUPT when the bundle cannot be read
   */
  Manifest put(Bundle bundle);

  /**
   * Opens a stored artifact after hashing all its bytes; its streams hash once more while they are
   * read to the end.
   *
   * @throws dev.serin.base.Problem.Raised {@code Unknown} ARTIFACT_UNKNOWN, or {@code Refused}
   *     CORRUPT naming the file whose bytes are not the stored ones
   */
  Bundle open(Digest digest);

  /** What is stored under this digest. */
  Optional<Manifest> manifest(Digest digest);

  @Override
  void close();
}
