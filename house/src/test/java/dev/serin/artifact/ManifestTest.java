package dev.serin.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.base.Digest;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestTest {
  // SHA-256 of "abc" (FIPS 180-2 B.1) and of nothing
  private static final Digest ABC =
      new Digest("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  private static final Digest NOTHING =
      new Digest("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

  @Test
  void theDigestOfAFolderIsThatOfItsText() {
    List<Manifest.File> files =
        List.of(new Manifest.File("a.bin", 3, ABC), new Manifest.File("b/c", 0, NOTHING));

    Manifest manifest = Manifest.of("net", true, files);

    // made with Python's hashlib of "serin folder 1", then a line a file: digest, size, path
    assertThat(manifest.digest().hex())
        .isEqualTo("f66571983ac1da187f43311436715f02a56f2471589a4f73adaaddfc8ae16a70");
    assertThat(manifest.bytes()).isEqualTo(3);
  }

  @Test
  void theDigestOfAFileIsThatOfItsBytes() {
    assertThat(Manifest.of("x", false, List.of(new Manifest.File("x", 3, ABC))).digest())
        .isEqualTo(ABC);
  }

  @Test
  void dotsInNamesAreFine() {
    Manifest.checkPaths(List.of("...", "..a", "a..", "a.b/.c"));
  }

  @Test
  void pathsOutOfOrderAreRefused() {
    assertThatThrownBy(() -> Manifest.checkPaths(List.of("b", "a")))
        .hasMessageContaining("out of order");
    assertThatThrownBy(() -> Manifest.checkPaths(List.of("a", "a")))
        .hasMessageContaining("stands twice");
  }
}
