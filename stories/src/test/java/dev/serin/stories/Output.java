package dev.serin.stories;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All lines that a process prints, collected by a thread of its own. */
final class Output {
  private final List<String> lines = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread collector;
  private boolean ended;

  Output(Process process) {
    collector = Thread.ofVirtual().name("output of " + process.pid()).start(() -> collect(process));
  }

  private void collect(Process process) {
    try (BufferedReader reader = process.inputReader()) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        added(line);
      }
    } catch (IOException closed) {
      added("(" + closed.getMessage() + ")");
    } finally {
      end();
    }
  }

  private void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void added(String line) {
    lock.lock();
    try {
      lines.add(line);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The first place of all lines where the pattern is found, waiting for it. */
  Matcher await(Pattern pattern, Duration atMost) {
    lock.lock();
    try {
      long end = System.nanoTime() + atMost.toNanos();
      int seen = 0;
      while (true) {
        for (; seen < lines.size(); seen++) {
          Matcher matcher = pattern.matcher(lines.get(seen));
          if (matcher.find()) {
            return matcher;
          }
        }
        if (ended || System.nanoTime() > end) {
          throw new AssertionError("never printed " + pattern + ", but\n" + text());
        }
        changed.awaitNanos(TimeUnit.MILLISECONDS.toNanos(200));
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", stopped);
    } finally {
      lock.unlock();
    }
  }

  /** All lines so far. */
  String text() {
    lock.lock();
    try {
      return String.join("\n", lines);
    } finally {
      lock.unlock();
    }
  }

  /** All lines, once the process has closed its end. */
  String whole() {
    try {
      collector.join(Duration.ofSeconds(30));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    return text();
  }
}
