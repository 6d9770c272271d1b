package dev.serin.serving;

import static dev.serin.serving.TestRooms.IRIS;
import static dev.serin.serving.TestRooms.TESTER;
import static dev.serin.serving.TestRooms.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.base.Deadline;
import dev.serin.base.ModelName;
import dev.serin.base.Problem;
import dev.serin.registry.Refusal;
import dev.serin.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayTest {
  private static final List<Tensor> THREE = List.of(Tensor.ofDoubles("x", new double[] {3}, 1, 1));

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

  private static void raises(ThrowingCallable call, Class<?> kind, String code, String... words) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Problem.Raised.class,
            raised -> {
              assertThat(raised.problem()).isInstanceOf(kind);
              assertThat(raised.problem().code()).isEqualTo(code);
              List.of(words).forEach(word -> assertThat(raised.problem().message()).contains(word));
            });
  }

  private Call call(String version) {
    return rooms.gateway().call(IRIS, Optional.of(version), -1, soon());
  }

  @Test
  void theChampionAnswersAndIsCounted() {
    rooms.register(IRIS, "2");
    rooms.activate(IRIS);
    try (Call call = rooms.call(IRIS)) {
      Prediction prediction = call.predict(THREE, Set.of());

      assertThat(prediction.outputs())
          .containsExactly(Tensor.ofDoubles("predict", new double[] {6}, 1));
      assertThat(prediction.version()).isEqualTo(1);
      assertThat(prediction.arm()).isEqualTo("current");
    }

    assertThat(rooms.meter().snapshot())
        .anySatisfy(
            sample -> {
              assertThat(sample.name()).isEqualTo("serving_requests_total");
              assertThat(sample.labels())
                  .containsEntry("model", "iris")
                  .containsEntry("version", "1")
                  .containsEntry("outcome", "ok");
            });
  }

  @Test
  void anUnknownModelIsSaidInTheWordsThatClientsKnow() {
    assertThatThrownBy(() -> rooms.call(new ModelName("nobody")))
        .isInstanceOfSatisfying(
            Problem.Raised.class,
            raised ->
                assertThat(raised.problem())
                    .isEqualTo(
                        new Problem.Unknown(
                            "MODEL_UNKNOWN", "Request for unknown model: 'nobody' is not found")));
  }

  @Test
  void aModelThatNobodyActivatedSaysHowTo() {
    ModelName name = new ModelName("my model");
    rooms.register(name, "2");

    raises(
        () -> rooms.call(name),
        Problem.Unknown.class,
        "MODEL_NOT_ACTIVE",
        "not activated",
        "POST /activate/my%20model");
  }

  @Test
  void aRefusedModelSaysWhy() {
    rooms
        .registry()
        .refuse(TESTER, IRIS, new Refusal("CUSTOM_CODE", "steps[1]", "is code", "go", "test"));

    raises(
        () -> rooms.call(IRIS),
        Problem.Unknown.class,
        "MODEL_NOT_ACTIVE",
        "CUSTOM_CODE",
        "is code");
  }

  @Test
  void anUnknownVersionIsSaidWithItsNumber() {
    rooms.register(IRIS, "2");
    rooms.activate(IRIS);

    raises(() -> call("7"), Problem.Unknown.class, "VERSION_UNKNOWN", "'iris' version 7");
    raises(() -> call("latest"), Problem.Unknown.class, "VERSION_UNKNOWN", "latest");
    raises(() -> call("0"), Problem.Unknown.class, "VERSION_UNKNOWN");
  }

  @Test
  void onlyLoadedVersionsCanBeCalledByNumber() {
    rooms.register(IRIS, "2");
    rooms.activate(IRIS);
    rooms.register(IRIS, "3");

    try (Call call = call("1")) {
      assertThat(call.version().number()).isEqualTo(1);
    }
    raises(() -> call("2"), Problem.Unknown.class, "MODEL_NOT_ACTIVE", "version 2", "[1]");
    rooms.registry().alias(TESTER, IRIS, "challenger", 2);
    rooms.reconciler().reconcile();
    try (Call call = call("2")) {
      assertThat(call.arm()).isEqualTo("canary");
    }
  }

  @Test
  void aWantedModelThatCannotBeLoadedIsUnavailableForNow() {
    String rows =
        """
        {"inputs":[{"name":"x","datatype":"FP64","shape":[1,1],"data":[1]}],
         "outputs":[{"name":"predict","datatype":"FP64","shape":[1],"data":[99]}]}
        """;
    rooms.register(IRIS, "2", rows);
    rooms.deployments().activate(TESTER, IRIS, 1);

    raises(() -> rooms.call(IRIS), Problem.Unavailable.class, "MODEL_FAILED", "GOLDEN_MISMATCH");
  }

  @Test
  void aWantedModelIsWaitedForAndIsUnavailableAtTheDeadline(@TempDir Path other) {
    try (TestRooms slow = new TestRooms(other, _ -> {})) {
      slow.register(IRIS, "2");
      slow.deployments().activate(TESTER, IRIS, 1);

      raises(
          () -> slow.gateway().call(IRIS, Optional.empty(), -1, new Deadline(0, () -> 1)),
          Problem.Unavailable.class,
          "MODEL_LOADING");
    }
  }

  @Test
  void anOpenCallKeepsItsVersionUntilItIsClosed() {
    rooms.register(IRIS, "2");
    rooms.activate(IRIS);
    try (Call call = rooms.call(IRIS)) {
      rooms.deployments().unwant(TESTER, IRIS, "test");
      rooms.reconciler().reconcile();

      assertThat(call.predict(THREE, Set.of()).outputs().getFirst().doubles()).containsExactly(6);
      assertThat(rooms.format().closed()).isZero();
    }

    assertThat(rooms.format().closed()).isEqualTo(1);
  }

  @Test
  void aWrongInputIsCountedAndTheCallGoesOn() {
    rooms.register(IRIS, "2");
    rooms.activate(IRIS);
    try (Call call = rooms.call(IRIS)) {
      raises(
          () -> call.predict(List.of(Tensor.ofDoubles("x", new double[2], 2)), Set.of()),
          Problem.Invalid.class,
          "SHAPE");
      raises(() -> call.predict(THREE, Set.of("nope")), Problem.Invalid.class, "OUTPUT_UNKNOWN");
      assertThat(call.predict(THREE, Set.of("predict")).outputs()).hasSize(1);
    }

    assertThat(rooms.meter().snapshot())
        .anySatisfy(sample -> assertThat(sample.labels()).containsEntry("outcome", "input_fault"));
  }

  @Test
  void aCallThatIsTooLateIsNotComputed() {
    rooms.register(IRIS, "2");
    rooms.activate(IRIS);
    try (Call call = rooms.gateway().call(IRIS, Optional.empty(), -1, new Deadline(0, () -> 1))) {
      raises(() -> call.predict(THREE, Set.of()), Problem.TooLate.class, "DEADLINE_EXCEEDED");
    }
  }

  @Test
  void afterTheStopNoCallIsLetIn() {
    rooms.register(IRIS, "2");
    rooms.activate(IRIS);
    rooms.gateway().stop();

    raises(() -> rooms.call(IRIS), Problem.Unavailable.class, "SHUTTING_DOWN");
  }
}
