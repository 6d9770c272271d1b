package dev.serin.bench;

import dev.serin.kit.trial.Behaviour;
import dev.serin.kit.trial.Calls;
import dev.serin.kit.trial.Tape;
import dev.serin.kit.trial.Traffic;
import dev.serin.kit.trial.Weather;
import dev.serin.meter.trial.Tally;
import dev.serin.rollout.Epoch;
import dev.serin.rollout.Findings;
import dev.serin.rollout.Judge;
import dev.serin.rollout.Policy;
import dev.serin.rollout.RolloutState;
import dev.serin.rollout.Timeline;
import dev.serin.rollout.Verdict;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One look of the judge at all that a roll-out counted, by how many seconds it lasts already. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class JudgeBench {
  @Param({"90", "900"})
  public int seconds;

  private Timeline timeline;
  private Tally tally;

  @Setup
  public void play() {
    Behaviour both = Behaviour.failing(0.01).predicting(List.of(0.5, 0.3, 0.1, 0.07, 0.03));
    Traffic calls = Calls.of(1, 50, both, both, Weather.LOAD);
    Tape tape = new Tape();
    for (int second = 0; second < seconds; second++) {
      calls.second(second, 0.5, tape);
      tape.close(second);
    }
    tally = tape.tally();
    Epoch epoch = new Epoch(1, Epoch.Kind.EVALUATING, 0.5, 0);
    timeline = new Timeline(List.of(epoch), 0, 0, 1000L * seconds);
  }

  @Benchmark
  public Verdict tick() {
    Findings findings = Judge.findings(Policy.DEFAULT, timeline, tally);
    return Judge.verdict(Policy.DEFAULT, new RolloutState.Canary(), timeline, findings, tally);
  }
}
