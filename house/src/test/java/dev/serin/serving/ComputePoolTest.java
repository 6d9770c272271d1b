package dev.serin.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.base.Deadline;
import dev.serin.base.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ComputePoolTest {
  private final ComputePool pool = new ComputePool(2, 1);
  private final AtomicInteger after = new AtomicInteger();

  @AfterEach
  void close() {
    pool.close();
  }

  private static Deadline past() {
    return new Deadline(0, () -> 1);
  }

  @Test
  void workRunsOnAThreadOfThePool() {
    String thread =
        pool.run(
            false,
            TestRooms.soon(),
            () -> Thread.currentThread().getName(),
            after::incrementAndGet);

    assertThat(thread).startsWith("serin-compute-");
    assertThat(after).hasValue(1);
  }

  @Test
  void quickWorkRunsOnTheCallersThread() {
    Thread thread = pool.run(true, TestRooms.soon(), Thread::currentThread, after::incrementAndGet);

    assertThat(thread).isSameAs(Thread.currentThread());
    assertThat(after).hasValue(1);
  }

  @Test
  void aProblemOfTheWorkReachesTheCaller() {
    assertThatThrownBy(
            () ->
                pool.run(
                    false,
                    TestRooms.soon(),
                    () -> {
                      throw new Problem.Raised(new Problem.Invalid("X", "y", "wrong"));
                    },
                    after::incrementAndGet))
        .isInstanceOf(Problem.Raised.class)
        .hasMessage("X: wrong");
    assertThat(after).hasValue(1);
  }

  @Test
  void anErrorOfTheWorkReachesTheCallerAndTheThreadLivesOn() {
    assertThatThrownBy(
            () ->
                pool.run(
                    false,
                    TestRooms.soon(),
                    () -> {
                      throw new StackOverflowError("deep");
                    },
                    after::incrementAndGet))
        .isInstanceOf(StackOverflowError.class);

    assertThat(pool.run(false, TestRooms.soon(), () -> 7, after::incrementAndGet)).isEqualTo(7);
  }

  @Test
  void whoIsTooLateStillKeepsWhatRunsUntilItEnds() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    CountDownLatch left = new CountDownLatch(1);
    try (ExecutorService callers = Executors.newSingleThreadExecutor()) {
      Deadline byHand = new Deadline(0, () -> entered.getCount() == 0 ? 1 : -50_000_000);
      Future<?> caller =
          callers.submit(
              () ->
                  pool.run(
                      false,
                      byHand,
                      () -> {
                        entered.countDown();
                        return stay(leave);
                      },
                      left::countDown));

      assertThatThrownBy(caller::get).hasMessageContaining("DEADLINE_EXCEEDED");
      assertThat(left.getCount()).isEqualTo(1);
      leave.countDown();
      left.await();
    }
  }

  @Test
  void whatIsStillQueuedAtTheDeadlineNeverRuns() throws Exception {
    CountDownLatch leave = new CountDownLatch(1);
    AtomicInteger ran = new AtomicInteger();
    try (ExecutorService callers = Executors.newFixedThreadPool(2)) {
      List<Future<?>> busy = fill(callers, leave);

      assertThatThrownBy(
              () -> pool.run(false, past(), ran::incrementAndGet, after::incrementAndGet))
          .hasMessageContaining("DEADLINE_EXCEEDED");
      assertThat(after).hasValue(1);
      leave.countDown();
      for (Future<?> one : busy) {
        one.get();
      }
    }

    assertThat(ran).hasValue(0);
  }

  @Test
  void quickWorkQueuesWhereNoCoreIsFree() throws Exception {
    CountDownLatch leave = new CountDownLatch(1);
    try (ExecutorService callers = Executors.newFixedThreadPool(3)) {
      List<Future<?>> busy = fill(callers, leave);
      Future<String> quick =
          callers.submit(
              () ->
                  pool.run(
                      true,
                      TestRooms.soon(),
                      () -> Thread.currentThread().getName(),
                      after::incrementAndGet));
      leave.countDown();
      for (Future<?> one : busy) {
        one.get();
      }

      assertThat(quick.get()).isNotEmpty();
    }
  }

  /** Occupies both cores. */
  private List<Future<?>> fill(ExecutorService callers, CountDownLatch leave) throws Exception {
    CountDownLatch entered = new CountDownLatch(2);
    List<Future<?>> busy = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      busy.add(
          callers.submit(
              () ->
                  pool.run(
                      false,
                      TestRooms.soon(),
                      () -> {
                        entered.countDown();
                        return stay(leave);
                      },
                      () -> {})));
    }
    entered.await();
    return busy;
  }

  private static boolean stay(CountDownLatch leave) {
    try {
      leave.await();
      return true;
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
