package dev.serin.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.serin.base.Json;
import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Block;
import dev.serin.meter.trial.Count;
import dev.serin.meter.trial.Sheet;
import dev.serin.meter.trial.Tally;
import dev.serin.reader.Fixtures;
import dev.serin.rollout.Findings.Test;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole roll-outs, of which another program says what their counts mean. */
class TrajectoriesTest {
  private static final Json.Obj TOLD =
      (Json.Obj) Json.parse(Fixtures.bytes(Fixtures.root().resolve("canary/trajectories.json")), 8);
  private static final double CLAMPED = 290; // the other program stops counting at 300
  private static final int SECONDS = 180;

  static Stream<Json.Obj> errors() {
    return TOLD.list("errors").stream().map(Json.Obj.class::cast);
  }

  static Stream<Json.Obj> classes() {
    return TOLD.list("classes").stream().map(Json.Obj.class::cast);
  }

  static Stream<Json.Obj> latency() {
    return TOLD.list("latency").stream().map(Json.Obj.class::cast);
  }

  @ParameterizedTest
  @MethodSource("errors")
  void errorsMeanTheSameAtEachLook(Json.Obj run) {
    List<Long> looks = numbers(TOLD, "looks");
    for (int i = 0; i < looks.size(); i++) {
      Findings findings = findings(weight(run), blocks(run, looks.get(i).intValue()), List.of());
      agrees(findings, Test.E1, told(run, "e1", i));
      agrees(findings, Test.E2, told(run, "e2", i));
      agrees(findings, Test.F, told(run, "f", i));
      agrees(findings, Test.G, told(run, "g", i));
      agrees(findings, Test.S, told(run, "s", i));
      assertThat(findings.effects().excess()).isCloseTo(told(run, "excess", i), within(1e-8));
    }
  }

  private static void agrees(Findings findings, Test test, double told) {
    double log = findings.tests().get(test).logE();
    if (told < CLAMPED) {
      assertThat(log).as(test.name()).isCloseTo(told, within(1e-6));
    } else {
      assertThat(log).isGreaterThan(CLAMPED);
    }
  }

  @ParameterizedTest
  @MethodSource("errors")
  void errorsAreFoundInTheSameSecond(Json.Obj run) {
    assertThat(first(run, f -> f.tests().get(Test.E1).fires())).isEqualTo(whole(run, "absolute"));
    assertThat(first(run, f -> f.tests().get(Test.E2).fires())).isEqualTo(whole(run, "relative"));
    assertThat(first(run, f -> f.tests().get(Test.F).fires())).isEqualTo(whole(run, "shared"));
  }

  private static long first(Json.Obj run, Predicate<Findings> fires) {
    List<Block> all = blocks(run, SECONDS);
    for (int t = 1; t <= SECONDS; t++) {
      if (fires.test(findings(weight(run), all.subList(0, t), List.of()))) {
        return t;
      }
    }
    return -1;
  }

  @ParameterizedTest
  @MethodSource("classes")
  void classesMeanTheSame(Json.Obj run) {
    List<Long> canary = numbers(run, "canary");
    List<Long> current = numbers(run, "current");
    TreeMap<String, Sheet.Pair> pairs = new TreeMap<>();
    for (int k = 0; k < canary.size(); k++) {
      pairs.put("class " + k, new Sheet.Pair(current.get(k), canary.get(k)));
    }

    Findings findings = findings(0.5, List.of(), List.of(new Sheet(1, pairs, new TreeMap<>())));

    assertThat(findings.tests().get(Test.D).logE()).isCloseTo(told(run, "d"), within(1e-6));
    assertThat(findings.effects().psi()).isCloseTo(told(run, "psi"), within(1e-9));
    assertThat(findings.effects().jensenShannon()).isCloseTo(told(run, "js"), within(1e-9));
  }

  @ParameterizedTest
  @MethodSource("latency")
  void slownessIsFoundInTheSameSecond(Json.Obj run) {
    List<Block> all = new ArrayList<>();
    for (int t = 0; t <= SECONDS; t++) {
      all.add(timed(run, Math.min(t, SECONDS - 1), t));
    }
    long found = -1;
    for (int t = 1; t <= SECONDS && found < 0; t++) {
      Findings.Finding live = findings(0.5, all.subList(0, t + 1), List.of()).tests().get(Test.L);
      found = live.logE() >= live.threshold() ? t : -1;
    }

    assertThat(found).isEqualTo(whole(run, "raw"));
  }

  private static Block timed(Json.Obj run, int second, int number) {
    Counts counts = new Counts();
    for (Arm arm : Arm.values()) {
      Json.Obj told = run.object(arm.word()).orElseThrow();
      counts
          .add(Count.TIMED, arm, whole(run, "calls"))
          .add(Count.RANKS, arm, numbers(told, "ranks").get(second))
          .add(Count.ABOVE_P90, arm, numbers(told, "aboveP90").get(second))
          .add(Count.ABOVE_P99, arm, numbers(told, "aboveP99").get(second));
    }
    return counts.block(1, number);
  }

  private static Findings findings(double weight, List<Block> blocks, List<Sheet> sheets) {
    Timeline timeline =
        new Timeline(List.of(new Epoch(1, Epoch.Kind.EVALUATING, weight, 0)), 0, 0, 0);
    return Judge.findings(Policy.DEFAULT, timeline, new Tally(blocks, sheets));
  }

  private static List<Block> blocks(Json.Obj run, int until) {
    List<Block> blocks = new ArrayList<>();
    List<Long> canary = numbers(run, "canaryCalls");
    List<Long> current = numbers(run, "currentCalls");
    List<Long> canaryFailures = numbers(run, "canaryFailures");
    List<Long> currentFailures = numbers(run, "currentFailures");
    for (int t = 0; t < until; t++) {
      blocks.add(
          new Counts()
              .add(Count.ASSIGNED, Arm.CANARY, canary.get(t))
              .add(Count.ASSIGNED, Arm.CURRENT, current.get(t))
              .add(Count.CALLS, Arm.CANARY, canary.get(t))
              .add(Count.CALLS, Arm.CURRENT, current.get(t))
              .add(Count.FAILURES, Arm.CANARY, canaryFailures.get(t))
              .add(Count.FAILURES, Arm.CURRENT, currentFailures.get(t))
              .block(1, t));
    }
    return blocks;
  }

  private static double weight(Json.Obj run) {
    return told(run, "weight");
  }

  private static double told(Json.Obj run, String name) {
    return run.number(name).orElseThrow().doubleValue();
  }

  private static double told(Json.Obj run, String name, int at) {
    return ((Json.Num) run.list(name).get(at)).doubleValue();
  }

  private static long whole(Json.Obj run, String name) {
    return (long) told(run, name);
  }

  private static List<Long> numbers(Json.Obj run, String name) {
    return run.list(name).stream().map(n -> (long) ((Json.Num) n).doubleValue()).toList();
  }
}
