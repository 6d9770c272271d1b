package dev.serin.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskBundleTest {
  @TempDir private Path root;

  private Path write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static String text(Bundle.Entry entry) throws IOException {
    try (InputStream in = entry.open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void aFileIsOneEntryOfItsName() throws IOException {
    Path file = write("iris.pkl", "abc");

    try (DiskBundle bundle = DiskBundle.of(file)) {
      assertThat(bundle.folder()).isFalse();
      assertThat(bundle.name()).isEqualTo("iris.pkl");
      assertThat(bundle.only().path()).isEqualTo("iris.pkl");
      assertThat(bundle.only().size()).isEqualTo(3);
      assertThat(text(bundle.only())).isEqualTo("abc");
    }
  }

  @Test
  void aFolderIsItsFilesInPathOrderWithoutNoise() throws IOException {
    write("net/variables/w.index", "1");
    write("net/saved_model.pb", "2");
    write("net/a/b/c", "3");
    write("net/README.md", "noise");
    write("net/rows.CSV", "noise");
    write("net/.git/config", "noise");
    write("net/.DS_Store", "noise");
    write("net/golden.json", "rows");
    write("net/a/x.golden.json", "noise");

    try (DiskBundle bundle = DiskBundle.of(root.resolve("net"))) {
      assertThat(bundle.folder()).isTrue();
      assertThat(bundle.entries())
          .extracting(Bundle.Entry::path)
          .containsExactly("a/b/c", "saved_model.pb", "variables/w.index");
      assertThat(bundle.golden()).hasValue("rows".getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void goldenRowsLieBesideAFileUnderItsWholeName() throws IOException {
    Path file = write("iris.pkl", "abc");

    assertThat(DiskBundle.of(file).golden()).isEmpty();
    write("iris.pkl.golden.json", "rows");

    assertThat(DiskBundle.of(file).golden()).hasValue("rows".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aLinkInsideTheFolderIsFollowed() throws IOException {
    write("net/weights.bin", "abc");
    Files.createSymbolicLink(root.resolve("net/latest.bin"), Path.of("weights.bin"));

    try (DiskBundle bundle = DiskBundle.of(root.resolve("net"))) {
      assertThat(bundle.entries()).hasSize(2);
      assertThat(text(bundle.entry("latest.bin").orElseThrow())).isEqualTo("abc");
    }
  }

  @Test
  void aLinkThatLeavesTheFolderIsRefused() throws IOException {
    write("secret", "abc");
    write("net/weights.bin", "abc");
    Files.createSymbolicLink(root.resolve("net/other.bin"), root.resolve("secret"));

    assertThatThrownBy(() -> DiskBundle.of(root.resolve("net")))
        .hasMessageContaining("EXTERNAL_REFERENCE")
        .hasMessageContaining("a link that leaves");
  }

  @Test
  void belowARootTheRootIsTheBorder() throws IOException {
    write("models/shared/w.bin", "abc");
    write("outside.pkl", "abc");
    write("models/net/a", "1");
    Files.createSymbolicLink(root.resolve("models/net/w"), root.resolve("models/shared/w.bin"));
    Files.createSymbolicLink(root.resolve("models/x.pkl"), root.resolve("outside.pkl"));
    Path models = root.resolve("models");

    assertThat(DiskBundle.of(models.resolve("net"), models).entries()).hasSize(2);
    assertThatThrownBy(() -> DiskBundle.of(models.resolve("x.pkl"), models))
        .hasMessageContaining("EXTERNAL_REFERENCE");
    assertThat(DiskBundle.of(models.resolve("x.pkl")).only().size()).isEqualTo(3);
  }

  @Test
  void aLinkToNothingAndALinkInACircleAreRefused() throws IOException {
    write("one/a", "1");
    Files.createSymbolicLink(root.resolve("one/b"), Path.of("gone"));
    write("two/a/b", "1");
    Files.createSymbolicLink(root.resolve("two/a/c"), root.resolve("two"));

    assertThatThrownBy(() -> DiskBundle.of(root.resolve("one")))
        .hasMessageContaining("points to nothing");
    assertThatThrownBy(() -> DiskBundle.of(root.resolve("two")))
        .hasMessageContaining("a folder around it");
  }

  @Test
  void aGoldenFileThatIsALinkToTheOutsideIsRefused() throws IOException {
    write("secret", "abc");
    write("net/a", "1");
    Files.createSymbolicLink(root.resolve("net/golden.json"), root.resolve("secret"));

    DiskBundle bundle = DiskBundle.of(root.resolve("net"));

    assertThatThrownBy(bundle::golden).hasMessageContaining("EXTERNAL_REFERENCE");
  }

  @Test
  void tooManyOrTooDeepFoldersAreRefused() throws IOException {
    Path deep = root.resolve("deep" + "/d".repeat(50));
    Files.createDirectories(deep);
    Files.writeString(deep.resolve("a"), "1");

    assertThatThrownBy(() -> DiskBundle.of(root.resolve("deep")))
        .hasMessageContaining("LIMIT_EXCEEDED");
  }

  @Test
  void aMissingFileIsUnknown() {
    assertThatThrownBy(() -> DiskBundle.of(root.resolve("gone")))
        .hasMessageContaining("FILE_UNKNOWN");
  }
}
