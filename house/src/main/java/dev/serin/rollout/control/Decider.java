package dev.serin.rollout.control;

import dev.serin.base.Problem;
import dev.serin.rollout.Epoch.Kind;
import dev.serin.rollout.Reason;
import dev.serin.rollout.RolloutState;
import dev.serin.rollout.control.RolloutFact.Cause;
import dev.serin.rollout.control.RolloutFact.Word;
import java.util.ArrayList;
import java.util.List;

/** Decides what a wish means for a roll-out: facts, none when all is as wished, or a problem. */
final class Decider {
  private Decider() {}

  /** The block that is counted into, and how long the clock ran. */
  record Moment(int block, long evalMillis) {}

  static List<RolloutFact> pause(Rollout it, Moment now, boolean drained, Cause cause) {
    boolean may = it.state() instanceof RolloutState.Canary;
    if (it.state() instanceof RolloutState.Paused(boolean already)) {
      if (already == drained) {
        return List.of();
      }
      may = true;
    }
    check(may, it, "pause", "CANARY");
    return List.of(
        RolloutFact.of(
            Word.PAUSED,
            it,
            at(it, now)
                .in(new RolloutState.Paused(drained))
                .epoch(Kind.STANDING, drained ? 0 : it.weight(), now.block()),
            cause));
  }

  static List<RolloutFact> resume(Rollout it, Moment now, Cause cause) {
    return switch (it.state()) {
      case RolloutState.Canary _ -> List.of();
      case RolloutState.Held(Reason why) -> List.of(cleared(it, why, now, cause));
      case RolloutState.Paused _ ->
          List.of(
              RolloutFact.of(
                  Word.RESUMED,
                  it,
                  at(it, now)
                      .in(new RolloutState.Canary())
                      .epoch(Kind.EVALUATING, it.weight(), now.block()),
                  cause));
      default -> throw mismatch(it, "resume", "PAUSED or HELD");
    };
  }

  /** The hold ends, the gate counts anew; where evidence was missing so does the clock. */
  static RolloutFact cleared(Rollout it, Reason why, Moment now, Cause cause) {
    boolean anew = why.code().equals("INSUFFICIENT_EVIDENCE");
    return RolloutFact.of(
        Word.HOLD_CLEARED,
        it,
        at(it, now)
            .in(new RolloutState.Canary())
            .epoch(Kind.EVALUATING, it.weight(), now.block())
            .gate(now.block(), it.holds() + 1)
            .evaluated(anew ? 0 : now.evalMillis()),
        cause);
  }

  static List<RolloutFact> promote(Rollout it, Moment now, boolean gateOpen, Cause cause) {
    if (it.state() instanceof RolloutState.Baking || it.state() instanceof RolloutState.Completed) {
      return List.of();
    }
    boolean may =
        switch (it.state()) {
          case RolloutState.Canary _, RolloutState.Paused _, RolloutState.Held _ -> true;
          default -> false;
        };
    check(may, it, "promote", "CANARY, PAUSED or HELD");
    if (!gateOpen && !cause.forced()) {
      throw new Problem.Raised(
          new Problem.Conflict(
              "GATE_CLOSED",
              "the candidate is not proved yet: wait, or say force to promote it all the same"));
    }
    RolloutFact requested = RolloutFact.of(Word.PROMOTE_REQUESTED, it, at(it, now), cause);
    return List.of(requested, promoted(requested.after(), now, cause));
  }

  static RolloutFact promoted(Rollout it, Moment now, Cause cause) {
    return RolloutFact.of(
        Word.PROMOTED,
        it,
        at(it, now).in(new RolloutState.Baking()).epoch(Kind.BAKING, 1, now.block()).evaluated(0),
        cause);
  }

  static List<RolloutFact> rollBack(Rollout it, Moment now, Cause cause) {
    return switch (it.state()) {
      case RolloutState.RollingBack _,
          RolloutState.Reverting _,
          RolloutState.RolledBack _,
          RolloutState.Failed _,
          RolloutState.Superseded _ ->
          List.of();
      case RolloutState.Completed _ ->
          throw new Problem.Raised(
              new Problem.Conflict(
                  "STATE_MISMATCH",
                  "roll-out '" + it.id() + "' is COMPLETED: revert the model instead"));
      case RolloutState.Pending _,
          RolloutState.Loading _,
          RolloutState.Warming _,
          RolloutState.Shadow _,
          RolloutState.Canary _,
          RolloutState.Paused _,
          RolloutState.Held _,
          RolloutState.Baking _ ->
          List.of(back(it, now, cause));
    };
  }

  /** The candidate goes: back to the old champion where it was promoted, else just away. */
  static RolloutFact back(Rollout it, Moment now, Cause cause) {
    Reason why = cause.reason().orElseThrow();
    boolean baking = it.state() instanceof RolloutState.Baking;
    return RolloutFact.of(
        baking ? Word.REVERTED : Word.ROLLBACK_REQUESTED,
        it,
        at(it, now)
            .in(baking ? new RolloutState.Reverting(why) : new RolloutState.RollingBack(why))
            .epoch(Kind.STANDING, 0, now.block()),
        cause);
  }

