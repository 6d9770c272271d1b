package dev.serin.rollout.control;

import static dev.serin.rollout.control.Stage.ANNA;
import static dev.serin.rollout.control.Stage.IRIS;
import static dev.serin.rollout.control.Stage.wish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.base.Json;
import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Count;
import dev.serin.meter.trial.Report;
import dev.serin.meter.trial.Standing;
import dev.serin.meter.trial.Standing.Arrival;
import dev.serin.meter.trial.Tally;
import dev.serin.rollout.Findings;
import dev.serin.rollout.Judge;
import dev.serin.rollout.Reason;
import dev.serin.rollout.Timeline;
import dev.serin.rollout.control.Stage.Replica;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The acceptance scenarios of several replicas over one ledger and one desk. */
class FleetTest {
  private static final Json.Obj QUICK =
      Json.Obj.of("window", "30s", "maxWindow", "90s", "bake", Json.Obj.of("duration", "5s"));

  @TempDir private Path folder;
  private Stage stage;
  private Replica one;
  private Replica two;
  private Replica three;

  @BeforeEach
  void open() {
    stage = new Stage(folder);
    one = stage.replica("one", "boot-1", QUICK);
    two = stage.replica("two", "boot-2", QUICK);
    three = stage.replica("three", "boot-3", QUICK);
  }

  @AfterEach
  void close() {
    stage.close();
  }

  /** A second in which each of these answers so many calls of both arms, and then ticks. */
  private void second(List<Replica> replicas, int calls, int failed) {
    replicas.forEach(it -> it.answer(calls, 0, calls, failed));
    stage.time().pass(Duration.ofSeconds(1));
    replicas.forEach(it -> it.rollouts.tick());
  }

  @Test
  void mostReplicasMustHaveLoadedItBeforeItGoesOn() {
    Rollout it = one.start(2);
    List.of(one, two, three).forEach(replica -> replica.stand(Arrival.LOADING, "", ""));
    tickAll();
    one.stand(Arrival.LOADED, "", "");
    tickAll();
    tickAll();
    assertThat(one.state(it)).isEqualTo("LOADING");
    two.stand(Arrival.LOADED, "", "");
    tickAll();
    tickAll();
    assertThat(two.state(it)).isEqualTo("WARMING");
    List.of(one, two, three).forEach(Replica::stand);
    tickAll();
    tickAll();
    assertThat(three.state(it)).isEqualTo("CANARY");
  }

  private void tickAll() {
    stage.time().pass(Duration.ofSeconds(1));
    List.of(one, two, three).forEach(it -> it.rollouts.tick());
  }

  @Test
  void oneLeadsAndCountsOfAllDecide() {
    Rollout it = one.start(2);
    List<Replica> all = List.of(one, two, three);
    for (int i = 0; i < 33; i++) {
      second(all, 5, 0);
    }

    assertThat(two.state(it)).isEqualTo("BAKING");
    assertThat(all).filteredOn(replica -> replica.rollouts.leads().isPresent()).hasSize(1);
    assertThat(two.rollouts.live(it.id()).replicas()).containsOnlyKeys("one", "two", "three");
    assertThat(two.events(it)).containsOnlyOnce("PROMOTED", "CANARY_STARTED");
    assertThat(one.champion()).hasValue(2);
    assertThat(three.champion()).hasValue(2);
  }

  @Test
  void scenario22AnOldLeaderThatComesBackDecidesNothing() {
    Rollout it = one.canary(2);
    second(List.of(one, two), 5, 0);
    long old = one.rollouts.leads().orElseThrow();
    assertThat(two.rollouts.leads()).isEmpty();
    for (int i = 0; i < 12; i++) {
      second(List.of(two), 5, 0);
    }
    long newer = two.rollouts.leads().orElseThrow();
    assertThat(newer).isGreaterThan(old);

    Deeds late = one.deeds();
    RolloutFact fact =
        Decider.back(
            one.now(it),
            new Decider.Moment(0, 0),
            RolloutFact.Cause.of(old).because(new Reason("ERROR_RELATIVE", "late")));
    assertThatThrownBy(() -> late.write(Controller.JUDGE, List.of(fact)))
        .hasMessageContaining("FENCED");
    second(List.of(one, two), 5, 5);
    second(List.of(one, two), 5, 5);

    assertThat(one.rollouts.leads()).isEmpty();
    assertThat(one.events(it)).containsOnlyOnce("ROLLBACK_REQUESTED");
    assertThat(one.event(it, "ROLLBACK_REQUESTED").body().number("fencing").orElseThrow())
        .isEqualTo(new Json.Num(String.valueOf(newer)));
    assertThat(leaders()).hasSize(2).isSorted();
  }

