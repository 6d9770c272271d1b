package dev.serin.deployment;

import dev.serin.base.ModelName;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All deployments at one moment, one for each registered model: wanted or not. {@code position} is
 * the ledger position up to which registry and deployment facts are in it.
 */
public record DeploymentImage(SortedMap<ModelName, Deployment> deployments, long position) {
  public DeploymentImage {
    deployments = Collections.unmodifiableSortedMap(new TreeMap<>(deployments));
  }

  /** The deployment of this model, empty when no such model is registered. */
  public Optional<Deployment> of(ModelName name) {
    return Optional.ofNullable(deployments.get(name));
  }
}
