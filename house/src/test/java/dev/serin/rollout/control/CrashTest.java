package dev.serin.rollout.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.base.Json;
import dev.serin.ledger.Verification;
import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Count;
import dev.serin.rollout.control.Stage.Replica;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The acceptance scenarios in which the process ends without a word. */
class CrashTest {
  private static final Json.Obj QUICK =
      Json.Obj.of("window", "6s", "maxWindow", "60s", "bake", Json.Obj.of("duration", "3s"));

  @TempDir private Path folder;

  @Test
  void scenario18AProcessThatIsKilledGoesOnWhereItWas() {
    try (Stage stage = new Stage(folder)) {
      Replica one = stage.replica("one", "boot-1");
      Rollout it = one.canary(2);
      for (int i = 0; i < 90; i++) {
        one.second(5, 0, 5, 0);
      }
      stage.crash();

      Replica again = stage.replica("one", "boot-2");
      assertThat(again.state(it)).isEqualTo("CANARY");
      Live live = again.rollouts.live(it.id());
      assertThat(live.evalMillis()).isEqualTo(90_000);
      assertThat(live.tally().count(Count.CALLS, Arm.CANARY)).isEqualTo(450);
      assertThat(again.now(it).uncleanRestarts()).isEqualTo(1);
      for (int i = 0; i < 89; i++) {
        again.second(5, 0, 5, 0);
      }
      assertThat(again.state(it)).isEqualTo("CANARY");
      again.second(5, 0, 5, 0);

      assertThat(again.state(it)).isEqualTo("BAKING");
      assertThat(again.rollouts.live(it.id()).tally().count(Count.CALLS, Arm.CANARY))
          .isEqualTo(900);
      assertThat(again.events(it)).containsOnlyOnce("RECOVERED");
      assertThat(again.rollouts.verify(it.id()).valid()).isTrue();
    }
  }

  @Test
  void aStopInOrderIsNotCountedAgainstTheCandidate() {
    try (Stage stage = new Stage(folder)) {
      Rollout it = null;
      for (int i = 0; i < 4; i++) {
        Replica one = stage.replica("one", "boot-" + i, QUICK);
        it = i == 0 ? one.canary(2) : it;
        one.second(5, 0, 5, 0);
        one.rollouts.close();
        one.rollouts.tick();
        stage.crash();
      }
      Replica last = stage.replica("one", "boot-9", QUICK);

      assertThat(last.state(it)).isEqualTo("CANARY");
      assertThat(last.now(it).uncleanRestarts()).isZero();
      assertThat(last.rollouts.live(it.id()).evalMillis()).isEqualTo(4_000);
    }
  }

  @Test
  void scenario20ACandidateThatEndsTheProcessTwiceGetsNoThirdRequest() {
    try (Stage stage = new Stage(folder)) {
      Replica one = stage.replica("one", "boot-1");
      Rollout it = one.canary(2);
      one.inFlight(3);
      one.second(5, 0, 5, 0);
      stage.crash();
      Replica two = stage.replica("one", "boot-2");
      assertThat(two.state(it)).isEqualTo("CANARY");
      assertThat(two.rollouts.live(it.id()).tally().count(Count.FAILURES, Arm.CANARY)).isEqualTo(3);
      two.inFlight(2);
      two.second(5, 0, 5, 0);
      stage.crash();

      Replica three = stage.replica("one", "boot-3");

      assertThat(three.state(it)).isEqualTo("ROLLING_BACK");
      assertThat(three.trial().orElseThrow().split().weight()).isZero();
      assertThat(three.reason(it, "ROLLBACK_REQUESTED")).isEqualTo("CRASH_LOOP");
      assertThat(three.rollouts.live(it.id()).tally().count(Count.FAILURES, Arm.CANARY))
          .isEqualTo(5);
      three.pass(1);
      assertThat(three.state(it)).isEqualTo("ROLLED_BACK");
    }
  }

