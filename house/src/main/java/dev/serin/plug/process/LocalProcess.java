package dev.serin.plug.process;

import dev.serin.training.Executor;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs jobs as processes of this machine, each in a session of its own where the system has {@code
 * setsid}, so that a key pressed in our terminal does not reach it. Whatever a job started ends
 * with it: its descendants, and on Linux also those that somebody else has adopted meanwhile, which
 * are known by the variable {@code SERIN_JOB} that they inherited.
 */
public final class LocalProcess implements Executor {
  private static final Logger LOG = LoggerFactory.getLogger(LocalProcess.class);
  private static final Path PROCESSES = Path.of("/proc");
  private static final Path SETSID = Path.of("/usr/bin/setsid");
  private static final String MARK = "SERIN_JOB";
  private static final int KILLS = 50;
  private static final int KILL_PAUSE_MILLIS = 20;
  private static final int MOST_ENVIRONMENT = 1 << 20;

  private final String owner;

  /** {@code owner} tells the jobs of this server from those of others: its data folder. */
  public LocalProcess(Path owner) {
    this.owner = owner.toAbsolutePath().normalize().toString();
  }

  @Override
  public Running start(Task task) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command(task))
            .directory(task.folder().toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(nothing()));
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("SERIN_"));
    environment.putAll(task.variables());
    environment.put(MARK, mark(task.job()));
    Process process = builder.start();
    Thread log =
        Thread.ofPlatform().daemon().name("serin-job-log").start(() -> copy(process, task));
    return new Local(task.job(), process, log);
  }

  private static File nothing() {
    return new File("/dev/null");
  }

  private static List<String> command(Task task) {
    return Files.isExecutable(SETSID)
        ? Stream.concat(Stream.of(SETSID.toString()), task.command().stream()).toList()
        : task.command();
  }

  /** Another server on this machine has jobs of the same number. */
  private String mark(String job) {
    return job + "@" + owner;
  }

  private static void copy(Process process, Task task) {
    try (InputStream in = process.getInputStream()) {
      task.log().take(in);
    } catch (IOException ended) {
      LOG.warn("the log of {} ends early: {}", task.job(), ended.toString());
      process.destroyForcibly(); // nobody reads on, so it would wait for ever
    }
  }

  @Override
  public void sweep(String job) {
    for (int i = 0; i < KILLS && !marked(job).isEmpty(); i++) {
      marked(job).forEach(ProcessHandle::destroyForcibly);
      pause();
    }
  }

  /** All processes of this machine that inherited the mark of a job. */
  private List<ProcessHandle> marked(String job) {
    if (!Files.isDirectory(PROCESSES)) {
      return List.of();
    }
    String wanted = MARK + "=" + mark(job);
    return ProcessHandle.allProcesses()
        .filter(handle -> handle.pid() != ProcessHandle.current().pid())
        .filter(handle -> environment(handle.pid()).contains(wanted))
        .toList();
  }

  private static List<String> environment(long pid) {
    Path file = PROCESSES.resolve(Long.toString(pid)).resolve("environ");
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_ENVIRONMENT);
      return List.of(new String(bytes, StandardCharsets.UTF_8).split("\0"));
    } catch (IOException notOurs) {
      return List.of(); // of somebody else, or gone meanwhile
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(KILL_PAUSE_MILLIS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Local implements Running {
    private final String job;
    private final Process process;
    private final Thread log;

    Local(String job, Process process, Thread log) {
      this.job = job;
      this.process = process;
      this.log = log;
    }

    @Override
    public Optional<Integer> await(Duration longest) throws InterruptedException {
      if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
        return Optional.empty();
      }
      end(); // what it left behind holds its output open
      log.join(TimeUnit.SECONDS.toMillis(5));
      return Optional.of(process.exitValue());
    }

    @Override
    public void end() {
      boolean interrupted = Thread.interrupted();
      boolean left = true;
      for (int i = 0; i < KILLS && left; i++) {
        List<ProcessHandle> all =
            Stream.of(process.descendants(), Stream.of(process.toHandle()), marked(job).stream())
                .flatMap(each -> each)
                .filter(ProcessHandle::isAlive)
                .distinct()
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        left = !all.isEmpty();
        if (left) {
          pause();
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
