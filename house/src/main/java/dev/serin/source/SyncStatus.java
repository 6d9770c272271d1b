package dev.serin.source;

import dev.serin.base.Problem;
import java.util.List;
import java.util.Optional;

/**
 * How a source and the registry stand to each other; {@code unreachable} says why the last scan was
 * none.
 */
public record SyncStatus(String source, Optional<String> unreachable, List<Line> lines) {
  public SyncStatus {
    lines = List.copyOf(lines);
  }

  /** Where a file or folder stands. */
  public enum State {
    DISCOVERED,
    STABILISING,
    AVAILABLE,
    REFUSED
  }

  /**
   * One file or folder: its path in the source, its model's name, the number of its version, and
   * why it was refused or could not be activated.
   */
  public record Line(
      String path,
      String name,
      State state,
      Optional<Integer> version,
      Optional<Problem> problem) {}
}
