package dev.serin.rollout;

import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Count;
import dev.serin.meter.trial.Sheet;
import dev.serin.meter.trial.Tally;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a trial counted, as far as it is evidence, for tests and for the words about them. */
record Counted(Policy policy, Timeline timeline, Tally tally) {

  /** Live blocks from this one on. */
  Stretches since(int block) {
    return Stretches.of(timeline, tally, Stretches.LIVE, block);
  }

  /** The pairs, also those of the shadow stage, in which the canary was slower. */
  Rate slowerPairs() {
    return new Rate(tally.count(Count.PAIRS, Arm.CANARY), tally.count(Count.PAIRS, Arm.CURRENT));
  }

  /** The blocks after the promotion. */
  Stretches bakes() {
    return Stretches.of(timeline, tally, EnumSet.of(Epoch.Kind.BAKING), 0);
  }

  /** Whether the candidate is the champion already. */
  boolean baking() {
    return last(Epoch.Kind.BAKING);
  }

  private boolean last(Epoch.Kind kind) {
    return !timeline.epochs().isEmpty() && timeline.epochs().getLast().kind() == kind;
  }

  /** The latencies of the blocks of these stretches. */
  LatencyTests latency(Stretches stretches) {
    List<Epoch> epochs =
        timeline.epochs().stream().filter(e -> Stretches.LIVE.contains(e.kind())).toList();
    return new LatencyTests(policy.latency(), stretches, timeline.epochs(), sheets(epochs));
  }

  /** The predictions after the last hold; before the first request those of the shadow stage. */
  AnswerTests answers() {
    List<Epoch> epochs = timeline.epochs().stream().filter(e -> meant(e)).toList();
    return AnswerTests.of(sheets(epochs), epochs);
  }

  private boolean meant(Epoch epoch) {
    return last(Epoch.Kind.BEFORE)
        ? epoch.kind() == Epoch.Kind.BEFORE
        : Stretches.LIVE.contains(epoch.kind())
            && (epoch.from() >= timeline.gateFrom() || newest(epoch));
  }

  private boolean newest(Epoch epoch) {
    return epoch.number() == timeline.epochs().getLast().number();
  }

  private List<Sheet> sheets(List<Epoch> epochs) {
    Set<Integer> numbers = epochs.stream().map(Epoch::number).collect(Collectors.toSet());
    return tally.sheets().stream().filter(s -> numbers.contains(s.epoch())).toList();
  }
}
