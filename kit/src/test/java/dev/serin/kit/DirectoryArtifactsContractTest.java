package dev.serin.kit;

import dev.serin.artifact.ArtifactStore;
import dev.serin.base.Digest;
import dev.serin.plug.file.DirectoryArtifacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The store in a folder. */
class DirectoryArtifactsContractTest extends ArtifactStoreContract {
  @TempDir private Path folder;

  @Override
  protected ArtifactStore open() {
    return new DirectoryArtifacts(folder);
  }

  @Override
  protected void damage(Digest artifact, String path) {
    String hex = artifact.hex();
    Path file = folder.resolve(hex.substring(0, 2)).resolve(hex).resolve("files").resolve(path);
    try {
      byte[] bytes = Files.readAllBytes(file);
      bytes[0] ^= 1;
      Files.write(file, bytes);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
