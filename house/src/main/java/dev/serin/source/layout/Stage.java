package dev.serin.source.layout;

import dev.serin.base.Actor;
import dev.serin.base.Json;
import dev.serin.registry.ModelVersion;
import java.util.Optional;

/** Port: what is done with versions that were found in folders; who serves is behind it. */
public interface Stage {

  /** Loads and proves the version, then makes it answer; raises why it cannot. */
  void champion(Actor actor, ModelVersion version);

  /** Lets the version prove itself by this part of the requests, or the usual one. */
  void challenger(Actor actor, ModelVersion version, Optional<Double> weight);

  /** Keeps what the folder tells of the version. */
  void describe(Actor actor, ModelVersion version, Json.Obj description);
}
