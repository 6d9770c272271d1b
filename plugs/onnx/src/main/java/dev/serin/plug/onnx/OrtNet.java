package dev.serin.plug.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.serin.base.Deadline;
import dev.serin.base.Problem;
import dev.serin.runtime.NetEngine;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One session. Callers hold a lease: {@link #close} waits for nobody. */
final class OrtNet implements NetEngine.Net {
  private static final long SESSION_BYTES = 200 << 10; // measured for a net without weights

  private final Tools tools;
  private final OrtSession session;
  private final List<TensorSpec> inputs;
  private final List<TensorSpec> outputs;
  private final Size size;

  /** What all nets of one engine share. */
  record Tools(OrtEnvironment environment, Watchdog watchdog, UnsignedCasts casts) {}

  /** The bytes of the graph, and on how many threads one run computes. */
  record Size(long onnxBytes, int threads) {}

  private OrtNet(
      Tools tools,
      OrtSession session,
      List<TensorSpec> inputs,
      List<TensorSpec> outputs,
      Size size) {
    this.tools = tools;
    this.session = session;
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
    this.size = size;
  }

  /** Takes the session over; closes it when it needs what tensors cannot hold. */
  static OrtNet of(Tools tools, OrtSession session, Size size) throws OrtException {
    try {
      List<TensorSpec> inputs = new ArrayList<>();
      for (NodeInfo node : session.getInputInfo().values()) {
        inputs.add(spec(node).orElseThrow(() -> unsupported("input", node)));
      }
      List<TensorSpec> outputs = new ArrayList<>();
      for (NodeInfo node : session.getOutputInfo().values()) {
        spec(node).ifPresent(outputs::add);
      }
      return new OrtNet(tools, session, inputs, outputs, size);
    } catch (OrtException | RuntimeException wrong) {
      session.close();
      throw wrong;
    }
  }

  private static Optional<TensorSpec> spec(NodeInfo node) {
    if (!(node.getInfo() instanceof TensorInfo tensor)) {
      return Optional.empty();
    }
    List<Long> shape = Arrays.stream(tensor.getShape()).map(n -> Math.max(n, -1)).boxed().toList();
    return Elements.type(tensor).map(type -> new TensorSpec(node.getName(), type, shape));
  }

  private static Problem.Raised unsupported(String what, NodeInfo node) {
    return new Problem.Raised(
        new Problem.Refused(
            "UNSUPPORTED_VALUE",
            what + " " + node.getName(),
            "only tensors can be served, this is " + node.getInfo(),
            "export the model with tensors as its inputs and outputs"));
  }

  @Override
  public List<TensorSpec> inputs() {
    return inputs;
  }

  @Override
  public List<TensorSpec> outputs() {
    return outputs;
  }

  @Override
  public List<Tensor> run(List<Tensor> given, Set<String> wanted, Deadline deadline) {
    deadline.check("waiting for the net");
    try (Feed feed = new Feed(tools.environment(), tools.casts())) {
      for (Tensor tensor : given) {
        feed.add(tensor, declared(tensor.name()));
      }
      return run(feed.tensors(), inOrder(wanted), deadline);
    } catch (OrtException wrong) {
      throw failed(wrong.getMessage(), wrong);
    } catch (RuntimeException foreign) { // whatever the native door throws
      throw foreign instanceof Problem.Raised raised
          ? raised
          : failed(String.valueOf(foreign.getMessage()), foreign);
    }
  }

  private List<Tensor> run(Map<String, OnnxTensor> fed, Set<String> wanted, Deadline deadline)
      throws OrtException {
    try (Watchdog.Watch watch = tools.watchdog().watch(deadline)) {
      try (OrtSession.Result result = session.run(fed, wanted, watch.options())) {
        List<Tensor> answers = new ArrayList<>(wanted.size());
        for (String name : wanted) {
          answers.add(Elements.read(name, result.get(name).orElseThrow()));
        }
        return answers;
      } catch (OrtException wrong) {
        if (watch.ended()) {
          throw new Problem.Raised(
              new Problem.TooLate("DEADLINE_EXCEEDED", "the net took too long and was ended"),
              wrong);
        }
        throw wrong;
      }
    }
  }

  private Set<String> inOrder(Set<String> wanted) {
    Set<String> ordered = new LinkedHashSet<>();
    for (TensorSpec output : outputs) {
      if (wanted.contains(output.name())) {
        ordered.add(output.name());
      }
    }
    if (ordered.size() != wanted.size() || ordered.isEmpty()) {
      throw new Problem.Raised(
          new Problem.Invalid(
              "OUTPUT_UNKNOWN", "outputs", "of " + wanted + " only " + ordered + " are tensors"));
    }
    return ordered;
  }

  private DataType declared(String name) {
    return inputs.stream()
        .filter(spec -> spec.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new Problem.Raised(
                    new Problem.Invalid(
                        "INPUT_UNKNOWN", "inputs", "the net has no input named " + name)))
        .type();
  }

  private static Problem.Raised failed(String why, Throwable cause) {
    return new Problem.Raised(
        new Problem.Invalid("RUN_FAILED", "inputs", "the net cannot compute this: " + why), cause);
  }

  @Override
  public long memoryBytes() {
    // weights lie once in the session and some once more in the packed form of the kernels
    return SESSION_BYTES + 2 * size.onnxBytes();
  }

  @Override
  public int threads() {
    return size.threads();
  }

  @Override
  public void close() {
    close(session);
  }

  static void close(OrtSession session) {
    try {
      session.close();
    } catch (OrtException wrong) {
      throw new IllegalStateException("the session does not close", wrong);
    }
  }
}
