package dev.serin.training;

import dev.serin.base.Json;
import dev.serin.base.ModelName;

/** What happened to jobs and their versions; the form in the ledger is {@link FactText}. */
sealed interface JobFact {

  /** A training was ordered. */
  record JobQueued(String job, ModelName model, Order order) implements JobFact {}

  /** Its command was started. */
  record JobStarted(String job) implements JobFact {}

  /** Its model became this version. */
  record JobSucceeded(String job, int version, Json.Obj metrics) implements JobFact {}

  /** It ended without a version: FAILED, TIMED_OUT or CANCELLED. */
  record JobEnded(String job, JobState state, String code, String text) implements JobFact {}

  /** What is told of a version: its metrics, how it was trained, what it was trained from. */
  record VersionDescribed(ModelName model, int version, Json.Obj description) implements JobFact {}
}
