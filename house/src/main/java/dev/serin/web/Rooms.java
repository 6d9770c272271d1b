package dev.serin.web;

import dev.serin.base.ModelName;
import dev.serin.codec.BareInput;
import dev.serin.codec.InferenceV2;
import dev.serin.deployment.Deployment;
import dev.serin.deployment.Deployments;
import dev.serin.deployment.Trial;
import dev.serin.ledger.Ledger;
import dev.serin.meter.Meter;
import dev.serin.registry.Registration;
import dev.serin.registry.Registry;
import dev.serin.serving.Activation;
import dev.serin.serving.Gateway;
import dev.serin.serving.Reconciler;
import dev.serin.source.SyncStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The rooms behind the doors. {@code sources} says where models come from and how that stands;
 * {@code exposition} is the text of the metrics; uploads are put down in {@code spool}; {@code
 * declared} are models without which the server is not ready, whatever is wanted; {@code version}
 * is that of Serin.
 */
public record Rooms(
    Registry registry,
    Registration registration,
    Deployments deployments,
    Ledger ledger,
    Gateway gateway,
    Activation activation,
    Reconciler reconciler,
    Meter meter,
    Supplier<List<SyncStatus>> sources,
    Supplier<String> exposition,
    InferenceV2 v2,
    BareInput bare,
    Path spool,
    Set<ModelName> declared,
    String version) {

  /** What a request for a prediction says of itself: its sticky key, its size, its id. */
  public Gateway.Wish wish(Ask ask, Optional<String> number) {
    Optional<String> key = gateway.stickyHeader(ask.model()).flatMap(ask::header);
    return new Gateway.Wish(number, key, ask.declared(), ask.id());
  }

  /** Whether requests for a model are shared between two versions now. */
  public boolean twoArms(ModelName model) {
    return deployments
        .image()
        .of(model)
        .flatMap(Deployment::trial)
        .filter(trial -> trial.stage() == Trial.Stage.SPLIT)
        .isPresent();
  }
}
