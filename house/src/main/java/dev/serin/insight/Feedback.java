package dev.serin.insight;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.meter.evalue.Grid;
import dev.serin.meter.trial.Arm;
import dev.serin.meter.trial.Count;
import dev.serin.meter.trial.Recorder;
import dev.serin.meter.trial.Trials;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Takes in what clients say later of answers, once for each request, up to a week: it counts for
 * the arm that answered while the roll-out runs; after its end it may raise an alert.
 */
public final class Feedback {
  private static final double[] RATIOS = {1.5, 2, 3, 5, 10, 50};
  private static final double LINE = Math.log(100); // as of test Q: one false alert in a hundred

  private final AnsweredLog log;
  private final AnsweredTable table;
  private final Trials trials;
  private final Predicate<String> running;
  private final Alert alert;
  private final Set<String> alerted = ConcurrentHashMap.newKeySet();

  /** Who hears that a version that was promoted answers worse than the one before. */
  public interface Alert {
    /** {@code text} says it in words, with the numbers. */
    void worse(String rollout, String text);
  }

  /** {@code running} says which roll-outs have not ended. */
  public Feedback(
      AnsweredLog log, AnsweredTable table, Trials trials, Predicate<String> running, Alert alert) {
    this.log = log;
    this.table = table;
    this.trials = trials;
    this.running = running;
    this.alert = alert;
  }

  /** Which answer was meant, and whether it was wrong. */
  public record Answer(
      String requestId, String rollout, int epoch, int version, Arm arm, boolean wrong) {}

  /**
   * Says of the answer to a request what would have been right, or whether it was.
   *
   * @throws Problem.Raised {@code Unknown} REQUEST_UNKNOWN, {@code Conflict} FEEDBACK_TWICE, {@code
   *     Invalid} FEEDBACK
   */
  public Answer accept(String requestId, Optional<Json> label, Optional<Boolean> correct) {
    log.flush();
    Answered answered = table.find(requestId).orElseThrow(() -> unknown(requestId));
    boolean wrong = wrong(answered, label, correct);
    if (!table.settle(requestId, wrong)) {
      throw new Problem.Raised(
          new Problem.Conflict(
              "FEEDBACK_TWICE", "somebody has said of '" + requestId + "' already"));
    }
    Answered.Place place = answered.place();
    if (running.test(place.rollout())) {
      Recorder recorder = trials.recorder(place.rollout(), place.epoch());
      recorder.add(Count.LABELLED, place.arm());
      recorder.add(Count.WRONG, place.arm(), wrong ? 1 : 0);
    } else if (wrong && place.arm() == Arm.CANARY && !alerted.contains(place.rollout())) {
      afterwards(place.rollout()); // nothing else brings an alert nearer
    }
    return new Answer(
        requestId, place.rollout(), place.epoch(), answered.version(), place.arm(), wrong);
  }

  private static boolean wrong(Answered answered, Optional<Json> label, Optional<Boolean> correct) {
    if (label.isPresent() == correct.isPresent()) {
      throw invalid("label", "say either 'label' (what would have been right) or 'correct'");
    }
    if (correct.isPresent()) {
      return !correct.get();
    }
    List<Json> labels =
        label.get() instanceof Json.Arr(List<Json> items) ? items : label.stream().toList();
    List<String> classes = answered.classes();
    if (classes.isEmpty()) {
      throw invalid("label", "the model answers no classes: say 'correct' (true or false)");
    }
    if (labels.size() != classes.size()) {
      throw invalid(
          "label", "%d labels for an answer of %d rows".formatted(labels.size(), classes.size()));
    }
    for (int row = 0; row < classes.size(); row++) {
      if (!same(classes.get(row), labels.get(row))) {
        return true;
      }
    }
    return false;
  }

  private static boolean same(String name, Json label) {
    return switch (label) {
      case Json.Str(String text) -> cut(text).equals(name);
      case Json.Bool(boolean truth) -> String.valueOf(truth).equals(name);
      case Json.Num number -> number.digits().equals(name) || same(name, number.doubleValue());
      case Json.Null _, Json.Arr _, Json.Obj _ ->
          throw invalid("label", "a label is a text, a number or a truth value");
    };
  }

  private static String cut(String text) {
    return text.substring(0, Math.min(Predicted.LONGEST, text.length()));
  }

  private static boolean same(String name, double number) {
    try {
      return Double.parseDouble(name) == number;
    } catch (NumberFormatException text) {
      return false;
    }
  }

  /** Test Q over all that is known of the roll-out; no automatic change follows from it. */
  private void afterwards(String rollout) {
    double logE = 0;
    List<AnsweredTable.Settled> strata = new ArrayList<>();
    for (AnsweredTable.Settled settled : table.settled(rollout)) {
      if (settled.weight() > 0 && settled.weight() < 1) { // else there was nothing to compare
        long wrong = settled.canary().wrong();
        long all = wrong + settled.current().wrong();
        logE += Grid.ofRatios(settled.weight(), 1, RATIOS).logE(wrong, all);
        strata.add(settled);
      }
    }
    if (logE >= LINE && alerted.add(rollout)) {
      alert.worse(rollout, text(strata));
    }
  }

  private static String text(List<AnsweredTable.Settled> strata) {
    long[] sums = new long[4];
    for (AnsweredTable.Settled settled : strata) {
      sums[0] += settled.canary().wrong();
      sums[1] += settled.canary().labelled();
      sums[2] += settled.current().wrong();
      sums[3] += settled.current().labelled();
    }
    return String.format(
        Locale.ROOT,
        "canary was wrong in %d of %d labelled answers (%.1f %%), current in %d of %d (%.1f %%);"
            + " a revert is suggested",
        sums[0],
        sums[1],
        100.0 * sums[0] / Math.max(1, sums[1]),
        sums[2],
        sums[3],
        100.0 * sums[2] / Math.max(1, sums[3]));
  }

  private static Problem.Raised unknown(String requestId) {
    return new Problem.Raised(
        new Problem.Unknown(
            "REQUEST_UNKNOWN",
            "no answer of a roll-out within the last seven days has the request id '"
                + requestId
                + "'"));
  }

  private static Problem.Raised invalid(String field, String message) {
    return new Problem.Raised(new Problem.Invalid("FEEDBACK", field, message));
  }
}
