package dev.serin.kit.trial;

import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Count;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** What somebody says later of answers. */
final class Labels {
  private final Map<Integer, List<Label>> due = new HashMap<>();
  private double part;
  private int delay;

  private record Label(int epoch, Arm arm, boolean wrong) {}

  void come(double ofAnswers, int seconds) {
    part = ofAnswers;
    delay = seconds;
  }

  void answered(SplittableRandom random, Arm arm, double wrong, int second, int epoch) {
    if (part > 0 && random.nextDouble() < part) {
      due.computeIfAbsent(second + delay, _ -> new ArrayList<>())
          .add(new Label(epoch, arm, random.nextDouble() < wrong));
    }
  }

  void deliver(int second, Tape tape) {
    List<Label> now = due.remove(second);
    for (Label label : now == null ? List.<Label>of() : now) {
      tape.add(label.epoch(), Count.LABELLED, label.arm(), 1);
      tape.add(label.epoch(), Count.WRONG, label.arm(), label.wrong() ? 1 : 0);
    }
  }
}
