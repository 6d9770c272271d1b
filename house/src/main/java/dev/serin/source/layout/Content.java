package dev.serin.source.layout;

import dev.serin.base.Digest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What lies in a folder of the layout: the model, the text of its version file, the digest of both,
 * the newest time of change, and how its files look from outside.
 */
public record Content(
    Path model, Optional<String> json, Digest digest, Instant newest, String look) {
  public Content {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(json, "json");
    Objects.requireNonNull(digest, "digest");
  }

  /** The digest of a model and its version file. */
  public static Digest digest(Digest model, Optional<String> json) {
    String both = model.hex() + "\n" + json.orElse("");
    return Digest.of(both.getBytes(StandardCharsets.UTF_8));
  }
}
