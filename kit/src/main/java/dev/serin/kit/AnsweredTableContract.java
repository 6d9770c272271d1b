package dev.serin.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.base.ModelName;
import dev.serin.insight.Answered;
import dev.serin.insight.AnsweredTable;
import dev.serin.meter.trial.Arm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every table of answers must do. */
public abstract class AnsweredTableContract {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  /** Opens the table of this test; called again after a close, it is the same one. */
  protected abstract AnsweredTable open();

  private static Answered answered(String id, int seconds, Arm arm, double weight) {
    return new Answered(
        id,
        NOON.plusSeconds(seconds),
        new ModelName("iris"),
        2,
        new Answered.Place("r-1", 3, arm, weight),
        List.of("a \"b\"", "ü"));
  }

  @Test
  void whatWasPutIsFoundAlsoAfterItWasClosed() {
    Answered answered = answered("q-1", 0, Arm.CANARY, 0.5);
    try (AnsweredTable table = open()) {
      table.put(List.of(answered));

      assertThat(table.find("q-1")).contains(answered);
      assertThat(table.find("q-2")).isEmpty();
    }
    try (AnsweredTable table = open()) {
      assertThat(table.find("q-1")).contains(answered);
    }
  }

  @Test
  void ofTwoAnswersToOneRequestTheFirstIsKept() {
    try (AnsweredTable table = open()) {
      table.put(List.of(answered("q-1", 0, Arm.CANARY, 0.5)));
      table.put(List.of(answered("q-1", 1, Arm.CURRENT, 0.5)));

      assertThat(table.find("q-1")).contains(answered("q-1", 0, Arm.CANARY, 0.5));
    }
  }

  @Test
  void anAnswerIsSettledOnceAlsoAfterItWasClosed() {
    try (AnsweredTable table = open()) {
      table.put(List.of(answered("q-1", 0, Arm.CANARY, 0.5)));

      assertThat(table.settle("q-2", true)).isFalse();
      assertThat(table.settle("q-1", true)).isTrue();
    }
    try (AnsweredTable table = open()) {
      assertThat(table.settle("q-1", false)).isFalse();
      assertThat(table.settled("r-1"))
          .containsExactly(
              new AnsweredTable.Settled(
                  0.5, new AnsweredTable.Judged(0, 0), new AnsweredTable.Judged(1, 1)));
    }
  }

  @Test
  void ofThreadsThatSettleTheSameOneDoes() throws InterruptedException {
    AtomicInteger settled = new AtomicInteger();
    try (AnsweredTable table = open()) {
      table.put(List.of(answered("q-1", 0, Arm.CANARY, 0.5)));
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        threads.add(
            Thread.ofPlatform().start(() -> settled.addAndGet(table.settle("q-1", true) ? 1 : 0)));
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }

    assertThat(settled).hasValue(1);
  }

  @Test
  void whatIsSettledAddsUpForEachWeightAndArm() {
    try (AnsweredTable table = open()) {
      table.put(
          List.of(
              answered("a", 0, Arm.CANARY, 0.1),
              answered("b", 0, Arm.CURRENT, 0.1),
              answered("c", 0, Arm.CURRENT, 0.1),
              answered("d", 0, Arm.CANARY, 0.5),
              answered("e", 0, Arm.CANARY, 0.5)));
      table.settle("a", true);
      table.settle("b", true);
      table.settle("c", false);
      table.settle("d", false);

      assertThat(table.settled("r-1"))
          .containsExactly(
              new AnsweredTable.Settled(
                  0.1, new AnsweredTable.Judged(2, 1), new AnsweredTable.Judged(1, 1)),
              new AnsweredTable.Settled(
                  0.5, new AnsweredTable.Judged(0, 0), new AnsweredTable.Judged(1, 0)));
      assertThat(table.settled("r-2")).isEmpty();
    }
  }

  @Test
  void whatIsOldOrTooMuchIsForgotten() {
    try (AnsweredTable table = open()) {
      table.put(
          IntStream.range(0, 10).mapToObj(i -> answered("q-" + i, i, Arm.CANARY, 0.5)).toList());
      table.forget(NOON.plusSeconds(2), 100);
      assertThat(table.find("q-1")).isEmpty();
      assertThat(table.find("q-2")).isPresent();
      table.forget(Instant.EPOCH, 3);

      assertThat(table.find("q-6")).isEmpty();
      assertThat(table.find("q-7")).isPresent();
    }
  }
}
