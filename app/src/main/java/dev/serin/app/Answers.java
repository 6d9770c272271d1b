package dev.serin.app;

import dev.serin.insight.AnsweredLog;
import dev.serin.insight.AnsweredTable;
import dev.serin.insight.Feedback;
import dev.serin.insight.PredictionClasses;
import dev.serin.plug.sql.SqliteAnswered;
import dev.serin.rollout.Reason;
import dev.serin.serving.Observer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** What is kept of the answers of trials: their classes, and what clients say of them later. */
record Answers(PredictionClasses classes, AnsweredLog log, Feedback feedback) {
  private static final Duration PACE = Duration.ofMillis(500);

  static Answers over(Records records, Clock clock, Closing closing) {
    AnsweredTable table = closing.after(new SqliteAnswered(records.data().answered()));
    AnsweredLog log = new AnsweredLog(table, records.registry()::image, clock);
    closing.after(Pulse.every(PACE, "serin-answered", log::flush));
    Feedback feedback =
        new Feedback(
            log,
            table,
            records.trials(),
            rollout -> running(records, rollout),
            (rollout, text) ->
                records.rollouts().feedbackAlert(rollout, new Reason("WRONG_ANSWERS", text)));
    PredictionClasses classes = new PredictionClasses(records.registry()::image, records.trials());
    return new Answers(classes, log, feedback);
  }

  private static boolean running(Records records, String rollout) {
    return records.deployments().image().deployments().values().stream()
        .flatMap(deployment -> deployment.trial().stream())
        .anyMatch(trial -> trial.rollout().equals(rollout));
  }

  List<Observer> observers() {
    return List.of(classes, log);
  }
}
