package dev.serin.source.layout;

import dev.serin.artifact.DiskBundle;
import dev.serin.base.Actor;
import dev.serin.base.Digest;
import dev.serin.base.Json;
import dev.serin.base.ModelName;
import dev.serin.base.Problem;
import dev.serin.deployment.Deployment;
import dev.serin.registry.ModelVersion;
import dev.serin.registry.Refusal;
import dev.serin.registry.RegisteredModel;
import dev.serin.registry.Registration;
import dev.serin.registry.Registry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in what others put into the folders: {@code current/} becomes the champion, {@code canary/}
 * the challenger. What was taken in, refused or written by ourselves is left alone. For one thread.
 */
public final class LayoutImport {
  private static final Logger LOG = LoggerFactory.getLogger(LayoutImport.class);
  private static final Duration QUIET = Duration.ofMillis(800);
  private static final Duration WITHOUT_VERSION = Duration.ofSeconds(10);
  private static final Duration AGAIN = Duration.ofSeconds(10);

  private final LayoutFolder folder;
  private final ModelName model;
  private final Rooms rooms;
  private final InstantSource clock;
  private final Actor actor;
  private final Map<Part, Waiting> waiting = new EnumMap<>(Part.class);

  /** Where versions are registered, what is done with them, and what is known. */
  public record Rooms(Registry registry, Registration registration, Stage stage, Memory memory) {}

  private record Waiting(String look, Instant since) {}

  /** Takes in versions of this model. */
  public LayoutImport(LayoutFolder folder, ModelName model, Rooms rooms, InstantSource clock) {
    this.folder = folder;
    this.model = model;
    this.rooms = rooms;
    this.clock = clock;
    this.actor = new Actor("source:layout:" + folder.root());
  }

  /** One look at both folders; what is still being written waits for the next one. */
  public void look() {
    for (Part part : Part.values()) {
      Optional<Digest> digest = Optional.empty();
      try {
        Optional<Content> fresh =
            folder.content(part).filter(it -> !rooms.memory().known(part).contains(it.digest()));
        digest = fresh.map(Content::digest);
        if (fresh.isPresent() && still(part, fresh.get())) {
          take(part, fresh.get());
        }
      } catch (Problem.Raised raised) {
        refused(part, digest, raised.problem());
      }
    }
  }

  /** Whether nothing changed for a while; weights without a version file wait longer for one. */
  private boolean still(Part part, Content content) {
    Instant now = clock.instant();
    Waiting before = waiting.get(part);
    if (before == null || !before.look().equals(content.look())) {
      waiting.put(part, new Waiting(content.look(), now));
      return false;
    }
    Duration wanted = content.json().isPresent() ? QUIET : WITHOUT_VERSION;
    return !now.isBefore(before.since().plus(wanted));
  }

  private void refused(Part part, Optional<Digest> content, Problem why) {
    Problem problem =
        why instanceof Problem.Invalid(String code, String field, String message)
            ? new Problem.Refused(code, field, message, "change the version file")
            : why;
    if (!(problem instanceof Problem.Refused refused)) {
      LOG.warn("[LAYOUT] {} is tried again: {}", part.folder(), problem.message());
      Optional.ofNullable(waiting.get(part))
          .ifPresent(it -> waiting.put(part, new Waiting(it.look(), clock.instant().plus(AGAIN))));
      return;
    }
    LOG.warn("[LAYOUT] {} is refused: {}: {}", part.folder(), refused.code(), refused.message());
    rooms.registry().refuse(actor, model, Refusal.of(refused, origin(part)));
    content.ifPresent(digest -> rooms.memory().refuse(part, digest));
  }

  private String origin(Part part) {
    return "layout:" + folder.of(part);
  }

  private Optional<ModelVersion> champion() {
    return rooms
        .registry()
        .image()
        .model(model)
        .flatMap(registered -> registered.alias(Deployment.CHAMPION));
  }

  private void take(Part part, Content content) {
    boolean lost = Stream.of(Part.values()).allMatch(each -> rooms.memory().known(each).isEmpty());
    if (part == Part.CANARY && champion().isEmpty()) {
      return; // nothing that it could be compared with
    }
    Optional<VersionFile> said =
        content.json().flatMap(text -> VersionFile.parse(text, part, content.newest()));
    try (DiskBundle bundle = DiskBundle.of(content.model(), folder.root())) {
      int before = versions();
      ModelVersion version =
          rooms
              .registration()
              .register(actor, model, bundle, bundle.golden(), origin(part))
              .version();
      boolean made = versions() > before;
      if (made) {
        said.ifPresent(it -> rooms.stage().describe(actor, version, description(it)));
      }
      // bytes of an old version that nobody remembers writing are no wish to go back to it
      boolean wish = made || !lost || champion().isEmpty();
      boolean serves = champion().filter(version::equals).isPresent();
      if (wish && !serves) {
        LOG.info("[LAYOUT] {} is version {} of '{}'", part.folder(), version.number(), model);
        enter(part, version, said.flatMap(VersionFile::weight));
      }
      rooms.memory().know(part, List.of(content.digest()));
    }
  }

  private int versions() {
    return rooms
        .registry()
        .image()
        .model(model)
        .map(RegisteredModel::versions)
        .map(List::size)
        .orElse(0);
  }

  private void enter(Part part, ModelVersion version, Optional<Double> weight) {
    switch (part) {
      case CURRENT -> rooms.stage().champion(actor, version);
      case CANARY -> rooms.stage().challenger(actor, version, weight);
    }
  }

  /** All that the file tells but what the registry knows better; its number under our name. */
  private static Json.Obj description(VersionFile said) {
    SequencedMap<String, Json> members = new LinkedHashMap<>();
    members.put("metrics", said.metrics());
    said.more().members().forEach(members::putIfAbsent);
    List.of("sha256", "file", "deployment_mode").forEach(members::remove);
    members.put("imported_version", Json.of(said.version()));
    return new Json.Obj(members);
  }
}
