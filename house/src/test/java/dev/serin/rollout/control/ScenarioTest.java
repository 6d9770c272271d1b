package dev.serin.rollout.control;

import static dev.serin.rollout.control.Stage.ANNA;
import static dev.serin.rollout.control.Stage.IRIS;
import static dev.serin.rollout.control.Stage.wish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.base.Json;
import dev.serin.deployment.Deployment;
import dev.serin.deployment.Trial;
import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Count;
import dev.serin.meter.trial.Standing.Arrival;
import dev.serin.rollout.Epoch;
import dev.serin.rollout.Reason;
import dev.serin.rollout.RolloutState;
import dev.serin.rollout.Verdict;
import dev.serin.rollout.control.Stage.Replica;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The acceptance scenarios of roll-outs that one replica can show, by their numbers. */
class ScenarioTest {
  private static final Json.Obj QUICK =
      Json.Obj.of("window", "12s", "maxWindow", "60s", "bake", Json.Obj.of("duration", "5s"));

  @TempDir private Path folder;
  private Stage stage;
  private Replica one;

  @BeforeEach
  void open() {
    stage = new Stage(folder);
    one = stage.replica("one", "boot-1", QUICK);
  }

  @AfterEach
  void close() {
    stage.close();
  }

  private void calls(int seconds, int current, int currentFailed, int canary, int canaryFailed) {
    for (int i = 0; i < seconds; i++) {
      one.second(current, currentFailed, canary, canaryFailed);
    }
  }

  @Test
  void scenario1AFreshSystemHasNoRollout() {
    one.pass(3);

    assertThat(one.rollouts.image().active()).isEmpty();
    assertThat(one.trial()).isEmpty();
    assertThat(one.champion()).hasValue(1);
    assertThat(one.rollouts.leads()).isEmpty();
  }

  @Test
  void scenario3ACandidateThatFailsEveryCallIsGoneWithinThreeSeconds() {
    Rollout it = one.canary(2);

    calls(1, 25, 0, 25, 25);
    assertThat(one.state(it)).isIn("ROLLING_BACK", "ROLLED_BACK");
    assertThat(one.trial().map(trial -> trial.split().weight()).orElse(0.0)).isZero();
    one.pass(1);

    assertThat(one.state(it)).isEqualTo("ROLLED_BACK");
    assertThat(one.reason(it, "ROLLBACK_REQUESTED")).startsWith("ERROR_");
    assertThat(one.reason(it, "ROLLED_BACK")).startsWith("ERROR_");
    assertThat(one.champion()).hasValue(1);
    assertThat(one.challenger()).isEmpty();
    assertThat(one.trial()).isEmpty();
    assertThat(one.rollouts.verify(it.id()).valid()).isTrue();
  }

  @Test
  void scenario12ACandidateThatCannotBeLoadedFailsWithoutTraffic() {
    Rollout it = one.start(2);
    one.stands(false);
    one.stand(Arrival.LOAD_FAILED, "CORRUPT", "byte 3 is wrong");
    one.pass(1);

    assertThat(one.now(it).state())
        .isEqualTo(
            new RolloutState.Failed(new Reason("LOAD", "CORRUPT: byte 3 is wrong (replica one)")));
    assertThat(one.champion()).hasValue(1);
    assertThat(one.challenger()).isEmpty();
    assertThat(one.trial()).isEmpty();
  }

  @Test
  void scenario12ACandidateThatLoadsTooLongOrWarmsBadlyFails() {
    Rollout slow = one.start(2);
    one.stands(false);
    one.stand(Arrival.LOADING, "", "");
    for (int i = 0; i < 61; i++) {
      assertThat(one.state(slow)).isEqualTo("LOADING");
      stage.time().pass(Duration.ofSeconds(2));
      one.rollouts.tick();
    }
    assertThat(one.now(slow).state().why().orElseThrow().text()).contains("120 s");

    Rollout bad = one.start(3);
    one.stand(Arrival.LOADED, "", "");
    one.pass(1);
    assertThat(one.state(bad)).isEqualTo("WARMING");
    one.stand(Arrival.WARMUP_FAILED, "NON_FINITE", "every answer is NaN");
    one.pass(1);
    assertThat(one.now(bad).state().why().orElseThrow().code()).isEqualTo("WARMUP");

    Rollout cold = one.start(2);
    one.stand(Arrival.LOADED, "", "");
    for (int i = 0; i < 32; i++) {
      stage.time().pass(Duration.ofSeconds(2));
      one.rollouts.tick();
    }
    assertThat(one.now(cold).state().why().orElseThrow().text()).contains("60 s");
    assertThat(one.events(cold)).containsExactly("CREATED", "LOADED", "LOAD_FAILED");
  }

