package dev.serin.runtime.onnx;

import dev.serin.artifact.Bundle;
import dev.serin.base.Problem;
import dev.serin.runtime.ConvertedNet;
import dev.serin.runtime.Format;
import dev.serin.runtime.Inspection;
import dev.serin.runtime.Limits;
import dev.serin.runtime.NetEngine;
import dev.serin.runtime.Risk;
import dev.serin.tensor.Signature;
import dev.serin.tensor.TensorSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** ONNX files, which run as they are after {@link OnnxGuard} has looked at them. */
public final class OnnxFormat implements Format {
  private final NetEngine engine;
  private final Foreign foreign;

  /** Runs what passes the guard in this engine, if {@code foreign} allows it. */
  public OnnxFormat(NetEngine engine, Foreign foreign) {
    this.engine = engine;
    this.foreign = foreign;
  }

  @Override
  public String name() {
    return "onnx";
  }

  @Override
  public Risk risk() {
    return Risk.GRAPH;
  }

  @Override
  public boolean recognises(Bundle bundle) {
    return file(bundle).isPresent();
  }

  /** The one file of the bundle that begins like an ONNX model. */
  private static Optional<Bundle.Entry> file(Bundle bundle) {
    List<Bundle.Entry> found =
        bundle.entries().stream()
            .filter(entry -> !bundle.folder() || entry.path().endsWith(".onnx"))
            .filter(OnnxStart::at)
            .toList();
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  @Override
  public List<Known> vocabulary() {
    return Operators.all().stream().map(name -> new Known(name, "ONNX Runtime")).toList();
  }

  @Override
  public Opened open(Bundle bundle, Limits limits) {
    if (foreign == Foreign.REFUSE) {
      throw Refusal.of(
          "FOREIGN_REFUSED",
          bundle.name(),
          "ONNX files of others are not run in this process",
          "set runtime.onnx-foreign to allow, or give the model in its own format");
    }
    Bundle.Entry entry = file(bundle).orElseThrow(() -> Refusal.corrupt(bundle.name(), "no ONNX"));
    DataFiles files = DataFiles.beside(bundle, entry.path());
    byte[] onnx = bytes(entry);
    OnnxModel model = OnnxGuard.check(onnx, limits, files);
    byte[] whole =
        model.external() ? new Inliner(files, limits.inflatedBytes()).inlined(onnx) : onnx;
    return ConvertedNet.original(inspection(model, outputs(model, whole)), whole, engine);
  }

  private static byte[] bytes(Bundle.Entry entry) {
    if (entry.size() > Integer.MAX_VALUE - 8) {
      throw Refusal.limit(
          entry.path(), "the size of the file", entry.size(), Integer.MAX_VALUE - 8);
    }
    try {
      return entry.bytes();
    } catch (IOException unreadable) {
      throw new Problem.Raised(
          Refusal.corrupt(entry.path(), "it cannot be read").problem(), unreadable);
    }
  }

  /** The outputs; where the file says no shape, the engine's inference is asked. */
  private List<TensorSpec> outputs(OnnxModel model, byte[] onnx) {
    if (model.outputs().stream().allMatch(OnnxModel.Port::ranked)) {
      return model.outputs().stream().map(OnnxModel.Port::spec).toList();
    }
    try (NetEngine.Net net = engine.open(onnx)) {
      return List.copyOf(net.outputs());
    }
  }

  private Inspection inspection(OnnxModel model, List<TensorSpec> outputs) {
    for (OnnxModel.Port input : model.inputs()) {
      if (!input.ranked()) {
        throw Refusal.of(
            "SIGNATURE_MISSING",
            "input " + input.spec().name(),
            "the file does not say its shape",
            "export it with the shapes of its inputs; sizes that vary may stay open");
      }
    }
    Signature signature =
        new Signature(
            Signature.Kind.NET,
            model.inputs().stream().map(OnnxModel.Port::spec).toList(),
            outputs,
            List.of(),
            List.of(),
            outputs.stream().map(TensorSpec::name).toList());
    return new Inspection(name(), model.writers(), signature, steps(model), warnings(model));
  }

  private static List<Inspection.Step> steps(OnnxModel model) {
    List<Inspection.Step> steps = new ArrayList<>();
    for (Map.Entry<String, Integer> operator : model.operators().entrySet()) {
      String times = operator.getValue() == 1 ? "once" : operator.getValue() + " times";
      steps.add(new Inspection.Step("graph", operator.getKey(), "ONNX Runtime", times));
    }
    return steps;
  }

  private static List<String> warnings(OnnxModel model) {
    return model.otherOutputs().stream()
        .map(name -> "the output " + name + " is no tensor and is not served")
        .toList();
  }
}
