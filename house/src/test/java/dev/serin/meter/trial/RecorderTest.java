package dev.serin.meter.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class RecorderTest {
  private static final long SECOND = 1_000_000_000L;

  private final AtomicLong now = new AtomicLong(5);
  private final Trials trials = new Trials("here", "boot-1", now::get);

  private Tally tally() {
    return Tally.of(trials.reports("r-1", 0));
  }

  @RepeatedTest(5)
  void eightThreadsLoseNoCount(RepetitionInfo repetition) throws InterruptedException {
    int calls = 20_000;
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      SplittableRandom random = new SplittableRandom(31L * repetition.getCurrentRepetition() + i);
      threads.add(Thread.ofPlatform().start(() -> count(random, calls)));
    }
    for (Thread thread : threads) {
      thread.join();
    }

    Tally tally = tally();
    long assigned =
        tally.count(Count.ASSIGNED, Arm.CURRENT) + tally.count(Count.ASSIGNED, Arm.CANARY);
    assertThat(assigned).isEqualTo(8L * calls);
    for (Arm arm : Arm.values()) {
      long own = tally.count(Count.ASSIGNED, arm);
      assertThat(tally.count(Count.CALLS, arm)).isEqualTo(own);
      assertThat(tally.count(Count.TIMED, arm)).isEqualTo(own);
      assertThat(tally.count(Count.RANKS, arm)).isEqualTo(own * 250_000);
      assertThat(tally.count(Count.ABOVE_P90, arm)).isEqualTo(own);
      assertThat(tally.count(Count.ABOVE_P99, arm)).isZero();
      assertThat(sheet(tally).latencies().values().stream().mapToLong(it -> it.of(arm)).sum())
          .isEqualTo(own);
      assertThat(sheet(tally).classes().values().stream().mapToLong(it -> it.of(arm)).sum())
          .isEqualTo(own);
    }
    assertThat(sheet(tally).classes()).hasSize(Recorder.MOST_CLASSES + 1);
    assertThat(tally.blocks().size()).isGreaterThan(10);
  }

  private void count(SplittableRandom random, int calls) {
    Recorder recorder = trials.recorder("r-1", 1);
    for (int i = 0; i < calls; i++) {
      now.addAndGet(random.nextInt(2_000_000)); // a new block every thousand calls or so
      Arm arm = random.nextBoolean() ? Arm.CURRENT : Arm.CANARY;
      recorder.add(Count.ASSIGNED, arm);
      recorder.add(Count.CALLS, arm);
      recorder.ranked(arm, 0.25, true, false);
      recorder.took(arm, random.nextLong(90 * SECOND));
      recorder.predicted(arm, "class " + random.nextInt(60));
    }
  }

  private static Sheet sheet(Tally tally) {
    assertThat(tally.sheets()).hasSize(1);
    return tally.sheets().getFirst();
  }

  @Test
  void aBlockEndsWithItsSecondToTheNanosecond() {
    Recorder recorder = trials.recorder("r-1", 1);
    now.set(5 + SECOND - 1);
    recorder.add(Count.CALLS, Arm.CANARY);
    now.set(5 + SECOND);
    recorder.add(Count.CALLS, Arm.CANARY, 2);
    now.set(5 + 3 * SECOND);
    recorder.add(Count.CALLS, Arm.CANARY, 4);

    assertThat(tally().blocks()).extracting(Block::number).containsExactly(0, 1, 3);
    assertThat(tally().blocks())
        .extracting(block -> block.count(Count.CALLS, Arm.CANARY))
        .containsExactly(1L, 2L, 4L);
    assertThat(recorder.recent(Count.CALLS, Arm.CANARY, 1)).isEqualTo(4);
    assertThat(recorder.recent(Count.CALLS, Arm.CANARY, 3)).isEqualTo(6);
    assertThat(recorder.recent(Count.CALLS, Arm.CANARY, 4)).isEqualTo(7);
  }

  @Test
  void epochsShareTheSecondsOfTheTrial() {
    trials.recorder("r-1", 1).add(Count.CALLS, Arm.CURRENT);
    now.addAndGet(2 * SECOND);
    trials.recorder("r-1", 2).add(Count.CALLS, Arm.CURRENT);

    assertThat(tally().blocks()).extracting(Block::number).containsExactly(0, 2);
    assertThat(tally().blocks()).extracting(Block::epoch).containsExactly(1, 2);
  }

  @Test
  void aTrialThatIsResumedGoesOnAfterItsBlocks() {
    trials.resume("r-1", 90);
    trials.recorder("r-1", 3).add(Count.CALLS, Arm.CURRENT);

    assertThat(tally().blocks()).extracting(Block::number).containsExactly(90);
  }

  @Test
  void aTrialThatWasCountedBeforeItWasResumedGoesOnAfterItsBlocksToo() {
    Recorder recorder = trials.recorder("r-1", 3);
    recorder.add(Count.CALLS, Arm.CURRENT);
    trials.resume("r-1", 90);
    now.addAndGet(SECOND);
    recorder.add(Count.CALLS, Arm.CURRENT);

    assertThat(tally().blocks()).extracting(Block::number).containsExactly(0, 91);
    assertThat(trials.block("r-1")).contains(91);
  }

  @Test
  void classesBeyondFiftyAreCountedTogether() {
    Recorder recorder = trials.recorder("r-1", 1);
    for (int i = 0; i < 60; i++) {
      recorder.predicted(Arm.CURRENT, "class " + i);
    }

    assertThat(sheet(tally()).classes().get(Recorder.OTHER)).isEqualTo(new Sheet.Pair(10, 0));
  }
}
