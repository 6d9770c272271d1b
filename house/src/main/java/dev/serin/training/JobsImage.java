package dev.serin.training;

import dev.serin.base.Json;
import dev.serin.base.ModelName;
import dev.serin.ledger.Recorded;
import dev.serin.training.JobFact.JobEnded;
import dev.serin.training.JobFact.JobQueued;
import dev.serin.training.JobFact.JobStarted;
import dev.serin.training.JobFact.JobSucceeded;
import dev.serin.training.JobFact.VersionDescribed;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** All jobs in the order of their orders, and what is told of versions. */
public record JobsImage(
    SequencedMap<String, Job> jobs, Map<ModelName, Map<Integer, Json.Obj>> descriptions) {
  static final JobsImage EMPTY = new JobsImage(new LinkedHashMap<>(), Map.of());

  public JobsImage {
    jobs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(jobs));
    descriptions = Map.copyOf(descriptions);
  }

  /** The job of this id. */
  public Optional<Job> job(String id) {
    return Optional.ofNullable(jobs.get(id));
  }

  /** The job that was ordered last. */
  public Optional<Job> newest() {
    return Optional.ofNullable(jobs.lastEntry()).map(Map.Entry::getValue);
  }

  /** The jobs that are not over. */
  public List<Job> open() {
    return jobs.values().stream().filter(job -> !job.state().over()).toList();
  }

  /** What is told of a version; empty members where nothing is. */
  public Json.Obj description(ModelName model, int version) {
    return descriptions.getOrDefault(model, Map.of()).getOrDefault(version, Json.Obj.of());
  }

  JobsImage after(List<Recorded> facts) {
    SequencedMap<String, Job> next = new LinkedHashMap<>(jobs);
    Map<ModelName, Map<Integer, Json.Obj>> told = new HashMap<>(descriptions);
    for (Recorded recorded : facts) {
      switch (FactText.fact(recorded)) {
        case JobQueued queued -> next.put(queued.job(), job(queued, recorded));
        case JobStarted(String id) ->
            next.computeIfPresent(id, (_, job) -> job.in(JobState.RUNNING));
        case JobSucceeded(String id, int version, Json.Obj metrics) ->
            next.computeIfPresent(id, (_, job) -> job.made(recorded.at(), version, metrics));
        case JobEnded(String id, JobState state, String code, String text) ->
            next.computeIfPresent(id, (_, job) -> job.over(state, recorded.at(), code, text));
        case VersionDescribed(ModelName model, int version, Json.Obj description) -> {
          Map<Integer, Json.Obj> versions = new HashMap<>(told.getOrDefault(model, Map.of()));
          versions.put(version, description);
          told.put(model, Map.copyOf(versions));
        }
      }
    }
    return new JobsImage(next, told);
  }

  private static Job job(JobQueued queued, Recorded recorded) {
    return new Job(
        queued.job(),
        queued.model(),
        queued.order(),
        recorded.actor(),
        JobState.QUEUED,
        recorded.at(),
        Optional.empty(),
        "",
        "",
        Optional.empty(),
        Json.Obj.of());
  }
}
