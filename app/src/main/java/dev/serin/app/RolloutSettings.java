package dev.serin.app;

import dev.serin.base.Json;
import dev.serin.base.ModelName;
import dev.serin.base.Problem;
import dev.serin.rollout.Policy;
import dev.serin.rollout.PolicyText;
import java.util.HashMap;
import java.util.Map;

/**
 * The settings {@code rollout.*}: policy documents of all models and of each, and whether recent
 * inputs are kept for probes. {@code common} is the policy where nobody says otherwise.
 */
record RolloutSettings(
    Json.Obj policy, Map<ModelName, Json.Obj> byModel, boolean capture, Policy common) {
  private static final String POLICY = "policy";

  RolloutSettings {
    byModel = Map.copyOf(byModel);
  }

  static RolloutSettings of(Parsed parsed) {
    Json.Obj policy = parsed.document("rollout.policy");
    Policy common = checked(parsed, "rollout.policy", policy);
    Map<ModelName, Json.Obj> byModel = new HashMap<>();
    parsed
        .document("rollout.models")
        .members()
        .forEach((name, of) -> model(parsed, policy, name, of, byModel));
    boolean capture = parsed.oneOf("rollout.capture", "off", "on").equals("on");
    return new RolloutSettings(policy, byModel, capture, common);
  }

  private static void model(
      Parsed parsed, Json.Obj policy, String name, Json of, Map<ModelName, Json.Obj> byModel) {
    String place = "rollout.models." + name;
    if (of instanceof Json.Obj object
        && object.members().size() == 1
        && object.object(POLICY).isPresent()) {
      Json.Obj own = object.object(POLICY).get();
      checked(parsed, place + ".policy", policy, own);
      try {
        byModel.put(new ModelName(name), own);
      } catch (Problem.Raised wrong) {
        parsed.problem(place + ": " + wrong.problem().message());
      }
    } else {
      parsed.problem(place + " must be {policy: {...}}, was " + of.text());
    }
  }

  private static Policy checked(Parsed parsed, String place, Json.Obj... documents) {
    try {
      return PolicyText.policy(documents);
    } catch (Problem.Raised wrong) {
      parsed.problem(place + ": " + wrong.problem().message());
      return Policy.DEFAULT;
    }
  }
}
