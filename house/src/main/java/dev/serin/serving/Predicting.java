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

  Call call(Lease lease, String arm, Deadline deadline, Admission.Permit permit) {
    return new Held(lease, arm, deadline, permit);
  }

  private void count(ModelVersion version, String arm, String outcome, long took) {
    Series series = new Series(version.model(), version.number(), arm, outcome);
    Counted both =
        counted.computeIfAbsent(
            series,
            key ->
                new Counted(
                    meter.counter("serin_predictions_total", key.labels()),
                    meter.histogram("serin_prediction_seconds", key.labels())));
    both.calls().add();
    both.seconds().record(took);
  }

  private final class Held implements Call {
    private final Lease lease;
    private final String arm;
    private final Deadline deadline;
    private final Admission.Permit permit;

    Held(Lease lease, String arm, Deadline deadline, Admission.Permit permit) {
      this.lease = lease;
      this.arm = arm;
      this.deadline = deadline;
      this.permit = permit;
    }

    @Override
    public ModelVersion version() {
      return lease.version();
    }

    @Override
    public Signature signature() {
      return lease.predictor().signature();
    }

    @Override
    public String arm() {
      return arm;
    }

    @Override
    public Prediction predict(List<Tensor> inputs, Set<String> outputs) {
      long start = nanos.getAsLong();
      try {
        List<Tensor> answer = compute(inputs, outputs);
        return answered(answer, nanos.getAsLong() - start);
      } catch (Problem.Raised raised) {
        failed(raised.problem(), nanos.getAsLong() - start);
        throw raised;
      } catch (RuntimeException failure) { // a foreign runtime: counted here, told at the door
        failed(
            new Problem.Unavailable("MODEL_BROKEN", "" + failure, Duration.ZERO),
            nanos.getAsLong() - start);
        throw failure;
      }
    }

    private List<Tensor> compute(List<Tensor> inputs, Set<String> outputs) {
      Set<String> wanted = InputCheck.outputs(signature(), outputs);
      List<Tensor> checked = InputCheck.conform(signature(), inputs);
      deadline.check("the request");
      long rows = checked.getFirst().rows();
      boolean quick =
          signature().kind() == Signature.Kind.TABULAR && lease.pace().within(rows, QUICK_NANOS);
      if (lease.predictor().waits()) {
        return timed(lease, checked, wanted);
      }
      Lease own = lease.share(); // work that outlives the caller keeps the model
      return pool.run(quick, deadline, () -> timed(own, checked, wanted), own::close);
    }

    private List<Tensor> timed(Lease own, List<Tensor> inputs, Set<String> wanted) {
      long start = nanos.getAsLong();
      List<Tensor> answer = own.predictor().predict(inputs, wanted, deadline);
      own.pace().note(inputs.getFirst().rows(), nanos.getAsLong() - start);
      return answer;
    }

    private Prediction answered(List<Tensor> outputs, long took) {
      ModelVersion version = version();
      count(version, arm, "ok", took);
      Prediction prediction = new Prediction(version.model(), version.number(), arm, outputs, took);
      observers.forEach(observer -> observer.answered(prediction));
      return prediction;
    }

    private void failed(Problem problem, long took) {
      count(version(), arm, Outcomes.word(problem), took);
      observers.forEach(observer -> observer.failed(version(), arm, problem, took));
    }

    @Override
    public void close() {
      lease.close();
      permit.close();
    }
  }
}
