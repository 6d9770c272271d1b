package dev.serin.deployment;

import dev.serin.base.ModelName;
import dev.serin.registry.ModelVersion;
import java.util.Objects;
import java.util.Optional;

/**
 * What is wanted of one model: whether it answers, by which versions (the registry's aliases), and
 * how requests are shared. {@code weight} is the challenger's part in percent; requests with the
 * same value of {@code stickyKey} meet the same version; with {@code fallback} the champion answers
 * where the challenger fails.
 */
public record Deployment(
    ModelName model,
    boolean wanted,
    OnChange onChange,
    Optional<ModelVersion> champion,
    Optional<ModelVersion> challenger,
    int weight,
    Optional<String> stickyKey,
    boolean fallback) {
  public static final String CHAMPION = "champion";
  public static final String CHALLENGER = "challenger";

  public Deployment {
    Objects.requireNonNull(model, "model");
    if (weight < 0 || weight > 100) {
      throw new IllegalArgumentException("a weight is 0 to 100 percent, not " + weight);
    }
  }
}
