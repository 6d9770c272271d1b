package dev.serin.rollout.control;

import static dev.serin.rollout.control.Stage.ANNA;
import static dev.serin.rollout.control.Stage.IRIS;
import static dev.serin.rollout.control.Stage.wish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.base.Actor;
import dev.serin.base.Json;
import dev.serin.base.ModelName;
import dev.serin.deployment.Deployment;
import dev.serin.deployment.Promotion;
import dev.serin.ledger.Transaction;
import dev.serin.rollout.Reason;
import dev.serin.rollout.control.Stage.Replica;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Roll-outs that begin, change and end because somebody moved an alias. */
class AliasesTest {
  private static final Actor BERT = new Actor("bert");
  private static final Json.Obj QUICK =
      Json.Obj.of("window", "4s", "maxWindow", "60s", "bake", Json.Obj.of("duration", "5s"));

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

  private Rollout active() {
    return one.rollouts.active(IRIS).orElseThrow();
  }

  private void bake(Rollout it) {
    for (int i = 0; i < 4; i++) {
      one.second(40, 0, 40, 0);
    }
    assertThat(one.state(it)).isEqualTo("BAKING");
  }

  @Test
  void aChallengerBeginsARolloutOfWhoSetIt() {
    one.registry.alias(BERT, IRIS, Deployment.CHALLENGER, 2);
    one.pass(1);

    assertThat(active().by()).isEqualTo(BERT);
    assertThat(active().to()).isEqualTo(2);
    one.pass(1);
    assertThat(active().state().word()).isEqualTo("CANARY");
    assertThat(one.rollouts.of(IRIS)).hasSize(1);
  }

  @Test
  void aChampionThatHasToProveItselfBecomesAChallenger() {
    one.deployments.promotion(ANNA, IRIS, Promotion.CANARY);
    one.deployments.alias(BERT, IRIS, Deployment.CHAMPION, 2);

    assertThat(one.champion()).hasValue(1);
    assertThat(one.challenger()).hasValue(2);
    one.pass(1);
    assertThat(active().by()).isEqualTo(BERT);
    one.rollouts.rollBack(ANNA, active().id(), wish("no"));
    one.pass(2);
    one.deployments.activate(BERT, IRIS, 3);
    assertThat(one.champion()).hasValue(1);
    assertThat(one.challenger()).hasValue(3);
    one.deployments.alias(BERT, IRIS, "green", 3);
    assertThat(one.registry.image().known(IRIS).aliases()).containsEntry("green", 3);
  }

  @Test
  void aChallengerThatIsRemovedEndsItsRollout() {
    Rollout it = one.canary(2);

    one.registry.unalias(BERT, IRIS, Deployment.CHALLENGER);
    one.pass(2);

    assertThat(one.state(it)).isEqualTo("ROLLED_BACK");
    assertThat(one.reason(it, "ROLLBACK_REQUESTED")).isEqualTo("MANUAL");
    assertThat(one.rollouts.image().active()).isEmpty();
  }

  @Test
  void aChampionThatIsMovedByHandEndsARollout() {
    Rollout it = one.canary(2);
    one.registry.alias(BERT, IRIS, Deployment.CHAMPION, 3);
    one.pass(1);
    assertThat(one.state(it)).isEqualTo("SUPERSEDED");
    assertThat(one.champion()).hasValue(3);
    assertThat(one.challenger()).isEmpty();

    Rollout baking = one.canary(2);
    bake(baking);
    one.registry.alias(BERT, IRIS, Deployment.CHAMPION, 1);
    one.pass(1);
    assertThat(one.state(baking)).isEqualTo("COMPLETED");
    assertThat(one.champion()).hasValue(1);
    assertThat(one.trial()).isEmpty();
  }

  @Test
  void aModelThatIsDeactivatedHasNoRollout() {
    Rollout it = one.canary(2);
    one.deployments.unwant(BERT, IRIS, "off");
    one.pass(2);
    assertThat(one.state(it)).isEqualTo("ROLLED_BACK");

    one.registry.alias(BERT, IRIS, Deployment.CHALLENGER, 3);
    one.pass(2);
    assertThat(one.rollouts.image().active()).isEmpty();
    one.deployments.want(BERT, IRIS);
    one.pass(1);
    assertThat(active().to()).isEqualTo(3);
  }

  @Test
  void aVersionThatIsArchivedLosesItsRollout() {
    Rollout it = one.canary(2);
    one.registry.archive(BERT, IRIS);
    one.pass(2);

    assertThat(one.state(it)).isEqualTo("ROLLED_BACK");
    assertThat(one.challenger()).isEmpty();
  }

