package dev.serin.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * Records what the thread that reads does to the world outside of the JVM: files, sockets,
 * processes. The process itself reads its own classes, the JDK and random numbers.
 */
final class Touched implements AutoCloseable {
  private static final List<String> EVENTS =
      List.of(
          "jdk.FileRead",
          "jdk.FileWrite",
          "jdk.FileForce",
          "jdk.SocketRead",
          "jdk.SocketWrite",
          "jdk.ProcessStart");
  private static final Pattern CODE =
      Pattern.compile(
          "jdk.FileRead (%s/.*|/dev/urandom|.*\\.jar|.*/target/(test-)?classes/.*)"
              .formatted(Pattern.quote(System.getProperty("java.home"))));

  private final Recording recording = new Recording();

  Touched() {
    EVENTS.forEach(
        event -> recording.enable(event).withThreshold(Duration.ZERO).withoutStackTrace());
    recording.start();
  }

  /** What was touched so far, empty when nothing was. */
  Set<String> things() throws IOException {
    Path file = Files.createTempFile("touched", ".jfr");
    try {
      recording.dump(file);
      Set<String> things = new TreeSet<>();
      try (RecordingFile events = new RecordingFile(file)) {
        while (events.hasMoreEvents()) {
          RecordedEvent event = events.readEvent();
          String what = what(event);
          boolean ours =
              EVENTS.contains(event.getEventType().getName())
                  && event.getThread() != null
                  && Probe.THREAD.equals(event.getThread().getJavaName());
          if (ours && !CODE.matcher(what).matches()) {
            things.add(what);
          }
        }
      }
      return things;
    } finally {
      Files.delete(file);
    }
  }

  private static String what(RecordedEvent event) {
    String path = event.hasField("path") ? " " + event.getString("path") : "";
    return event.getEventType().getName() + path;
  }

  @Override
  public void close() {
    recording.close();
  }
}
