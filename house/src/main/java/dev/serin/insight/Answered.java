package dev.serin.insight;

import dev.serin.base.ModelName;
import dev.serin.meter.trial.Arm;
import java.time.Instant;
import java.util.List;

/**
 * An answer of a trial that somebody may say later of whether it was right: in which epoch, by
 * which arm and version, and the class of each row, where it has classes.
 */
public record Answered(
    String requestId, Instant at, ModelName model, int version, Place place, List<String> classes) {
  public Answered {
    classes = List.copyOf(classes);
  }

  /** Where it is counted; {@code weight} is the canary's part of the calls then. */
  public record Place(String rollout, int epoch, Arm arm, double weight) {}
}
