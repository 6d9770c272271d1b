package dev.serin.plug.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.serin.base.Problem;
import dev.serin.plug.onnx.ThreadChoice.Trial;
import dev.serin.runtime.Encoded;
import dev.serin.runtime.NetEngine;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens nets in ONNX Runtime. The native library is unpacked (or taken from {@code
 * -Donnxruntime.native.path}) and started at the first {@link #open}, so a process without nets
 * pays nothing. A net computes on the calling thread: requests are the parallelism; one that takes
 * long for a row is tried on all processors too, and the better setting is kept ({@link
 * ThreadChoice}).
 */
public final class OnnxRuntimeEngine implements NetEngine {
  private static final Logger LOG = LoggerFactory.getLogger(OnnxRuntimeEngine.class);
  private static final long LARGE = 16 << 20;

  private final ThreadTrials trials;
  private final Watchdog watchdog = new Watchdog();
  private final UnsignedCasts casts = new UnsignedCasts();

  /** Measures the trials of threads by this clock (nanoseconds) on so many processors. */
  OnnxRuntimeEngine(LongSupplier clock, int processors) {
    this.trials = new ThreadTrials(clock, processors);
  }

  /** An engine for this machine. */
  public OnnxRuntimeEngine() {
    this(System::nanoTime, Runtime.getRuntime().availableProcessors());
  }

  /** Makes a session of one graph; called again for another number of threads. */
  @FunctionalInterface
  private interface Sessions {
    OrtSession with(SessionOptions options) throws OrtException;
  }

  @Override
  public Net open(byte[] onnx) {
    return guarded(
        () -> opened(options -> environment().createSession(onnx, options), onnx.length));
  }

  /**
   * Opens a large graph from a file that exists only meanwhile: the library then holds the weights
   * once, and the heap does not hold them at all.
   */
  @Override
  public Net open(Encoded onnx) {
    if (onnx.size() < LARGE) {
      return open(onnx.toBytes());
    }
    try {
      Path file = Files.createTempFile("serin-", ".onnx");
      try {
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
          onnx.drainTo(out);
        }
        return open(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException failure) {
      throw new Problem.Raised(
          new Problem.Full(
              "STORAGE_UNWRITABLE", "the graph cannot be written to a temporary file: " + failure),
          failure);
    }
  }

  @Override
  public Net open(Path onnx) throws IOException {
    long size = Files.size(onnx);
    if (size >= LARGE) {
      System.gc(); // what the conversion left behind makes room for the weights
    }
    String path = onnx.toString();
    return guarded(() -> opened(options -> environment().createSession(path, options), size));
  }

  /** What the native door may raise is a refusal. */
  @FunctionalInterface
  private interface Opening {
    Net net() throws OrtException;
  }

  private static Net guarded(Opening opening) {
    try {
      return opening.net();
    } catch (OrtException wrong) {
      throw refused(wrong.getMessage(), wrong);
    } catch (RuntimeException | LinkageError foreign) { // whatever the native door throws
      if (foreign instanceof Problem.Raised raised) {
        throw raised;
      }
      throw refused(String.valueOf(foreign.getMessage()), foreign);
    }
  }

  /** Opens the net on one thread, and once more on all where a row takes long. */
  private Net opened(Sessions sessions, long size) throws OrtException {
    OrtNet one = net(sessions, size, 1);
    Optional<Trial> alone = trials.slow(one);
    if (alone.isEmpty()) {
      return one;
    }
    one.close(); // never two sessions at once: each holds the weights
    OrtNet all = net(sessions, size, trials.processors());
    ThreadChoice choice = ThreadChoice.of(alone.get(), trials.trial(all));
    NativeHeap.trim(); // the threads of the trials are gone, their memory is not
    LOG.info("[THREADS] {}", choice);
    if (choice.threads() > 1) {
      return all;
    }
    all.close();
    return net(sessions, size, 1);
  }

  private OrtNet net(Sessions sessions, long size, int threads) throws OrtException {
    try (SessionOptions options = options(threads);
        NativeHeap _ = NativeHeap.opening()) {
      OrtNet.Tools tools = new OrtNet.Tools(environment(), watchdog, casts);
      return OrtNet.of(tools, sessions.with(options), new OrtNet.Size(size, threads));
    }
  }

  @Override
  public void close() {
    watchdog.close();
    casts.close();
  }

  /** The options of every session; close them after use. */
  static SessionOptions options(int threads) throws OrtException {
    SessionOptions options = new SessionOptions();
    options.setIntraOpNumThreads(threads);
    options.setInterOpNumThreads(1);
    options.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
    options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
    options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
    options.addConfigEntry("session.intra_op.allow_spinning", "0");
    options.addConfigEntry("session.inter_op.allow_spinning", "0");
    options.setMemoryPatternOptimization(false); // shapes differ from call to call
    options.setCPUArenaAllocator(false); // no slower, and memory goes back after a large batch
    return options;
  }

  private static Problem.Raised refused(String why, Throwable cause) {
    return new Problem.Raised(
        new Problem.Refused(
            "CORRUPT",
            "graph",
            "ONNX Runtime does not accept the graph: " + why,
            "check the model with onnx.checker and export it again"),
        cause);
  }

  /** The process-wide environment; the library starts when it is first asked for. */
  private static OrtEnvironment environment() throws OrtException {
    OrtEnvironment environment =
        OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "serin");
    environment.setTelemetry(false);
    return environment;
  }
}
