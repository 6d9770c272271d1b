package dev.serin.serving.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.deployment.Trial;
import dev.serin.meter.trial.Arm;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class DrawTest {
  private static final Optional<String> NO_KEY = Optional.empty();

  private static Trial trial(String rollout, double weight, Optional<String> header) {
    return new Trial(
        rollout,
        1,
        Trial.Stage.SPLIT,
        2,
        new Trial.Split(weight, header, 0.6),
        new Trial.Measuring(0.05, false, false, Duration.ofSeconds(10)),
        Optional.empty(),
        Optional.empty());
  }

  private static Trial sticky(String rollout, double weight) {
    return trial(rollout, weight, Optional.of("X-User-Id"));
  }

  private static Arm drawn(long bits, double weight) {
    return new Draw(() -> bits).arm(trial("r-1", weight, Optional.empty()), NO_KEY);
  }

  private static Arm of(String key, Trial trial) {
    return new Draw(() -> 0).arm(trial, Optional.of(key));
  }

  @Test
  void withoutAWeightTheChampionAnswersEveryDraw() {
    assertThat(drawn(0, 0)).isEqualTo(Arm.CURRENT);
    assertThat(drawn(-1, 0)).isEqualTo(Arm.CURRENT);
  }

  @Test
  void withTheWholeWeightTheCandidateAnswersEveryDraw() {
    assertThat(drawn(0, 1)).isEqualTo(Arm.CANARY);
    assertThat(drawn(-1, 1)).isEqualTo(Arm.CANARY);
  }

  @Test
  void theWeightCutsTheDrawsExactly() {
    assertThat(drawn((1L << 62) - 1, 0.25)).isEqualTo(Arm.CANARY);
    assertThat(drawn(1L << 62, 0.25)).isEqualTo(Arm.CURRENT);
  }

  @Test
  void aKeyCountsOnlyWhereTheTrialSharesByAHeader() {
    Trial random = trial("r-1", 0.5, Optional.empty());

    assertThat(new Draw(() -> 0).arm(random, Optional.of("ada"))).isEqualTo(Arm.CANARY);
    assertThat(new Draw(() -> -1).arm(random, Optional.of("ada"))).isEqualTo(Arm.CURRENT);
  }

  @RepeatedTest(50)
  void aKeyStaysWithItsArmWhateverIsDrawn(RepetitionInfo repetition) {
    SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
    String key = Long.toHexString(random.nextLong());
    Trial half = sticky("r-1", 0.5);

    assertThat(new Draw(random::nextLong).arm(half, Optional.of(key))).isEqualTo(of(key, half));
  }

  @RepeatedTest(50)
  void aGrowingWeightMovesAKeyToTheCandidateOnlyEver(RepetitionInfo repetition) {
    SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
    String key = Long.toHexString(random.nextLong());
    double weight = random.nextDouble();
    Arm before = of(key, sticky("r-1", weight));
    Arm after = of(key, sticky("r-1", Math.min(1, weight + 0.1)));

    assertThat(before == Arm.CANARY && after == Arm.CURRENT).isFalse();
  }

  @Test
  void scenario33OneKeyMeetsOneArmAndAnewOneInTheNextRollOut() {
    Trial first = sticky("r-1", 0.5);

    assertThat(IntStream.range(0, 1_000).mapToObj(_ -> of("ada", first)).distinct()).hasSize(1);
    assertThat(IntStream.range(0, 40).mapToObj(i -> of("ada", sticky("r-" + i, 0.5))).distinct())
        .hasSize(2);
  }

  @Test
  void keysSpreadLikeTheWeight() {
    Trial fifth = sticky("r-1", 0.2);

    assertThat(IntStream.range(0, 10_000).filter(i -> of("user-" + i, fifth) == Arm.CANARY).count())
        .isBetween(1_800L, 2_200L); // five standard deviations
  }

  @Test
  void drawsSpreadLikeTheWeight() {
    Draw draw = new Draw(new SplittableRandom(7)::nextLong);
    Trial third = trial("r-1", 0.33, Optional.empty());

    assertThat(
            IntStream.range(0, 10_000).filter(_ -> draw.arm(third, NO_KEY) == Arm.CANARY).count())
        .isBetween(3_060L, 3_540L);
  }
}
