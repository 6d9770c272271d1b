package dev.serin.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.base.Digest;
import dev.serin.registry.ModelVersion;
import dev.serin.runtime.Inspection;
import dev.serin.tensor.Tensor;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class LoadedTest {
  private static final ModelVersion VERSION =
      new ModelVersion(
          TestRooms.IRIS,
          1,
          Digest.of(new byte[0]),
          Optional.empty(),
          "fake",
          FakeFormat.SIGNATURE,
          new Inspection("fake", Map.of(), FakeFormat.SIGNATURE, List.of(), List.of()),
          "test",
          Instant.EPOCH,
          Optional.empty(),
          ModelVersion.State.READY);

  private final AtomicInteger closings = new AtomicInteger();
  private final Loaded loaded = new Loaded(VERSION, new FakeFormat.Times(2, closings));

  @Test
  void whatNobodyHoldsIsFreedAtOnce() {
    CompletableFuture<Void> freed = loaded.unload();

    assertThat(freed).isDone();
    assertThat(closings).hasValue(1);
  }

  @Test
  void unloadingWaitsForTheLastLease() {
    Lease one = loaded.lease().orElseThrow();
    Lease other = loaded.lease().orElseThrow();

    CompletableFuture<Void> freed = loaded.unload();
    one.close();
    assertThat(freed).isNotDone();
    assertThat(loaded.users()).isEqualTo(1);
    other.close();

    assertThat(freed).isDone();
    assertThat(closings).hasValue(1);
  }

  @Test
  void afterUnloadingBeganThereIsNoLease() {
    Lease lease = loaded.lease().orElseThrow();
    loaded.unload();

    assertThat(loaded.lease()).isEmpty();
    lease.close();
    assertThat(loaded.lease()).isEmpty();
  }

  @Test
  void closingALeaseTwiceCountsOnce() {
    Lease one = loaded.lease().orElseThrow();
    Lease other = loaded.lease().orElseThrow();
    one.close();
    one.close();
    CompletableFuture<Void> freed = loaded.unload();

    assertThat(freed).isNotDone();
    other.close();
    assertThat(freed).isDone();
  }

  @Test
  void aHeldLeaseCanBeSharedAfterUnloadingBegan() {
    Lease lease = loaded.lease().orElseThrow();
    CompletableFuture<Void> freed = loaded.unload();
    Lease shared = lease.share();
    lease.close();

    assertThat(freed).isNotDone();
    shared.close();
    assertThat(freed).isDone();
  }

  @Test
  void unloadingTwiceFreesOnce() {
    loaded.unload();
    loaded.unload();

    assertThat(closings).hasValue(1);
  }

  @RepeatedTest(20)
  void sixtyFourThreadsNeverMeetAClosedPredictor() throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    CountDownLatch running = new CountDownLatch(32);
    List<Future<Integer>> users = new ArrayList<>();
    CompletableFuture<Void> freed;
    try (ExecutorService threads = Executors.newFixedThreadPool(64)) {
      for (int i = 0; i < 64; i++) {
        users.add(threads.submit(() -> useUntilGone(start, running)));
      }
      start.countDown();
      running.await();
      freed = loaded.unload();
      freed.join();
      assertThat(loaded.lease()).isEmpty();
    }

    for (Future<Integer> user : users) {
      assertThat(user.get()).isGreaterThanOrEqualTo(0); // raised when it met a closed one
    }
    assertThat(closings).hasValue(1);
    assertThat(loaded.users()).isZero();
  }

  private int useUntilGone(CountDownLatch start, CountDownLatch running) throws Exception {
    start.await();
    int used = 0;
    Tensor input = Tensor.ofDoubles("input-0", new double[] {1}, 1, 1);
    while (true) {
      Optional<Lease> lease = loaded.lease();
      running.countDown();
      if (lease.isEmpty()) {
        return used;
      }
      try (Lease held = lease.get()) {
        held.predictor().predict(List.of(input), Set.of("predict"), TestRooms.soon());
        used++;
      }
    }
  }
}
