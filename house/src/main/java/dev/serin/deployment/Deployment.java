package dev.serin.deployment;

import dev.serin.base.ModelName;
import dev.serin.registry.ModelVersion;
import java.util.Objects;
import java.util.Optional;

/**
 * What is wanted of one model: whether it answers, by which versions (the registry's aliases), what
 * moving {@code champion} does, and what a running roll-out wants of its traffic. {@code kept} is
 * the old version that the trial keeps loaded.
 */
public record Deployment(
    ModelName model,
    boolean wanted,
    OnChange onChange,
    Promotion promotion,
    Optional<ModelVersion> champion,
    Optional<ModelVersion> challenger,
    Optional<Trial> trial,
    Optional<ModelVersion> kept) {
  public static final String CHAMPION = "champion";
  public static final String CHALLENGER = "challenger";

  public Deployment {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(trial, "trial");
  }
}
