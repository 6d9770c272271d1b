package dev.serin.kit;

import dev.serin.artifact.ArtifactStore;
import dev.serin.base.Digest;

/** The store in memory. */
class MemoryArtifactsTest extends ArtifactStoreContract {
  private final MemoryArtifacts store = new MemoryArtifacts();

  @Override
  protected ArtifactStore open() {
    return store;
  }

  @Override
  protected void damage(Digest artifact, String path) {
    store.damage(artifact, path);
  }
}