  @Test
  void scenario13And14WithoutTrafficProbesProveTheCandidateAtTheEndOfTheWindow() {
    Rollout it = one.canary(2, "window", "180s", "maxWindow", "900s");
    one.pass(59);
    assertThat(one.trial().orElseThrow().probing()).isEmpty();
    one.pass(1);
    Trial.Probing probing = one.trial().orElseThrow().probing().orElseThrow();
    assertThat(probing.perSecond()).isEqualTo(2);
    assertThat(probing.pairs()).isEqualTo(100);
    for (int i = 0; i < 50; i++) {
      one.probe(2);
      one.pass(1);
    }
    one.pass(69);
    assertThat(one.state(it)).isEqualTo("CANARY");

    one.pass(1);

    assertThat(one.state(it)).isEqualTo("BAKING");
    assertThat(one.events(it)).contains("PROBES_STARTED").doesNotContain("EXTENDED");
    assertThat(one.rollouts.live(it.id()).evidence()).isEqualTo("probe_only");
    assertThat(one.rollouts.verify(it.id()).valid()).isTrue();
  }

  @Test
  void scenario13WithoutProbesNothingIsPromotedButHeldAndGivenUp() {
    Rollout it =
        one.canary(
            2,
            "probes",
            Json.Obj.of("enabled", false),
            "maxWindow",
            "100s",
            "hold",
            Json.Obj.of("maxHold", "5s"));
    one.pass(99);
    assertThat(one.state(it)).isEqualTo("CANARY");
    assertThat(one.events(it)).filteredOn("EXTENDED"::equals).hasSize(3);
    one.pass(1);
    assertThat(one.now(it).state().why().orElseThrow().code()).isEqualTo("INSUFFICIENT_EVIDENCE");
    assertThat(one.trial().orElseThrow().split().weight()).isEqualTo(0.5);
    one.pass(7);

    assertThat(one.state(it)).isEqualTo("ROLLED_BACK");
    assertThat(one.reason(it, "ROLLBACK_REQUESTED")).isEqualTo("HOLD_EXPIRED");
    assertThat(one.champion()).hasValue(1);
  }

  @Test
  void probesAreFasterWhereTheWindowIsShort() {
    one.canary(2, "window", "12s");
    one.pass(4);

    assertThat(one.trial().orElseThrow().probing().orElseThrow().perSecond()).isEqualTo(12.5);
  }

  @Test
  void scenario21AWallClockThatJumpsChangesNothingButIsTold() {
    Rollout it = one.canary(2);
    calls(5, 20, 0, 20, 0);
    stage.time().jump(Duration.ofHours(1));
    calls(3, 20, 0, 20, 0);
    stage.time().jump(Duration.ofHours(-2));
    calls(3, 20, 0, 20, 0);
    assertThat(one.state(it)).isEqualTo("CANARY");
    assertThat(one.rollouts.live(it.id()).evalMillis()).isEqualTo(11_000);
    calls(1, 20, 0, 20, 0);

    assertThat(one.state(it)).isEqualTo("BAKING");
    assertThat(one.events(it)).filteredOn("CLOCK_JUMP"::equals).hasSize(2);
  }

  @Test
  void aLongTickCountsTwoSecondsAtMost() {
    Rollout it = one.canary(2);
    one.stand();
    stage.time().pass(Duration.ofMinutes(10));
    one.rollouts.tick();

    assertThat(one.rollouts.live(it.id()).evalMillis()).isEqualTo(2_000);
    assertThat(one.state(it)).isEqualTo("CANARY");
  }

