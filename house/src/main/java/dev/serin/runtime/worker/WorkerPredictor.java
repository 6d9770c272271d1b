package dev.serin.runtime.worker;

import dev.serin.base.Deadline;
import dev.serin.base.Problem;
import dev.serin.runtime.Predictor;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Signature;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model in a worker. One thread owns the process: it takes the calls one by one, ends a worker
 * whose call takes too long, and starts the next one after a pause that doubles; meanwhile calls
 * are answered at once with when to come again. A caller leaves at its own deadline, whatever the
 * worker does.
 */
final class WorkerPredictor implements Predictor {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerPredictor.class);
  private static final int MOST_WAITING = 1_000;
  private static final Duration END = Duration.ofSeconds(5);

  private final Plan plan;
  private final Description description;
  private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>(MOST_WAITING);
  private final Thread driver;
  private volatile boolean closed;

  /**
   * How workers of one model are started and judged: {@code call} bounds a call, {@code held} are
   * bytes of the model that are kept to start it again.
   */
  record Plan(
      String model,
      Supplier<Session> starting,
      Duration call,
      BackOff backOff,
      WorkerCounts counts,
      LongSupplier nanos,
      long held) {}

  /** Starts the first worker; raises what its start raises. */
  WorkerPredictor(Plan plan) {
    this.plan = plan;
    Session first = plan.starting().get();
    description = first.description();
    driver =
        Thread.ofPlatform()
            .daemon()
            .name("serin-worker-" + plan.model())
            .start(() -> new Driver(Optional.of(first), plan.backOff()).run());
  }

  @Override
  public Signature signature() {
    return description.signature();
  }

  /** The caller only waits: the work is done by another process. */
  @Override
  public boolean waits() {
    return true;
  }

  @Override
  public List<Tensor> predict(List<Tensor> inputs, Set<String> outputs, Deadline deadline) {
    List<String> wanted =
        signature().outputs().stream().map(TensorSpec::name).filter(outputs::contains).toList();
    Call call = Call.of(inputs.stream().map(this::given).toList(), wanted, deadline);
    if (closed) {
      throw gone("the model is being unloaded", Duration.ofSeconds(1));
    }
    if (!calls.offer(call)) {
      throw new Problem.Raised(
          new Problem.Busy(
              "OVERLOADED", "too many calls wait for this worker", Duration.ofSeconds(1)));
    }
    return call.await().stream().map(this::declared).toList();
  }

  /** Numbers become what the model declares, where that loses nothing. */
  private Tensor given(Tensor tensor) {
    return signature().columns().stream()
        .filter(column -> column.name().equals(tensor.name()))
        .findFirst()
        .or(() -> signature().input(tensor.name()))
        .map(spec -> Conversion.to(spec.type(), tensor))
        .orElse(tensor);
  }

  private Tensor declared(Tensor tensor) {
    TensorSpec spec = signature().output(tensor.name()).orElseThrow();
    boolean number = spec.type() == DataType.FP64 && tensor.type().numeric();
    Tensor typed =
        number ? Tensor.ofDoubles(tensor.name(), tensor.doubles(), tensor.shape()) : tensor;
    if (typed.type() != spec.type() || typed.shape().length != spec.shape().size()) {
      throw new Problem.Raised(
          new Problem.Unavailable(
              "MODEL_FAILED",
              "the model answers %s of rank %d for '%s', which is declared as %s"
                  .formatted(tensor.type(), tensor.shape().length, tensor.name(), spec),
              Duration.ofSeconds(1)));
    }
    return typed;
  }

  private static Problem.Raised gone(String what, Duration retry) {
    return new Problem.Raised(new Problem.Unavailable("WORKER_ENDED", what, retry));
  }

  @Override
  public long memoryBytes() {
    return plan.held() + description.resident();
  }

  @Override
  public void close() {
    closed = true;
    driver.interrupt();
    try {
      driver.join(END);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** The state of the one thread that owns the process. */
  private final class Driver {
    private Optional<Session> session;
    private BackOff backOff;
    private long startAt;

    Driver(Optional<Session> session, BackOff backOff) {
      this.session = session;
      this.backOff = backOff;
    }

    void run() {
      try {
        while (!closed) {
          if (session.isPresent()) {
            serve(calls.take());
          } else {
            rest();
          }
        }
      } catch (InterruptedException stopped) {
        LOG.debug("[WORKER] {} is closed", plan.model());
      } finally {
        closed = true; // whoever comes later must not wait for nobody
        session.ifPresent(Session::close);
        List<Call> left = new ArrayList<>();
        calls.drainTo(left);
        left.forEach(call -> call.fail(gone("the model is unloaded", Duration.ofSeconds(1))));
      }
    }

    /** Answers calls with when to come again, until the next start is due. */
    private void rest() throws InterruptedException {
      Call call = calls.poll(Math.max(0, left()), TimeUnit.NANOSECONDS);
      if (call != null) {
        Duration retry = Duration.ofNanos(Math.max(0, left())).plusSeconds(1);
        call.fail(gone("the worker of '" + plan.model() + "' is being started again", retry));
      } else if (left() <= 0) {
        begin();
      }
    }

    private long left() {
      return startAt - plan.nanos().getAsLong();
    }

    private void begin() {
      try {
        session = Optional.of(plan.starting().get());
      } catch (Problem.Raised raised) {
        LOG.warn("[WORKER] {} does not start: {}", plan.model(), raised.problem().message());
        pause();
      }
    }

    private void pause() {
      backOff = backOff.failed();
      startAt = plan.nanos().getAsLong() + backOff.pause().toNanos();
    }

    private void serve(Call call) throws InterruptedException {
      if (!call.wanted()) {
        return;
      }
      Session worker = session.orElseThrow();
      try {
        worker.ask(call.inputs(), call.outputs());
        Optional<List<Tensor>> answer = worker.answered(plan.call());
        if (answer.isPresent()) {
          check(call, answer.get());
          call.answer().complete(answer.get());
          backOff = backOff.succeeded();
        } else {
          plan.counts().timedOut();
          end("a call took longer than " + plan.call().toMillis() + " ms");
          call.fail(late());
        }
      } catch (Problem.Raised raised) {
        call.fail(raised);
      } catch (IOException ended) {
        if (Thread.interrupted()) {
          call.fail(gone("the model is unloaded", Duration.ofSeconds(1)));
          throw new InterruptedException();
        }
        plan.counts().crashed();
        end(ended.getMessage());
        call.fail(gone("" + ended.getMessage(), backOff.pause().plusSeconds(1)));
      }
    }

    private void check(Call call, List<Tensor> answer) throws IOException {
      if (!answer.stream().map(Tensor::name).toList().equals(call.outputs())) {
        throw new IOException("it answered other outputs than were asked for");
      }
    }

    private Problem.Raised late() {
      return new Problem.Raised(
          new Problem.TooLate(
              "WORKER_TIMEOUT",
              "the model's own code took longer than runtime.worker.timeout, "
                  + plan.call().toMillis()
                  + " ms; its worker was ended"));
    }

    private void end(String why) {
      LOG.warn("[WORKER] {} is started again: {}", plan.model(), why);
      session.ifPresent(Session::close);
      session = Optional.empty();
      pause();
    }
  }
}
