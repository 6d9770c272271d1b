package dev.serin.bench;

import dev.serin.kit.trial.Behaviour;
import dev.serin.kit.trial.Calls;
import dev.serin.kit.trial.Course;
import dev.serin.kit.trial.Tape;
import dev.serin.kit.trial.Traffic;
import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Block;
import dev.serin.meter.trial.Count;
import dev.serin.rollout.Policy;
import dev.serin.rollout.RolloutState;
import dev.serin.rollout.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the tables of {@code docs/canary.md}: how often a healthy canary is rolled back, and how
 * soon a bad one, by Serin and by two rules that are in use elsewhere. Everything is played by
 * seed, so that the same number of runs makes the same tables.
 */
public final class CanaryTable {
  private static final int WINDOW = 180;
  private static final int NEVER = Integer.MAX_VALUE;
  private static final double ALLOWED = 0.05;
  private static final int LEAST_CALLS = 20;
  private static final int MINUTE = 60;
  private static final List<Rule> RULES =
      List.of(
          new Rule("more than 5 %, from 20 calls on", naive()),
          new Rule("one-minute alarm at 5 %", alarm()),
          new Rule("**Serin**", serin()));

  private final int runs;
  private final StringBuilder out = new StringBuilder();

  private CanaryTable(int runs) {
    this.runs = runs;
  }

  /** Says in which second it rolls a canary back, by seed. */
  private record Rule(String name, ToIntFunction<Traffic> second) {}

  private record Condition(String name, LongFunction<Traffic> traffic) {}

  /** Prints the tables; the argument says how many runs each of their cells is made of. */
  public static void main(String[] args) {
    System.out.print(text(args.length == 0 ? 400 : Integer.parseInt(args[0])));
  }

  /** The tables, with so many runs for each cell. */
  static String text(int runs) {
    return new CanaryTable(runs).text();
  }

  private String text() {
    out.append(
        String.format(
            Locale.ROOT,
            "Each cell: %d runs of %d seconds, both arms get half of the calls, each rule looks"
                + " once a second.%n",
            runs,
            WINDOW));
    falseAlarms("A healthy canary, as good as current: rolled back, %", healthy());
    falseAlarms("Both arms fail for a while (else 1 %): rolled back, %", incidents());
    held(incidents());
    for (int perSecond : new int[] {2, 10, 50, 200}) {
      found(perSecond);
    }
    return out.toString();
  }

  private static Condition condition(String name, double perSecond, double current, double canary) {
    return new Condition(
        name,
        seed -> Calls.of(seed, perSecond, Behaviour.failing(current), Behaviour.failing(canary)));
  }

