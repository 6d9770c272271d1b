package dev.serin.runtime.torch;

import dev.serin.runtime.ConvertedNet;
import dev.serin.runtime.Inspection;
import dev.serin.runtime.NetEngine;
import dev.serin.tensor.Signature;
import dev.serin.tensor.TensorSpec;
import java.util.List;
import java.util.Map;

/** Makes models of the graphs to which the formats of torch convert their files. */
public final class Converted {
  private Converted() {}

  /** What goes in and out of a graph, and what was found on the way. */
  public record Net(
      byte[] onnx,
      List<TensorSpec> inputs,
      List<TensorSpec> outputs,
      List<Inspection.Step> steps,
      List<String> warnings) {}

  /** The model as this format opened it; all outputs are given by default. */
  public static ConvertedNet of(
      String format, Map<String, String> writers, Net net, NetEngine engine) {
    Signature signature =
        new Signature(
            Signature.Kind.NET,
            net.inputs(),
            net.outputs(),
            List.of(),
            List.of(),
            net.outputs().stream().map(TensorSpec::name).toList());
    Inspection inspection = new Inspection(format, writers, signature, net.steps(), net.warnings());
    return new ConvertedNet(inspection, net.onnx(), engine);
  }
}
