package dev.serin.runtime.sklearn.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * A token pattern as a short program, matched as Python's {@code re.findall} does: leftmost, the
 * first alternative that fits, greedy unless lazy. No place of the program is tried twice at one
 * place of the text, so that a text takes time in proportion to its length, whatever the pattern.
 */
final class TokenPattern {
  /** What the default pattern says: two word characters or more, between word boundaries. */
  static final String DEFAULT = "(?u)\\b\\w\\w+\\b";

  private final List<Step> program;

  /** One instruction; numbers are places in the program. */
  private sealed interface Step {
    record One(IntPredicate takes) implements Step {}

    record Split(int first, int second) implements Step {}

    record Jump(int to) implements Step {}

    record Edge(boolean wanted) implements Step {}

    record Mark(boolean end) implements Step {}

    record Done() implements Step {}
  }

  private TokenPattern(List<Step> program) {
    this.program = program;
  }

  /**
   * The program of this pattern.
   *
   * @throws TokenSyntax.Unknown when it is not among the patterns that are translated
   */
  static TokenPattern of(String pattern) {
    Program made = new Program();
    made.add(TokenSyntax.parse(pattern));
    made.steps.add(new Step.Done());
    return new TokenPattern(List.copyOf(made.steps));
  }

  private static final class Program {
    private static final int LONGEST = 256;

    private final List<Step> steps = new ArrayList<>();

    private int add(Step step) {
      if (steps.size() >= LONGEST) {
        throw new TokenSyntax.Unknown("it is too long");
      }
      steps.add(step);
      return steps.size() - 1;
    }

    private void add(TokenSyntax.Part part) {
      switch (part) {
        case TokenSyntax.Part.One(IntPredicate takes) -> add(new Step.One(takes));
        case TokenSyntax.Part.Edge(boolean wanted) -> add(new Step.Edge(wanted));
        case TokenSyntax.Part.Sequence(List<TokenSyntax.Part> parts) -> parts.forEach(this::add);
        case TokenSyntax.Part.Either(List<TokenSyntax.Part> parts) -> either(parts);
        case TokenSyntax.Part.Repeat repeat -> repeat(repeat);
        case TokenSyntax.Part.Captured(TokenSyntax.Part inner) -> {
          add(new Step.Mark(false));
          add(inner);
          add(new Step.Mark(true));
        }
      }
    }

    private void either(List<TokenSyntax.Part> parts) {
      List<Integer> jumps = new ArrayList<>();
      for (int i = 0; i < parts.size() - 1; i++) {
        int split = add(new Step.Jump(0));
        add(parts.get(i));
        jumps.add(add(new Step.Jump(0)));
        steps.set(split, new Step.Split(split + 1, steps.size()));
      }
      add(parts.getLast());
      jumps.forEach(jump -> steps.set(jump, new Step.Jump(steps.size())));
    }

    private void repeat(TokenSyntax.Part.Repeat repeat) {
      for (int i = 0; i < repeat.least(); i++) {
        add(repeat.part());
      }
      if (repeat.most() == TokenSyntax.ENDLESS) {
        int split = add(new Step.Jump(0));
        add(repeat.part());
        add(new Step.Jump(split));
        steps.set(split, split(split + 1, steps.size(), repeat.lazy()));
        return;
      }
      List<Integer> splits = new ArrayList<>();
      for (int i = repeat.least(); i < repeat.most(); i++) {
        splits.add(add(new Step.Jump(0)));
        add(repeat.part());
      }
      splits.forEach(at -> steps.set(at, split(at + 1, steps.size(), repeat.lazy())));
    }

    private static Step split(int in, int past, boolean lazy) {
      return lazy ? new Step.Split(past, in) : new Step.Split(in, past);
    }
  }

  /** {@code findall}: the matches from left to right, or what the one group took of each. */
  List<String> all(String text) {
    int[] points = text.codePoints().toArray();
    List<String> found = new ArrayList<>();
    Search search = new Search(program, points);
    int from = 0;
    while (from < points.length) {
      if (search.match(from)) {
        found.add(new String(points, search.start, search.end - search.start));
        from = search.next;
      } else {
        from++;
      }
    }
    return found;
  }

  /** One walk over a text. A place of program and text that failed once fails for every start. */
  private static final class Search {
    private final List<Step> program;
    private final int[] points;
    private final BitSet failed = new BitSet();
    private int[] stack = new int[64];
    private int height;
    private int start;
    private int end;
    private int next;

    private Search(List<Step> program, int[] points) {
      this.program = program;
      this.points = points;
    }

    private boolean match(int from) {
      height = 0;
      push(0, from, from, -1);
      while (height > 0) {
        height -= 4;
        if (follow(stack[height], stack[height + 1], stack[height + 2], stack[height + 3])) {
          next = Math.max(next, from + 1); // a pattern that takes nothing is never translated
          return true;
        }
      }
      return false;
    }

    private void push(int step, int at, int opened, int closed) {
      if (height + 4 > stack.length) {
        stack = Arrays.copyOf(stack, 2 * stack.length);
      }
      stack[height++] = step;
      stack[height++] = at;
      stack[height++] = opened;
      stack[height++] = closed;
    }

    private boolean follow(int first, int from, int opened, int closed) {
      int step = first;
      int at = from;
      int left = opened;
      int right = closed;
      while (visit(step, at)) {
        switch (program.get(step)) {
          case Step.One(IntPredicate takes) -> {
            if (at == points.length || !takes.test(points[at])) {
              return false;
            }
            at++;
            step++;
          }
          case Step.Edge(boolean wanted) -> {
            if (edge(at) != wanted) {
              return false;
            }
            step++;
          }
          case Step.Jump(int to) -> step = to;
          case Step.Split(int preferred, int second) -> {
            push(second, at, left, right);
            step = preferred;
          }
          case Step.Mark(boolean end) -> {
            left = end ? left : at;
            right = end ? at : right;
            step++;
          }
          case Step.Done _ -> {
            start = left;
            this.end = right < 0 ? at : right;
            next = at;
            return true;
          }
        }
      }
      return false;
    }

    private boolean visit(int step, int at) {
      long place = (long) at * program.size() + step;
      if (place > Integer.MAX_VALUE - 64) {
        throw new IllegalStateException("a text beyond the size of any request");
      }
      boolean fresh = !failed.get((int) place);
      failed.set((int) place);
      return fresh;
    }

    private boolean edge(int at) {
      boolean before = at > 0 && Letters.word(points[at - 1]);
      boolean behind = at < points.length && Letters.word(points[at]);
      return before != behind;
    }
  }
}
