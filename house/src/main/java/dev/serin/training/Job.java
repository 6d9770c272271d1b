package dev.serin.training;

import dev.serin.base.Actor;
import dev.serin.base.Json;
import dev.serin.base.ModelName;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One training: who ordered what for which model, where it stands, why ({@code code} and {@code
 * text}, empty while all is well), which version it made, and the metrics that it told.
 */
public record Job(
    String id,
    ModelName model,
    Order order,
    Actor actor,
    JobState state,
    Instant queued,
    Optional<Instant> ended,
    String code,
    String text,
    Optional<Integer> version,
    Json.Obj metrics) {
  public Job {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(state, "state");
  }

  Job in(JobState next) {
    return new Job(id, model, order, actor, next, queued, ended, code, text, version, metrics);
  }

  Job over(JobState next, Instant at, String why, String told) {
    return new Job(
        id, model, order, actor, next, queued, Optional.of(at), why, told, version, metrics);
  }

  Job made(Instant at, int number, Json.Obj told) {
    return new Job(
        id,
        model,
        order,
        actor,
        JobState.SUCCEEDED,
        queued,
        Optional.of(at),
        code,
        text,
        Optional.of(number),
        told);
  }
}
