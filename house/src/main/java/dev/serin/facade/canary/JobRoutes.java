package dev.serin.facade.canary;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.training.Job;
import dev.serin.training.JobState;
import dev.serin.training.Jobs;
import dev.serin.training.Order;
import dev.serin.training.TrainingLog;
import dev.serin.web.Answer;
import dev.serin.web.Ask;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Trainings in the words of this interface; the job that was ordered last is called train. */
final class JobRoutes {
  private static final String TRAIN = "train";
  private static final int ACCEPTED = 202;
  private static final int FAILED = 500;
  private final Jobs jobs;
  private final int epochs;
  private final int batch;
  private final int imageSide;

  /** {@code epochs} and {@code batch} hold where a form says nothing. */
  JobRoutes(Jobs jobs, Order usual, int imageSide) {
    this.jobs = jobs;
    this.epochs = usual.epochs();
    this.batch = usual.batch();
    this.imageSide = imageSide;
  }

  Answer trigger(Ask ask) {
    Map<String, String> form = Form.of(ask);
    Optional<Integer> wantedEpochs = whole(form, "epochs", epochs);
    Optional<Integer> wantedBatch = whole(form, "batch", batch);
    if (wantedEpochs.isEmpty() || wantedBatch.isEmpty()) {
      String field = wantedEpochs.isEmpty() ? "epochs" : "batch";
      return CanaryDialect.field(field, "Input should be a whole number", "ORDER_INVALID");
    }
    try {
      Job job = jobs.order(ask.actor(), new Order(wantedEpochs.get(), wantedBatch.get()));
      return accepted(job);
    } catch (Problem.Raised raised) {
      if (raised.problem() instanceof Problem.Unavailable
          || raised.problem() instanceof Problem.Full) {
        return failed(raised.problem());
      }
      throw raised;
    }
  }

  private static Optional<Integer> whole(Map<String, String> form, String name, int otherwise) {
    String text = form.getOrDefault(name, "").strip();
    if (text.isEmpty()) {
      return Optional.of(otherwise);
    }
    return text.matches("[1-9]\\d{0,5}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
  }

  private Answer accepted(Job job) {
    return Answer.json(
        ACCEPTED,
        Json.Obj.of(
            "status",
            "ok",
            "message",
            "Training job started successfully",
            "config",
            Json.Obj.of(
                "model", "best.pt (fine-tuning)",
                "epochs", String.valueOf(job.order().epochs()),
                "img_size", String.valueOf(imageSide),
                "batch", String.valueOf(job.order().batch())),
            "job_id",
            job.id()));
  }

  private static Answer failed(Problem problem) {
    return Answer.json(
        FAILED,
        Json.Obj.of(
            "status",
            "error",
            "message",
            "Failed to start training job: " + problem.message(),
            "code",
            problem.code()));
  }

  private Job job(Ask ask) {
    String name = ask.parameter("name");
    return name.equals(TRAIN)
        ? jobs.image()
            .newest()
            .orElseThrow(
                () ->
                    new Problem.Raised(
                        new Problem.Unknown("JOB_UNKNOWN", "nothing was trained yet")))
        : jobs.known(name);
  }

  Answer status(Ask ask) {
    Job job = job(ask);
    return Answer.ok(
        Json.Obj.of(
            "active", job.state().over() ? 0 : 1,
            "succeeded", job.state() == JobState.SUCCEEDED ? 1 : 0,
            "failed", unlucky(job) ? 1 : 0,
            "conditions", conditions(job),
            "job_id", job.id(),
            "state", job.state().name(),
            "model_version", job.version().<Object>map(String::valueOf).orElse(Json.Null.NULL)));
  }

  private static boolean unlucky(Job job) {
    return job.state().over() && job.state() != JobState.SUCCEEDED;
  }

  private static List<Json> conditions(Job job) {
    return switch (job.state()) {
      case QUEUED, RUNNING -> List.of();
      case SUCCEEDED -> List.of(condition("Complete", "Completed", "the model is a version"));
      case TIMED_OUT -> List.of(condition("Failed", "DeadlineExceeded", job.text()));
      case CANCELLED -> List.of(condition("Failed", "Cancelled", job.text()));
      case FAILED -> List.of(condition("Failed", job.code(), job.text()));
    };
  }

  private static Json condition(String type, String reason, String message) {
    return Json.Obj.of("type", type, "status", "True", "reason", reason, "message", message);
  }

  Answer logs(Ask ask) {
    Job job = job(ask);
    String text = jobs.printed(job.id());
    return Answer.ok(
        Json.Obj.of("logs", text, "training_summary", TrainingLog.summary(job.state(), text)));
  }

  Answer cancel(Ask ask) {
    Job job = jobs.cancel(ask.actor(), job(ask).id());
    return Answer.ok(Json.Obj.of("job_id", job.id(), "state", job.state().name()));
  }
}
