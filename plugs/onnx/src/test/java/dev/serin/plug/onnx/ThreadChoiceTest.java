package dev.serin.plug.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.base.Deadline;
import dev.serin.base.Problem;
import dev.serin.plug.onnx.ThreadChoice.Trial;
import dev.serin.runtime.NetEngine.Net;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ThreadChoiceTest {
  private final AtomicLong clock = new AtomicLong();
  private final ThreadTrials trials = new ThreadTrials(clock::get, 4);

  private static int threads(double oneRows, long oneNanos, double allRows, long allNanos) {
    return ThreadChoice.of(new Trial(1, oneNanos, oneRows), new Trial(4, allNanos, allRows))
        .threads();
  }

  @Test
  void theBetterThroughputWinsWhateverTheLatency() {
    assertThat(threads(100, 20, 60, 8)).isEqualTo(1);
    assertThat(threads(60, 8, 100, 20)).isEqualTo(4);
  }

  @Test
  void throughputsWithinAQuarterAreATieForTheLowerLatency() {
    assertThat(threads(100, 20, 81, 8)).isEqualTo(4);
    assertThat(threads(100, 20, 79, 8)).isEqualTo(1);
    assertThat(threads(100, 8, 124, 20)).isEqualTo(1);
  }

  @Test
  void inDoubtItIsOneThread() {
    assertThat(threads(100, 10, 100, 10)).isEqualTo(1);
  }

  @Test
  void theChoiceSaysWhatWasMeasured() {
    assertThat(ThreadChoice.of(new Trial(1, 50_000_000, 40), new Trial(2, 30_000_000, 38)))
        .hasToString(
            "one run on 2 thread(s): with 1 50.0 ms a row and 40.0 rows/s,"
                + " with 2 30.0 ms a row and 38.0 rows/s");
  }

  @Test
  void aNetThatIsFastIsRunOnceAndNotTried() {
    FakeNet net = new FakeNet(9_000_000, 3);

    assertThat(trials.slow(net)).isEmpty();
    assertThat(net.runs).hasValue(1);
  }

  @Test
  void aSlowNetIsMeasuredAloneAndByAllProcessorsAtOnce() {
    FakeNet net = new FakeNet(20_000_000, 3);

    Trial trial = trials.slow(net).orElseThrow();

    assertThat(trial.latencyNanos()).isEqualTo(20_000_000);
    assertThat(trial.rowsPerSecond()).isEqualTo(50); // the clock of the test adds up all threads
    assertThat(net.runs).hasValue(2 + 3 + 4 * 3);
  }

  @Test
  void aNetThatCannotTakeOneRowIsNotTried() {
    assertThat(trials.slow(new FakeNet(-1, 3))).isEqualTo(Optional.empty());
    assertThat(trials.slow(new FakeNet(20_000_000, 1 << 25))).isEmpty();
  }

  @Test
  void oneProcessorNeedsNoTrial() {
    assertThat(new ThreadTrials(clock::get, 1).slow(new FakeNet(20_000_000, 3))).isEmpty();
  }

  /** A net that takes so long for each run by the clock of the test, or refuses to run. */
  private final class FakeNet implements Net {
    private final AtomicInteger runs = new AtomicInteger();
    private final long nanos;
    private final long width;

    FakeNet(long nanos, long width) {
      this.nanos = nanos;
      this.width = width;
    }

    @Override
    public List<TensorSpec> inputs() {
      return List.of(new TensorSpec("x", DataType.FP32, List.of(-1L, width)));
    }

    @Override
    public List<TensorSpec> outputs() {
      return inputs();
    }

    @Override
    public List<Tensor> run(List<Tensor> inputs, Set<String> outputs, Deadline deadline) {
      if (nanos < 0) {
        throw new Problem.Raised(new Problem.Invalid("RUN_FAILED", "inputs", "no such row"));
      }
      runs.incrementAndGet();
      clock.addAndGet(nanos);
      return inputs;
    }

    @Override
    public long memoryBytes() {
      return 0;
    }

    @Override
    public void close() {
      // holds nothing
    }
  }
}
