package dev.serin.plug.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.serin.base.Problem;
import dev.serin.runtime.NetEngine;

/**
 * Opens nets in ONNX Runtime. The native library is unpacked (or taken from {@code
 * -Donnxruntime.native.path}) and started at the first {@link #open}, so a process without nets
 * pays nothing. Each net computes on the calling thread: requests are the parallelism.
 */
public final class OnnxRuntimeEngine implements NetEngine {
  private final Watchdog watchdog = new Watchdog();
  private final UnsignedCasts casts = new UnsignedCasts();

  @Override
  public Net open(byte[] onnx) {
    try {
      return opened(onnx);
    } catch (OrtException wrong) {
      throw refused(wrong.getMessage(), wrong);
    } catch (RuntimeException | LinkageError foreign) { // whatever the native door throws
      if (foreign instanceof Problem.Raised raised) {
        throw raised;
      }
      throw refused(String.valueOf(foreign.getMessage()), foreign);
    }
  }

  private Net opened(byte[] onnx) throws OrtException {
    OrtEnvironment environment = environment();
    try (SessionOptions options = options()) {
      OrtSession session = environment.createSession(onnx, options);
      return OrtNet.of(new OrtNet.Tools(environment, watchdog, casts), session, onnx.length);
    }
  }

  @Override
  public void close() {
    watchdog.close();
    casts.close();
  }

  /** The options of every session; close them after use. */
  static SessionOptions options() throws OrtException {
    SessionOptions options = new SessionOptions();
    options.setIntraOpNumThreads(1);
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
