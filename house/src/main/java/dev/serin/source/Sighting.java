package dev.serin.source;

import dev.serin.base.Problem;
import java.util.Optional;

/**
 * A file or folder of a source that stands for a model: its path in the source, the name that
 * follows from it, how its files and its golden rows look, and why it is not accepted, if that can
 * be told already.
 */
public record Sighting(
    String path,
    String name,
    Fingerprint content,
    Fingerprint golden,
    Optional<Problem.Refused> problem) {

  /** Whether nothing of it was written between two looks. */
  boolean same(Sighting other) {
    return content.equals(other.content) && golden.equals(other.golden);
  }

  Sighting refused(Problem.Refused why) {
    return new Sighting(path, name, content, golden, Optional.of(why));
  }
}