  private List<Long> leaders() {
    List<Long> tokens = new ArrayList<>();
    stage
        .ledger()
        .replay(
            Rollouts.STREAM,
            fact -> {
              if (fact.type().equals("LEADER_CHANGED")) {
                tokens.add(fact.body().number("fencing").orElseThrow().longValue());
              }
            });
    return tokens;
  }

  @Test
  void scenario23AReplicaThatIsCutOffMissesNothingInTheEnd() {
    Rollout it = one.start(2);
    List<Replica> all = List.of(one, two, three);
    for (int i = 0; i < 5; i++) {
      second(all, 5, 0);
    }
    assertThat(one.state(it)).isEqualTo("CANARY");
    for (int i = 0; i < 15; i++) {
      three.answer(5, 0, i < 10 ? 5 : 0, 0); // what it does while nobody hears of it
      second(List.of(one, two), 5, 0);
    }
    assertThat(three.trials.silence()).isGreaterThan(Duration.ofSeconds(10).toNanos());
    assertThat(one.events(it)).containsOnlyOnce("REPLICA_STALE");
    assertThat(one.rollouts.live(it.id()).stale()).containsExactly("three");
    one.rollouts.rollBack(ANNA, it.id(), wish("enough"));
    assertThat(two.trial().orElseThrow().split().weight()).isZero();
    second(List.of(one, two), 0, 0);
    second(List.of(one, two), 0, 0);
    assertThat(two.state(it)).isEqualTo("ROLLED_BACK");

    stage.time().pass(Duration.ofSeconds(45));
    three.rollouts.tick();

    Tally tally = one.rollouts.live(it.id()).tally();
    long seconds = 5 - 1; // the first second is before the first request
    assertThat(tally.count(Count.CALLS, Arm.CANARY)).isEqualTo(5 * (3 * seconds + 2 * 15 + 10));
    assertThat(three.trials.silence()).isZero();
    assertThat(three.trials.block(it.id())).isEmpty();
  }

  @Test
  void aReplicaThatBrakesIsTold() {
    Rollout it = one.canary(2);
    two.answer(1, 0, 0, 0);
    two.trials.stand(it.id(), new Standing(Arrival.WARM, "", "", 50, 2, 0, true));
    stage.time().pass(Duration.ofSeconds(1));
    two.rollouts.tick();
    one.rollouts.tick();
    one.rollouts.tick();

    assertThat(one.events(it)).containsOnlyOnce("LOCAL_BRAKE");
  }

  @Test
  void scenario24ReportsThatComeTwiceLateAndFromSeveralRunsGiveTheSameEvidence() {
    Rollout it = one.canary(2);
    for (int i = 0; i < 20; i++) {
      second(List.of(one, two, three), 7, i % 5 == 0 ? 1 : 0);
    }
    one.rollouts.tick();
    List<Report> reports = new ArrayList<>(stage.desk().since(it.id(), 0).reports());
    Tally straight = Tally.of(reports);
    Timeline timeline = one.now(it).timeline(20_000);
    Findings findings = Judge.findings(it.policy(), timeline, straight);
    Random random = new Random(24);
    for (int i = 0; i < 20; i++) {
      List<Report> mixed = new ArrayList<>(reports);
      mixed.addAll(reports.subList(0, random.nextInt(reports.size())));
      Collections.shuffle(mixed, random);

      Tally other = Tally.of(mixed);

      assertThat(other).isEqualTo(straight);
      assertThat(Judge.findings(it.policy(), timeline, other)).isEqualTo(findings);
    }
    assertThat(one.rollouts.live(it.id()).tally()).isEqualTo(straight);
  }

  @Test
  void aReplicaThatComesLateCountsOnAndOneThatStartsAnewIsNotStale() {
    Rollout it = one.canary(2);
    for (int i = 0; i < 5; i++) {
      second(List.of(one), 5, 0);
    }
    Replica four = stage.replica("four", "boot-4", QUICK);
    assertThat(four.events(it)).doesNotContain("RECOVERED");
    assertThat(four.trials.block(it.id())).hasValue(5);
    two.rollouts.tick();
    Replica again = stage.replica("two", "boot-5", QUICK);
    for (int i = 0; i < 12; i++) {
      second(List.of(one, again, four), 5, 0);
    }

    assertThat(one.events(it)).doesNotContain("REPLICA_STALE");
    assertThat(one.rollouts.live(it.id()).replicas()).containsOnlyKeys("one", "two", "four");
  }

  @Test
  void tokensGrowEvenWhereTheDeskIsLost() {
    Rollout it = one.canary(2);
    second(List.of(one), 5, 0);
    long token = one.rollouts.image().fencing();
    assertThat(stage.desk().lead(new Desk.Run("one", "boot-9"), Duration.ofSeconds(10), 41))
        .hasValue(42L);
    assertThat(OptionalLong.of(token).getAsLong()).isLessThan(42);
    assertThat(it.model()).isEqualTo(IRIS);
  }
}
