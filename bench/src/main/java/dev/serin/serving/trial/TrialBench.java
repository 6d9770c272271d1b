package dev.serin.serving.trial;

import dev.serin.base.ModelName;
import dev.serin.deployment.Trial;
import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Count;
import dev.serin.meter.trial.Trials;
import dev.serin.serving.ComputePool;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** What a trial adds to a call that ends well: the draw of the arm, and all that is counted. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TrialBench {
  private static final Optional<String> KEY = Optional.of("3f2a9c51-7d0e-4b1c");
  private static final int TIMES = 2_000;

  private final Draw draw = new Draw(() -> ThreadLocalRandom.current().nextLong());
  private final Tallying tallying = new Tallying(draw);
  private Running running;
  private View random;
  private View sticky;

  /** Begins a trial with a known distribution of latencies. */
  @Setup
  public void begin() {
    Trials trials = new Trials("here", "boot", System::nanoTime);
    running = new Running(new ComputePool(1, 1), System::nanoTime);
    running.fix(new SplittableRandom(1).longs(TIMES, 20_000, 90_000).toArray());
    random = view(trials, 1, Optional.empty());
    sticky = view(trials, 2, Optional.of("X-User-Id"));
  }

  private View view(Trials trials, int epoch, Optional<String> header) {
    Trial trial =
        new Trial(
            "r-1",
            epoch,
            Trial.Stage.SPLIT,
            2,
            new Trial.Split(0.5, header, 0.6),
            new Trial.Measuring(0.05, false, false, Duration.ofSeconds(10)),
            Optional.empty(),
            Optional.empty());
    return new View(new ModelName("m"), 1, trial, running, trials.recorder("r-1", epoch));
  }

  /** By chance, one thread. */
  @Benchmark
  public Arm drawnByChance() {
    return one(random, Optional.empty());
  }

  /** By chance, two threads that count the same. */
  @Benchmark
  @Threads(2)
  public Arm drawnByChanceOfTwoThreads() {
    return one(random, Optional.empty());
  }

  /** By a key of eighteen characters, one thread. */
  @Benchmark
  public Arm drawnByKey() {
    return one(sticky, KEY);
  }

  private Arm one(View view, Optional<String> key) {
    Arm arm = draw.arm(view.trial(), key);
    view.counts().add(Count.ASSIGNED, arm);
    tallying.answered(view, arm, 20_000 + (System.nanoTime() & 0xffff));
    return arm;
  }

  /** Lets the pool go. */
  @TearDown
  public void end() {
    running.close();
  }
}
