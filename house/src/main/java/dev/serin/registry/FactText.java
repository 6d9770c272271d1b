package dev.serin.registry;

import dev.serin.base.Digest;
import dev.serin.base.Json;
import dev.serin.base.ModelName;
import dev.serin.ledger.Body;
import dev.serin.ledger.Entry;
import dev.serin.ledger.Recorded;
import dev.serin.registry.RegistryFact.AliasMoved;
import dev.serin.registry.RegistryFact.AliasRemoved;
import dev.serin.registry.RegistryFact.FileRefused;
import dev.serin.registry.RegistryFact.ModelArchived;
import dev.serin.registry.RegistryFact.VersionCertified;
import dev.serin.registry.RegistryFact.VersionRegistered;
import dev.serin.registry.RegistryFact.VersionRevived;
import dev.serin.runtime.Parity;

/** The form of registry facts in the ledger; it never changes, it only grows. */
final class FactText {
  static final String VERSION_REGISTERED = "VersionRegistered";

  private FactText() {}

  static Entry entry(RegistryFact fact) {
    String model = fact.model().text();
    return switch (fact) {
      case VersionRegistered version -> new Entry(VERSION_REGISTERED, body(version));
      case VersionRevived(_, int number, String origin) ->
          new Entry(
              "VersionRevived", Json.Obj.of("model", model, "version", number, "origin", origin));
      case VersionCertified(_, int number, Parity parity) ->
          new Entry(
              "VersionCertified",
              Json.Obj.of("model", model, "version", number, "parity", json(parity)));
      case ModelArchived _ -> new Entry("ModelArchived", Json.Obj.of("model", model));
      case FileRefused(_, Refusal refusal) -> new Entry("FileRefused", body(model, refusal));
      case AliasMoved(_, String alias, int version) ->
          new Entry("AliasMoved", Json.Obj.of("model", model, "alias", alias, "version", version));
      case AliasRemoved(_, String alias) ->
          new Entry("AliasRemoved", Json.Obj.of("model", model, "alias", alias));
    };
  }

  static RegistryFact fact(Recorded recorded) {
    Body body = Body.of(recorded);
    ModelName model = new ModelName(body.text("model"));
    return switch (recorded.type()) {
      case VERSION_REGISTERED -> version(model, body);
      case "VersionRevived" ->
          new VersionRevived(model, body.whole("version"), body.text("origin"));
      case "VersionCertified" ->
          new VersionCertified(model, body.whole("version"), parity(body.object("parity")));
      case "ModelArchived" -> new ModelArchived(model);
      case "FileRefused" -> new FileRefused(model, refusal(body));
      case "AliasMoved" -> new AliasMoved(model, body.text("alias"), body.whole("version"));
      case "AliasRemoved" -> new AliasRemoved(model, body.text("alias"));
      default -> throw body.unknownType();
    };
  }

  private static Json.Obj body(VersionRegistered fact) {
    return Json.Obj.of(
        "model", fact.model().text(),
        "version", fact.number(),
        "artifact", fact.artifact().hex(),
        "golden", fact.golden().<Object>map(Digest::hex).orElse(Json.Null.NULL),
        "origin", fact.origin(),
        "inspection", InspectionText.json(fact.inspection()));
  }

  private static VersionRegistered version(ModelName model, Body body) {
    return new VersionRegistered(
        model,
        body.whole("version"),
        new Digest(body.text("artifact")),
        body.optionalText("golden").map(Digest::new),
        InspectionText.inspection(body.object("inspection")),
        body.text("origin"));
  }

  private static Json.Obj json(Parity parity) {
    return Json.Obj.of(
        "rows",
        parity.rows(),
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

  private static Parity parity(Body body) {
    return new Parity(
        body.whole("rows"),
        body.objects("outputs").stream()
            .map(
                output ->
                    new Parity.Output(
                        output.text("name"),
                        output.whole("elements"),
                        output.real("absolute"),
                        output.real("relative")))
            .toList());
  }

  private static Json.Obj body(String model, Refusal refusal) {
    return Json.Obj.of(
        "model", model,
        "code", refusal.code(),
        "place", refusal.place(),
        "message", refusal.message(),
        "remedy", refusal.remedy(),
        "origin", refusal.origin());
  }

  private static Refusal refusal(Body body) {
    return new Refusal(
        body.text("code"),
        body.text("place"),
        body.text("message"),
        body.text("remedy"),
        body.text("origin"));
  }
}
