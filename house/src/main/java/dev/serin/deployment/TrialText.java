package dev.serin.deployment;

import dev.serin.base.Json;
import dev.serin.ledger.Body;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/** The form of a trial in the ledger. */
final class TrialText {
  private TrialText() {}

  static Json json(Trial trial) {
    SequencedMap<String, Object> members = new LinkedHashMap<>();
    members.put("rollout", trial.rollout());
    members.put("epoch", trial.epoch());
    members.put("stage", trial.stage().name());
    members.put("candidate", trial.candidate());
    members.put("weight", trial.split().weight());
    trial.split().stickyHeader().ifPresent(header -> members.put("stickyHeader", header));
    members.put("failover", trial.split().failover());
    members.put("tolerance", trial.measuring().tolerance());
    members.put("nonFinite", trial.measuring().nonFinite());
    members.put("capture", trial.measuring().capture());
    members.put("staleMillis", trial.measuring().stale().toMillis());
    trial
        .probing()
        .ifPresent(
            probing -> {
              members.put("probesPerSecond", probing.perSecond());
              members.put("probePairs", probing.pairs());
              members.put("probeSources", probing.sources().stream().map(Enum::name).toList());
            });
    trial.kept().ifPresent(kept -> members.put("kept", kept));
    return Json.of(members);
  }

  static Trial trial(Body body) {
    Trial.Split split =
        new Trial.Split(
            body.real("weight"), body.optionalText("stickyHeader"), body.real("failover"));
    Trial.Measuring measuring =
        new Trial.Measuring(
            body.real("tolerance"),
            body.truth("nonFinite"),
            body.truth("capture"),
            Duration.ofMillis(body.whole("staleMillis")));
    return new Trial(
        body.text("rollout"),
        body.whole("epoch"),
        body.choice("stage", Trial.Stage.class),
        body.whole("candidate"),
        split,
        measuring,
        body.has("probePairs") ? Optional.of(probing(body)) : Optional.empty(),
        body.has("kept") ? Optional.of(body.whole("kept")) : Optional.empty());
  }

  private static Trial.Probing probing(Body body) {
    return new Trial.Probing(
        body.real("probesPerSecond"),
        body.whole("probePairs"),
        body.texts("probeSources").stream().map(Trial.Source::valueOf).toList());
  }
}
