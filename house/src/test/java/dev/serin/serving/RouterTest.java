package dev.serin.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.base.Digest;
import dev.serin.base.ModelName;
import dev.serin.deployment.Deployment;
import dev.serin.deployment.OnChange;
import dev.serin.deployment.Promotion;
import dev.serin.deployment.Trial;
import dev.serin.registry.ModelVersion;
import dev.serin.runtime.Inspection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class RouterTest {
  private static ModelVersion version(int number) {
    return new ModelVersion(
        TestRooms.IRIS,
        number,
        Digest.of(new byte[] {(byte) number}),
        Optional.empty(),
        "fake",
        FakeFormat.SIGNATURE,
        new Inspection("fake", Map.of(), FakeFormat.SIGNATURE, List.of(), List.of()),
        "test",
        Instant.EPOCH,
        Optional.empty(),
        ModelVersion.State.READY);
  }

  private static Deployment deployment(ModelName model, int weight) {
    Trial trial =
        new Trial(
            "r-" + model,
            1,
            Trial.Stage.SPLIT,
            2,
            new Trial.Split(weight / 100.0, Optional.empty(), 0.6),
            new Trial.Measuring(0.05, false, false, Duration.ofSeconds(10)),
            Optional.empty(),
            Optional.empty());
    return new Deployment(
        model,
        true,
        OnChange.SWITCH,
        Promotion.DIRECT,
        Optional.of(version(1)),
        Optional.of(version(2)),
        Optional.of(trial),
        Optional.empty());
  }

  private static String arm(int drawn, int weight) {
    return new Router(() -> drawn)
        .route(deployment(TestRooms.IRIS, weight), Optional.empty())
        .orElseThrow()
        .name();
  }

  @Test
  void withoutAWeightTheChampionAnswersEveryDraw() {
    assertThat(arm(0, 0)).isEqualTo("current");
    assertThat(arm(Integer.MIN_VALUE, 0)).isEqualTo("current");
  }

  @Test
  void withTheWholeWeightTheChallengerAnswersEveryDraw() {
    assertThat(arm(9_999, 100)).isEqualTo("canary");
    assertThat(arm(Integer.MIN_VALUE, 100)).isEqualTo("canary");
    assertThat(arm(-1, 100)).isEqualTo("canary");
  }

  @Test
  void theWeightCutsTheDrawsExactly() {
    assertThat(arm(2_999, 30)).isEqualTo("canary");
    assertThat(arm(3_000, 30)).isEqualTo("current");
  }

  @Test
  void withoutAChampionThereIsNoArm() {
    Deployment none =
        new Deployment(
            TestRooms.IRIS,
            true,
            OnChange.SWITCH,
            Promotion.DIRECT,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    assertThat(new Router(() -> 0).route(none, Optional.empty())).isEmpty();
  }

  @RepeatedTest(200)
  void aKeyStaysWithItsArmWhateverIsDrawn(RepetitionInfo repetition) {
    SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
    String key = Long.toHexString(random.nextLong());
    int drawn = random.nextInt();
    Deployment half = deployment(TestRooms.IRIS, 50);

    assertThat(new Router(() -> drawn).route(half, Optional.of(key)))
        .isEqualTo(new Router(() -> 0).route(half, Optional.of(key)));
  }

  @RepeatedTest(200)
  void aGrowingWeightMovesAKeyToTheChallengerOnlyEver(RepetitionInfo repetition) {
    SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
    String key = Long.toHexString(random.nextLong());
    int weight = random.nextInt(100);
    Router router = new Router(() -> 0);
    String before =
        router.route(deployment(TestRooms.IRIS, weight), Optional.of(key)).orElseThrow().name();
    String after =
        router.route(deployment(TestRooms.IRIS, weight + 1), Optional.of(key)).orElseThrow().name();

    assertThat(before.equals("canary") && after.equals("current")).isFalse();
  }

  @Test
  void keysSpreadLikeTheWeight() {
    Router router = new Router(() -> 0);
    Deployment fifth = deployment(TestRooms.IRIS, 20);

    long canary =
        IntStream.range(0, 10_000)
            .filter(
                i ->
                    router
                        .route(fifth, Optional.of("user-" + i))
                        .orElseThrow()
                        .name()
                        .equals("canary"))
            .count();

    assertThat(canary).isBetween(1_800L, 2_200L); // five standard deviations
  }

  @Test
  void drawsSpreadLikeTheWeight() {
    SplittableRandom random = new SplittableRandom(7);
    Router router = new Router(random::nextInt);
    Deployment third = deployment(TestRooms.IRIS, 33);

    long canary =
        IntStream.range(0, 10_000)
            .filter(
                _ -> router.route(third, Optional.empty()).orElseThrow().name().equals("canary"))
            .count();

    assertThat(canary).isBetween(3_060L, 3_540L);
  }

  @Test
  void oneKeyDoesNotMeetTheCanaryOfEveryModel() {
    Router router = new Router(() -> 0);

    List<String> arms =
        IntStream.range(0, 40)
            .mapToObj(i -> deployment(new ModelName("model-" + i), 50))
            .map(it -> router.route(it, Optional.of("somebody")).orElseThrow().name())
            .distinct()
            .toList();

    assertThat(arms).hasSize(2);
  }
}
