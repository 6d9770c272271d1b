package dev.serin.serving;

import static dev.serin.serving.TestRooms.IRIS;
import static dev.serin.serving.TestRooms.TESTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.base.Deadline;
import dev.serin.registry.ModelVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReconcilerTest {
  private static final String WRONG_ROWS =
      """
      {"inputs":[{"name":"x","datatype":"FP64","shape":[1,1],"data":[1]}],
       "outputs":[{"name":"predict","datatype":"FP64","shape":[1],"data":[99]}]}
      """;

  @TempDir private Path folder;
  private final List<Runnable> loads = new ArrayList<>();
  private TestRooms rooms;
  private Reconciler reconciler;

  @BeforeEach
  void open() {
    rooms = new TestRooms(folder, loads::add);
    reconciler = rooms.reconciler();
  }

  @AfterEach
  void close() {
    rooms.close();
  }

  private void load() {
    List<Runnable> due = List.copyOf(loads);
    loads.clear();
    due.forEach(Runnable::run);
  }

  private void want(ModelVersion version) {
    rooms.deployments().activate(TESTER, version.model(), version.number());
    reconciler.reconcile();
  }

  @Test
  void nothingWantedIsReady() {
    rooms.register(IRIS, "2");
    reconciler.reconcile();

    assertThat(reconciler.ready()).isTrue();
    assertThat(loads).isEmpty();
    assertThat(reconciler.state(IRIS, 1)).isEqualTo(new LoadState.Unloaded());
  }

  @Test
  void whatIsWantedIsLoadedOnce() {
    want(rooms.register(IRIS, "2"));
    reconciler.reconcile();
    reconciler.reconcile();

    assertThat(loads).hasSize(1);
    assertThat(reconciler.ready()).isFalse();
    assertThat(reconciler.unready()).containsExactly("iris: version 1 is loading");
    load();
    assertThat(reconciler.ready()).isTrue();
    assertThat(reconciler.state(IRIS, 1))
        .isEqualTo(new LoadState.Available(rooms.clock().instant(), 8, 1));
    assertThat(rooms.format().made()).isEqualTo(1);
  }

  @Test
  void whatIsNoLongerWantedIsFreedAfterItsLastUser() {
    want(rooms.register(IRIS, "2"));
    load();
    Lease lease = reconciler.answering(IRIS).get(1).lease().orElseThrow();
    rooms.deployments().unwant(TESTER, IRIS, "test");
    reconciler.reconcile();

    assertThat(reconciler.answering(IRIS)).isEmpty();
    assertThat(reconciler.state(IRIS, 1)).isEqualTo(new LoadState.Unloading());
    assertThat(reconciler.drained(IRIS, Deadline.in(Duration.ZERO))).isFalse();
    assertThat(rooms.format().closed()).isZero();
    lease.close();
    assertThat(reconciler.state(IRIS, 1)).isEqualTo(new LoadState.Unloaded());
    assertThat(reconciler.drained(IRIS, Deadline.in(Duration.ZERO))).isTrue();
    assertThat(rooms.format().closed()).isEqualTo(1);
  }

  @Test
  void aVersionThatIsBeingFreedCanBeLoadedBeside() {
    ModelVersion version = rooms.register(IRIS, "2");
    want(version);
    load();
    Lease lease = reconciler.answering(IRIS).get(1).lease().orElseThrow();
    rooms.deployments().unwant(TESTER, IRIS, "test");
    reconciler.reconcile();
    want(version);
    load();

    assertThat(reconciler.ready()).isTrue();
    assertThat(rooms.format().closed()).isZero();
    lease.close();
    assertThat(rooms.format().closed()).isEqualTo(1);
    assertThat(reconciler.answering(IRIS)).containsOnlyKeys(1);
  }

  @Test
  void aFailureIsTriedAgainAfterOneTwoFourSecondsAndAtMostSixty() {
    want(rooms.register(IRIS, "2", WRONG_ROWS));
    load();

    assertThat(reconciler.state(IRIS, 1)).isInstanceOf(LoadState.Failed.class);
    assertThat(reconciler.unready())
        .singleElement()
        .asString()
        .startsWith("iris: version 1 cannot be loaded: GOLDEN_MISMATCH");
    for (int wait : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
      rooms.clock().pass(Duration.ofSeconds(wait).minusMillis(1));
      reconciler.reconcile();
      assertThat(loads).as("before %s s", wait).isEmpty();
      rooms.clock().pass(Duration.ofMillis(1));
      reconciler.reconcile();
      assertThat(loads).as("after %s s", wait).hasSize(1);
      load();
    }
    assertThat(rooms.format().closed()).isEqualTo(rooms.format().made());
  }

  @Test
  void aPinTriesAFailedVersionAtOnceAndSaysWhy() {
    ModelVersion version = rooms.register(IRIS, "2", WRONG_ROWS);
    want(version);
    load();
    try (Reconciler.Pin pin = reconciler.pin(version)) {
      load();

      assertThatThrownBy(() -> pin.await(TestRooms.soon())).hasMessageContaining("GOLDEN_MISMATCH");
    }
  }

  @Test
  void aPinnedVersionIsLoadedBesideTheChampionAndFreedWithThePin() {
    want(rooms.register(IRIS, "2"));
    load();
    ModelVersion second = rooms.register(IRIS, "3");
    try (Reconciler.Pin pin = reconciler.pin(second)) {
      load();

      assertThat(pin.await(TestRooms.soon()).version()).isEqualTo(second);
      assertThat(reconciler.answering(IRIS)).containsOnlyKeys(1, 2);
    }

    assertThat(reconciler.answering(IRIS)).containsOnlyKeys(1);
    assertThat(rooms.format().closed()).isEqualTo(1);
  }

  @Test
  void aLoadThatNobodyWantsAnyMoreIsFreedWhenItEnds() {
    want(rooms.register(IRIS, "2"));
    rooms.deployments().unwant(TESTER, IRIS, "test");
    reconciler.reconcile();
    load();

    assertThat(reconciler.answering(IRIS)).isEmpty();
    assertThat(rooms.format().closed()).isEqualTo(1);
  }

  @Test
  void theChallengerIsLoadedToo() {
    want(rooms.register(IRIS, "2"));
    rooms.register(IRIS, "3");
    rooms.registry().alias(TESTER, IRIS, "challenger", 2);
    reconciler.reconcile();
    load();

    assertThat(reconciler.answering(IRIS)).containsOnlyKeys(1, 2);
    assertThat(reconciler.status(IRIS).orElseThrow().routed()).hasValue(1);
  }

  @Test
  void anErrorOfTheFormatIsAFailureToo() {
    want(rooms.register(IRIS, "2"));
    CompletableFuture<Loaded> loading = reconciler.loading(IRIS, 1).orElseThrow();
    Reconciler broken =
        new Reconciler(
            rooms.deployments()::image,
            _ -> {
              throw new StackOverflowError("deep");
            },
            Runnable::run,
            rooms.clock());
    broken.reconcile();

    assertThat(broken.unready()).singleElement().asString().contains("LOAD_FAILED");
    assertThat(loading).isNotDone();
    load();
  }

  @Test
  void shuttingDownFreesEverythingAndLoadsNothingMore() {
    want(rooms.register(IRIS, "2"));
    load();
    Lease lease = reconciler.answering(IRIS).get(1).lease().orElseThrow();

    assertThat(reconciler.shutDown(Deadline.in(Duration.ZERO))).isFalse();
    lease.close();
    assertThat(reconciler.shutDown(Deadline.in(Duration.ZERO))).isTrue();
    reconciler.reconcile();
    assertThat(loads).isEmpty();
    assertThat(rooms.format().closed()).isEqualTo(1);
  }

  @Test
  void aLoadThatEndsAfterTheShutDownIsFreed() {
    want(rooms.register(IRIS, "2"));
    reconciler.close();
    load();

    assertThat(rooms.format().closed()).isEqualTo(1);
  }
}
