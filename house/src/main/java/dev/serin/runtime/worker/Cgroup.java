package dev.serin.runtime.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A control group (version 2) for one worker, where this process may make one: it bounds memory and
 * processes of the worker together. Without one, only the limits of each process hold.
 */
record Cgroup(Optional<Path> folder) implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Cgroup.class);
  private static final Path MOUNT = Path.of("/sys/fs/cgroup");
  private static final int TRIES = 50;
  private static final long PAUSE_MILLIS = 10;

  /** What the worker may have: bytes, and processes with their threads. */
  record Bounds(long memory, int processes) {}

  /** A new group for this process's workers, or none. */
  static Cgroup make(String name, Bounds bounds) {
    try {
      return Files.readAllLines(Path.of("/proc/self/cgroup")).stream()
          .filter(line -> line.startsWith("0::/"))
          .findFirst()
          .map(line -> MOUNT.resolve(line.substring("0::/".length())))
          .map(own -> below(own, name, bounds))
          .orElse(new Cgroup(Optional.empty()));
    } catch (IOException none) {
      return new Cgroup(Optional.empty());
    }
  }

  /** A group in {@code own}, or beside it where {@code own} passes no controllers on. */
  static Cgroup below(Path own, String name, Bounds bounds) {
    for (Path parent : List.of(own, Optional.ofNullable(own.getParent()).orElse(own))) {
      try {
        String passed = Files.readString(parent.resolve("cgroup.subtree_control"));
        if (passed.contains("memory")) {
          return new Cgroup(Optional.of(bounded(parent.resolve(name), passed, bounds)));
        }
      } catch (IOException forbidden) {
        LOG.debug("[WORKER] no control group in {}: {}", parent, forbidden.getMessage());
      }
    }
    return new Cgroup(Optional.empty());
  }

  private static Path bounded(Path group, String passed, Bounds bounds) throws IOException {
    Files.createDirectory(group);
    Files.writeString(group.resolve("memory.max"), Long.toString(bounds.memory()));
    if (Files.exists(group.resolve("memory.swap.max"))) {
      Files.writeString(group.resolve("memory.swap.max"), "0");
    }
    if (passed.contains("pids")) {
      Files.writeString(group.resolve("pids.max"), Integer.toString(bounds.processes()));
    }
    return group;
  }

  /** Moves a process into the group, before it has children. */
  void take(long pid) {
    folder.ifPresent(
        group -> {
          try {
            Files.writeString(group.resolve("cgroup.procs"), Long.toString(pid));
          } catch (IOException forbidden) {
            LOG.warn("[WORKER] {} takes no process: {}", group, forbidden.getMessage());
          }
        });
  }

  /** Ends what is left in the group, and removes it. */
  @Override
  public void close() {
    folder.ifPresent(Cgroup::remove);
  }

  private static void remove(Path group) {
    try {
      if (Files.exists(group.resolve("cgroup.kill"))) {
        Files.writeString(group.resolve("cgroup.kill"), "1");
      }
      for (int i = 0; i < TRIES && !removed(group); i++) {
        Thread.sleep(PAUSE_MILLIS); // the kernel frees the last process a moment later
      }
    } catch (IOException forbidden) {
      LOG.warn("[WORKER] {} cannot be emptied: {}", group, forbidden.getMessage());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean removed(Path group) {
    return group.toFile().delete() || !Files.exists(group);
  }
}
