package dev.serin.runtime;

import dev.serin.base.Deadline;
import dev.serin.base.Problem;
import dev.serin.tensor.Signature;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Predicts by an opened net whose inputs and outputs stand in the order of the signature; the names
 * of the net stay inside. Large batches of a convolutional net are run in chunks.
 */
public final class NetPredictor implements Predictor {
  private final Signature signature;
  private final NetEngine.Net net;
  private final boolean convolutional;
  private final Chunks chunks = new Chunks();

  /** Takes the net over and closes it; batches of a convolutional one may be cut. */
  NetPredictor(Signature signature, NetEngine.Net net, boolean convolutional) {
    this.signature = signature;
    this.net = net;
    this.convolutional = convolutional;
  }

  /** Opens a guarded or converted graph in the engine; nothing is left of {@code onnx}. */
  public static NetPredictor open(Signature signature, NetEngine engine, Encoded onnx) {
    boolean convolutional = Convolution.in(onnx.stream(), onnx.size());
    return new NetPredictor(signature, engine.open(onnx), convolutional);
  }

  /** Opens a graph that was converted before and lies in this file. */
  public static NetPredictor open(Signature signature, NetEngine engine, Path onnx) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(onnx))) {
      boolean convolutional = Convolution.in(in, Files.size(onnx));
      return new NetPredictor(signature, engine.open(onnx), convolutional);
    } catch (IOException unreadable) {
      throw new Problem.Raised(
          new Problem.Refused(
              "CORRUPT", onnx.toString(), "it cannot be read", "let the model be converted again"),
          unreadable);
    }
  }

  @Override
  public Signature signature() {
    return signature;
  }

  /** Whether the ports of the net have the names of the signature, as a file's own graph has. */
  boolean named() {
    return begin(net.inputs(), signature.inputs()) && begin(net.outputs(), signature.outputs());
  }

  private static boolean begin(List<TensorSpec> found, List<TensorSpec> read) {
    return found.size() >= read.size()
        && IntStream.range(0, read.size())
            .allMatch(i -> found.get(i).name().equals(read.get(i).name()));
  }

  /** Kernels of the engine divide by sizes, and a division by zero there ends the process. */
  private static void checkFilled(List<Tensor> inputs) {
    for (Tensor tensor : inputs) {
      if (tensor.values().size() == 0) {
        throw new Problem.Raised(
            new Problem.Invalid(
                "SHAPE", tensor.name(), "'" + tensor.name() + "' is empty: give at least one row"));
      }
    }
  }

  @Override
  public List<Tensor> predict(List<Tensor> inputs, Set<String> outputs, Deadline deadline) {
    checkFilled(inputs);
    List<Tensor> fed = new ArrayList<>(inputs.size());
    for (Tensor tensor : inputs) {
      int place = place(signature.inputs(), tensor.name());
      fed.add(tensor.named(net.inputs().get(place).name()));
    }
    Set<String> wanted = new HashSet<>();
    for (String output : outputs) {
      wanted.add(net.outputs().get(place(signature.outputs(), output)).name());
    }
    boolean cut = convolutional && Chunks.large(fed) && batched(outputs);
    List<Tensor> given =
        cut
            ? chunks.run(fed, part -> net.run(part, wanted, deadline))
            : net.run(fed, wanted, deadline);
    List<Tensor> answers = new ArrayList<>(outputs.size());
    for (Tensor answer : given) {
      answers.add(
          answer.named(signature.outputs().get(place(net.outputs(), answer.name())).name()));
    }
    return answers;
  }

  /** Whether the first axis of every input and of these outputs varies. */
  private boolean batched(Set<String> outputs) {
    return signature.inputs().stream().allMatch(NetPredictor::batched)
        && outputs.stream()
            .allMatch(name -> batched(signature.outputs().get(place(signature.outputs(), name))));
  }

  private static boolean batched(TensorSpec spec) {
    return !spec.shape().isEmpty() && spec.shape().getFirst() == -1;
  }

  private static int place(List<TensorSpec> specs, String name) {
    for (int i = 0; i < specs.size(); i++) {
      if (specs.get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("nothing here is named " + name);
  }

  @Override
  public long memoryBytes() {
    return net.memoryBytes();
  }

  @Override
  public int threads() {
    return net.threads();
  }

  @Override
  public void close() {
    net.close();
  }
}