  private static List<Condition> healthy() {
    return Stream.of(
            new double[][] {
              {2, 1}, {10, 1}, {50, 1}, {200, 1}, {50, 0.1}, {10, 3}, {50, 3}, {50, 4.5}
            })
        .map(
            c ->
                condition(
                    number(c[0]) + "/s, " + number(c[1]) + " %", c[0], c[1] / 100, c[1] / 100))
        .toList();
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  private static List<Condition> incidents() {
    return List.of(
        incident("30 % for 30 s, 50/s", 50, 67, 97, 0.3),
        incident("30 % for 60 s, 2/s", 2, 60, 120, 0.3),
        incident("all for 30 s, 50/s", 50, 67, 97, 1),
        incident("all of the first 30 s, 2/s", 2, 0, 30, 1),
        incident("10 % for 160 s, 50/s", 50, 10, 170, 0.1));
  }

  private static Condition incident(
      String name, double perSecond, int from, int to, double failing) {
    Behaviour both = Behaviour.failing(second -> second >= from && second < to ? failing : 0.01);
    return new Condition(name, seed -> Calls.of(seed, perSecond, both, both));
  }

  private static List<Condition> changes(double perSecond) {
    return List.of(
        condition("1 to 100 %", perSecond, 0.01, 1),
        condition("1 to 20 %", perSecond, 0.01, 0.2),
        condition("1 to 6 %", perSecond, 0.01, 0.06),
        condition("1 to 3 %", perSecond, 0.01, 0.03),
        condition("1 to 2 %", perSecond, 0.01, 0.02),
        condition("0.1 to 1 %", perSecond, 0.001, 0.01));
  }

  private void falseAlarms(String title, List<Condition> conditions) {
    head(title, conditions);
    for (Rule rule : RULES) {
      row(rule.name(), conditions, c -> percent(seconds(rule, c)));
    }
  }

  private void held(List<Condition> conditions) {
    row("Serin stops the clock", conditions, c -> percent(seconds(new Rule("", stops()), c)));
  }

  private void found(int perSecond) {
    List<Condition> conditions = changes(perSecond);
    head(
        "A worse canary at "
            + perSecond
            + " calls a second: found % / median s / 90th percentile s",
        conditions);
    for (Rule rule : RULES) {
      row(rule.name(), conditions, c -> times(seconds(rule, c)));
    }
  }

  private void head(String title, List<Condition> conditions) {
    out.append(System.lineSeparator()).append(title).append(':');
    out.append(System.lineSeparator()).append(System.lineSeparator());
    line(Stream.concat(Stream.of("rule"), conditions.stream().map(Condition::name)));
    line(Stream.generate(() -> "---").limit(1L + conditions.size()));
  }

  private void row(String name, List<Condition> conditions, Function<Condition, String> cell) {
    line(Stream.concat(Stream.of(name), conditions.stream().map(cell)));
  }

  private void line(Stream<String> cells) {
    out.append(cells.collect(Collectors.joining(" | ", "| ", " |")));
    out.append(System.lineSeparator());
  }

  private int[] seconds(Rule rule, Condition condition) {
    int[] seconds = new int[runs];
    for (int seed = 0; seed < runs; seed++) {
      seconds[seed] = rule.second().applyAsInt(condition.traffic().apply(seed));
    }
    Arrays.sort(seconds);
    return seconds;
  }

  private static long happened(int[] seconds) {
    return Arrays.stream(seconds).filter(second -> second != NEVER).count();
  }

  private static String percent(int[] seconds) {
    return String.format(Locale.ROOT, "%.1f", 100.0 * happened(seconds) / seconds.length);
  }

  private static String times(int[] sorted) {
    long found = Math.round(100.0 * happened(sorted) / sorted.length);
    return found + " / " + quantile(sorted, 0.5) + " / " + quantile(sorted, 0.9);
  }

  private static String quantile(int[] sorted, double p) {
    int second = sorted[(int) Math.ceil(p * sorted.length) - 1];
    return second == NEVER ? "-" : Integer.toString(second);
  }

  private static ToIntFunction<Traffic> serin() {
    return traffic -> {
      Course course = new Course(Policy.DEFAULT, traffic).decided(WINDOW);
      return course.state() instanceof RolloutState.RolledBack ? course.seconds() : NEVER;
    };
  }

  private static ToIntFunction<Traffic> stops() {
    return traffic ->
        new Course(Policy.DEFAULT, traffic).decided(WINDOW).first(Verdict.Hold.class).orElse(NEVER);
  }

  /** More than is allowed of all calls until now fail. */
  private static ToIntFunction<Traffic> naive() {
    return traffic -> {
      long calls = 0;
      long failures = 0;
      for (Block block : seconds(traffic)) {
        calls += block.count(Count.CALLS, Arm.CANARY);
        failures += block.count(Count.FAILURES, Arm.CANARY);
        if (calls >= LEAST_CALLS && failures > ALLOWED * calls) {
          return block.number() + 1;
        }
      }
      return NEVER;
    };
  }

  /** More than is allowed of the calls of a whole minute fail. */
  private static ToIntFunction<Traffic> alarm() {
    return traffic -> {
      long[] calls = new long[WINDOW / MINUTE];
      long[] failures = new long[WINDOW / MINUTE];
      for (Block block : seconds(traffic)) {
        calls[block.number() / MINUTE] += block.count(Count.CALLS, Arm.CANARY);
        failures[block.number() / MINUTE] += block.count(Count.FAILURES, Arm.CANARY);
      }
      for (int minute = 0; minute < calls.length; minute++) {
        if (failures[minute] > ALLOWED * calls[minute]) {
          return MINUTE * (minute + 1);
        }
      }
      return NEVER;
    };
  }

  private static List<Block> seconds(Traffic traffic) {
    Tape tape = new Tape();
    for (int second = 0; second < WINDOW; second++) {
      traffic.second(second, Policy.DEFAULT.split(), tape);
      tape.close(second);
    }
    return tape.tally().blocks();
  }
}
