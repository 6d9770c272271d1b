package dev.serin.runtime.worker;

import dev.serin.artifact.Bundle;
import dev.serin.artifact.Manifest;
import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.runtime.Format;
import dev.serin.runtime.Inspection;
import dev.serin.runtime.Limits;
import dev.serin.runtime.Predictor;
import dev.serin.runtime.Risk;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * The models whose bytes an administrator allowed to run as Python, and no others: asked before all
 * formats, it recognises by digest alone. While the list is empty nothing is even hashed.
 */
public final class WorkerFormat implements Format {
  private static final int PROCESSES = 64;

  private final WorkerSettings settings;
  private final WorkerCounts counts = new WorkerCounts();
  private final AtomicLong numbers = new AtomicLong();

  /** Runs what these settings allow. */
  public WorkerFormat(WorkerSettings settings) {
    this.settings = settings;
  }

  /** What became of the workers so far. */
  public WorkerCounts counts() {
    return counts;
  }

  @Override
  public String name() {
    return "python-worker";
  }

  @Override
  public Risk risk() {
    return Risk.CODE;
  }

  @Override
  public boolean recognises(Bundle bundle) {
    return !settings.allow().isEmpty() && settings.allow().contains(Manifest.of(bundle).digest());
  }

  /**
   * Runs the model once to have it described; the predictor starts a worker of its own.
   *
   * @throws Problem.Raised as {@link Format#open}, and {@code Refused} WORKER_ISOLATION,
   *     WORKER_PYTHON_MISSING, WORKER_PACKAGE_MISSING, WORKER_LOAD, SIGNATURE_MISSING
   */
  @Override
  public Opened open(Bundle bundle, Limits limits) {
    Contents contents = Contents.of(bundle, Math.min(settings.disk(), limits.fileBytes()));
    if (!settings.allow().contains(contents.digest())) {
      throw Refusal.of(
          "CUSTOM_CODE", bundle.name(), "its bytes have changed meanwhile", "offer it again");
    }
    Interpreter python = Interpreter.find(settings.python());
    Supplier<Session> starting = () -> start(python, contents);
    try (Session session = starting.get()) {
      return new OpenedWorker(
          session.description().inspection(name(), session.rooted()),
          () -> new WorkerPredictor(plan(contents, starting)));
    }
  }

  private record OpenedWorker(Inspection inspection, Supplier<Predictor> making) implements Opened {
    @Override
    public Predictor predictor() {
      return making.get();
    }
  }

  private WorkerPredictor.Plan plan(Contents contents, Supplier<Session> starting) {
    return new WorkerPredictor.Plan(
        contents.name(),
        starting,
        settings.call(),
        BackOff.DEFAULT,
        counts,
        System::nanoTime,
        contents.bytes());
  }

  private Session start(Interpreter python, Contents contents) {
    counts.started();
    String name = "serin-worker-" + ProcessHandle.current().pid() + "-" + numbers.incrementAndGet();
    Cgroup cgroup = Cgroup.make(name, new Cgroup.Bounds(settings.memory(), PROCESSES));
    Channel channel;
    try {
      channel = PythonProcess.start(python, script(), contents.name(), cgroup, settings.memory());
    } catch (IOException failed) {
      cgroup.close();
      throw new Problem.Raised(
          Refusal.python(python.executable() + " does not start: " + failed, "see the log")
              .problem(),
          failed);
    }
    return Session.open(
        channel,
        new Session.Start(
            shutOff(python), contents, python.executable(), settings.start(), System::nanoTime));
  }

  /** The first frame of every worker. */
  private Json.Obj shutOff(Interpreter python) {
    return Json.Obj.of(
        "user", settings.user(),
        "show", python.show(),
        "memory", settings.memory(),
        "disk", settings.disk(),
        "processes", PROCESSES,
        "seconds", Math.max(1, settings.call().toSeconds()));
  }

  private static String script() {
    return resource("sandbox.py") + "\n\n" + resource("serving.py");
  }

  private static String resource(String name) {
    try (InputStream in = WorkerFormat.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
