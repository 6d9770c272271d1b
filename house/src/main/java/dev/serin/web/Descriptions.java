package dev.serin.web;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.deployment.Deployment;
import dev.serin.registry.ModelVersion;
import dev.serin.registry.Refusal;
import dev.serin.runtime.Inspection;
import dev.serin.runtime.Parity;
import dev.serin.serving.LoadState;
import dev.serin.tensor.Signature;
import dev.serin.tensor.TensorSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;

/** What our records look like in JSON; other doors use the same words. */
public final class Descriptions {
  private Descriptions() {}

  /** Inputs or outputs as V2 describes tensors. */
  public static List<Json.Obj> specs(List<TensorSpec> specs) {
    return specs.stream()
        .map(
            spec ->
                Json.Obj.of(
                    "name", spec.name(), "datatype", spec.type().name(), "shape", spec.shape()))
        .toList();
  }

  /** What V2 has no place for: columns, labels, and the outputs given when none is asked for. */
  static Json.Obj parameters(Signature signature) {
    SequencedMap<String, Object> members = new LinkedHashMap<>();
    if (!signature.columns().isEmpty()) {
      members.put("columns", specs(signature.columns()));
    }
    if (!signature.labels().isEmpty()) {
      members.put("labels", signature.labels());
    }
    members.put("default_outputs", signature.defaults());
    return (Json.Obj) Json.of(members);
  }

  /** A signature with all its parts. */
  public static Json.Obj signature(Signature signature) {
    return Json.Obj.of(
        "kind", signature.kind().name().toLowerCase(Locale.ROOT),
        "inputs", specs(signature.inputs()),
        "outputs", specs(signature.outputs()),
        "columns", specs(signature.columns()),
        "labels", signature.labels(),
        "defaults", signature.defaults());
  }

  /** A version in a list. */
  public static Json.Obj version(ModelVersion version) {
    return Json.Obj.of(
        "version", String.valueOf(version.number()),
        "state", version.state().name(),
        "format", version.format(),
        "digest", version.artifact().hex(),
        "origin", version.origin(),
        "at", version.at().toString(),
        "parity", version.parity().<Object>map(Descriptions::parity).orElse(Json.Null.NULL),
        "signature", signature(version.signature()));
  }

  /** The certificate of a version: how closely its golden rows were met. */
  private static Json.Obj parity(Parity parity) {
    return Json.Obj.of(
        "rows",
        parity.rows(),
        "absolute",
        parity.absolute(),
        "relative",
        parity.relative(),
        "outputs",
        parity.outputs().stream()
            .map(
                output ->
                    Json.Obj.of(
                        "name", output.name(),
                        "elements", output.elements(),
                        "absolute", output.absolute(),
                        "relative", output.relative()))
            .toList());
  }

  /** What was found in the file of a version. */
  static Json.Obj inspection(Inspection inspection) {
    List<Json.Obj> steps =
        inspection.steps().stream()
            .map(
                step ->
                    Json.Obj.of(
                        "place",
                        step.place(),
                        "type",
                        step.type(),
                        "mapsTo",
                        step.mapsTo(),
                        "sizes",
                        step.sizes()))
            .toList();
    return Json.Obj.of(
        "writers", inspection.writers(), "steps", steps, "warnings", inspection.warnings());
  }

  /** Why a file was refused. */
  static Json.Obj refusal(Refusal refusal) {
    return Json.Obj.of(
        "code",
        refusal.code(),
        "place",
        refusal.place(),
        "message",
        refusal.message(),
        "remedy",
        refusal.remedy(),
        "origin",
        refusal.origin());
  }

  /** How a version stands in this process. */
  static Json.Obj state(LoadState state) {
    return switch (state) {
      case LoadState.Unloaded _ -> Json.Obj.of("state", "UNLOADED");
      case LoadState.Loading loading ->
          Json.Obj.of("state", "LOADING", "since", loading.since().toString());
      case LoadState.Available available ->
          Json.Obj.of(
              "state",
              "AVAILABLE",
              "since",
              available.since().toString(),
              "memoryBytes",
              available.memoryBytes(),
              "threads",
              available.threads());
      case LoadState.Unloading _ -> Json.Obj.of("state", "UNLOADING");
      case LoadState.Failed(Problem problem) ->
          Json.Obj.of("state", "FAILED", "code", problem.code(), "message", problem.message());
    };
  }

  /** What is wanted of a model. */
  public static Json.Obj deployment(Deployment deployment) {
    return Json.Obj.of(
        "model", deployment.model().text(),
        "wanted", deployment.wanted(),
        "onChange", deployment.onChange().name().toLowerCase(Locale.ROOT),
        "champion", number(deployment.champion()),
        "challenger", number(deployment.challenger()),
        "promotion", deployment.promotion().name().toLowerCase(Locale.ROOT),
        "rollout",
            deployment.trial().<Json>map(it -> new Json.Str(it.rollout())).orElse(Json.Null.NULL),
        "weight", deployment.trial().map(it -> it.split().weight()).orElse(0.0),
        "stickyKey",
            deployment
                .trial()
                .flatMap(it -> it.split().stickyHeader())
                .<Json>map(Json.Str::new)
                .orElse(Json.Null.NULL),
        "fallback", deployment.trial().map(it -> it.split().failover() > 0).orElse(false));
  }

  private static Json number(Optional<ModelVersion> version) {
    return version
        .<Json>map(it -> new Json.Str(String.valueOf(it.number())))
        .orElse(Json.Null.NULL);
  }
}
