package dev.serin.kit.trial;

import static dev.serin.kit.trial.Runs.courses;
import static dev.serin.kit.trial.Runs.endedBy;
import static dev.serin.kit.trial.Runs.part;
import static dev.serin.kit.trial.Runs.policy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.rollout.Policy;
import dev.serin.rollout.RolloutState;
import dev.serin.rollout.Verdict;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The acceptance scenarios about latency, predictions and labels, by number. */
class OtherScenariosTest {
  private static final int RUNS = 200;
  private static final double ENOUGH = 0.95;
  private static final Behaviour USUAL = Behaviour.failing(0.01);
  private static final List<Double> CLASSES = classes();

  /** Shares as of Zipf. */
  private static List<Double> classes() {
    double sum = IntStream.rangeClosed(1, 10).mapToDouble(k -> 1.0 / k).sum();
    return IntStream.rangeClosed(1, 10).mapToObj(k -> 1 / (k * sum)).toList();
  }

  private static List<Double> moved(double mass) {
    return IntStream.range(0, 10)
        .mapToObj(k -> CLASSES.get(k) + (k == 0 ? -mass : k == 9 ? mass : 0))
        .toList();
  }

  private static Calls slower(long seed, double perSecond, double times, Weather weather) {
    return Calls.of(seed, perSecond, USUAL, USUAL.slower(times), weather);
  }

  @ParameterizedTest
  @CsvSource({"50, 35", "10, 95"})
  void scenario07_aCanaryThatIsThirtyPercentSlowerIsFound(double perSecond, int limit) {
    List<Course> runs = courses(RUNS, seed -> slower(seed, perSecond, 1.3, Weather.LOAD), limit);

    assertThat(part(runs, run -> endedBy(run, limit, "LATENCY"))).isGreaterThanOrEqualTo(ENOUGH);
  }

  @Test
  void scenario07_almostWithoutTrafficPairsOfProbesFindIt() {
    List<Course> runs = courses(RUNS, seed -> slower(seed, 0.2, 1.3, Weather.LOAD), 180);

    assertThat(part(runs, run -> endedBy(run, 180, "PAIRED_LATENCY")))
        .isGreaterThanOrEqualTo(ENOUGH);
  }

  @Test
  void scenario08_aCanaryThatIsFivePercentSlowerIsPromoted() {
    List<Course> runs = courses(RUNS, seed -> slower(seed, 50, 1.05, Weather.LOAD), 181);

    assertThat(part(runs, run -> run.why().equals("LATENCY"))).isLessThanOrEqualTo(0.02);
    assertThat(part(runs, run -> run.state() instanceof RolloutState.Baking))
        .isGreaterThanOrEqualTo(ENOUGH);
  }

  @ParameterizedTest
  @CsvSource({"0.05, 0", "0, 0.0167", "0, 0.0667"})
  void scenario09_pausesOfBothArmsOrOfOneAloneRollNothingBack(double both, double alone) {
    Weather weather = Weather.LOAD.with(both, alone);
    List<Course> runs = courses(RUNS, seed -> slower(seed, 50, 1, weather), 181);

    assertThat(part(runs, run -> run.why().contains("LATENCY"))).isLessThanOrEqualTo(0.01);
    assertThat(part(runs, run -> run.state() instanceof RolloutState.Baking))
        .isGreaterThanOrEqualTo(ENOUGH);
  }

  @Test
  void scenario10_otherPredictionsHoldTheCanary() {
    List<Course> runs = courses(RUNS, seed -> shifted(seed, 0.2), 200);

    assertThat(
            part(
                runs,
                run ->
                    run.why().equals("PREDICTION_SHIFT")
                        && run.first(Verdict.Hold.class).orElseThrow() <= 10
                        && run.first(Verdict.Promote.class).isEmpty()))
        .isGreaterThanOrEqualTo(ENOUGH);
  }

  @Test
  void scenario10_otherPredictionsRollBackWhereThePolicySaysSo() {
    Policy policy = policy().classes(Policy.Action.ROLLBACK).made();
    List<Course> runs = Runs.of(RUNS, seed -> new Course(policy, shifted(seed, 0.2)).decided(20));

    assertThat(part(runs, run -> endedBy(run, 10, "PREDICTION_SHIFT")))
        .isGreaterThanOrEqualTo(ENOUGH);
  }

  @Test
  void scenario10_theSamePredictionsHoldNothing() {
    List<Course> runs = courses(RUNS, seed -> shifted(seed, 0), 181);

    assertThat(part(runs, run -> run.state() instanceof RolloutState.Baking))
        .isGreaterThanOrEqualTo(0.98);
  }

  private static Calls shifted(long seed, double mass) {
    return Calls.of(seed, 50, USUAL.predicting(CLASSES), USUAL.predicting(moved(mass)));
  }

  @Test
  void scenario34_aLessAccurateCanaryIsFoundByLabelsThatComeLate() {
    Behaviour accurate = Behaviour.failing(0).wrong(0.02);
    Behaviour inaccurate = Behaviour.failing(0).wrong(0.07);
    List<Course> runs =
        courses(
            RUNS, seed -> Calls.of(seed, 20, accurate, inaccurate).labelled(0.55, 90), 300, true);

    assertThat(part(runs, run -> endedBy(run, 300, "WRONG_ANSWERS")))
        .isGreaterThanOrEqualTo(ENOUGH);
    assertThat(part(runs, run -> run.first(Verdict.Promote.class).isPresent())).isPositive();
  }

  @Test
  void scenario34_anEquallyAccurateCanaryIsKept() {
    Behaviour accurate = Behaviour.failing(0).wrong(0.05);
    List<Course> runs =
        courses(RUNS, seed -> Calls.of(seed, 20, accurate, accurate).labelled(0.55, 90), 300, true);

    assertThat(part(runs, run -> run.why().equals("WRONG_ANSWERS"))).isLessThanOrEqualTo(0.02);
  }
}
