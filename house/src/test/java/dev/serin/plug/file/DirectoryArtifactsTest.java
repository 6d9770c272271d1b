package dev.serin.plug.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.artifact.Bundle;
import dev.serin.artifact.DiskBundle;
import dev.serin.artifact.Manifest;
import dev.serin.base.Digest;
import dev.serin.base.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryArtifactsTest {
  @TempDir private Path folder;
  private Path root;

  @BeforeEach
  void name() {
    root = folder.resolve("artifacts");
  }

  private DiskBundle model(String text) throws IOException {
    Path file = folder.resolve("iris.pkl");
    return DiskBundle.of(Files.writeString(file, text));
  }

  private Path place(Digest digest) {
    return root.resolve(digest.hex().substring(0, 2)).resolve(digest.hex());
  }

  private List<Path> scratch() throws IOException {
    try (Stream<Path> left = Files.list(root.resolve("tmp"))) {
      return left.toList();
    }
  }

  @Test
  void anArtifactLiesUnderItsDigestWithItsManifest() throws IOException {
    Digest digest = new DirectoryArtifacts(root).put(model("abc")).digest();

    assertThat(place(digest).resolve("files/iris.pkl")).hasContent("abc");
    assertThat(place(digest).resolve("manifest.json"))
        .hasContent(
            "{\"name\":\"iris.pkl\",\"folder\":false,\"files\":[{\"path\":\"iris.pkl\","
                + "\"size\":3,\"digest\":\""
                + digest
                + "\"}]}");
    assertThat(scratch()).isEmpty();
  }

  @Test
  void whatAnEarlierProcessLeftHalfWrittenIsDeletedAtTheStart() throws IOException {
    Path left = root.resolve("tmp/put1234/files/a");
    Files.createDirectories(left);
    Files.writeString(left.resolve("half"), "abc");

    try (DirectoryArtifacts _ = new DirectoryArtifacts(root)) {
      assertThat(scratch()).isEmpty();
    }
  }

  @Test
  void aFolderWithoutAManifestIsNoArtifactAndGivesWay() throws IOException {
    Digest digest = Digest.of("abc".getBytes(StandardCharsets.UTF_8));
    Files.createDirectories(place(digest).resolve("files"));
    DirectoryArtifacts store = new DirectoryArtifacts(root);
    assertThat(store.manifest(digest)).isEmpty();

    store.put(model("abc"));

    store.open(digest).close();
  }

  @Test
  void aManifestThatWasChangedIsFound() throws IOException {
    DirectoryArtifacts store = new DirectoryArtifacts(root);
    Digest digest = store.put(model("abc")).digest();
    Path manifest = place(digest).resolve("manifest.json");
    for (String text : List.of("", "[]", "{}", "{\"name\":\"x\",\"folder\":true,\"files\":[]}")) {
      Files.writeString(manifest, text);

      assertThatThrownBy(() -> store.open(digest)).as(text).hasMessageContaining("CORRUPT");
    }
  }

  @Test
  void bytesThatChangeAfterOpeningAreFoundAtTheirEnd() throws IOException {
    DirectoryArtifacts store = new DirectoryArtifacts(root);
    Digest digest = store.put(model("abc")).digest();

    try (Bundle bundle = store.open(digest)) {
      Files.writeString(place(digest).resolve("files/iris.pkl"), "abd");
      try (InputStream in = bundle.only().open()) {
        assertThatThrownBy(in::readAllBytes).hasMessageContaining("CORRUPT");
      }
    }
  }

  @Test
  void aStoreThatCannotBeWrittenSaysSo() throws IOException {
    DirectoryArtifacts store = new DirectoryArtifacts(root);
    Files.delete(root.resolve("tmp"));
    Files.writeString(root.resolve("tmp"), "in the way");
    DiskBundle model = model("abc");

    assertThatThrownBy(() -> store.put(model))
        .isInstanceOfSatisfying(
            Problem.Raised.class,
            raised -> assertThat(raised.problem()).isInstanceOf(Problem.Full.class));
    assertThat(store.manifest(Digest.of("abc".getBytes(StandardCharsets.UTF_8)))).isEmpty();
  }

  @Test
  void aRootThatIsAFileSaysSo() throws IOException {
    Files.writeString(root, "in the way");

    assertThatThrownBy(() -> new DirectoryArtifacts(root))
        .hasMessageContaining("STORAGE_UNWRITABLE");
  }

  @Test
  void aWholeModelFolderIsStoredWithoutItsNoise() throws IOException {
    Path net = folder.resolve("net");
    Files.createDirectories(net.resolve("variables"));
    Files.writeString(net.resolve("saved_model.pb"), "graph");
    Files.writeString(net.resolve("variables/v.index"), "weights");
    Files.writeString(net.resolve("README.md"), "words");

    Manifest manifest = new DirectoryArtifacts(root).put(DiskBundle.of(net));

    assertThat(manifest.files())
        .extracting(Manifest.File::path)
        .containsExactly("saved_model.pb", "variables/v.index");
  }
}
