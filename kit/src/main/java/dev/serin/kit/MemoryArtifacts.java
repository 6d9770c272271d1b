package dev.serin.kit;

import dev.serin.artifact.ArtifactStore;
import dev.serin.artifact.Bundle;
import dev.serin.artifact.CheckedStream;
import dev.serin.artifact.Manifest;
import dev.serin.base.Digest;
import dev.serin.base.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Artifacts in memory: the reference, and a store for tests. */
public final class MemoryArtifacts implements ArtifactStore {
  private final Map<Digest, Stored> stored = new ConcurrentHashMap<>();

  private record Stored(Manifest manifest, List<byte[]> contents) {
    boolean sound(int file) {
      return Digest.of(contents.get(file)).equals(manifest.files().get(file).digest());
    }
  }

  @Override
  public Manifest put(Bundle bundle) {
    Manifest.checkPaths(bundle.entries().stream().map(Bundle.Entry::path).toList());
    List<Manifest.File> files = new ArrayList<>();
    List<byte[]> contents = new ArrayList<>();
    for (Bundle.Entry entry : bundle.entries()) {
      byte[] bytes = read(entry);
      files.add(new Manifest.File(entry.path(), bytes.length, Digest.of(bytes)));
      contents.add(bytes);
    }
    Manifest manifest = Manifest.of(bundle.name(), bundle.folder(), files);
    Stored fresh = new Stored(manifest, contents);
    return stored
        .merge(manifest.digest(), fresh, (old, _) -> flaw(old).isEmpty() ? old : fresh)
        .manifest();
  }

  @Override
  public Bundle open(Digest digest) {
    Stored found = stored.get(digest);
    if (found == null) {
      throw new Problem.Raised(new Problem.Unknown("ARTIFACT_UNKNOWN", "no artifact is " + digest));
    }
    flaw(found)
        .ifPresent(
            path -> {
              throw CheckedStream.corrupt(digest.brief(), path);
            });
    List<Bundle.Entry> entries = new ArrayList<>();
    for (int i = 0; i < found.contents().size(); i++) {
      String path = found.manifest().files().get(i).path();
      entries.add(new MemoryBundle.Bytes(path, found.contents().get(i)));
    }
    return new MemoryBundle(found.manifest().name(), found.manifest().folder(), entries);
  }

  @Override
  public Optional<Manifest> manifest(Digest digest) {
    return Optional.ofNullable(stored.get(digest)).map(Stored::manifest);
  }

  @Override
  public void close() {
    // holds bytes only
  }

  /** Changes a byte of a stored file. */
  public void damage(Digest digest, String path) {
    Stored found = stored.get(digest);
    for (int i = 0; i < found.contents().size(); i++) {
      if (found.manifest().files().get(i).path().equals(path)) {
        found.contents().get(i)[0] ^= 1;
      }
    }
  }

  private static Optional<String> flaw(Stored found) {
    for (int i = 0; i < found.contents().size(); i++) {
      if (!found.sound(i)) {
        return Optional.of(found.manifest().files().get(i).path());
      }
    }
    return Optional.empty();
  }

  private static byte[] read(Bundle.Entry entry) {
    try (InputStream in = entry.open()) {
      return in.readAllBytes();
    } catch (IOException failure) {
      throw new Problem.Raised(
          new Problem.Refused(
              "UNREADABLE", entry.path(), "it cannot be read", "offer it again later"),
          failure);
    }
  }
}
