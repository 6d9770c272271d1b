package dev.serin.rollout.control;

import dev.serin.base.Json;
import dev.serin.rollout.Reason;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What happened to a roll-out: how it stood, how it stands after it, and why. The form in the
 * ledger is {@link FactText}.
 */
record RolloutFact(Word word, Optional<Rollout> before, Rollout after, Cause cause) {

  /** The types of facts, which are also the names of events. */
  enum Word {
    CREATED,
    LOADED,
    LOAD_FAILED,
    WARMED,
    CANARY_STARTED,
    STEP,
    PROBES_STARTED,
    EXTENDED,
    HELD,
    HOLD_CLEARED,
    PAUSED,
    RESUMED,
    PROMOTE_REQUESTED,
    PROMOTED,
    BAKE_PASSED,
    ROLLBACK_REQUESTED,
    ROLLED_BACK,
    REVERTED,
    SUPERSEDED,
    RECOVERED,
    LEADER_CHANGED,
    REPLICA_STALE,
    LOCAL_BRAKE,
    CLOCK_JUMP,
    FILES_REPAIRED,
    FEEDBACK_ALERT
  }

  /**
   * Why something happened: people give a reason and a request; what a leader does by itself
   * carries its fencing token, and a decision the evidence that it follows from.
   */
  record Cause(
      Optional<Reason> reason,
      boolean forced,
      String requestId,
      OptionalLong fencing,
      Optional<Json.Obj> evidence) {

    /** A person's. */
    static Cause of(Rollouts.Wish wish) {
      return new Cause(
          Optional.of(new Reason("MANUAL", wish.reason())),
          wish.force(),
          wish.requestId(),
          OptionalLong.empty(),
          Optional.empty());
    }

    /** Of a leader with this token. */
    static Cause of(long fencing) {
      return new Cause(Optional.empty(), false, "", OptionalLong.of(fencing), Optional.empty());
    }

    /** Of nobody in particular, for this reason. */
    static Cause of(Reason reason) {
      return new Cause(Optional.of(reason), false, "", OptionalLong.empty(), Optional.empty());
    }

    Cause because(Reason other) {
      return new Cause(Optional.of(other), forced, requestId, fencing, evidence);
    }

    Cause by(Json.Obj proof) {
      return new Cause(reason, forced, requestId, fencing, Optional.of(proof));
    }
  }

  static RolloutFact of(Word word, Rollout before, Draft after, Cause cause) {
    return new RolloutFact(word, Optional.of(before), after.at(before.changed()), cause);
  }
}
