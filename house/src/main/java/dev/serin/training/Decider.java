package dev.serin.training;

import dev.serin.base.Json;
import dev.serin.base.ModelName;
import dev.serin.base.Problem;
import dev.serin.training.JobFact.JobEnded;
import dev.serin.training.JobFact.JobQueued;
import dev.serin.training.JobFact.JobStarted;
import dev.serin.training.JobFact.JobSucceeded;
import dev.serin.training.JobFact.VersionDescribed;
import java.util.List;

/** Decides what a command means for the jobs: facts, none when all is as wished, or a problem. */
final class Decider {
  private Decider() {}

  static List<JobFact> queue(JobsImage image, ModelName model, Order order) {
    image.open().stream()
        .findFirst()
        .ifPresent(
            job -> {
              throw new Problem.Raised(
                  new Problem.Conflict(
                      "JOB_RUNNING", job.id() + " is not over yet; wait for it or cancel it"));
            });
    return List.of(new JobQueued("job-" + (image.jobs().size() + 1), model, order));
  }

  static List<JobFact> start(JobsImage image, String job) {
    return open(image, job) ? List.of(new JobStarted(job)) : List.of();
  }

  static List<JobFact> end(JobsImage image, String job, JobState state, String code, String text) {
    return open(image, job) ? List.of(new JobEnded(job, state, code, text)) : List.of();
  }

  static List<JobFact> succeed(JobsImage image, String job, int version, Json.Obj description) {
    ModelName model = image.job(job).orElseThrow().model();
    Json.Obj metrics = description.object("metrics").orElse(Json.Obj.of());
    return open(image, job)
        ? List.of(
            new VersionDescribed(model, version, description),
            new JobSucceeded(job, version, metrics))
        : List.of();
  }

  static List<JobFact> describe(
      JobsImage image, ModelName model, int version, Json.Obj description) {
    boolean there = image.description(model, version).equals(description);
    return there ? List.of() : List.of(new VersionDescribed(model, version, description));
  }

  private static boolean open(JobsImage image, String job) {
    return image.job(job).filter(it -> !it.state().over()).isPresent();
  }
}
