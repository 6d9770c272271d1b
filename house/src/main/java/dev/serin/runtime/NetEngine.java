package dev.serin.runtime;

import dev.serin.base.Deadline;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Runs ONNX graphs; the port behind which the native engine lives. */
public interface NetEngine extends AutoCloseable {

  /** Opens a graph that passed the guard; external data was inlined or refused before. */
  Net open(byte[] onnx);

  /** Opens a graph that may be large and is used up: nothing is left of it. */
  default Net open(Encoded onnx) {
    return open(onnx.toBytes());
  }

  /** Opens a graph that lies in a file of our own, which the engine reads. */
  default Net open(Path onnx) throws IOException {
    return open(Files.readAllBytes(onnx));
  }

  @Override
  void close();

  /** One opened graph. Any number of threads may run it at once. */
  interface Net extends AutoCloseable {
    /** The graph's inputs, by its own names. */
    List<TensorSpec> inputs();

    /** The graph's outputs, by its own names. */
    List<TensorSpec> outputs();

    /** Runs it; ends it and raises {@code TooLate} when the deadline passes. */
    List<Tensor> run(List<Tensor> inputs, Set<String> outputs, Deadline deadline);

    /** Bytes held, as far as known. */
    long memoryBytes();

    /** On how many threads one run computes. */
    default int threads() {
      return 1;
    }

    @Override
    void close();
  }
}
