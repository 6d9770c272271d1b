package dev.serin.serving.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.deployment.Trial;
import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Count;
import dev.serin.serving.Prediction;
import dev.serin.serving.TestRooms;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManyThreadsTest {
  private static final int THREADS = 8;
  private static final int CALLS = 400;

  @Test
  void everyCallOfEightThreadsIsCountedOnceAndFailsNever(@TempDir Path folder)
      throws InterruptedException {
    try (Stage stage = new Stage(folder)) {
      stage.split(new Trial.Split(0.5, Optional.empty(), 1));
      stage
          .rooms()
          .format()
          .behave(
              Stage.CANARY,
              inputs ->
                  inputs.getFirst().doubles()[0] < 0 ? Stage.fail(inputs) : Stage.times(3, inputs));
      AtomicLong byCanary = new AtomicLong();
      AtomicLong failovers = new AtomicLong();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        SplittableRandom random = new SplittableRandom(i);
        threads.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      for (int call = 0; call < CALLS; call++) {
                        stage.rooms().nanos().addAndGet(random.nextInt(10_000_000));
                        stage.rooms().trials().touch();
                        Prediction prediction =
                            stage.ask(
                                random.nextInt(10) == 0 ? -1 : 1,
                                Optional.empty(),
                                TestRooms.soon());
                        byCanary.addAndGet(prediction.version() == 2 ? 1 : 0);
                        failovers.addAndGet(prediction.failover() ? 1 : 0);
                      }
                    }));
      }
      for (Thread thread : threads) {
        thread.join();
      }

      long canary = stage.count(Count.ASSIGNED, Arm.CANARY);
      assertThat(canary + stage.count(Count.ASSIGNED, Arm.CURRENT)).isEqualTo(THREADS * CALLS);
      assertThat(stage.count(Count.CALLS, Arm.CANARY)).isEqualTo(canary);
      assertThat(stage.count(Count.FAILURES, Arm.CANARY)).isEqualTo(failovers.get());
      assertThat(stage.count(Count.FAILOVERS, Arm.CANARY)).isEqualTo(failovers.get());
      assertThat(byCanary.get()).isEqualTo(canary - failovers.get());
      assertThat(stage.count(Count.FAILURES, Arm.CURRENT)).isZero();
      assertThat(stage.standing().inFlight()).isZero();
    }
  }
}