  @Test
  void whatWasLoadingIsLoadedAgainAndWhatWasHeldStays() {
    try (Stage stage = new Stage(folder)) {
      Replica one = stage.replica("one", "boot-1", QUICK);
      Rollout it = one.start(2);
      one.stands(false);
      one.stand(dev.serin.meter.trial.Standing.Arrival.LOADED, "", "");
      one.pass(1);
      assertThat(one.state(it)).isEqualTo("WARMING");
      stage.crash();
      Replica two = stage.replica("one", "boot-2", QUICK);
      assertThat(two.state(it)).isEqualTo("LOADING");
      two.pass(1);
      assertThat(two.state(it)).isEqualTo("CANARY");
      two.rollouts.pause(Stage.ANNA, it.id(), false, Stage.wish("wait"));
      stage.crash();
      Replica three = stage.replica("one", "boot-3", QUICK);

      assertThat(three.state(it)).isEqualTo("PAUSED");
      three.pass(3);
      assertThat(three.state(it)).isEqualTo("PAUSED");
      assertThat(three.now(it).uncleanRestarts()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1,false", "1,true", "2,false", "2,true", "3,false", "3,true", "4,false", "4,true",
    "5,false", "5,true", "6,false", "6,true", "7,false", "7,true", "8,false", "8,true"
  })
  void scenario19AtWhateverWriteOfAPromotionItDiesThereIsOneChampion(int write, boolean after) {
    try (Stage stage = new Stage(folder)) {
      Mortal mortal = mortal(stage);
      Replica one = stage.replica("one", "boot-1", QUICK);
      Rollout it = one.canary(2);
      for (int i = 0; i < 5; i++) {
        one.second(40, 0, 40, 0);
      }
      mortal.arm(write, after);
      die(one, 40, 0);
      assertThat(mortal.dead()).isTrue();

      Replica again = reopened(stage);
      assertThat(again.champion()).hasValue(again.state(it).equals("CANARY") ? 1 : 2);
      for (int i = 0; i < 12; i++) {
        again.second(40, 0, 40, 0);
      }

      assertThat(again.state(it)).isEqualTo("COMPLETED");
      assertThat(again.champion()).hasValue(2);
      assertThat(again.events(it)).containsOnlyOnce("PROMOTED", "BAKE_PASSED");
      settled(stage, again, it);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1,false", "1,true", "2,false", "2,true", "3,false", "3,true", "4,false", "4,true",
    "5,false", "5,true", "6,false", "6,true", "7,false", "7,true", "8,false", "8,true"
  })
  void scenario19AtWhateverWriteOfARollbackItDiesTheOldOneServes(int write, boolean after) {
    try (Stage stage = new Stage(folder)) {
      Mortal mortal = mortal(stage);
      Replica one = stage.replica("one", "boot-1", QUICK);
      Rollout it = one.canary(2);
      one.second(40, 0, 40, 0);
      mortal.arm(write, after);
      die(one, 40, 40);
      assertThat(mortal.dead()).isTrue();

      Replica again = reopened(stage);
      assertThat(again.champion()).hasValue(1);
      for (int i = 0; i < 3; i++) {
        again.second(40, 0, 40, 40);
      }

      assertThat(again.state(it)).isEqualTo("ROLLED_BACK");
      assertThat(again.champion()).hasValue(1);
      assertThat(again.events(it)).containsOnlyOnce("ROLLBACK_REQUESTED", "ROLLED_BACK");
      settled(stage, again, it);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void aRecoveryThatDiesCountsOneBadStopOnce(int write) {
    try (Stage stage = new Stage(folder)) {
      Replica one = stage.replica("one", "boot-1", QUICK);
      Rollout it = one.canary(2);
      one.inFlight(2);
      one.second(40, 0, 40, 0);
      Mortal mortal = new Mortal();
      stage.wrap(mortal::ledger, mortal::desk);
      stage.crash();
      mortal.arm(write, true);
      try {
        stage.replica("one", "boot-2", QUICK);
      } catch (Mortal.Died died) {
        assertThat(mortal.dead()).isTrue();
      }

      Replica again = reopened(stage);

      assertThat(again.now(it).uncleanRestarts()).isEqualTo(1);
      assertThat(again.events(it)).containsOnlyOnce("RECOVERED");
      assertThat(again.rollouts.live(it.id()).tally().count(Count.FAILURES, Arm.CANARY))
          .isEqualTo(2);
    }
  }

  private static Mortal mortal(Stage stage) {
    Mortal mortal = new Mortal();
    stage.wrap(mortal::ledger, mortal::desk);
    stage.crash();
    return mortal;
  }

  private static Replica reopened(Stage stage) {
    stage.wrap(it -> it, it -> it);
    stage.crash();
    return stage.replica("one", "boot-3", QUICK);
  }

  private static void die(Replica one, int calls, int failed) {
    try {
      for (int i = 0; i < 10; i++) {
        one.second(calls, 0, calls, failed);
      }
    } catch (Mortal.Died died) {
      assertThat(died).isNotNull();
    }
  }

  private static void settled(Stage stage, Replica replica, Rollout it) {
    assertThat(replica.trial()).isEmpty();
    assertThat(replica.challenger()).isEmpty();
    assertThat(stage.ledger().verify()).isInstanceOf(Verification.Sound.class);
    assertThat(replica.rollouts.verify(it.id()).valid()).isTrue();
    List<String> events = replica.events(it);
    assertThat(events).startsWith("CREATED", "LOADED", "WARMED", "CANARY_STARTED");
  }
}
