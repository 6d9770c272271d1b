package dev.serin.runtime.worker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what a worker prints, so that it never waits for us, and logs the first of it: at most
 * {@code MOST_LINES} lines of {@code LONGEST} characters in the life of one process.
 */
final class Complaints implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Complaints.class);
  private static final int MOST_LINES = 100;
  private static final int LONGEST = 300;
  private static final int BUFFER = 1 << 13;

  private final String model;
  private final InputStream in;
  private final StringBuilder line = new StringBuilder();
  private int lines;

  Complaints(String model, InputStream in) {
    this.model = model;
    this.in = in;
  }

  @Override
  public void run() {
    byte[] buffer = new byte[BUFFER];
    try (in) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        take(new String(buffer, 0, count, StandardCharsets.UTF_8));
      }
    } catch (IOException ended) {
      LOG.debug("[WORKER] {}: its output ended: {}", model, ended.getMessage());
    }
    flush();
  }

  private void take(String text) {
    for (int i = 0; i < text.length() && lines <= MOST_LINES; i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        flush();
      } else if (line.length() < LONGEST) {
        line.append(Character.isISOControl(c) ? ' ' : c);
      }
    }
  }

  private void flush() {
    if (line.isEmpty()) {
      return;
    }
    lines++;
    if (lines <= MOST_LINES) {
      LOG.info("[WORKER] {}: {}", model, line);
    } else if (lines == MOST_LINES + 1) {
      LOG.warn("[WORKER] {}: what else it prints is not shown", model);
    }
    line.setLength(0);
  }
}
