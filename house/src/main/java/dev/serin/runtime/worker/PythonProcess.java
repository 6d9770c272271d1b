package dev.serin.runtime.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/**
 * A Python process with its three pipes, each served by a thread of its own, so that nobody waits
 * longer than he wants, whatever the process does or leaves undone.
 */
final class PythonProcess implements Channel {
  private static final int KILLS = 50;
  private static final int KILL_PAUSE_MILLIS = 20;

  private final Process process;
  private final Cgroup cgroup;
  private final long mostPayload;
  private final LinkedBlockingQueue<Optional<Frame>> outgoing = new LinkedBlockingQueue<>();
  private final SynchronousQueue<Arrival> incoming = new SynchronousQueue<>();

  private volatile boolean closed;

  /** A frame, or why there will be no more. */
  private sealed interface Arrival {
    record Came(Frame frame) implements Arrival {}

    record Ended(IOException why) implements Arrival {}
  }

  private PythonProcess(Process process, Cgroup cgroup, long mostPayload) {
    this.process = process;
    this.cgroup = cgroup;
    this.mostPayload = mostPayload;
  }

  /** Starts {@code script}, with nothing of our environment; answers have at most so many bytes. */
  static PythonProcess start(
      Interpreter python, String script, String model, Cgroup cgroup, long most)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(python.executable(), "-I", "-B", "-c", script)
            .directory(new java.io.File("/"));
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.putAll(
        Map.of(
            "PATH", "/usr/bin:/bin",
            "HOME", "/tmp",
            "TMPDIR", "/tmp",
            "LANG", "C.UTF-8",
            "OMP_NUM_THREADS", "1",
            "OPENBLAS_NUM_THREADS", "1",
            "MKL_NUM_THREADS", "1",
            "MALLOC_ARENA_MAX", "2"));
    PythonProcess made = new PythonProcess(builder.start(), cgroup, most);
    cgroup.take(made.process.pid());
    thread("in", made::read);
    thread("out", made::write);
    thread("log", new Complaints(model, made.process.getErrorStream()));
    return made;
  }

  private static void thread(String name, Runnable work) {
    Thread.ofPlatform().daemon().name("serin-worker-" + name).start(work);
  }

  private void read() {
    try {
      IOException end = frames();
      while (!closed) {
        hand(new Arrival.Ended(end));
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Hands all frames over; gives why there are no more. */
  private IOException frames() throws InterruptedException {
    try (InputStream in = process.getInputStream()) {
      while (!closed) {
        hand(new Arrival.Came(Frame.read(in, mostPayload)));
      }
      return new IOException("it was closed");
    } catch (IOException ended) {
      return ended;
    }
  }

  /** Hands over until somebody takes it or nobody will. */
  private void hand(Arrival arrival) throws InterruptedException {
    boolean taken = false;
    while (!taken && !closed) {
      taken = incoming.offer(arrival, 1, TimeUnit.SECONDS);
    }
  }

  private void write() {
    try (OutputStream out = process.getOutputStream()) {
      Optional<Frame> next = outgoing.take();
      while (next.isPresent()) {
        next.get().write(out);
        next = outgoing.take();
      }
    } catch (IOException gone) {
      // the reader finds the end of the process, and says so to whoever waits
      outgoing.clear();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void send(Frame frame) {
    outgoing.add(Optional.of(frame));
  }

  @Override
  public Optional<Frame> receive(Duration wait) throws IOException {
    try {
      Arrival arrival = incoming.poll(Math.max(0, wait.toNanos()), TimeUnit.NANOSECONDS);
      if (arrival == null) {
        return Optional.empty();
      }
      return switch (arrival) {
        case Arrival.Came(Frame frame) -> Optional.of(frame);
        case Arrival.Ended(IOException why) ->
            throw new IOException("the worker ended" + how() + " (" + why.getMessage() + ")", why);
      };
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", stopped);
    }
  }

  /** How the process ended, in words; nothing while it runs on. */
  private String how() throws InterruptedException {
    if (!process.waitFor(1, TimeUnit.SECONDS)) {
      return "";
    }
    int code = process.exitValue();
    return switch (code) {
      case 137 -> " by signal 9, as the kernel ends what takes too much memory or time";
      case 139 -> " by signal 11, a fault in compiled code";
      default -> code > 128 ? " by signal " + (code - 128) : " with exit code " + code;
    };
  }

  /** The supervisor's child is the first of its namespace: with it everything in there ends. */
  @Override
  public void close() {
    closed = true;
    outgoing.clear();
    outgoing.add(Optional.empty());
    boolean interrupted = Thread.interrupted();
    for (int i = 0; i < KILLS && process.isAlive(); i++) {
      List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
      all.add(process.toHandle());
      all.forEach(ProcessHandle::destroyForcibly);
      try {
        process.waitFor(KILL_PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException stopped) {
        interrupted = true;
      }
    }
    cgroup.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
