package dev.serin.runtime.sklearn;

import dev.serin.kernel.PairVotes;

/** Which rule the release that wrote a file has for the votes of pairs of classes. */
public final class PairwiseVotes {
  private PairwiseVotes() {}

  /** The rule, and a warning where a row's answer depends on the others of its batch. */
  public static PairVotes of(Attributes state, Workshop workshop) {
    boolean joint = state.release().before(0, 21);
    if (joint && state.labels("classes_").size() > 2) {
      workshop.joint(
          state.place()
              + " gives a decision_function that depends on all rows of a batch, as until 0.20");
    }
    return joint ? PairVotes.BATCH : PairVotes.EACH;
  }
}
