package dev.serin.source;

import java.time.Instant;
import java.util.List;

/**
 * How the files of one model look from outside, in path order: any write, exchange or removal makes
 * another one. {@code partial}: somebody is still writing, by the names of the files.
 */
public record Fingerprint(List<Mark> marks, boolean partial) {
  /** Where there is no file. */
  static final Fingerprint NONE = new Fingerprint(List.of(), false);

  public Fingerprint {
    marks = List.copyOf(marks);
  }

  /**
   * One file: relative path, size in bytes, time of the last change to the nanosecond, and the file
   * system's key of it, which alone tells an exchange by one of equal size and time.
   */
  public record Mark(String path, long size, Instant modified, String key) {}

  /** Whether it can be a whole model: not empty, and nobody says that it is being written. */
  boolean whole() {
    return !partial && marks.stream().anyMatch(mark -> mark.size() > 0);
  }

  /** The newest time of change, long ago where there is no file. */
  Instant newest() {
    return marks.stream().map(Mark::modified).max(Instant::compareTo).orElse(Instant.EPOCH);
  }
}
