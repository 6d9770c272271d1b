package dev.serin.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.artifact.Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectorySourceTest {
  @TempDir private Path temp;
  private Path root;
  private DirectorySource source;

  @BeforeEach
  void open() throws IOException {
    root = Files.createDirectory(temp.resolve("models"));
    source = new DirectorySource(root);
  }

  @AfterEach
  void close() {
    source.close();
  }

  private Path write(String path) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "content of " + path);
  }

  private List<Sighting> scan() {
    return ((Scan.Found) source.scan()).sightings();
  }

  private Sighting only() {
    assertThat(scan()).hasSize(1);
    return scan().getFirst();
  }

  @Test
  void filesAndFoldersAreModelsOneEachInTheOrderOfTheirPaths() throws IOException {
    write("rf_model.pkl");
    write("keras_model.h5");
    write("fire_savedmodel/1/saved_model.pb");
    write("fire_savedmodel/1/variables/variables.index");
    write("fire_pytorch/model.pt");
    write("fire_pytorch/model_class.py");

    assertThat(scan())
        .extracting(Sighting::name)
        .containsExactly("fire_pytorch", "fire_savedmodel", "keras_model", "rf_model");
    assertThat(scan()).allSatisfy(sighting -> assertThat(sighting.problem()).isEmpty());
  }

  @Test
  void weightsOfAnySuffixAreAModelBesideTheirClass() throws IOException {
    for (String suffix : List.of("pt", "pth", "bin", "safetensors")) {
      write(suffix + "/model." + suffix);
      write(suffix + "/model_class.py");
    }
    write("data/model.bin");

    assertThat(scan())
        .extracting(Sighting::name)
        .containsExactly("bin", "pt", "pth", "safetensors");
  }

  @Test
  void noiseIsNoModel() throws IOException {
    write("iris.pkl");
    write("iris.pkl.golden.json");
    write("README.md");
    write("rows.csv");
    write(".gitkeep");
    write(".git/config.pkl");
    write("upload.pkl.part");
    write("upload.pkl.tmp");

    assertThat(scan()).extracting(Sighting::path).containsExactly("iris.pkl");
  }

  @Test
  void aFolderWithoutAModelIsIgnored() throws IOException {
    Files.createDirectory(root.resolve("empty"));
    write("docs/notes.txt");
    write("many/a.pkl");
    write("many/b.pkl");
    write("deep/er/a.pkl");

    assertThat(scan()).isEmpty();
  }

  @Test
  void aFolderWithOneModelFileIsThatModel() throws IOException {
    write("mine/model.pkl");
    write("mine/requirements.txt");
    write("torch/weights.pt");

    assertThat(scan()).extracting(Sighting::name).containsExactly("mine", "torch");
  }

  @Test
  void aNameWithForbiddenCharactersIsRefused() throws IOException {
    write("a#b.pkl");

    assertThat(only().problem().orElseThrow().code()).isEqualTo("NAME_INVALID");
  }

  @Test
  void everyKindOfChangeMakesAnotherFingerprint() throws IOException {
    Path file = write("iris.pkl");
    Fingerprint first = only().content();
    Files.writeString(file, "longer content of iris.pkl");
    Fingerprint longer = only().content();
    Files.setLastModifiedTime(file, FileTime.fromMillis(5));
    Fingerprint older = only().content();
    Path copy = Files.copy(file, temp.resolve("copy"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);
    Fingerprint exchanged = only().content();

    assertThat(List.of(first, longer, older, exchanged)).doesNotHaveDuplicates();
    assertThat(only().content()).isEqualTo(exchanged);
  }

  @Test
  void aWriteDeepInAFolderIsSeenAndNoiseInItIsNot() throws IOException {
    write("net/1/saved_model.pb");
    Fingerprint first = only().content();
    write("net/notes.md");
    assertThat(only().content()).isEqualTo(first);
    write("net/1/variables/data");

    assertThat(only().content()).isNotEqualTo(first);
  }

  @Test
  void aPartFileInAFolderSaysThatItIsNotFinished() throws IOException {
    write("net/1/saved_model.pb");
    assertThat(only().content().whole()).isTrue();
    write("net/1/variables/data.part");

    assertThat(only().content().whole()).isFalse();
  }

  @Test
  void goldenRowsTravelAlongAndHaveTheirOwnFingerprint() throws IOException {
    write("iris.pkl");
    Sighting before = only();
    assertThat(before.golden()).isEqualTo(Fingerprint.NONE);
    assertThat(source.golden("iris.pkl")).isEmpty();
    write("iris.pkl.golden.json");

    assertThat(only().content()).isEqualTo(before.content());
    assertThat(only().golden()).isNotEqualTo(Fingerprint.NONE);
    assertThat(source.golden("iris.pkl").orElseThrow())
        .asString()
        .isEqualTo("content of iris.pkl.golden.json");
  }

  @Test
  void goldenRowsInAFolderTravelAlong() throws IOException {
    write("net/model.onnx");
    write("net/golden.json");

    assertThat(only().golden()).isNotEqualTo(Fingerprint.NONE);
    assertThat(source.golden("net")).isPresent();
  }

  @Test
  void aLinkThatLeavesTheRootIsRefused() throws IOException {
    Path outside = Files.writeString(temp.resolve("secret.pkl"), "secret");
    Files.createSymbolicLink(root.resolve("link.pkl"), outside);
    write("net/model.onnx");
    Files.createSymbolicLink(root.resolve("net/weights"), outside);

    assertThat(scan())
        .hasSize(2)
        .allSatisfy(
            sighting ->
                assertThat(sighting.problem().orElseThrow().code())
                    .isEqualTo("EXTERNAL_REFERENCE"));
    assertThatThrownBy(() -> source.open("link.pkl")).hasMessageContaining("EXTERNAL_REFERENCE");
  }

  @Test
  void aLinkThatTurnsInACircleIsRefused() throws IOException {
    write("net/model.onnx");
    Files.createSymbolicLink(root.resolve("net/again"), root.resolve("net"));

    assertThat(only().problem().orElseThrow().code()).isEqualTo("EXTERNAL_REFERENCE");
  }

  @Test
  void theDataLinkOfAMountedVolumeIsFollowedAndItsSwapSeen() throws IOException {
    write("..2026_03_01/iris.pkl");
    Files.createSymbolicLink(root.resolve("..data"), Path.of("..2026_03_01"));
    Files.createSymbolicLink(root.resolve("iris.pkl"), Path.of("..data/iris.pkl"));
    Sighting before = only();
    assertThat(before.problem()).isEmpty();
    write("..2026_03_02/iris.pkl");
    Files.delete(root.resolve("..data"));
    Files.createSymbolicLink(root.resolve("..data"), Path.of("..2026_03_02"));

    assertThat(only().content()).isNotEqualTo(before.content());
    try (Bundle bundle = source.open("iris.pkl")) {
      assertThat(bundle.only().size()).isEqualTo("content of ..2026_03_02/iris.pkl".length());
    }
  }

  @Test
  void aLinkToNowhereIsNothing() throws IOException {
    Files.createSymbolicLink(root.resolve("gone.pkl"), Path.of("nowhere"));

    assertThat(scan()).isEmpty();
  }

  @Test
  void aMissingRootIsNoScanAndItsReturnIsOne() throws IOException {
    write("iris.pkl");
    Files.move(root, temp.resolve("away"));
    assertThat(source.scan()).isInstanceOf(Scan.Unreachable.class);
    Files.move(temp.resolve("away"), root);

    assertThat(scan()).hasSize(1);
  }

  @Test
  void aRootThatIsAFileIsNoScan() throws IOException {
    Files.delete(root);
    Files.writeString(root, "not a folder");

    assertThat(source.scan()).isInstanceOf(Scan.Unreachable.class);
  }

  @Test
  void lookingAtOnePathSeesWhatTheScanSees() throws IOException {
    write("iris.pkl");

    assertThat(source.look("iris.pkl")).hasValue(only());
    assertThat(source.look("other.pkl")).isEmpty();
  }

  @Test
  void anEventEndsTheWaitAndSoDoesTheClosing() throws Exception {
    scan();
    Thread waiting = Thread.ofPlatform().daemon().start(() -> source.await(Duration.ofHours(1)));
    write("iris.pkl");
    waiting.join();

    Thread closing = Thread.ofPlatform().daemon().start(() -> source.await(Duration.ofHours(1)));
    source.close();
    closing.join();
    source.await(Duration.ofHours(1));
  }
}
