package dev.serin.training;

import dev.serin.base.Json;
import dev.serin.base.ModelName;
import dev.serin.ledger.Body;
import dev.serin.ledger.Entry;
import dev.serin.ledger.Recorded;
import dev.serin.training.JobFact.JobEnded;
import dev.serin.training.JobFact.JobQueued;
import dev.serin.training.JobFact.JobStarted;
import dev.serin.training.JobFact.JobSucceeded;
import dev.serin.training.JobFact.VersionDescribed;

/** The form of training facts in the ledger; it never changes, it only grows. */
final class FactText {
  private FactText() {}

  static Entry entry(JobFact fact) {
    return switch (fact) {
      case JobQueued(String job, ModelName model, Order order) ->
          entry("JobQueued", "job", job, "model", model.text(), "order", order.json());
      case JobStarted(String job) -> entry("JobStarted", "job", job);
      case JobSucceeded(String job, int version, Json.Obj metrics) ->
          entry("JobSucceeded", "job", job, "version", version, "metrics", metrics);
      case JobEnded(String job, JobState state, String code, String text) ->
          entry("JobEnded", "job", job, "state", state.name(), "code", code, "text", text);
      case VersionDescribed(ModelName model, int version, Json.Obj description) ->
          entry(
              "VersionDescribed",
              "model",
              model.text(),
              "version",
              version,
              "description",
              description);
    };
  }

  static JobFact fact(Recorded recorded) {
    Body body = Body.of(recorded);
    return switch (recorded.type()) {
      case "JobQueued" ->
          new JobQueued(
              body.text("job"), new ModelName(body.text("model")), order(body.object("order")));
      case "JobStarted" -> new JobStarted(body.text("job"));
      case "JobSucceeded" ->
          new JobSucceeded(body.text("job"), body.whole("version"), tree(recorded, "metrics"));
      case "JobEnded" ->
          new JobEnded(
              body.text("job"),
              body.choice("state", JobState.class),
              body.text("code"),
              body.text("text"));
      case "VersionDescribed" ->
          new VersionDescribed(
              new ModelName(body.text("model")),
              body.whole("version"),
              tree(recorded, "description"));
      default -> throw body.unknownType();
    };
  }

  private static Order order(Body body) {
    return new Order(body.whole("epochs"), body.whole("batch"));
  }

  private static Json.Obj tree(Recorded recorded, String name) {
    Body.of(recorded).object(name); // raises where there is none
    return recorded.body().object(name).orElseThrow();
  }

  private static Entry entry(String type, Object... members) {
    return new Entry(type, Json.Obj.of(members));
  }
}
