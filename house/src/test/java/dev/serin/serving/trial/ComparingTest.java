package dev.serin.serving.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.deployment.Trial;
import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Count;
import dev.serin.serving.Told;
import dev.serin.tensor.Tensor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparingTest {
  private static final List<Trial.Source> ALL_SOURCES =
      List.of(Trial.Source.CAPTURED, Trial.Source.REGISTERED, Trial.Source.GENERATED);

  @TempDir private Path folder;
  private Stage stage;

  @BeforeEach
  void open() {
    stage = new Stage(folder);
  }

  @AfterEach
  void close() {
    stage.close();
  }

  private List<Tensor> taking(long nanos, double factor, List<Tensor> inputs) {
    stage.rooms().nanos().addAndGet(nanos);
    return Stage.times(factor, inputs);
  }

  private void shadow() {
    stage.want(Trial.Stage.WARMING, Stage.ALL);
    stage.want(Trial.Stage.SHADOW, Stage.ALL);
  }

  private void probing(int pairs, List<Trial.Source> sources) {
    stage.want(Trial.Stage.WARMING, Stage.NONE);
    stage.want(
        Trial.Stage.SPLIT, Stage.NONE, Optional.of(new Trial.Probing(2, pairs, sources)), false);
  }

  private void seconds(int seconds) {
    for (int i = 0; i < 4 * seconds; i++) {
      stage.rooms().nanos().addAndGet(Duration.ofMillis(250).toNanos());
      stage.rooms().trials().touch();
      stage.rooms().keeper().tick();
    }
  }

  @Test
  void aMirroredCallIsAnsweredByTheChampionAndBothAreCompared() {
    shadow();
    stage.rooms().format().behave(Stage.CANARY, inputs -> taking(2_000, 2, inputs));
    stage.rooms().format().behave(Stage.CURRENT, inputs -> taking(1_000, 2, inputs));
    assertThat(stage.ask(1).version()).isEqualTo(1);
    assertThat(stage.count(Count.MIRRORED, Arm.CURRENT)).isEqualTo(1);
    assertThat(stage.count(Count.MIRRORED, Arm.CANARY)).isZero();
    assertThat(stage.count(Count.PAIRS, Arm.CURRENT)).isEqualTo(1);
    assertThat(stage.count(Count.PAIRS, Arm.CANARY)).isEqualTo(1);

    stage.rooms().format().behave(Stage.CANARY, inputs -> taking(1_050, 3, inputs));
    stage.ask(1);
    assertThat(stage.count(Count.MIRRORED, Arm.CANARY)).isEqualTo(1);
    assertThat(stage.count(Count.PAIRS, Arm.CURRENT)).isEqualTo(2);
    assertThat(stage.count(Count.PAIRS, Arm.CANARY)).isEqualTo(1);

    assertThat(stage.count(Count.ASSIGNED, Arm.CANARY)).isZero();
    assertThat(stage.rooms().seen().told())
        .extracting(told -> told.part().map(Told.Part::kind))
        .containsExactly(
            Optional.of(Told.Kind.MIRRORED),
            Optional.of(Told.Kind.MIRRORED),
            Optional.empty(),
            Optional.of(Told.Kind.MIRRORED),
            Optional.of(Told.Kind.MIRRORED),
            Optional.empty());
  }

  @Test
  void aCandidateThatFailsWhenItIsMirroredDiffersAndNobodyNotices() {
    shadow();
    stage.rooms().format().behave(Stage.CANARY, Stage::fail);

    assertThat(stage.ask(1).failover()).isFalse();
    assertThat(stage.count(Count.MIRRORED, Arm.CANARY)).isEqualTo(1);
    assertThat(stage.count(Count.PAIRS, Arm.CURRENT)).isZero();
  }

  @Test
  void onlyTheWantedPartIsMirrored() {
    stage.want(Trial.Stage.WARMING, Stage.NONE);
    stage.want(Trial.Stage.SHADOW, new Trial.Split(0.1, Optional.empty(), 0.6));
    for (int i = 0; i < 1_000; i++) {
      stage.ask(1);
    }

    assertThat(stage.count(Count.MIRRORED, Arm.CURRENT)).isBetween(55L, 150L);
  }

  @Test
  void probesComeAtTheirRateUpToTheirNumber() {
    probing(10, ALL_SOURCES);
    seconds(3);
    assertThat(stage.count(Count.PROBED, Arm.CANARY)).isBetween(5L, 6L);
    seconds(10);

    assertThat(stage.count(Count.PROBED, Arm.CANARY)).isEqualTo(10);
    assertThat(stage.count(Count.PROBED, Arm.CURRENT)).isEqualTo(10);
    assertThat(stage.count(Count.PAIRS, Arm.CURRENT)).isEqualTo(10);
    assertThat(stage.count(Count.PROBE_FAILURES, Arm.CANARY)).isZero();
    assertThat(stage.count(Count.ASSIGNED, Arm.CANARY)).isZero();
  }

  @Test
  void bothCallsOfAProbeComputeOnThreadsOfOnePool() {
    Set<String> champions = ConcurrentHashMap.newKeySet();
    Set<String> candidates = ConcurrentHashMap.newKeySet();
    probing(40, ALL_SOURCES);
    stage.rooms().format().behave(Stage.CURRENT, inputs -> on(champions, 2, inputs));
    stage.rooms().format().behave(Stage.CANARY, inputs -> on(candidates, 3, inputs));
    seconds(30);

    assertThat(stage.count(Count.PAIRS, Arm.CURRENT)).isEqualTo(40);
    assertThat(champions).isNotEmpty().allMatch(name -> name.startsWith("serin-canary-"));
    assertThat(candidates).isNotEmpty().allMatch(name -> name.startsWith("serin-canary-"));
  }

  private static List<Tensor> on(Set<String> threads, double factor, List<Tensor> inputs) {
    threads.add(Thread.currentThread().getName());
    return Stage.times(factor, inputs);
  }

  @Test
  void aProbeThatTheCandidateFailsIsItsFailure() {
    probing(4, ALL_SOURCES);
    stage.rooms().format().behave(Stage.CANARY, Stage::fail);
    seconds(3);

    assertThat(stage.count(Count.PROBED, Arm.CANARY)).isEqualTo(4);
    assertThat(stage.count(Count.PROBE_FAILURES, Arm.CANARY)).isEqualTo(4);
    assertThat(stage.count(Count.PROBED, Arm.CURRENT)).isEqualTo(4);
    assertThat(stage.count(Count.PROBE_FAILURES, Arm.CURRENT)).isZero();
    assertThat(stage.count(Count.PAIRS, Arm.CURRENT)).isZero();
  }

  @Test
  void inputsThatBothRejectProveNothing() {
    probing(4, ALL_SOURCES);
    stage.rooms().format().behave(Stage.CANARY, Stage::reject);
    stage.rooms().format().behave(Stage.CURRENT, Stage::reject);
    seconds(3);

    assertThat(stage.tally().blocks()).isEmpty();
  }

  @Test
  void madeUpInputsWithoutAFiniteAnswerProveNothing() {
    probing(4, List.of(Trial.Source.GENERATED));
    for (double factor : new double[] {Stage.CANARY, Stage.CURRENT}) {
      stage.rooms().format().behave(factor, inputs -> Stage.times(Double.NaN, inputs));
    }
    seconds(3);

    assertThat(stage.tally().blocks()).isEmpty();
  }

  @Test
  void recentRequestsComeFirst() {
    probing(3, ALL_SOURCES);
    stage.ask(77);
    Set<Double> met = ConcurrentHashMap.newKeySet();
    stage
        .rooms()
        .format()
        .behave(
            Stage.CANARY,
            inputs -> {
              met.add(inputs.getFirst().doubles()[0]);
              return Stage.times(3, inputs);
            });
    seconds(3);

    assertThat(met).containsExactly(77.0);
  }

  @Test
  void afterAPauseNoMoreProbesAreDueThanASecondBrings() {
    assertThat(new Pairing().due(new Trial.Probing(20, 100, ALL_SOURCES), 0)).isZero();
    Pairing pairing = new Pairing();
    pairing.due(new Trial.Probing(20, 30, ALL_SOURCES), 0);

    long minute = Duration.ofMinutes(1).toNanos();
    assertThat(pairing.due(new Trial.Probing(20, 30, ALL_SOURCES), minute)).isEqualTo(20);
    assertThat(pairing.due(new Trial.Probing(20, 30, ALL_SOURCES), 2 * minute)).isEqualTo(10);
    assertThat(pairing.due(new Trial.Probing(20, 30, ALL_SOURCES), 3 * minute)).isZero();
  }

  @Test
  void whatDiffersIsAnotherPrediction() {
    assertThat(differ(new double[] {1}, new double[] {1.005}, 1)).isFalse();
    assertThat(differ(new double[] {1}, new double[] {1.02}, 1)).isTrue();
    assertThat(differ(new double[] {Double.NaN}, new double[] {Double.NaN}, 1)).isFalse();
    assertThat(differ(new double[] {0.2, 0.8}, new double[] {0.4, 0.6}, 1, 2)).isFalse();
    assertThat(differ(new double[] {0.2, 0.8}, new double[] {0.6, 0.4}, 1, 2)).isTrue();
    assertThat(
            Differences.between(
                List.of(Tensor.ofTexts("y", new String[] {"a"}, 1)),
                List.of(Tensor.ofTexts("y", new String[] {"b"}, 1))))
        .isTrue();
    assertThat(Differences.between(List.of(), List.of(Tensor.ofLongs("y", new long[1], 1))))
        .isTrue();
  }

  private static boolean differ(double[] one, double[] other, long... shape) {
    return Differences.between(
        List.of(Tensor.ofDoubles("y", one, shape)), List.of(Tensor.ofDoubles("y", other, shape)));
  }
}