  @Test
  void scenario25APauseStopsTheClockAndEachWeightIsAnEpochOfItsOwn() {
    Rollout it = one.canary(2);
    calls(6, 20, 0, 20, 0);
    one.rollouts.pause(ANNA, it.id(), false, wish("lunch"));
    calls(600, 0, 0, 0, 0);
    assertThat(one.rollouts.live(it.id()).evalMillis()).isEqualTo(6_000);
    one.rollouts.weight(ANNA, it.id(), 0.1, wish("careful"));
    calls(2, 36, 0, 4, 0);
    one.rollouts.resume(ANNA, it.id(), wish("back"));
    calls(5, 36, 1, 4, 0);
    assertThat(one.state(it)).isEqualTo("CANARY");
    calls(1, 36, 0, 4, 0);

    assertThat(one.state(it)).isEqualTo("BAKING");
    assertThat(one.now(it).epochs())
        .extracting(Epoch::kind, Epoch::weight)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(Epoch.Kind.BEFORE, 0.0),
            org.assertj.core.groups.Tuple.tuple(Epoch.Kind.EVALUATING, 0.5),
            org.assertj.core.groups.Tuple.tuple(Epoch.Kind.STANDING, 0.5),
            org.assertj.core.groups.Tuple.tuple(Epoch.Kind.STANDING, 0.1),
            org.assertj.core.groups.Tuple.tuple(Epoch.Kind.EVALUATING, 0.1),
            org.assertj.core.groups.Tuple.tuple(Epoch.Kind.BAKING, 1.0));
    assertThat(one.rollouts.verify(it.id()).valid()).isTrue();
  }

  @Test
  void aDrainedPauseTakesAllRequestsAwayAndEndsAfterADay() {
    Rollout it = one.canary(2);
    one.rollouts.pause(ANNA, it.id(), true, wish("look"));
    assertThat(one.trial().orElseThrow().split().weight()).isZero();
    one.rollouts.resume(ANNA, it.id(), wish("go on"));
    assertThat(one.trial().orElseThrow().split().weight()).isEqualTo(0.5);
    one.rollouts.pause(ANNA, it.id(), true, wish("look again"));
    one.stand();
    stage
        .desk()
        .progress(
            it.id(), new Desk.Progress("PAUSED", one.now(it).epoch().number(), 0, 86_399_500));
    Replica two = stage.replica("two", "boot-2", QUICK);
    stage.time().pass(Duration.ofSeconds(11));
    two.pass(2);

    assertThat(one.reason(it, "ROLLBACK_REQUESTED")).isEqualTo("HOLD_EXPIRED");
  }

  @Test
  void scenario26RollingBackWorksInEveryStateAndTwice() {
    Rollout loading = one.start(2);
    back(loading);
    Rollout warming = one.start(2);
    one.stands(false);
    one.stand(Arrival.LOADED, "", "");
    one.pass(1);
    assertThat(one.state(warming)).isEqualTo("WARMING");
    back(warming);
    one.stands(true);
    Rollout shadow = one.canary(2, "shadow", Json.Obj.of("duration", "9s"));
    assertThat(one.state(shadow)).isEqualTo("SHADOW");
    assertThat(one.trial().orElseThrow().stage()).isEqualTo(Trial.Stage.SHADOW);
    back(shadow);
    back(one.canary(2));
    Rollout paused = one.canary(2);
    one.rollouts.pause(ANNA, paused.id(), false, wish("wait"));
    back(paused);
    Rollout held = one.canary(2, "gate", Json.Obj.of("insufficientEvidence", "hold"));
    one.pass(12);
    assertThat(one.state(held)).isEqualTo("HELD");
    back(held);
    Rollout baking = one.canary(2);
    calls(12, 20, 0, 20, 0);
    assertThat(one.state(baking)).isEqualTo("BAKING");
    one.rollouts.rollBack(ANNA, baking.id(), wish("no"));
    assertThat(one.state(baking)).isEqualTo("REVERTING");
    assertThat(one.champion()).hasValue(1);
    one.pass(1);
    assertThat(one.state(baking)).isEqualTo("ROLLED_BACK");
  }

  private void back(Rollout it) {
    long stale = one.now(it).revision() - 1;
    assertThatThrownBy(
            () ->
                one.rollouts.rollBack(
                    ANNA, it.id(), new Rollouts.Wish("late", false, Optional.of(stale), "q-2")))
        .hasMessageContaining("REVISION_STALE");
    assertThatThrownBy(() -> one.rollouts.rollBack(ANNA, it.id(), wish(" ")))
        .hasMessageContaining("REASON_MISSING");
    Rollout after = one.rollouts.rollBack(ANNA, it.id(), wish("I do not like it"));
    assertThat(after.state().word()).isEqualTo("ROLLING_BACK");
    assertThat(one.trial().orElseThrow().split().weight()).isZero();
    assertThat(one.rollouts.rollBack(ANNA, it.id(), wish("again"))).isEqualTo(after);
    one.stand();
    one.pass(1);
    assertThat(one.state(it)).isEqualTo("ROLLED_BACK");
    assertThat(one.rollouts.rollBack(ANNA, it.id(), wish("again")).state().word())
        .isEqualTo("ROLLED_BACK");
    assertThat(one.event(it, "ROLLBACK_REQUESTED").actor()).isEqualTo(ANNA);
    assertThat(one.event(it, "ROLLBACK_REQUESTED").body().text("requestId")).hasValue("q-1");
    assertThat(one.now(it).state().why()).hasValue(new Reason("MANUAL", "I do not like it"));
  }

  @Test
  void scenario27PromotingWithAClosedGateNeedsForceAndAReason() {
    Rollout it = one.canary(2);
    one.pass(1);
    assertThatThrownBy(() -> one.rollouts.promote(ANNA, it.id(), wish("now")))
        .hasMessageContaining("GATE_CLOSED");
    assertThatThrownBy(
            () ->
                one.rollouts.promote(
                    ANNA, it.id(), new Rollouts.Wish("", true, Optional.empty(), "q")))
        .hasMessageContaining("REASON_MISSING");

    one.rollouts.promote(
        ANNA, it.id(), new Rollouts.Wish("the old one is broken", true, Optional.empty(), "q"));

    assertThat(one.champion()).hasValue(2);
    assertThat(one.event(it, "PROMOTED").body().member("forced")).hasValue(Json.of(true));
    assertThat(one.events(it)).endsWith("PROMOTE_REQUESTED", "PROMOTED");
  }

  @Test
  void anOpenGateIsEnoughForAPersonToPromote() {
    Rollout it = one.canary(2);
    calls(2, 40, 0, 40, 0);

    one.rollouts.promote(ANNA, it.id(), wish("good enough"));

    assertThat(one.state(it)).isEqualTo("BAKING");
    assertThat(one.event(it, "PROMOTED").body().member("forced")).hasValue(Json.of(false));
  }

  @Test
  void scenario28ANewerVersionTakesThePlaceAndStartsFromNothing() {
    Rollout it = one.canary(2);
    calls(3, 20, 0, 20, 0);
    assertThatThrownBy(() -> one.start(3)).hasMessageContaining("ROLLOUT_ACTIVE");

    one.registry.alias(ANNA, IRIS, Deployment.CHALLENGER, 3);
    one.stands(false);
    one.pass(1);

    assertThat(one.state(it)).isEqualTo("SUPERSEDED");
    Rollout next = one.rollouts.active(IRIS).orElseThrow();
    assertThat(next.to()).isEqualTo(3);
    assertThat(next.from()).hasValue(1);
    assertThat(next.by()).isEqualTo(ANNA);
    assertThat(one.trial().orElseThrow().rollout()).isEqualTo(next.id());
    assertThat(one.trial().orElseThrow().candidate()).isEqualTo(3);
    assertThat(one.rollouts.live(next.id()).tally().count(Count.CALLS, Arm.CANARY)).isZero();
    assertThat(one.challenger()).hasValue(3);
  }

  @Test
  void scenario29AFaultAfterThePromotionBringsTheOldVersionBack() {
    Rollout it = one.canary(2, "bake", Json.Obj.of("duration", "600s"));
    calls(12, 20, 0, 20, 0);
    calls(180, 0, 0, 50, 0);
    assertThat(one.state(it)).isEqualTo("BAKING");
    int seconds = 0;
    while (one.state(it).equals("BAKING") && seconds < 5) {
      calls(1, 0, 0, 50, 15);
      seconds++;
    }

    assertThat(one.state(it)).isIn("REVERTING", "ROLLED_BACK");
    assertThat(one.champion()).hasValue(1);
    assertThat(one.reason(it, "REVERTED")).isEqualTo("BAKE_ERRORS");
    one.pass(1);
    assertThat(one.state(it)).isEqualTo("ROLLED_BACK");
    assertThat(one.rollouts.verify(it.id()).valid()).isTrue();
  }

  @Test
  void scenario15ASharedFaultHoldsAndGoesOnByItself() {
    Rollout it = one.canary(2, "window", "60s");
    calls(10, 25, 0, 25, 0);
    int hold = 0;
    while (one.state(it).equals("CANARY") && hold < 30) {
      calls(1, 25, 8, 25, 8);
      hold++;
    }
    assertThat(one.now(it).state().why().orElseThrow().code()).isEqualTo("SHARED_FAULT");
    long clock = one.rollouts.live(it.id()).evalMillis();
    int back = 0;
    while (one.state(it).equals("HELD") && back < 60) {
      calls(1, 25, 0, 25, 0);
      back++;
    }
    assertThat(back).isBetween(30, 33);
    assertThat(one.now(it).holds()).isEqualTo(1);
    assertThat(one.rollouts.live(it.id()).evalMillis()).isEqualTo(clock);
    int rest = (int) ((60_000 - clock) / 1_000);
    calls(rest - 1, 25, 0, 25, 0);
    assertThat(one.state(it)).isEqualTo("CANARY");
    calls(1, 25, 0, 25, 0);
    assertThat(one.state(it)).isEqualTo("BAKING");
    assertThat(one.events(it)).contains("HELD", "HOLD_CLEARED");
    assertThat(one.rollouts.verify(it.id()).checks()).hasSize(3);
    assertThat(one.rollouts.verify(it.id()).valid()).isTrue();
  }

  @Test
  void scenario31CallsThatHangCountAndKeepTheRollbackFromEndingUntilTheyAreGone() {
    Rollout it = one.canary(2);
    one.inFlight(25);
    calls(1, 25, 0, 0, 0);
    calls(1, 25, 0, 25, 25);
    assertThat(one.state(it)).isEqualTo("ROLLING_BACK");
    one.pass(29);
    assertThat(one.state(it)).isEqualTo("ROLLING_BACK");
    one.pass(2);
    assertThat(one.state(it)).isEqualTo("ROLLED_BACK");
  }

  @Test
  void aRampGoesStepByStep() {
    Rollout it = one.canary(2, "steps", List.of("0.05:4s", "0.25:4s", "0.5:4s"), "window", "12s");
    assertThat(one.trial().orElseThrow().split().weight()).isEqualTo(0.05);
    calls(4, 95, 0, 5, 0);
    assertThat(one.trial().orElseThrow().split().weight()).isEqualTo(0.25);
    calls(4, 75, 0, 25, 0);
    assertThat(one.trial().orElseThrow().split().weight()).isEqualTo(0.5);
    calls(4, 50, 0, 50, 0);

    assertThat(one.state(it)).isEqualTo("BAKING");
    assertThat(one.rollouts.verify(it.id()).valid()).isTrue();
  }

  @Test
  void scenario35WhatWasRecordedIsDecidedAgainAndAForgeryShows() {
    Rollout it = one.canary(2);
    calls(2, 25, 1, 25, 1);
    calls(10, 25, 0, 25, 0);
    assertThat(one.state(it)).isEqualTo("BAKING");

    Proof proof = one.rollouts.verify(it.id());

    assertThat(proof.valid()).isTrue();
    assertThat(proof.checks()).singleElement().extracting(Proof.Check::type).isEqualTo("PROMOTED");
    Simulation strict =
        one.rollouts.simulate(
            it.id(), Json.Obj.of("errors", Json.Obj.of("mode", "seed_literal", "slo", 0.01)));
    assertThat(strict.outcome()).isInstanceOf(Verdict.RollBack.class);
    assertThat(one.rollouts.simulate(it.id(), Json.Obj.of()).outcome())
        .isInstanceOf(Verdict.Promote.class);
  }

  @Test
  void aWeightWithoutTheChampionIsRefused() {
    Rollout it = one.canary(2);

    for (double weight : new double[] {0, 1, 1.5, -0.1, Double.NaN}) {
      assertThatThrownBy(() -> one.rollouts.weight(ANNA, it.id(), weight, wish("more")))
          .hasMessageContaining("WEIGHT_INVALID");
    }
    assertThatThrownBy(() -> one.start(3, "split", 1)).hasMessageContaining("POLICY_INVALID");
  }

  @Test
  void theSameKeyTwiceIsOneRollout() {
    Rollouts.Start start =
        new Rollouts.Start(IRIS, 2, Json.Obj.of(), Optional.of("build-7"), false, false);

    Rollout first = one.rollouts.start(ANNA, start);

    assertThat(one.rollouts.start(ANNA, start)).isEqualTo(first);
    assertThat(one.rollouts.of(IRIS)).hasSize(1);
  }

  @Test
  void whatCannotBeRolledOutIsRefused() {
    assertThatThrownBy(() -> one.start(9)).hasMessageContaining("VERSION_UNKNOWN");
    assertThatThrownBy(() -> one.start(1)).hasMessageContaining("VERSION_SERVES");
    assertThatThrownBy(() -> one.start(2, "splitt", 0.5)).hasMessageContaining("POLICY_INVALID");
    assertThatThrownBy(() -> one.rollouts.live("r-9")).hasMessageContaining("ROLLOUT_UNKNOWN");
    one.deployments.unwant(ANNA, IRIS, "test");
    assertThatThrownBy(() -> one.start(2)).hasMessageContaining("MODEL_INACTIVE");
    assertThat(one.rollouts.image().rollouts()).isEmpty();
  }
}
