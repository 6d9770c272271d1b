package dev.serin.source;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says that a scan may be worth while. Events of every kind mean the same, and none at all means
 * nothing: network and overlay file systems send none. Without the system's watch service it is a
 * plain pause.
 */
final class Hints implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Hints.class);
  private static final Duration TOGETHER = Duration.ofMillis(150);
  private static final int MOST_FOLDERS = 8_192;

  private final Optional<WatchService> service = service();
  private final Map<Path, WatchKey> keys = new ConcurrentHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  private static Optional<WatchService> service() {
    try {
      return Optional.of(FileSystems.getDefault().newWatchService());
    } catch (IOException | UnsupportedOperationException none) {
      LOG.warn("[WATCHER] no events from the file system, only scans: {}", none.toString());
      return Optional.empty();
    }
  }

  /** Follows a folder; a key that became invalid (deleted and made anew) is taken again. */
  void follow(Path folder) {
    WatchKey key = keys.get(folder);
    if (service.isEmpty() || key != null && key.isValid() || keys.size() >= MOST_FOLDERS) {
      return;
    }
    try {
      keys.put(
          folder,
          folder.register(
              service.get(),
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE));
    } catch (IOException | ClosedWatchServiceException failure) {
      LOG.debug("[WATCHER] {} is scanned only: {}", folder, failure.toString());
    }
  }

  /** Returns at the next event, after the pause, or when closed. */
  void await(Duration longest) {
    try {
      if (service.isEmpty()) {
        closed.await(longest.toMillis(), TimeUnit.MILLISECONDS);
        return;
      }
      WatchKey key = service.get().poll(longest.toMillis(), TimeUnit.MILLISECONDS);
      if (key != null) {
        closed.await(TOGETHER.toMillis(), TimeUnit.MILLISECONDS); // a write is hundreds of events
      }
      while (key != null) {
        key.pollEvents();
        key.reset();
        key = service.get().poll();
      }
      keys.values().removeIf(one -> !one.isValid());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (ClosedWatchServiceException end) {
      LOG.debug("[WATCHER] closed");
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      if (service.isPresent()) {
        service.get().close();
      }
    } catch (IOException failure) {
      LOG.warn("[WATCHER] did not close: {}", failure.toString());
    }
  }
}
