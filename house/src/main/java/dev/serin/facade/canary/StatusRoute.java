package dev.serin.facade.canary;

import dev.serin.base.Json;
import dev.serin.base.ModelName;
import dev.serin.deployment.Deployment;
import dev.serin.registry.ModelVersion;
import dev.serin.rollout.Epoch;
import dev.serin.rollout.control.Rollout;
import dev.serin.serving.ModelStatus;
import dev.serin.source.layout.VersionFile;
import dev.serin.web.Answer;
import dev.serin.web.Ask;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/** How the model stands: which versions there are, and how far a canary came. */
final class StatusRoute {
  private final CanaryRooms rooms;
  private final Choice choice;

  StatusRoute(CanaryRooms rooms) {
    this.rooms = rooms;
    this.choice = new Choice(rooms);
  }

  Answer status(Ask ask) {
    return Answer.ok(
        choice
            .model(ask, _ -> true)
            .map(this::text)
            .orElseGet(
                () -> new StatusText(false, Optional.empty(), Optional.empty(), Optional.empty()))
            .json());
  }

  private StatusText text(ModelName model) {
    rooms.rooms().registry().image().known(model);
    Optional<Deployment> deployment = rooms.rooms().deployments().image().of(model);
    Optional<Rollout> newest = rooms.progress().newest(model);
    return new StatusText(
        rooms.rooms().reconciler().status(model).flatMap(ModelStatus::routed).isPresent(),
        deployment.flatMap(Deployment::champion).map(ModelVersion::number),
        deployment.flatMap(Deployment::challenger).map(version -> said(version, newest)),
        newest.map(rollout -> rooms.progress().live(rollout.id())));
  }

  /** The version's own file, with what the roll-out adds. */
  private Json.Obj said(ModelVersion version, Optional<Rollout> newest) {
    Json.Obj told = rooms.jobs().image().description(version.model(), version.number());
    Optional<Rollout> own = newest.filter(it -> it.to() == version.number());
    SequencedMap<String, Json> more = new LinkedHashMap<>(told.members());
    more.remove("metrics");
    return new VersionFile(
            version.number(),
            version.at(),
            own.map(Rollout::began),
            own.map(Rollout::epoch).map(Epoch::weight),
            told.object("metrics").orElse(Json.Obj.of()),
            new Json.Obj(more))
        .json();
  }
}
