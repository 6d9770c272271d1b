package dev.serin.source;

import dev.serin.artifact.ArtifactStore;
import dev.serin.artifact.Bundle;
import dev.serin.artifact.Manifest;
import dev.serin.base.Actor;
import dev.serin.base.Digest;
import dev.serin.base.ModelName;
import dev.serin.base.Problem;
import dev.serin.deployment.Deployment;
import dev.serin.registry.ModelVersion;
import dev.serin.registry.Refusal;
import dev.serin.registry.RegisteredModel;
import dev.serin.registry.Registration;
import dev.serin.registry.Registry;
import dev.serin.runtime.Formats;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one still file of a source into the registry: copy, look again, and only where nothing
 * changed meanwhile register the copy. Bytes that the source held before make no version.
 */
final class Intake {
  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

  private final Source source;
  private final ArtifactStore store;
  private final Formats formats;
  private final Registration registration;
  private final Registry registry;
  private final Actor actor;

  Intake(Source source, Sync.Rooms rooms) {
    this.source = source;
    this.store = rooms.store();
    this.formats = rooms.formats();
    this.registration = rooms.registration();
    this.registry = rooms.registry();
    this.actor = new Actor("source:" + source.name());
  }

  /** What became of a file. */
  sealed interface Taking {
    /** It changed while it was copied. */
    record Moved() implements Taking {}

    /** The bytes that were known before. */
    record Known(ModelVersion version) implements Taking {}

    /** Bytes that the source did not hold before; {@code found}: no version was ready. */
    record Fresh(ModelVersion version, boolean found) implements Taking {}
  }

  Actor actor() {
    return actor;
  }

  /** The version that the source held last. */
  Optional<ModelVersion> last(ModelName model) {
    return registry.image().model(model).map(RegisteredModel::versions).stream()
        .map(List::reversed)
        .flatMap(Collection::stream)
        .filter(version -> version.origin().startsWith(source.name() + "/"))
        .findFirst();
  }

  /**
   * The champion, where it came from here: bytes that came back after others were activated again
   * and are no change, though they are not the newest version.
   */
  private Optional<ModelVersion> champion(RegisteredModel model) {
    return model
        .alias(Deployment.CHAMPION)
        .filter(version -> version.origin().startsWith(source.name() + "/"));
  }

  /** Takes in what was seen; raises {@code Refused} after it was recorded. */
  Taking take(Sighting seen, ModelName model, Optional<Integer> held) {
    try {
      return taken(seen, model, held);
    } catch (Problem.Raised raised) {
      if (raised.problem() instanceof Problem.Refused refused) {
        registry.refuse(actor, model, Refusal.of(refused, origin(seen)));
      }
      throw raised;
    }
  }

  private Taking taken(Sighting seen, ModelName model, Optional<Integer> held) {
    Manifest copy;
    try (Bundle bundle = source.open(seen.path())) {
      if (formats.recognise(bundle).isEmpty()) { // refused without a copy of who knows what
        registration.register(actor, model, bundle, Optional.empty(), origin(seen));
      }
      copy = store.put(bundle);
    }
    Optional<byte[]> golden = source.golden(seen.path());
    if (source.look(seen.path()).filter(seen::same).isEmpty()) {
      return new Taking.Moved();
    }
    Optional<RegisteredModel> before = registry.image().model(model);
    Optional<ModelVersion> last =
        held.flatMap(number -> before.flatMap(it -> it.version(number))).or(() -> last(model));
    boolean refused = before.flatMap(RegisteredModel::refused).isPresent();
    Optional<ModelVersion> known =
        Stream.concat(last.stream(), before.flatMap(this::champion).stream())
            .filter(it -> it.ready() && it.artifact().equals(copy.digest()))
            .findFirst();
    if (!refused && known.isPresent()) {
      mention(known.get(), golden);
      return new Taking.Known(known.get());
    }
    boolean found = before.flatMap(RegisteredModel::latest).isEmpty();
    try (Bundle stored = store.open(copy.digest())) {
      ModelVersion version =
          registration.register(actor, model, stored, golden, origin(seen)).version();
      LOG.info("[REGISTRY] Registered model '{}' version {}", model, version.number());
      boolean same = last.filter(it -> it.ready() && it.number() == version.number()).isPresent();
      return same ? new Taking.Known(version) : new Taking.Fresh(version, found);
    }
  }

  private static void mention(ModelVersion version, Optional<byte[]> golden) {
    if (!golden.map(Digest::of).equals(version.golden())) {
      LOG.warn(
          "[SYNC] The golden rows of '{}' changed alone: version {} keeps those it was made with,"
              + " the next version takes the new ones",
          version.model(),
          version.number());
    }
  }

  private String origin(Sighting seen) {
    return source.name() + "/" + seen.path();
  }
}
