package dev.serin.web.rollout;

import static dev.serin.web.rollout.RolloutDialect.ROLLOUT;

import dev.serin.base.Json;
import dev.serin.insight.Feedback;
import dev.serin.web.Answer;
import dev.serin.web.Ask;
import dev.serin.web.Route;
import java.util.List;

/** What clients say later of an answer, by the id of its request. */
public final class FeedbackRoutes {
  private final Feedback feedback;

  private FeedbackRoutes(Feedback feedback) {
    this.feedback = feedback;
  }

  /** The route to this door. */
  public static List<Route> of(Feedback feedback) {
    FeedbackRoutes routes = new FeedbackRoutes(feedback);
    return List.of(Route.post("/serin/v1/feedback", ROLLOUT, routes::accept));
  }

  private Answer accept(Ask ask) {
    Wanted wanted = Wanted.of(ask, "request_id", "label", "correct");
    String request =
        wanted
            .text("request_id")
            .orElseThrow(
                () ->
                    Wanted.invalid(
                        "REQUEST_MISSING",
                        "request_id",
                        "'request_id' is the answer's header Serin-Request-Id"));
    Feedback.Answer answer =
        feedback.accept(request, wanted.body().member("label"), wanted.truth("correct"));
    return Answer.ok(
        Json.Obj.of(
            "request_id", answer.requestId(),
            "rollout", answer.rollout(),
            "epoch", answer.epoch(),
            "model_version", String.valueOf(answer.version()),
            "model_used", answer.arm().word(),
            "correct", !answer.wrong()));
  }
}
