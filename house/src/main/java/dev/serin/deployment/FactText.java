package dev.serin.deployment;

import dev.serin.base.Json;
import dev.serin.base.ModelName;
import dev.serin.deployment.DeploymentFact.ActivationFailed;
import dev.serin.deployment.DeploymentFact.ModelUnwanted;
import dev.serin.deployment.DeploymentFact.ModelWanted;
import dev.serin.deployment.DeploymentFact.OnChangeChosen;
import dev.serin.deployment.DeploymentFact.PromotionChosen;
import dev.serin.deployment.DeploymentFact.TrialEnded;
import dev.serin.deployment.DeploymentFact.TrialWanted;
import dev.serin.ledger.Body;
import dev.serin.ledger.Entry;
import dev.serin.ledger.Recorded;

/** The form of deployment facts in the ledger; it never changes, it only grows. */
final class FactText {
  private FactText() {}

  static Entry entry(DeploymentFact fact) {
    String model = fact.model().text();
    return switch (fact) {
      case ModelWanted _ -> entry("ModelWanted", "model", model);
      case ModelUnwanted(_, String why) -> entry("ModelUnwanted", "model", model, "why", why);
      case OnChangeChosen(_, OnChange chosen) ->
          entry("OnChangeChosen", "model", model, "onChange", chosen.name());
      case PromotionChosen(_, Promotion chosen) ->
          entry("PromotionChosen", "model", model, "promotion", chosen.name());
      case TrialWanted(_, Trial trial) ->
          entry("TrialWanted", "model", model, "trial", TrialText.json(trial));
      case TrialEnded _ -> entry("TrialEnded", "model", model);
      case ActivationFailed(_, String code, String message) ->
          entry("ActivationFailed", "model", model, "code", code, "message", message);
    };
  }

  static DeploymentFact fact(Recorded recorded) {
    Body body = Body.of(recorded);
    ModelName model = new ModelName(body.text("model"));
    return switch (recorded.type()) {
      case "ModelWanted" -> new ModelWanted(model);
      case "ModelUnwanted" -> new ModelUnwanted(model, body.text("why"));
      case "OnChangeChosen" -> new OnChangeChosen(model, body.choice("onChange", OnChange.class));
      case "PromotionChosen" ->
          new PromotionChosen(model, body.choice("promotion", Promotion.class));
      case "TrialWanted" -> new TrialWanted(model, TrialText.trial(body.object("trial")));
      case "TrialEnded" -> new TrialEnded(model);
      case "ActivationFailed" ->
          new ActivationFailed(model, body.text("code"), body.text("message"));
      default -> throw body.unknownType();
    };
  }

  private static Entry entry(String type, Object... members) {
    return new Entry(type, Json.Obj.of(members));
  }
}