  @Test
  void aNewerVersionEndsABakeWhichCounts() {
    Rollout it = one.canary(2);
    bake(it);
    one.registry.alias(BERT, IRIS, Deployment.CHALLENGER, 3);
    one.pass(1);

    assertThat(one.state(it)).isEqualTo("COMPLETED");
    assertThat(active().from()).hasValue(2);
    assertThat(active().to()).isEqualTo(3);
  }

  @Test
  void aVersionWithAnotherSignatureFailsWhereAnAliasStartedIt() {
    int odd = stage.odd();
    assertThatThrownBy(() -> one.start(odd))
        .hasMessageContaining("SIGNATURE_MISMATCH")
        .hasMessageContaining("columns");
    one.registry.alias(BERT, IRIS, Deployment.CHALLENGER, odd);
    one.pass(1);

    Rollout failed = one.rollouts.of(IRIS).getFirst();
    assertThat(failed.state().why().orElseThrow().code()).isEqualTo("SIGNATURE");
    assertThat(one.challenger()).isEmpty();
    assertThat(one.trial()).isEmpty();
    one.pass(2);
    assertThat(one.rollouts.of(IRIS)).hasSize(1);
    one.rollouts.start(
        ANNA, new Rollouts.Start(IRIS, odd, Json.Obj.of(), Optional.empty(), false, true));
    assertThat(one.rollouts.image().active()).hasSize(1);
  }

  @Test
  void aModelWithoutAChampionGetsItsFirstOne() {
    ModelName rose = new ModelName("rose");
    stage.register(rose, "model r");
    Rollout it =
        one.rollouts.start(
            ANNA, new Rollouts.Start(rose, 1, Json.Obj.of(), Optional.empty(), false, false));
    assertThat(it.from()).isEmpty();
    one.stand(rose);
    one.rollouts.tick();

    assertThat(one.state(it)).isEqualTo("COMPLETED");
    Deployment after = one.deployments.image().of(rose).orElseThrow();
    assertThat(after.champion().orElseThrow().number()).isEqualTo(1);
    assertThat(after.wanted()).isTrue();
    assertThat(after.challenger()).isEmpty();
    assertThat(after.trial()).isEmpty();
    assertThat(one.events(it)).containsExactly("CREATED", "LOADED", "WARMED");
  }

  @Test
  void revertingMovesTheChampionAtOnce() {
    Rollout it = one.canary(2);
    assertThatThrownBy(() -> one.rollouts.revert(ANNA, IRIS, 1, wish("back")))
        .hasMessageContaining("ROLLOUT_ACTIVE");
    bake(it);
    one.rollouts.revert(ANNA, IRIS, 1, wish("worse for us"));
    assertThat(one.champion()).hasValue(1);
    one.pass(1);
    assertThat(one.state(it)).isEqualTo("ROLLED_BACK");

    Rollout next = one.canary(2);
    bake(next);
    one.rollouts.revert(ANNA, IRIS, 3, wish("an older one still"));
    assertThat(one.champion()).hasValue(3);
    assertThat(one.state(next)).isEqualTo("COMPLETED");
    assertThat(one.events(next)).endsWith("BAKE_PASSED", "REVERTED");
    one.rollouts.revert(ANNA, IRIS, 2, wish("no"));
    assertThat(one.champion()).hasValue(2);
    assertThat(one.event(next, "REVERTED").actor()).isEqualTo(ANNA);
    assertThatThrownBy(() -> one.rollouts.revert(ANNA, IRIS, 9, wish("x")))
        .hasMessageContaining("VERSION_UNKNOWN");
  }

  @Test
  void whatOthersSeeIsInTheAudit() {
    Rollout it = one.canary(2);
    one.rollouts.feedbackAlert(it.id(), new Reason("WRONG_ANSWERS", "70 of 700"));
    one.rollouts.filesRepaired(it.id(), "current/ holds version 1 again");

    assertThat(one.events(it)).endsWith("FEEDBACK_ALERT", "FILES_REPAIRED");
    assertThat(one.state(it)).isEqualTo("CANARY");
    assertThat(one.rollouts.events(it.id(), one.event(it, "FEEDBACK_ALERT").position())).hasSize(1);
  }

  @Test
  void aTransactionThatFailsLeavesEverythingAsItWas() {
    Rollout it = one.canary(2);
    Transaction moved = new Transaction(stage.ledger(), BERT);
    one.registry.alias(moved, IRIS, Deployment.CHAMPION, 9);
    assertThatThrownBy(moved::commit).hasMessageContaining("VERSION_UNKNOWN");

    one.pass(1);
    assertThat(one.state(it)).isEqualTo("CANARY");
  }
}
