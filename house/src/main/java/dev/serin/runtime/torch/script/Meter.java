package dev.serin.runtime.torch.script;

import dev.serin.runtime.torch.Refusal;

/** Counts what the evaluation of one model costs, and refuses what is beyond. */
final class Meter {
  private static final long MOST_STEPS = 5_000_000;
  private static final int MOST_CALLS = 100;
  private static final int LONGEST_LIST = 1_000_000;

  private long steps;
  private int depth;

  void step(String place) {
    steps++;
    if (steps > MOST_STEPS) {
      throw Refusal.limit(place, "the number of steps", steps, MOST_STEPS);
    }
  }

  void enter(String place) {
    depth++;
    if (depth > MOST_CALLS) {
      throw Refusal.limit(place, "the depth of calls", depth, MOST_CALLS);
    }
  }

  void leave() {
    depth--;
  }

  void list(long size, String place) {
    if (size > LONGEST_LIST) {
      throw Refusal.limit(place, "the length of a list", size, LONGEST_LIST);
    }
  }
}
