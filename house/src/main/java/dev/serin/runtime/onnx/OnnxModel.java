package dev.serin.runtime.onnx;

import dev.serin.tensor.TensorSpec;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What the guard found in an ONNX file: who wrote it, the operator sets by domain, the graph's
 * inputs (without weights) and tensor outputs, names of outputs that are no tensors, how often each
 * operator stands, and whether weights lie in other files.
 */
record OnnxModel(
    String producer,
    String producerVersion,
    SortedMap<String, Long> opsets,
    List<Port> inputs,
    List<Port> outputs,
    List<String> otherOutputs,
    SortedMap<String, Integer> operators,
    boolean external) {

  OnnxModel {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    otherOutputs = List.copyOf(otherOutputs);
  }

  /** An input or output; {@code ranked} is false when the file does not say the shape. */
  record Port(TensorSpec spec, boolean ranked) {}

  /** The producer and the operator sets, for people. */
  Map<String, String> writers() {
    Map<String, String> writers = new java.util.TreeMap<>();
    writers.put(producer.isEmpty() ? "unknown" : producer, producerVersion);
    opsets.forEach((domain, version) -> writers.put("opset " + domain, version.toString()));
    return writers;
  }
}
