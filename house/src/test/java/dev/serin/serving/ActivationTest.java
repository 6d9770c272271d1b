package dev.serin.serving;

import static dev.serin.serving.TestRooms.IRIS;
import static dev.serin.serving.TestRooms.TESTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.base.ModelName;
import dev.serin.base.Problem;
import dev.serin.deployment.Deployment;
import dev.serin.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActivationTest {
  private static final String WRONG_ROWS =
      """
      {"inputs":[{"name":"x","datatype":"FP64","shape":[1,1],"data":[1]}],
       "outputs":[{"name":"predict","datatype":"FP64","shape":[1],"data":[99]}]}
      """;

  @TempDir private Path folder;
  private TestRooms rooms;

  @BeforeEach
  void open() {
    rooms = new TestRooms(folder, Runnable::run);
  }

  @AfterEach
  void close() {
    rooms.close();
  }

  private Deployment iris() {
    return rooms.deployments().image().of(IRIS).orElseThrow();
  }

  private double answer(ModelName model) {
    try (Call call = rooms.call(model)) {
      return call.predict(List.of(Tensor.ofDoubles("x", new double[] {1}, 1, 1)), Set.of())
          .outputs()
          .getFirst()
          .doubles()[0];
    }
  }

  @Test
  void anActivatedModelIsWantedAndAnswers() {
    rooms.register(IRIS, "2");

    assertThat(rooms.activate(IRIS).number()).isEqualTo(1);
    assertThat(iris().wanted()).isTrue();
    assertThat(answer(IRIS)).isEqualTo(2);
  }

  @Test
  void withoutASourceTheLatestIsTakenOnceAndTheChampionAfterwards() {
    rooms.register(IRIS, "2");
    rooms.register(IRIS, "3");
    assertThat(rooms.activate(IRIS).number()).isEqualTo(2);
    rooms.register(IRIS, "4");

    assertThat(rooms.activate(IRIS).number()).isEqualTo(2);
  }

  @Test
  void theVersionThatTheSourceHoldsComesFirst() {
    rooms.register(IRIS, "2");
    rooms.register(IRIS, "3");
    rooms.activate(IRIS);
    rooms.hold(IRIS, 1);

    assertThat(rooms.activate(IRIS).number()).isEqualTo(1);
    assertThat(answer(IRIS)).isEqualTo(2);
    assertThat(rooms.reconciler().answering(IRIS)).containsOnlyKeys(1);
  }

  @Test
  void activatingAgainRecordsAndLoadsNothing() {
    rooms.register(IRIS, "2");
    rooms.activate(IRIS);
    List<String> before = rooms.facts();
    rooms.activate(IRIS);

    assertThat(rooms.facts()).isEqualTo(before);
    assertThat(rooms.format().made()).isEqualTo(1);
  }

  @Test
  void anUnknownModelCannotBeActivated() {
    assertThatThrownBy(() -> rooms.activate(IRIS)).hasMessageContaining("MODEL_UNKNOWN");
  }

  @Test
  void aFailedActivationIsRecordedAndChangesNothingElse() {
    rooms.register(IRIS, "2");
    rooms.activate(IRIS);
    rooms.register(IRIS, "3", WRONG_ROWS);
    rooms.hold(IRIS, 2);

    assertThatThrownBy(() -> rooms.activate(IRIS)).hasMessageContaining("GOLDEN_MISMATCH");
    assertThat(rooms.facts()).endsWith("ActivationFailed");
    assertThat(iris().champion().orElseThrow().number()).isEqualTo(1);
    assertThat(iris().wanted()).isTrue();
    assertThat(answer(IRIS)).isEqualTo(2);
    assertThat(rooms.reconciler().ready()).isTrue();
  }

  @Test
  void theFirstFailedActivationLeavesTheModelUnwanted() {
    rooms.register(IRIS, "3", WRONG_ROWS);

    assertThatThrownBy(() -> rooms.activate(IRIS)).hasMessageContaining("GOLDEN_MISMATCH");
    assertThat(iris().wanted()).isFalse();
    assertThat(iris().champion()).isEmpty();
    assertThat(rooms.reconciler().ready()).isTrue();
  }

  @Test
  void deactivatingClosesTheRouteAndFrees() {
    rooms.register(IRIS, "2");
    rooms.activate(IRIS);

    assertThat(rooms.activation().deactivate(TESTER, IRIS)).isTrue();
    assertThat(rooms.format().closed()).isEqualTo(1);
    assertThatThrownBy(() -> rooms.call(IRIS)).hasMessageContaining("MODEL_NOT_ACTIVE");
    assertThat(rooms.activation().deactivate(TESTER, IRIS)).isFalse();
    assertThat(rooms.activation().deactivate(TESTER, new ModelName("nobody"))).isFalse();
  }

  @Test
  void deactivatingWaitsForRunningCalls() throws Exception {
    rooms.register(IRIS, "2");
    rooms.activate(IRIS);
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      Call call = rooms.call(IRIS);
      Future<Boolean> deactivated = other.submit(() -> rooms.activation().deactivate(TESTER, IRIS));
      while (!rooms.reconciler().answering(IRIS).isEmpty()) {
        Thread.onSpinWait(); // until the route is closed
      }

      assertThat(rooms.format().closed()).isZero();
      assertThat(deactivated).isNotDone();
      call.close();
      assertThat(deactivated.get()).isTrue();
      assertThat(rooms.format().closed()).isEqualTo(1);
    }
  }

  @Test
  void concurrentActivationsLoadOnce(@TempDir Path other) throws Exception {
    try (ExecutorService pool = Executors.newFixedThreadPool(2);
        TestRooms shared = new TestRooms(other, pool);
        ExecutorService callers = Executors.newFixedThreadPool(16)) {
      shared.register(IRIS, "2");
      List<Future<Integer>> all = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        all.add(callers.submit(() -> shared.activate(IRIS).number()));
      }

      for (Future<Integer> one : all) {
        assertThat(one.get()).isEqualTo(1);
      }
      assertThat(shared.format().made()).isEqualTo(1);
    }
  }

  @Test
  void whatWasActivatedComesBackAfterARestart() {
    rooms.register(IRIS, "2");
    rooms.activate(IRIS);
    rooms.close();
    rooms = new TestRooms(folder, Runnable::run);
    assertThat(rooms.reconciler().ready()).isFalse();
    rooms.reconciler().reconcile();

    assertThat(rooms.reconciler().ready()).isTrue();
    assertThat(answer(IRIS)).isEqualTo(2);
  }

  /**
   * Version 1 multiplies by 1, version 2 by 2: each answer must match the version that it names.
   */
  @Test
  void underLoadNoCallFailsAtAFlipAndNoneMeetsTheOldVersionAfterwards(@TempDir Path other)
      throws Exception {
    try (ExecutorService pool = Executors.newFixedThreadPool(2);
        TestRooms shared = new TestRooms(other, pool);
        ExecutorService callers = Executors.newFixedThreadPool(8)) {
      shared.register(IRIS, "1");
      shared.register(IRIS, "2");
      shared.hold(IRIS, 1);
      shared.activate(IRIS);
      AtomicBoolean end = new AtomicBoolean();
      AtomicInteger flipped = new AtomicInteger(1); // the version that was acknowledged last
      List<String> wrong = Collections.synchronizedList(new ArrayList<>());
      CountDownLatch warm = new CountDownLatch(8);
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        running.add(callers.submit(() -> hammer(shared, end, flipped, wrong, warm)));
      }
      warm.await();
      for (int round = 0; round < 10; round++) {
        int next = round % 2 == 0 ? 2 : 1;
        flipped.set(0); // while it flips, both are right
        shared.hold(IRIS, next);
        shared.activate(IRIS);
        flipped.set(next);
      }
      end.set(true);
      for (Future<?> one : running) {
        one.get();
      }

      assertThat(wrong).isEmpty();
      assertThat(shared.format().made()).isEqualTo(11);
    }
  }

  private static void hammer(
      TestRooms rooms,
      AtomicBoolean end,
      AtomicInteger flipped,
      List<String> wrong,
      CountDownLatch warm) {
    List<Tensor> one = List.of(Tensor.ofDoubles("x", new double[] {1}, 1, 1));
    while (!end.get()) {
      int before = flipped.get();
      try (Call call = rooms.gateway().call(IRIS, Optional.empty(), -1, TestRooms.soon())) {
        int acquired = flipped.get();
        Prediction prediction = call.predict(one, Set.of());
        double value = prediction.outputs().getFirst().doubles()[0];
        if (value != prediction.version()) {
          wrong.add("version " + prediction.version() + " answered " + value);
        }
        if (before == acquired && before != 0 && prediction.version() != before) {
          wrong.add("version " + prediction.version() + " answered after " + before);
        }
      } catch (Problem.Raised raised) {
        wrong.add(raised.getMessage());
      }
      warm.countDown();
    }
  }
}
