package dev.serin.training;

import dev.serin.base.ModelName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The settings {@code training.*}: the command and its words (none: nothing can be trained), the
 * model whose next version it makes, how long it may take, how much of its log is kept in bytes,
 * the side of its images in pixels, and variables that it gets beside ours.
 */
public record TrainingSettings(
    List<String> command,
    Optional<ModelName> model,
    Duration timeout,
    long logBytes,
    int imageSide,
    Map<String, String> variables) {

  /** Nothing can be trained. */
  public static final TrainingSettings DEFAULT =
      new TrainingSettings(
          List.of(), Optional.empty(), Duration.ofHours(24), 16L << 20, 640, Map.of());

  public TrainingSettings {
    command = List.copyOf(command);
    variables = Map.copyOf(variables);
    Objects.requireNonNull(model, "training.model");
    if (!command.isEmpty() && model.isEmpty()) {
      throw new IllegalArgumentException("training.command needs training.model as well");
    }
    if (timeout.toMillis() < 1 || logBytes < 1 << 12 || imageSide < 1) {
      throw new IllegalArgumentException(
          "training.timeout must be at least 1ms, training.log-bytes at least 4KiB");
    }
  }
}
