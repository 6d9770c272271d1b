package dev.serin.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.artifact.ArtifactStore;
import dev.serin.artifact.Bundle;
import dev.serin.artifact.Manifest;
import dev.serin.base.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every store of artifacts must do. */
public abstract class ArtifactStoreContract {
  // SHA-256 of "abc", FIPS 180-2 appendix B.1
  private static final Digest ABC =
      new Digest("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");

  /** Opens the store of this test; called again after a close, it is the same one. */
  protected abstract ArtifactStore open();

  /** Changes a byte of a stored file behind the store's back. */
  protected abstract void damage(Digest artifact, String path);

  private static String text(Bundle bundle, String path) throws IOException {
    try (InputStream in = bundle.entry(path).orElseThrow().open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static MemoryBundle folder() {
    return MemoryBundle.folder("net", Map.of("b/w.bin", "weights", "a.json", "{}", "b/v", ""));
  }

  @Test
  void aFileIsStoredUnderTheDigestOfItsBytes() throws IOException {
    try (ArtifactStore store = open()) {
      Manifest manifest = store.put(MemoryBundle.file("iris.pkl", "abc"));

      assertThat(manifest.digest()).isEqualTo(ABC);
      assertThat(manifest.bytes()).isEqualTo(3);
      assertThat(store.manifest(ABC)).contains(manifest);
      try (Bundle bundle = store.open(ABC)) {
        assertThat(bundle.folder()).isFalse();
        assertThat(bundle.name()).isEqualTo("iris.pkl");
        assertThat(bundle.only().size()).isEqualTo(3);
        assertThat(text(bundle, "iris.pkl")).isEqualTo("abc");
      }
    }
  }

  @Test
  void aFolderComesBackWithItsPathsInOrder() throws IOException {
    try (ArtifactStore store = open()) {
      Manifest manifest = store.put(folder());

      try (Bundle bundle = store.open(manifest.digest())) {
        assertThat(bundle.folder()).isTrue();
        assertThat(bundle.entries())
            .extracting(Bundle.Entry::path)
            .containsExactly("a.json", "b/v", "b/w.bin");
        assertThat(text(bundle, "b/w.bin")).isEqualTo("weights");
        assertThat(text(bundle, "b/v")).isEmpty();
      }
    }
  }

  @Test
  void theSameContentUnderAnotherNameIsTheSameArtifact() {
    try (ArtifactStore store = open()) {
      Manifest first = store.put(MemoryBundle.file("iris.pkl", "abc"));
      Manifest again = store.put(MemoryBundle.file("copy.pkl", "abc"));

      assertThat(again).isEqualTo(first);
    }
  }

  @Test
  void foldersThatDifferInAPathOrAByteAreOthers() {
    try (ArtifactStore store = open()) {
      List<Digest> digests =
          List.of(
              store.put(MemoryBundle.folder("n", Map.of("a", "1", "b", "2"))).digest(),
              store.put(MemoryBundle.folder("n", Map.of("a", "1", "c", "2"))).digest(),
              store.put(MemoryBundle.folder("n", Map.of("a", "2", "b", "1"))).digest(),
              store.put(MemoryBundle.folder("n", Map.of("a", "1"))).digest(),
              store.put(MemoryBundle.file("a", "1")).digest());

      assertThat(digests).doesNotHaveDuplicates();
    }
  }

  @Test
  void anUnknownDigestIsAProblem() {
    try (ArtifactStore store = open()) {
      assertThat(store.manifest(ABC)).isEmpty();
      assertThatThrownBy(() -> store.open(ABC)).hasMessageContaining("ARTIFACT_UNKNOWN");
    }
  }

  @Test
  void aPathThatLeavesTheFolderIsRefused() {
    try (ArtifactStore store = open()) {
      for (String path : List.of("../x", "/etc/x", "a/../../x", "a//b", ".", "a\\b", "a\nb", "")) {
        assertThatThrownBy(() -> store.put(MemoryBundle.folder("n", Map.of(path, "x"))))
            .as(path)
            .hasMessageContaining("PATH_INVALID");
      }
    }
  }

  @Test
  void aPathThatIsBothAFileAndAFolderIsRefused() {
    try (ArtifactStore store = open()) {
      Bundle both = MemoryBundle.folder("n", Map.of("a", "1", "a/b", "2"));

      assertThatThrownBy(() -> store.put(both)).hasMessageContaining("PATH_INVALID");
    }
  }

  @Test
  void aBundleThatCannotBeReadToItsEndIsNotStored() {
    try (ArtifactStore store = open()) {
      Bundle broken = new MemoryBundle("iris.pkl", false, List.of(new BrokenOff()));

      assertThatThrownBy(() -> store.put(broken)).hasMessageContaining("UNREADABLE");

      assertThat(store.manifest(ABC)).isEmpty();
    }
  }

  @Test
  void manyPutsOfTheSameContentAtOnceAreOneArtifact() throws Exception {
    try (ArtifactStore store = open();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Manifest>> puts = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        puts.add(threads.submit(() -> store.put(folder())));
      }
      Manifest first = puts.getFirst().get();

      for (Future<Manifest> put : puts) {
        assertThat(put.get()).isEqualTo(first);
      }
      store.open(first.digest()).close();
    }
  }

  @Test
  void damagedBytesAreFoundBeforeTheyAreHandedOut() {
    try (ArtifactStore store = open()) {
      Digest digest = store.put(folder()).digest();

      damage(digest, "b/w.bin");

      assertThatThrownBy(() -> store.open(digest))
          .hasMessageContaining("CORRUPT")
          .hasMessageContaining("not the ones that were registered");
    }
  }

  @Test
  void aDamagedArtifactIsReplacedByTheNextPut() throws IOException {
    try (ArtifactStore store = open()) {
      Digest digest = store.put(folder()).digest();
      damage(digest, "b/w.bin");

      store.put(folder());

      try (Bundle bundle = store.open(digest)) {
        assertThat(text(bundle, "b/w.bin")).isEqualTo("weights");
      }
    }
  }

  @Test
  void whatWasStoredIsThereAfterReopening() throws IOException {
    try (ArtifactStore store = open()) {
      store.put(MemoryBundle.file("iris.pkl", "abc"));
    }

    try (ArtifactStore store = open();
        Bundle bundle = store.open(ABC)) {
      assertThat(text(bundle, "iris.pkl")).isEqualTo("abc");
    }
  }

  /** Gives "abc" and then fails. */
  private record BrokenOff() implements Bundle.Entry {
    @Override
    public String path() {
      return "iris.pkl";
    }

    @Override
    public long size() {
      return 4;
    }

    @Override
    public InputStream open() {
      return new InputStream() {
        private int given;

        @Override
        public int read() throws IOException {
          if (given == 3) {
            throw new IOException("the cable was pulled");
          }
          return 'a' + given++;
        }
      };
    }
  }
}
