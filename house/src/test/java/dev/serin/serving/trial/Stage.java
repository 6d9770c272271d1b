package dev.serin.serving.trial;

import static dev.serin.serving.TestRooms.IRIS;

import dev.serin.base.Deadline;
import dev.serin.base.Problem;
import dev.serin.deployment.Deployment;
import dev.serin.deployment.Trial;
import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Count;
import dev.serin.meter.trial.Standing;
import dev.serin.meter.trial.Tally;
import dev.serin.serving.Call;
import dev.serin.serving.Gateway;
import dev.serin.serving.Prediction;
import dev.serin.serving.TestRooms;
import dev.serin.tensor.Tensor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A model whose version 1 doubles and whose version 2, on trial, triples; all in one thread. */
final class Stage implements AutoCloseable {
  static final double CURRENT = 2;
  static final double CANARY = 3;
  static final Trial.Split HALF = new Trial.Split(0.5, Optional.empty(), 0.6);
  static final Trial.Split ALL = new Trial.Split(1, Optional.empty(), 0.6);
  static final Trial.Split NONE = new Trial.Split(0, Optional.empty(), 0.6);

  private final TestRooms rooms;
  private String rollout = "r-1";
  private int epoch;
  private int requests;

  Stage(Path folder, String... golden) {
    this("3", folder, golden);
  }

  /** The same with this candidate. */
  Stage(String candidate, Path folder, String... golden) {
    rooms = new TestRooms(folder, Runnable::run);
    rooms.register(IRIS, "2");
    rooms.activate(IRIS);
    rooms.register(IRIS, candidate, golden);
    rooms.registry().alias(TestRooms.TESTER, IRIS, Deployment.CHALLENGER, 2);
  }

  /** From now on, it is another roll-out that wants. */
  void rollout(String other) {
    rollout = other;
  }

  TestRooms rooms() {
    return rooms;
  }

  /** The roll-out wants this stage from now on. */
  void want(Trial.Stage stage, Trial.Split split) {
    want(stage, split, Optional.empty(), false);
  }

  void want(
      Trial.Stage stage, Trial.Split split, Optional<Trial.Probing> probing, boolean nonFinite) {
    epoch++;
    rooms.trial(
        IRIS,
        new Trial(
            rollout,
            epoch,
            stage,
            2,
            split,
            new Trial.Measuring(0.05, nonFinite, true, Duration.ofSeconds(10)),
            probing,
            stage == Trial.Stage.BAKING ? Optional.of(1) : Optional.empty()));
    rooms.keeper().tick();
  }

  /** Warms the candidate and shares the calls. */
  void split(Trial.Split split) {
    want(Trial.Stage.WARMING, split);
    want(Trial.Stage.SPLIT, split);
  }

  Prediction ask(double value) {
    return ask(value, Optional.empty(), TestRooms.soon());
  }

  Prediction ask(double value, Optional<String> key, Deadline deadline) {
    return ask(List.of(Tensor.ofDoubles("x", new double[] {value}, 1, 1)), key, deadline);
  }

  Prediction ask(List<Tensor> inputs, Optional<String> key, Deadline deadline) {
    Gateway.Wish wish = new Gateway.Wish(Optional.empty(), key, -1, "q-" + requests++);
    try (Call call = rooms.gateway().call(IRIS, wish, deadline)) {
      return call.predict(inputs, Set.of());
    }
  }

  long count(Count count, Arm arm) {
    return tally().count(count, arm);
  }

  Tally tally() {
    return Tally.of(rooms.trials().reports(rollout, 0));
  }

  Standing standing() {
    return rooms.trials().standing(rollout);
  }

  /** Does what a model does that rejects its input. */
  static List<Tensor> reject(List<Tensor> inputs) {
    throw new Problem.Raised(
        new Problem.Invalid("CATEGORY", inputs.getFirst().name(), "an unknown category"));
  }

  /** Does what a broken model does. */
  static List<Tensor> fail(List<Tensor> inputs) {
    throw new IllegalStateException("cannot compute " + inputs);
  }

  /** The answer of a model that multiplies. */
  static List<Tensor> times(double factor, List<Tensor> inputs) {
    double[] given = inputs.getFirst().doubles();
    double[] answer = new double[given.length];
    for (int i = 0; i < given.length; i++) {
      answer[i] = factor * given[i];
    }
    return List.of(Tensor.ofDoubles("predict", answer, answer.length));
  }

  @Override
  public void close() {
    rooms.close();
  }
}
