package dev.serin.serving;

import dev.serin.base.Deadline;
import dev.serin.base.ModelName;
import dev.serin.base.Problem;
import dev.serin.meter.Counter;
import dev.serin.meter.Histogram;
import dev.serin.meter.Meter;
import dev.serin.registry.ModelVersion;
import dev.serin.runtime.InputCheck;
import dev.serin.tensor.Signature;
import dev.serin.tensor.Tensor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Runs admitted calls: check, compute, count, tell. */
public final class Predicting {
  private static final long QUICK_NANOS = 300_000; // below it, changing threads costs more

  private final ComputePool pool;
  private final Meter meter;
  private final List<Observer> observers;
  private final LongSupplier nanos;
  private final Map<Series, Counted> counted = new ConcurrentHashMap<>();

  /** Measures on this monotonic clock (nanoseconds). */
  public Predicting(ComputePool pool, Meter meter, List<Observer> observers, LongSupplier nanos) {
    this.pool = pool;
    this.meter = meter;
    this.observers = List.copyOf(observers);
    this.nanos = nanos;
  }

  private record Series(ModelName model, int version, String arm, String outcome) {
    Map<String, String> labels() {
      return Map.of("model", model.text(), "version", "" + version, "arm", arm, "outcome", outcome);
    }
  }

  private record Counted(Counter calls, Histogram seconds) {}

  /** The outputs of a version, and for how many nanoseconds it computed them. */
  public record Computed(List<Tensor> outputs, long nanos) {}

  /** A call of one version, which {@code arms} may have another one answer. */
  Call call(Hold hold, Gateway.Wish wish, Deadline deadline, Arms arms) {
    return new Held(hold, wish, deadline, arms);
  }

  /** What a call holds until it is closed: a version, the arm that it stands for, a permit. */
  record Hold(Lease lease, String arm, Admission.Permit permit) implements AutoCloseable {
    @Override
    public void close() {
      lease.close();
      permit.close();
    }
  }

  /** Whether computations wait for a core. */
  public boolean waiting() {
    return pool.waiting();
  }

  /**
   * Computes inputs that were checked, on the caller's own thread where that is quick.
   *
   * @throws RuntimeException what the version raises; {@code TooLate} at the deadline
   */
  public Computed compute(Lease lease, Arms.Question question, Deadline deadline) {
    long rows = question.inputs().getFirst().rows();
    boolean quick =
        lease.predictor().signature().kind() == Signature.Kind.TABULAR
            && lease.pace().within(rows, QUICK_NANOS);
    return compute(lease, question, deadline, quick);
  }

  /** The same by a thread of the shared pool, also where the caller's own would be quicker. */
  public Computed computeApart(Lease lease, Arms.Question question, Deadline deadline) {
    return compute(lease, question, deadline, false);
  }

  private Computed compute(Lease lease, Arms.Question question, Deadline deadline, boolean quick) {
    Computed computed =
        lease.predictor().waits()
            ? timed(lease, question, deadline)
            : compute(pool, quick, lease, question, deadline);
    lease.recent().note(computed.nanos());
    return computed;
  }

  /** The same by a thread of that pool, and not among the calls that count as recent ones. */
  public Computed computeIn(
      ComputePool other, Lease lease, Arms.Question question, Deadline deadline) {
    return compute(other, false, lease, question, deadline);
  }

  private Computed compute(
      ComputePool where, boolean quick, Lease lease, Arms.Question question, Deadline deadline) {
    Lease own = lease.share(); // work that outlives the caller keeps the model
    return where.run(quick, deadline, () -> timed(own, question, deadline), own::close);
  }

  private Computed timed(Lease own, Arms.Question question, Deadline deadline) {
    long start = nanos.getAsLong();
    List<Tensor> answer = own.predictor().predict(question.inputs(), question.outputs(), deadline);
    long took = nanos.getAsLong() - start;
    own.pace().note(question.inputs().getFirst().rows(), took);
    return new Computed(answer, took);
  }

  /** Counts an answer that a client gets, and tells the observers. */
  public Prediction answered(Prediction prediction, Told told) {
    String outcome = prediction.failover() ? "failover" : "ok";
    count(
        new Series(prediction.model(), prediction.version(), prediction.arm(), outcome),
        prediction.nanos());
    tell(prediction, told);
    return prediction;
  }

  /** Tells the observers alone: of an answer that no client gets. */
  public void tell(Prediction prediction, Told told) {
    observers.forEach(observer -> observer.answered(prediction, told));
  }

  /** Counts that a version did not answer, and tells the observers. */
  public void failed(ModelVersion version, String arm, Problem problem, long took) {
    count(new Series(version.model(), version.number(), arm, Outcomes.word(problem)), took);
    observers.forEach(observer -> observer.failed(version, arm, problem, took));
  }

  /** What a failure of a model is called that is no problem of its own. */
  public static Problem problem(Throwable failure) {
    return failure instanceof Problem.Raised raised
        ? raised.problem()
        : new Problem.Unavailable("MODEL_BROKEN", "" + failure, Duration.ZERO);
  }

  private void count(Series series, long took) {
    Counted both =
        counted.computeIfAbsent(
            series,
            key ->
                new Counted(
                    meter.counter("serving_requests_total", key.labels()),
                    meter.histogram("serving_request_duration_seconds", key.labels())));
    both.calls().add();
    both.seconds().record(took);
  }

  private final class Held implements Call {
    private final Hold hold;
    private final Gateway.Wish wish;
    private final Deadline deadline;
    private final Arms arms;

    Held(Hold hold, Gateway.Wish wish, Deadline deadline, Arms arms) {
      this.hold = hold;
      this.wish = wish;
      this.deadline = deadline;
      this.arms = arms;
    }

    @Override
    public ModelVersion version() {
      return hold.lease().version();
    }

    @Override
    public Signature signature() {
      return hold.lease().predictor().signature();
    }

    @Override
    public String arm() {
      return hold.arm();
    }

    @Override
    public Prediction predict(List<Tensor> inputs, Set<String> outputs) {
      long start = nanos.getAsLong();
      Arms.Question given = new Arms.Question(inputs, outputs);
      Arms.Question checked = checked(given, start);
      return arms.answer(
              version().model(), new Arms.Ask(hold.lease(), given, checked, wish, deadline))
          .orElseGet(() -> alone(checked, start));
    }

    private Arms.Question checked(Arms.Question given, long start) {
      try {
        Set<String> wanted = InputCheck.outputs(signature(), given.outputs());
        List<Tensor> inputs = InputCheck.conform(signature(), given.inputs());
        deadline.check("the request");
        return new Arms.Question(inputs, wanted);
      } catch (Problem.Raised raised) {
        failed(version(), arm(), raised.problem(), nanos.getAsLong() - start);
        throw raised;
      }
    }

    private Prediction alone(Arms.Question checked, long start) {
      try {
        List<Tensor> outputs = compute(hold.lease(), checked, deadline).outputs();
        ModelVersion version = version();
        long took = nanos.getAsLong() - start;
        return answered(
            new Prediction(version.model(), version.number(), arm(), outputs, took, false),
            new Told(wish.requestId(), Optional.empty()));
      } catch (RuntimeException failure) { // a foreign runtime: counted here, told at the door
        failed(version(), arm(), problem(failure), nanos.getAsLong() - start);
        throw failure;
      }
    }

    @Override
    public void close() {
      hold.close();
    }
  }
}
