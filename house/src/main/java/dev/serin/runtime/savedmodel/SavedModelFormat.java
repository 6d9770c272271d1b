package dev.serin.runtime.savedmodel;

import dev.serin.artifact.Bundle;
import dev.serin.base.Problem;
import dev.serin.graph.GraphMismatch;
import dev.serin.reader.Budget;
import dev.serin.reader.bundle.TensorBundle;
import dev.serin.runtime.ConvertedNet;
import dev.serin.runtime.Format;
import dev.serin.runtime.Inspection;
import dev.serin.runtime.Limits;
import dev.serin.runtime.NetEngine;
import dev.serin.runtime.Risk;
import dev.serin.runtime.savedmodel.Conversion.Converted;
import dev.serin.runtime.savedmodel.MetaGraph.SignatureDef;
import dev.serin.tensor.Signature;
import dev.serin.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * TensorFlow SavedModel folders, of TensorFlow 1 and 2: one signature is converted to a graph that
 * the engine runs; TensorFlow is not needed.
 */
public final class SavedModelFormat implements Format {
  private final NetEngine engine;
  private final Map<String, OpRule> rules = new HashMap<>();

  /** Knows the operators of these families, and runs the graphs in this engine. */
  public SavedModelFormat(NetEngine engine, List<OpFamily> families) {
    this.engine = engine;
    rules.putAll(Basics.RULES);
    families.forEach(family -> rules.putAll(family.rules()));
  }

  @Override
  public String name() {
    return "tf-savedmodel";
  }

  @Override
  public Risk risk() {
    return Risk.GRAPH;
  }

  @Override
  public boolean recognises(Bundle bundle) {
    return Layout.of(bundle).isPresent();
  }

  @Override
  public List<Known> vocabulary() {
    return rules.keySet().stream().sorted().map(name -> new Known(name, "ONNX graph")).toList();
  }

  @Override
  public Opened open(Bundle bundle, Limits limits) {
    Layout layout = Layout.of(bundle).orElseThrow();
    try {
      MetaGraph model = MetaGraph.read(layout.model());
      Forbidden.scan(model);
      Settings settings =
          layout
              .settings()
              .map(json -> Settings.read(json, limits.jsonDepth()))
              .orElse(Settings.NONE);
      SignatureDef signature = settings.choose(model.signatures());
      Variables variables = variables(layout, model, limits);
      Converted net = new Conversion(model, variables, rules, limits).converted(signature);
      List<String> warnings = warnings(bundle, layout, model, signature);
      return new ConvertedNet(inspection(model, net, warnings), net.onnx(), engine);
    } catch (GraphMismatch | ArithmeticException mismatch) { // sizes that cannot be
      throw new Problem.Raised(
          Refusal.corrupt(bundle.name(), mismatch.getMessage()).problem(), mismatch);
    }
  }

  private static Variables variables(Layout layout, MetaGraph model, Limits limits) {
    Budget budget =
        new Budget(limits.inflatedBytes(), limits.inflateRatio(), limits.opcodes(), limits.depth());
    return layout
        .index()
        .map(index -> Variables.of(TensorBundle.open(index, layout::shard, budget), model))
        .orElseGet(Variables::none);
  }

  private static List<String> warnings(
      Bundle bundle, Layout layout, MetaGraph model, SignatureDef signature) {
    List<String> warnings = new ArrayList<>();
    List<String> others = new ArrayList<>(Settings.names(model.signatures()));
    others.remove(signature.name());
    if (!others.isEmpty()) {
      warnings.add(
          "the signature " + signature.name() + " is served and not " + String.join(", ", others));
    }
    List<String> versions = Layout.versions(bundle);
    if (versions.size() > 1) {
      warnings.add("the folder " + layout.folder() + " is served, the newest of " + versions);
    }
    return warnings;
  }

  private Inspection inspection(MetaGraph model, Converted net, List<String> warnings) {
    Signature signature =
        new Signature(
            Signature.Kind.NET,
            net.inputs(),
            net.outputs(),
            List.of(),
            List.of(),
            net.outputs().stream().map(TensorSpec::name).toList());
    Map<String, String> writers = Map.of("TensorFlow", model.version());
    return new Inspection(name(), writers, signature, net.steps(), warnings);
  }
}
