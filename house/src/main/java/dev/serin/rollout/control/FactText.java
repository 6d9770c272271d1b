package dev.serin.rollout.control;

import dev.serin.base.Actor;
import dev.serin.base.Json;
import dev.serin.base.ModelName;
import dev.serin.deployment.Trial;
import dev.serin.ledger.Body;
import dev.serin.ledger.Entry;
import dev.serin.ledger.Recorded;
import dev.serin.rollout.Epoch;
import dev.serin.rollout.PolicyText;
import dev.serin.rollout.Reason;
import dev.serin.rollout.RolloutState;
import dev.serin.rollout.control.RolloutFact.Cause;
import dev.serin.rollout.control.RolloutFact.Word;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** The form of roll-out facts in the ledger; it never changes, it only grows. */
final class FactText {
  private FactText() {}

  static Entry leading(long fencing, String replica) {
    return new Entry(
        Word.LEADER_CHANGED.name(), Json.Obj.of("fencing", fencing, "replica", replica));
  }

  /** {@code current} and {@code canary} are the two versions with their digests. */
  static Entry entry(RolloutFact fact, Json current, Json canary) {
    Rollout after = fact.after();
    SequencedMap<String, Object> members = new LinkedHashMap<>();
    members.put("model", after.model().text());
    members.put("rollout", after.id());
    members.put(
        "from",
        fact.before().<Json>map(it -> new Json.Str(it.state().word())).orElse(Json.Null.NULL));
    members.put("to", after.state().word());
    if (after.state() instanceof RolloutState.Paused(boolean drained)) {
      members.put("drained", drained);
    }
    members.put("epoch", after.epoch().number());
    members.put("epochKind", after.epoch().kind().name());
    members.put("epochWeight", after.epoch().weight());
    members.put("epochFrom", after.epoch().from());
    members.put("evalMillis", after.evalMillis());
    members.put("weight", after.weight());
    after.probing().ifPresent(probing -> members.put("probing", json(probing)));
    members.put("gateFrom", after.gateFrom());
    members.put("holds", after.holds());
    members.put("uncleanRestarts", after.uncleanRestarts());
    members.put("current", current);
    members.put("canary", canary);
    cause(fact.cause(), members);
    members.put("policySha256", PolicyText.digest(after.policy()).hex());
    if (fact.word() == Word.CREATED) {
      members.put("policy", PolicyText.json(after.policy()));
      after.idempotencyKey().ifPresent(key -> members.put("idempotencyKey", key));
    }
    return new Entry(fact.word().name(), (Json.Obj) Json.of(members));
  }

  private static void cause(Cause cause, SequencedMap<String, Object> members) {
    cause
        .reason()
        .ifPresent(it -> members.put("reason", Json.Obj.of("code", it.code(), "text", it.text())));
    members.put("forced", cause.forced());
    members.put("requestId", cause.requestId());
    cause.fencing().ifPresent(token -> members.put("fencing", token));
    cause.evidence().ifPresent(it -> members.put("evidence", it));
  }

  private static Json.Obj json(Trial.Probing probing) {
    return Json.Obj.of(
        "perSecond", probing.perSecond(),
        "pairs", probing.pairs(),
        "sources", probing.sources().stream().map(Enum::name).toList());
  }

  private static Trial.Probing probing(Body body) {
    return new Trial.Probing(
        body.real("perSecond"),
        body.whole("pairs"),
        body.texts("sources").stream().map(Trial.Source::valueOf).toList());
  }

  /** The image after a fact. */
  static RolloutsImage after(RolloutsImage image, Recorded recorded) {
    Body body = Body.of(recorded);
    Word word = word(recorded, body);
    if (word == Word.LEADER_CHANGED) {
      return image.led(body.whole("fencing"), recorded.position());
    }
    Optional<Rollout> before = image.rollout(body.text("rollout"));
    if (word != Word.CREATED && before.isEmpty()) {
      throw body.unknownType();
    }
    Rollout after =
        before.isEmpty() ? created(recorded, body) : changed(before.get(), body, recorded);
    return image.with(after, recorded.position());
  }

  private static Word word(Recorded recorded, Body body) {
    try {
      return Word.valueOf(recorded.type());
    } catch (IllegalArgumentException unknown) {
      throw body.unknownType();
    }
  }

  private static Rollout created(Recorded recorded, Body body) {
    Actor by = recorded.actor();
    return new Rollout(
        body.text("rollout"),
        new ModelName(body.text("model")),
        body.has("current")
            ? Optional.of(body.object("current").whole("version"))
            : Optional.empty(),
        body.object("canary").whole("version"),
        state(body),
        PolicyText.policy(recorded.body().object("policy").orElseThrow(body::unknownType)),
        body.real("weight"),
        Optional.empty(),
        List.of(epoch(body)),
        body.whole("gateFrom"),
        body.whole("holds"),
        body.whole("evalMillis"),
        body.whole("uncleanRestarts"),
        recorded.at(),
        recorded.at(),
        by,
        body.optionalText("idempotencyKey"),
        1);
  }

  private static Rollout changed(Rollout before, Body body, Recorded recorded) {
    boolean same = body.text("to").equals(before.state().word());
    return new Draft(before)
        .in(same ? before.state() : state(body))
        .epoch(epoch(body))
        .weight(body.real("weight"))
        .probing(
            body.has("probing") ? Optional.of(probing(body.object("probing"))) : Optional.empty())
        .gate(body.whole("gateFrom"), body.whole("holds"))
        .evaluated(body.whole("evalMillis"))
        .unclean(body.whole("uncleanRestarts"))
        .at(recorded.at());
  }

  private static Epoch epoch(Body body) {
    return new Epoch(
        body.whole("epoch"),
        body.choice("epochKind", Epoch.Kind.class),
        body.real("epochWeight"),
        body.whole("epochFrom"));
  }

  /** The state that a fact or a piece of evidence names. */
  static RolloutState state(Body body) {
    boolean drained = body.has("drained") && body.truth("drained");
    return switch (body.text("to")) {
      case "PENDING" -> new RolloutState.Pending();
      case "LOADING" -> new RolloutState.Loading();
      case "WARMING" -> new RolloutState.Warming();
      case "SHADOW" -> new RolloutState.Shadow();
      case "CANARY" -> new RolloutState.Canary();
      case "PAUSED" -> new RolloutState.Paused(drained);
      case "HELD" -> new RolloutState.Held(reason(body));
      case "BAKING" -> new RolloutState.Baking();
      case "ROLLING_BACK" -> new RolloutState.RollingBack(reason(body));
      case "REVERTING" -> new RolloutState.Reverting(reason(body));
      case "COMPLETED" -> new RolloutState.Completed();
      case "ROLLED_BACK" -> new RolloutState.RolledBack(reason(body));
      case "FAILED" -> new RolloutState.Failed(reason(body));
      case "SUPERSEDED" -> new RolloutState.Superseded(reason(body));
      default -> throw body.unknownType();
    };
  }

  private static Reason reason(Body body) {
    Body reason = body.object("reason");
    return new Reason(reason.text("code"), reason.text("text"));
  }
}
