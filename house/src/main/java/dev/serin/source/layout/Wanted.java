package dev.serin.source.layout;

import dev.serin.base.Digest;
import dev.serin.base.Json;
import dev.serin.registry.ModelVersion;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;

/** What a folder shall hold: a version, and what its version file says. */
public record Wanted(ModelVersion version, VersionFile file) {
  public Wanted {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(file, "file");
  }

  /**
   * The text of the version file. It names the digest of the model beside it, so that a reader can
   * tell whether both are of one version.
   */
  public String json() {
    SequencedMap<String, Json> members = new LinkedHashMap<>(file.json().members());
    members.put("sha256", Json.of(version.artifact().hex()));
    return new Json.Obj(members).text() + "\n";
  }

  /** The digest of the folder's content. */
  public Digest digest() {
    return Content.digest(version.artifact(), Optional.of(json()));
  }
}
