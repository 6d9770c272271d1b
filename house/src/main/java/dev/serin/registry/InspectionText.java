package dev.serin.registry;

import dev.serin.base.Json;
import dev.serin.ledger.Body;
import dev.serin.runtime.Inspection;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Signature;
import dev.serin.tensor.TensorSpec;
import java.util.List;
import java.util.TreeMap;

/** The form of an inspection with its signature in the ledger. */
final class InspectionText {
  private InspectionText() {}

  static Json.Obj json(Inspection inspection) {
    return Json.Obj.of(
        "format", inspection.format(),
        "writers", new TreeMap<>(inspection.writers()),
        "signature", json(inspection.signature()),
        "steps", inspection.steps().stream().map(InspectionText::json).toList(),
        "warnings", inspection.warnings());
  }

  static Inspection inspection(Body body) {
    return new Inspection(
        body.text("format"),
        body.object("writers").texts(),
        signature(body.object("signature")),
        body.objects("steps").stream().map(InspectionText::step).toList(),
        body.texts("warnings"));
  }

  private static Json json(Signature signature) {
    return Json.Obj.of(
        "kind", signature.kind().name(),
        "inputs", specs(signature.inputs()),
        "outputs", specs(signature.outputs()),
        "columns", specs(signature.columns()),
        "labels", signature.labels(),
        "defaults", signature.defaults());
  }

  private static Signature signature(Body body) {
    return new Signature(
        body.choice("kind", Signature.Kind.class),
        specs(body, "inputs"),
        specs(body, "outputs"),
        specs(body, "columns"),
        body.texts("labels"),
        body.texts("defaults"));
  }

  private static List<Json.Obj> specs(List<TensorSpec> specs) {
    return specs.stream()
        .map(
            spec ->
                Json.Obj.of("name", spec.name(), "type", spec.type().name(), "shape", spec.shape()))
        .toList();
  }

  private static List<TensorSpec> specs(Body body, String name) {
    return body.objects(name).stream()
        .map(
            spec ->
                new TensorSpec(
                    spec.text("name"), spec.choice("type", DataType.class), spec.wholes("shape")))
        .toList();
  }

  private static Json json(Inspection.Step step) {
    return Json.Obj.of(
        "place", step.place(),
        "type", step.type(),
        "mapsTo", step.mapsTo(),
        "sizes", step.sizes());
  }

  private static Inspection.Step step(Body body) {
    return new Inspection.Step(
        body.text("place"), body.text("type"), body.text("mapsTo"), body.text("sizes"));
  }
}
