package dev.serin.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.base.ModelName;
import dev.serin.base.Problem;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private static final ModelName WINE = new ModelName("wine");

  private final Admission admission =
      new Admission(
          new ServingSettings(3, 2, 1_000, Duration.ofSeconds(1), Duration.ofSeconds(1), 1));

  @Test
  void aModelHasItsOwnBound() {
    admission.admit(TestRooms.IRIS, 1);
    admission.admit(TestRooms.IRIS, 1);

    assertThatThrownBy(() -> admission.admit(TestRooms.IRIS, 1)).satisfies(AdmissionTest::busy);
    admission.admit(WINE, 1);
  }

  @Test
  void allModelsTogetherHaveABound() {
    admission.admit(TestRooms.IRIS, 1);
    admission.admit(TestRooms.IRIS, 1);
    admission.admit(WINE, 1);

    assertThatThrownBy(() -> admission.admit(WINE, 1)).satisfies(AdmissionTest::busy);
  }

  @Test
  void theirBodiesTogetherHaveABound() {
    admission.admit(TestRooms.IRIS, 700);

    assertThatThrownBy(() -> admission.admit(WINE, 301)).satisfies(AdmissionTest::busy);
    admission.admit(WINE, 300);
  }

  @Test
  void aBodyLargerThanAllIsLetInAlone() {
    admission.admit(TestRooms.IRIS, 5_000);

    assertThatThrownBy(() -> admission.admit(WINE, 1)).satisfies(AdmissionTest::busy);
  }

  @Test
  void whoLeavesMakesRoomOnce() {
    Admission.Permit one = admission.admit(TestRooms.IRIS, 1_000);
    one.close();
    one.close();

    assertThat(admission.calls()).isZero();
    admission.admit(TestRooms.IRIS, 1_000);
  }

  @Test
  void whoIsNotLetInLeavesNothingBehind() {
    Admission.Permit one = admission.admit(TestRooms.IRIS, 1_000);
    assertThatThrownBy(() -> admission.admit(WINE, 1)).satisfies(AdmissionTest::busy);
    one.close();

    assertThat(admission.calls()).isZero();
  }

  @Test
  void afterTheEndNobodyIsLetIn() {
    admission.close();

    assertThatThrownBy(() -> admission.admit(WINE, 1)).hasMessageContaining("SHUTTING_DOWN");
  }

  private static void busy(Throwable raised) {
    assertThat(((Problem.Raised) raised).problem())
        .isInstanceOfSatisfying(
            Problem.Busy.class, busy -> assertThat(busy.retryAfter()).isPositive());
  }
}
