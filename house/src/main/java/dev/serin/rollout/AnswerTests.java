package dev.serin.rollout;

import dev.serin.meter.evalue.ClassShift;
import dev.serin.meter.evalue.Divergence;
import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Count;
import dev.serin.meter.trial.Sheet;
import dev.serin.rollout.Findings.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.ToDoubleBiFunction;

/** Tests Q and D: what is answered. */
final class AnswerTests {
  private static final double NO_RATIO = 1;

  private final List<String> names;
  private final List<ClassShift.Counted> strata;

  private AnswerTests(List<String> names, List<ClassShift.Counted> strata) {
    this.names = names;
    this.strata = strata;
  }

  /** The predictions on these sheets; each epoch has its share of the canary. */
  static AnswerTests of(List<Sheet> sheets, List<Epoch> epochs) {
    TreeSet<String> all = new TreeSet<>();
    sheets.forEach(sheet -> all.addAll(sheet.classes().keySet()));
    List<String> names = List.copyOf(all);
    List<ClassShift.Counted> strata = new ArrayList<>();
    for (Epoch epoch : epochs) {
      double weight = epoch.kind() == Epoch.Kind.BEFORE ? 0.5 : epoch.weight();
      List<Sheet> own = sheets.stream().filter(s -> s.epoch() == epoch.number()).toList();
      if (weight > 0 && weight < 1 && !own.isEmpty()) {
        add(strata, counted(names, own, weight));
      }
    }
    return new AnswerTests(names, strata);
  }

  private static ClassShift.Counted counted(List<String> names, List<Sheet> sheets, double weight) {
    long[] canary = new long[names.size()];
    long[] current = new long[names.size()];
    for (Sheet sheet : sheets) {
      sheet
          .classes()
          .forEach(
              (name, pair) -> {
                int k = java.util.Collections.binarySearch(names, name);
                canary[k] += pair.of(Arm.CANARY);
                current[k] += pair.of(Arm.CURRENT);
              });
    }
    return new ClassShift.Counted(weight, canary, current);
  }

  /** Adds a stratum to the one of the same weight. */
  private static void add(List<ClassShift.Counted> strata, ClassShift.Counted more) {
    for (int i = 0; i < strata.size(); i++) {
      ClassShift.Counted known = strata.get(i);
      if (known.weight() == more.weight()) {
        strata.set(
            i,
            new ClassShift.Counted(
                known.weight(),
                Stretches.plus(known.canary(), more.canary()),
                Stretches.plus(known.current(), more.current())));
        return;
      }
    }
    strata.add(more);
  }

  /** D: classes fall to the arms unlike requests do, and the shift is large enough to matter. */
  Finding shift(Policy.Classes policy, boolean muted) {
    double log = ClassShift.logE(strata, names.size());
    double line = ErrorTests.line(policy.alpha());
    return new Finding(log, line, !muted && log >= line && stability() >= policy.minPsi());
  }

  /** The population stability index, the mean of the strata. */
  double stability() {
    return mean(Divergence::stability);
  }

  /** The divergence of Jensen and Shannon in bits, the mean of the strata. */
  double jensenShannon() {
    return mean(Divergence::jensenShannon);
  }

  private double mean(ToDoubleBiFunction<long[], long[]> divergence) {
    double sum = 0;
    double weights = 0;
    for (ClassShift.Counted stratum : strata) {
      double canary = Stretches.total(stratum.canary());
      double current = Stretches.total(stratum.current());
      double weight = canary * current / Math.max(1, canary + current);
      sum += weight * divergence.applyAsDouble(stratum.canary(), stratum.current());
      weights += weight;
    }
    return weights > 0 ? sum / weights : 0;
  }

  /** The class whose share moved most, in words. */
  String moved() {
    long[] canary = new long[names.size()];
    long[] current = new long[names.size()];
    for (ClassShift.Counted stratum : strata) {
      canary = Stretches.plus(canary, stratum.canary());
      current = Stretches.plus(current, stratum.current());
    }
    int most = 0;
    for (int k = 0; k < names.size(); k++) {
      most = moved(canary, current, k) > moved(canary, current, most) ? k : most;
    }
    return String.format(
        Locale.ROOT,
        "%s %s of the canary's, %s of current's",
        names.get(most),
        new Rate(canary[most], Stretches.total(canary)).percent(),
        new Rate(current[most], Stretches.total(current)).percent());
  }

  private static double moved(long[] canary, long[] current, int k) {
    double share = new Rate(canary[k], Stretches.total(canary)).value();
    return Math.abs(share - new Rate(current[k], Stretches.total(current)).value());
  }

  /** Q: the canary's answers turn out wrong more often. */
  static Finding wrong(Policy.Feedback policy, Stretches stretches, boolean muted) {
    double log = new RelativeTest(stretches, Arm.CANARY, NO_RATIO).live(Count.WRONG).logE();
    double line = ErrorTests.line(policy.alpha());
    return new Finding(log, line, !muted && log >= line);
  }

  /** Whether current's answers turn out wrong more often, which is an improvement. */
  static boolean better(Policy.Feedback policy, Stretches stretches) {
    double log = new RelativeTest(stretches, Arm.CURRENT, NO_RATIO).live(Count.WRONG).logE();
    return log >= ErrorTests.line(policy.alpha());
  }

  /** The wrong ones of an arm's answers of which somebody said so or the contrary. */
  static Rate wrong(Stretches stretches, Arm arm) {
    return new Rate(stretches.total(Count.WRONG, arm), stretches.total(Count.LABELLED, arm));
  }
}
