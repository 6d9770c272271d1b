package dev.serin.app;

import dev.serin.base.Problem;
import dev.serin.plug.onnx.OnnxRuntimeEngine;
import dev.serin.runtime.Format;
import dev.serin.runtime.Formats;
import dev.serin.runtime.Golden;
import dev.serin.runtime.Limits;
import dev.serin.runtime.NetEngine;
import dev.serin.runtime.Predictor;
import dev.serin.runtime.onnx.Foreign;
import dev.serin.serving.SelfCheck;
import dev.serin.tensor.Signature;
import dev.serin.tensor.TensorSpec;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * Opens models as the process does, with every format and the real engine, and asks what opened for
 * predictions. It works on one thread of its own, whose processor time is watched: a case that
 * takes more than {@link #LONGEST} seconds of it fails as a hang.
 */
final class Probe implements AutoCloseable {
  /** The name of the thread that reads. */
  static final String THREAD = "reads-models";

  private static final long LONGEST = 5;
  private static final int PATIENCE = 60; // waits for a thread that a busy machine does not run
  private static final long SIZES = 1 << 16;

  private final OnnxRuntimeEngine engine = new OnnxRuntimeEngine();
  private final Formats formats = Shelf.of(Limits.DEFAULT, engine, Foreign.ALLOW);
  private final Formats guarded = Shelf.of(Limits.DEFAULT, new Refusing(), Foreign.ALLOW);
  private final SelfCheck check = new SelfCheck(Duration.ofSeconds(2), System::nanoTime);
  private final ExecutorService reading =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, THREAD);
            thread.setDaemon(true);
            return thread;
          });

  /** Runs nothing: for graphs of others, with which damage can end the native engine. */
  private static final class Refusing implements NetEngine {
    @Override
    public Net open(byte[] onnx) {
      throw new Problem.Raised(
          new Problem.Refused("NOT_RUN", "engine", "graphs of others are not run here", "none"));
    }

    @Override
    public void close() {
      // holds nothing
    }
  }

  /** Starts the engine, whose library is unpacked once, before anything is watched. */
  Probe() {
    try {
      engine.open(new byte[0]).close();
    } catch (Problem.Raised refused) {
      assert refused.problem() instanceof Problem.Refused;
    }
  }

  /** The formats behind the door. */
  Formats formats() {
    return formats;
  }

  /**
   * {@code answered}, {@code opened} when its sizes are too large to try, {@code read} for rows, or
   * the code of the refusal.
   *
   * @throws AssertionError on everything else, hangs included
   */
  String outcome(Held model) {
    return outcome(model, formats);
  }

  /** As {@link #outcome}, but a graph that passed the guard is NOT_RUN. */
  String guarded(Held model) {
    return outcome(model, guarded);
  }

  private String outcome(Held model, Formats how) {
    return watched(
        () -> {
          surveyed(model);
          return tried(model, how);
        });
  }

  /** Does it on the thread that is watched. */
  <T> T watched(Callable<T> work) {
    AtomicReference<Thread> worker = new AtomicReference<>(Thread.currentThread());
    Future<T> future =
        reading.submit(
            () -> {
              worker.set(Thread.currentThread());
              return work.call();
            });
    long used = -1;
    for (int waits = 0; waits < PATIENCE; waits++) {
      try {
        return future.get(LONGEST, TimeUnit.SECONDS);
      } catch (TimeoutException _) {
        long now = ManagementFactory.getThreadMXBean().getThreadCpuTime(worker.get().threadId());
        if (used >= 0 && now - used > TimeUnit.SECONDS.toNanos(LONGEST)) {
          break;
        }
        used = used < 0 ? now : used;
      } catch (ExecutionException failed) {
        throw new AssertionError("neither read nor refused", failed.getCause());
      } catch (InterruptedException stopped) {
        throw new AssertionError("stopped", stopped);
      }
    }
    AssertionError hang = new AssertionError("it does not end");
    hang.setStackTrace(worker.get().getStackTrace());
    throw hang;
  }

  /** What {@code inspect} asks of a file whatever becomes of it. */
  private void surveyed(Held model) {
    try {
      if (formats.mentions(model).stream().anyMatch(mention -> mention.name().isEmpty())) {
        throw new AssertionError("a name without letters");
      }
    } catch (Problem.Raised raised) {
      if (!(raised.problem() instanceof Problem.Refused)) {
        throw raised;
      }
    }
  }

  /** As {@link #outcome}, on the calling thread and unwatched. */
  String tried(Held model) {
    return tried(model, formats);
  }

  private String tried(Held model, Formats how) {
    try (model) {
      if (model.name().equals(Golden.FILE)) {
        Golden.parse(model.files().values().iterator().next(), Limits.DEFAULT.jsonDepth());
        return "read";
      }
      Format.Opened opened = how.open(model);
      if (!bounded(opened.inspection().signature())) {
        return "opened";
      }
      try (Predictor predictor = opened.predictor()) {
        check.check(predictor, Optional.empty(), opened.examples());
      }
      return "answered";
    } catch (Problem.Raised raised) {
      if (raised.problem() instanceof Problem.Refused refused) {
        return refused.code();
      }
      throw raised;
    }
  }

  private static boolean bounded(Signature signature) {
    return Stream.concat(signature.inputs().stream(), signature.outputs().stream())
        .map(TensorSpec::shape)
        .allMatch(
            shape -> {
              double elements = 1;
              for (long size : shape) {
                elements *= Math.max(1, size);
              }
              return elements <= SIZES;
            });
  }

  @Override
  public void close() {
    reading.shutdownNow();
    engine.close();
  }
}
