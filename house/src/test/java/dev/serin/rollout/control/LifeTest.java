package dev.serin.rollout.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.deployment.Trial;
import dev.serin.rollout.control.Stage.Replica;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How roll-outs go when nothing is in their way. */
class LifeTest {
  @TempDir private Path folder;
  private Stage stage;
  private Replica one;

  @BeforeEach
  void open() {
    stage = new Stage(folder);
    one = stage.replica("one", "boot-1");
  }

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void aHealthyCandidateIsLoadedWarmedProvedPromotedAndBaked() {
    Rollout it = one.start(2);
    assertThat(it.state().word()).isEqualTo("LOADING");
    assertThat(one.trial().orElseThrow().stage()).isEqualTo(Trial.Stage.WARMING);
    assertThat(one.challenger()).hasValue(2);

    one.pass(1);
    assertThat(one.state(it)).isEqualTo("CANARY");
    assertThat(one.trial().orElseThrow().split().weight()).isEqualTo(0.5);
    for (int i = 0; i < 179; i++) {
      one.second(5, 0, 5, 0);
    }
    assertThat(one.state(it)).isEqualTo("CANARY");
    assertThat(one.rollouts.live(it.id()).millisToDecision()).isEqualTo(1_000);

    one.second(5, 0, 5, 0);
    assertThat(one.state(it)).isEqualTo("BAKING");
    assertThat(one.champion()).hasValue(2);
    assertThat(one.challenger()).isEmpty();
    assertThat(one.trial().orElseThrow().kept()).hasValue(1);
    for (int i = 0; i < 600; i++) {
      one.second(0, 0, 10, 0);
    }

    assertThat(one.state(it)).isEqualTo("COMPLETED");
    assertThat(one.trial()).isEmpty();
    assertThat(one.champion()).hasValue(2);
    assertThat(one.events(it))
        .containsExactly(
            "CREATED", "LOADED", "WARMED", "CANARY_STARTED", "PROMOTED", "BAKE_PASSED");
    assertThat(one.rollouts.verify(it.id()).checks()).hasSize(2);
    assertThat(one.rollouts.verify(it.id()).valid()).isTrue();
  }
}
