package dev.serin.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.serin.base.Deadline;
import dev.serin.base.Digest;
import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.tensor.Tensor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class WorkerPredictorTest {
  private static final Tensor X = Tensor.ofDoubles("x", new double[] {1, 2}, 2);
  private static final BackOff NEVER = new BackOff(Duration.ofHours(1), Duration.ofHours(1), 0);
  private static final BackOff AT_ONCE = new BackOff(Duration.ZERO, Duration.ZERO, 0);

  private final WorkerCounts counts = new WorkerCounts();
  private final List<FakeChannel> started = new ArrayList<>();

  @Test
  void anAnswerIsWhatTheWorkerSent() {
    try (WorkerPredictor predictor = predictor(NEVER, FakeChannel::echo)) {
      List<Tensor> answer = predict(predictor);

      assertThat(answer).containsExactly(X.named("predict"));
      assertThat(predictor.waits()).isTrue();
    }
    assertThat(started.getFirst().closed).isTrue();
  }

  @Test
  void nothingOfTheModelIsSentBeforeTheWorkerHasProvedThatItIsShutOff() {
    FakeChannel open = new FakeChannel(FakeChannel::echo);
    open.facts = Json.Obj.of("network", false, "files", true, "processes", true, "user", true);

    Problem problem = problem(() -> Session.open(open, start()));

    assertThat(problem.code()).isEqualTo("WORKER_ISOLATION");
    assertThat(open.sent).hasSize(1);
    assertThat(open.closed).isTrue();
  }

  @Test
  void aCrashFailsItsOwnCallAndOthersAreToldWhenToComeAgain() {
    try (WorkerPredictor predictor =
        predictor(NEVER, _ -> new FakeChannel.Reply.Death("the worker ended with exit code 0"))) {
      Problem crash = problem(() -> predict(predictor));
      Problem next = problem(() -> predict(predictor));

      assertThat(crash.message()).contains("exit code 0");
      assertThat(next).isInstanceOf(Problem.Unavailable.class);
      assertThat(((Problem.Unavailable) next).retryAfter()).isGreaterThan(Duration.ofMinutes(59));
      assertThat(counts.crashes()).isEqualTo(1);
      assertThat(started).singleElement().matches(channel -> channel.closed);
    }
  }

  @Test
  void aNewWorkerAnswersAfterTheOldOneCrashed() {
    Function<Frame, FakeChannel.Reply> onlyTheFirstDies =
        frame ->
            started.size() == 1
                ? new FakeChannel.Reply.Death("the worker ended")
                : FakeChannel.echo(frame);
    try (WorkerPredictor predictor = predictor(AT_ONCE, onlyTheFirstDies)) {
      problem(() -> predict(predictor));

      assertThat(eventually(predictor)).containsExactly(X.named("predict"));
      assertThat(started).hasSize(2);
    }
  }

  /** A call between the end of a worker and the next start is answered that it is unavailable. */
  private static List<Tensor> eventually(WorkerPredictor predictor) {
    for (int i = 0; i < 10_000; i++) {
      try {
        return predict(predictor);
      } catch (Problem.Raised raised) {
        assertThat(raised.problem()).isInstanceOf(Problem.Unavailable.class);
      }
    }
    return predict(predictor);
  }

  @Test
  void aCallThatTakesTooLongEndsItsWorker() {
    try (WorkerPredictor predictor = predictor(NEVER, _ -> new FakeChannel.Reply.Silence())) {
      Problem problem = problem(() -> predict(predictor));

      assertThat(problem).isInstanceOf(Problem.TooLate.class);
      assertThat(problem.code()).isEqualTo("WORKER_TIMEOUT");
      assertThat(counts.timeouts()).isEqualTo(1);
      assertThat(started.getFirst().closed).isTrue();
    }
  }

  @Test
  void valuesThatTheModelRefusesEndNoWorker() {
    Json.Obj error = Json.Obj.of("code", "VALUES", "what", "ValueError: negative");
    Function<Frame, FakeChannel.Reply> refusing =
        frame -> FakeChannel.answer(Json.Obj.of("id", FakeChannel.id(frame), "error", error));
    try (WorkerPredictor predictor = predictor(NEVER, refusing)) {
      Problem problem = problem(() -> predict(predictor));

      assertThat(problem).isInstanceOf(Problem.Invalid.class);
      assertThat(problem.message()).contains("negative");
      assertThat(started.getFirst().closed).isFalse();
    }
  }

  @Test
  void anAnswerToAnotherCallEndsTheWorker() {
    Function<Frame, FakeChannel.Reply> confused =
        _ -> FakeChannel.answer(Json.Obj.of("id", 99, "outputs", List.of()));
    try (WorkerPredictor predictor = predictor(NEVER, confused)) {
      assertThat(problem(() -> predict(predictor)).message()).contains("another call");
      assertThat(started.getFirst().closed).isTrue();
    }
  }

  @Test
  void aPackageThatIsMissingIsNamedWithTheLineThatInstallsIt() {
    Json.Obj error =
        Json.Obj.of("code", "WORKER_PACKAGE_MISSING", "what", "no", "module", "sklearn.tree");

    Problem.Refused refused =
        (Problem.Refused) Refusal.of(error, "model.pkl", "/opt/python").problem();

    assertThat(refused.code()).isEqualTo("WORKER_PACKAGE_MISSING");
    assertThat(refused.message()).contains("sklearn.tree");
    assertThat(refused.remedy()).startsWith("/opt/python -m pip install scikit-learn");
  }

  private WorkerPredictor predictor(BackOff backOff, Function<Frame, FakeChannel.Reply> calls) {
    return new WorkerPredictor(
        new WorkerPredictor.Plan(
            "model",
            () -> {
              FakeChannel channel = new FakeChannel(calls);
              started.add(channel);
              return Session.open(channel, start());
            },
            Duration.ofSeconds(10),
            backOff,
            counts,
            System::nanoTime,
            0));
  }

  private static Session.Start start() {
    Contents contents =
        new Contents(
            "model.pkl",
            false,
            List.of(new Contents.File("model.pkl", new byte[] {1})),
            Digest.of(new byte[] {1}));
    return new Session.Start(
        Json.Obj.of(), contents, "python3", Duration.ofSeconds(10), System::nanoTime);
  }

  private static List<Tensor> predict(WorkerPredictor predictor) {
    return predictor.predict(List.of(X), Set.of("predict"), Deadline.in(Duration.ofSeconds(20)));
  }

  private static Problem problem(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(Problem.Raised.class, call).problem();
  }
}
