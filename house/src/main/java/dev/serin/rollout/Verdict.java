package dev.serin.rollout;

/** What follows from the evidence at a tick. */
public sealed interface Verdict {

  /** Nothing new. */
  record GoOn() implements Verdict {}

  /** The candidate goes. */
  record RollBack(Reason reason) implements Verdict {}

  /** The clock stops. */
  record Hold(Reason reason) implements Verdict {}

  /** The cause of a hold is gone. */
  record Clear() implements Verdict {}

  /** The candidate is proved. */
  record Promote(Reason reason) implements Verdict {}

  /** The next weight of the ramp. */
  record Step(double weight) implements Verdict {}

  /** The bake ended quietly. */
  record Complete() implements Verdict {}
}
