package dev.serin.runtime.folder;

import dev.serin.artifact.Bundle;
import dev.serin.base.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads the small text files of a model folder. */
final class Texts {
  private static final int LARGEST = 16 << 20;

  private Texts() {}

  static String of(Bundle.Entry entry) {
    if (entry.size() > LARGEST) {
      throw Refusal.of(
          "LIMIT_EXCEEDED",
          entry.path(),
          "the file has " + entry.size() + " bytes, the limit is " + LARGEST,
          "shorten the file");
    }
    try (InputStream in = entry.open()) {
      return new String(in.readNBytes(LARGEST), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new Problem.Raised(
          Refusal.corrupt(entry.path(), "it cannot be read").problem(), unreadable);
    }
  }
}
