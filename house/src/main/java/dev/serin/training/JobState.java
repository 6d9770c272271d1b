package dev.serin.training;

/** Where a job stands; what is over stays so. */
public enum JobState {
  /** It was accepted. */
  QUEUED,
  /** Its command runs. */
  RUNNING,
  /** Its model became a version. */
  SUCCEEDED,
  /** Its command or its model was no good. */
  FAILED,
  /** Its command took too long and was ended. */
  TIMED_OUT,
  /** Somebody ended it. */
  CANCELLED;

  /** Whether nothing follows. */
  public boolean over() {
    return this != QUEUED && this != RUNNING;
  }
}
