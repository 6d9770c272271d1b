package dev.serin.runtime.torch.python;

/** What an interpretation has cost so far; beyond its limits it is refused with LIMIT_EXCEEDED. */
public final class Meter {
  static final int LONGEST_LIST = 100_000;
  static final int LONGEST_TEXT = 1_000_000;
  private static final long MOST_STEPS = 1_000_000;
  private static final int DEEPEST_CALL = 50;
  private static final int DEEPEST = 300; // within a stack of 1 MiB

  private long steps;
  private int calls;
  private int depth;

  void step(String place) {
    steps(1, place);
  }

  void steps(long count, String place) {
    steps += count;
    if (steps > MOST_STEPS || count < 0) {
      throw Trouble.limit(place, "the number of steps", MOST_STEPS);
    }
  }

  void list(long length, String place) {
    if (length > LONGEST_LIST) {
      throw Trouble.limit(place, "the length of a list", LONGEST_LIST);
    }
    steps(1 + length / 4, place);
  }

  void text(long length, String place) {
    if (length > LONGEST_TEXT) {
      throw Trouble.limit(place, "the length of a text", LONGEST_TEXT);
    }
    steps(1 + length / 16, place);
  }

  void down(String place) {
    if (++depth > DEEPEST) {
      throw Trouble.limit(place, "the depth of the evaluation", DEEPEST);
    }
  }

  void up() {
    depth--;
  }

  void enter(String place) {
    if (++calls > DEEPEST_CALL) {
      throw Trouble.limit(place, "the depth of the calls", DEEPEST_CALL);
    }
  }

  void leave() {
    calls--;
  }
}