  static List<RolloutFact> weight(Rollout it, Moment now, double weight, Cause cause) {
    if (!(weight > 0 && weight < 1)) {
      throw new Problem.Raised(
          new Problem.Invalid(
              "WEIGHT_INVALID",
              "weight",
              "a weight lies between 0 and 1, was "
                  + weight
                  + ": without the champion nothing can be compared; to take all requests away"
                  + " pause with drain"));
    }
    if (weight == it.weight()) {
      return List.of();
    }
    return List.of(step(it, now, weight, cause));
  }

  static RolloutFact step(Rollout it, Moment now, double weight, Cause cause) {
    Draft next = at(it, now).weight(weight);
    switch (it.state()) {
      case RolloutState.Canary _ -> next.epoch(Kind.EVALUATING, weight, now.block());
      case RolloutState.Held _ -> next.epoch(Kind.STANDING, weight, now.block());
      case RolloutState.Paused(boolean drained) ->
          next.epoch(Kind.STANDING, drained ? 0 : weight, now.block());
      case RolloutState.Pending _,
          RolloutState.Loading _,
          RolloutState.Warming _,
          RolloutState.Shadow _ -> {} // it begins with this weight
      default -> throw mismatch(it, "change the weight of", "any state before its promotion");
    }
    return RolloutFact.of(Word.STEP, it, next, cause);
  }

  /** Ends a roll-out for the sake of a newer one. */
  static RolloutFact superseded(Rollout it, Moment now, Reason why, Cause cause) {
    Cause because = cause.because(why);
    return switch (it.state()) {
      case RolloutState.Baking _ ->
          RolloutFact.of(
              Word.BAKE_PASSED, it, at(it, now).in(new RolloutState.Completed()), because);
      case RolloutState.RollingBack(Reason first) -> rolledBack(it, now, first, cause);
      case RolloutState.Reverting(Reason first) -> rolledBack(it, now, first, cause);
      default ->
          RolloutFact.of(
              Word.SUPERSEDED, it, at(it, now).in(new RolloutState.Superseded(why)), because);
    };
  }

  static RolloutFact rolledBack(Rollout it, Moment now, Reason why, Cause cause) {
    return RolloutFact.of(
        Word.ROLLED_BACK, it, at(it, now).in(new RolloutState.RolledBack(why)), cause.because(why));
  }

  static RolloutFact failed(Rollout it, Moment now, Reason why, Cause cause) {
    return RolloutFact.of(
        Word.LOAD_FAILED, it, at(it, now).in(new RolloutState.Failed(why)), cause.because(why));
  }

  /** The candidate gets its first requests. */
  static RolloutFact started(Rollout it, Moment now, Cause cause) {
    return RolloutFact.of(
        Word.CANARY_STARTED,
        it,
        new Draft(it)
            .in(new RolloutState.Canary())
            .epoch(Kind.EVALUATING, it.weight(), now.block())
            .gate(now.block(), 0)
            .evaluated(0),
        cause);
  }

  static RolloutFact held(Rollout it, Moment now, Reason why, Cause cause) {
    return RolloutFact.of(
        Word.HELD,
        it,
        at(it, now).in(new RolloutState.Held(why)).epoch(Kind.STANDING, it.weight(), now.block()),
        cause.because(why));
  }

  /** Something that changes nothing was seen. */
  static RolloutFact note(Word word, Rollout it, Moment now, Cause cause) {
    return RolloutFact.of(word, it, at(it, now), cause);
  }

  /**
   * What follows from a new run of a replica: what had no request yet is loaded again; a candidate
   * in whose time too many runs ended badly goes before it gets another request.
   */
  static List<RolloutFact> recovered(Rollout it, Moment now, boolean unclean, Cause cause) {
    boolean exposed =
        it.state() instanceof RolloutState.Canary || it.state() instanceof RolloutState.Shadow;
    Draft next = at(it, now);
    if (it.state() instanceof RolloutState.Warming) {
      next.in(new RolloutState.Loading());
    }
    int restarts = it.uncleanRestarts() + (unclean && exposed ? 1 : 0);
    RolloutFact recovered = RolloutFact.of(Word.RECOVERED, it, next.unclean(restarts), cause);
    List<RolloutFact> facts = new ArrayList<>(List.of(recovered));
    if (restarts > it.uncleanRestarts() && restarts >= it.policy().crash().maxUncleanRestarts()) {
      Reason why =
          new Reason("CRASH_LOOP", "the process ended badly " + restarts + " times meanwhile");
      facts.add(back(recovered.after(), now, cause.because(why)));
    }
    return facts;
  }

  static Draft at(Rollout it, Moment now) {
    return new Draft(it).evaluated(now.evalMillis());
  }

  private static void check(boolean may, Rollout it, String what, String where) {
    if (!may) {
      throw mismatch(it, what, where);
    }
  }

  private static Problem.Raised mismatch(Rollout it, String what, String where) {
    return new Problem.Raised(
        new Problem.Conflict(
            "STATE_MISMATCH",
            "roll-out '"
                + it.id()
                + "' is "
                + it.state().word()
                + "; to "
                + what
                + " it, it must be in "
                + where));
  }
}
