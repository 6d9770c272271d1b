package dev.serin.runtime.torch;

import dev.serin.runtime.Format;
import dev.serin.runtime.Inspection;
import dev.serin.runtime.NetEngine;
import dev.serin.runtime.NetPredictor;
import dev.serin.runtime.Predictor;
import dev.serin.tensor.Signature;
import dev.serin.tensor.TensorSpec;
import java.util.List;
import java.util.Map;

/** A model that was converted to a graph, and the engine that will run it. */
public record Converted(NetEngine engine, byte[] onnx, Inspection inspection)
    implements Format.Opened {

  /** What goes in and out of a graph, and what was found on the way. */
  public record Net(
      byte[] onnx,
      List<TensorSpec> inputs,
      List<TensorSpec> outputs,
      List<Inspection.Step> steps,
      List<String> warnings) {}

  /** The model as this format opened it; all outputs are given by default. */
  public static Converted of(
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
    return new Converted(engine, net.onnx(), inspection);
  }

  @Override
  public Predictor predictor() {
    return new NetPredictor(inspection.signature(), engine.open(onnx));
  }
}
