package dev.serin.registry;

import static dev.serin.registry.RecordRooms.ACTOR;
import static dev.serin.registry.RecordRooms.IRIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.base.Digest;
import dev.serin.base.ModelName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistrationTest {
  @TempDir private Path folder;
  private RecordRooms rooms;

  @BeforeEach
  void open() {
    rooms = new RecordRooms(folder);
  }

  @AfterEach
  void close() {
    rooms.close();
  }

  private RegisteredModel iris() {
    return rooms.registry().image().known(IRIS);
  }

  @Test
  void theFirstFileIsVersionOneWithAllThatWasFoundInIt() {
    var registered = rooms.register(IRIS, "model a");

    ModelVersion version = registered.version();
    assertThat(registered.created()).isTrue();
    assertThat(version.number()).isEqualTo(1);
    assertThat(version.artifact()).isEqualTo(Digest.of("model a".getBytes(StandardCharsets.UTF_8)));
    assertThat(version.format()).isEqualTo("test");
    assertThat(version.inspection()).isEqualTo(TestFormat.INSPECTION);
    assertThat(version.signature()).isEqualTo(TestFormat.INSPECTION.signature());
    assertThat(version.origin()).isEqualTo("test:iris");
    assertThat(version.at()).isEqualTo(RecordRooms.NOW);
    assertThat(version.ready()).isTrue();
    assertThat(iris().latest()).contains(version);
  }

  @Test
  void aSecondRegistrationOfTheSameNameIsVersionTwo() {
    rooms.register(IRIS, "model a");
    rooms.register(IRIS, "model b");

    assertThat(iris().latest().orElseThrow().number()).isEqualTo(2);
    assertThat(iris().versions()).extracting(ModelVersion::number).containsExactly(1, 2);
  }

  @Test
  void theSameBytesAgainAreTheSameVersionAndNotReadAgain() {
    var first = rooms.register(IRIS, "model a");
    rooms.register(IRIS, "model b");
    var again = rooms.register(IRIS, "model a");

    assertThat(again.created()).isFalse();
    assertThat(again.version()).isEqualTo(first.version());
    assertThat(rooms.format().opened()).isEqualTo(2);
    assertThat(rooms.facts()).containsExactly("VersionRegistered", "VersionRegistered");
  }

  @Test
  void theSameBytesUnderAnotherNameAreAVersionOfThatModel() {
    rooms.register(IRIS, "model a");
    var other = rooms.register(new ModelName("Iris"), "model a");

    assertThat(other.created()).isTrue();
    assertThat(other.version().number()).isEqualTo(1);
  }

  @Test
  void theBytesOfAnArchivedVersionMakeItReadyAgain() {
    rooms.register(IRIS, "model a");
    rooms.registry().archive(ACTOR, IRIS);
    assertThat(iris().latest()).isEmpty();

    var again = rooms.register(IRIS, "model a");

    assertThat(again.created()).isFalse();
    assertThat(again.version().ready()).isTrue();
    assertThat(iris().latest().orElseThrow().number()).isEqualTo(1);
    assertThat(rooms.facts())
        .containsExactly("VersionRegistered", "ModelArchived", "VersionRevived");
  }

  @Test
  void aRefusalIsRecordedShownAndRaised() {
    assertThatThrownBy(() -> rooms.register(IRIS, "model bad"))
        .hasMessageContaining("UNSUPPORTED_CLASS");

    assertThat(iris().versions()).isEmpty();
    assertThat(iris().refused())
        .contains(
            new Refusal(
                "UNSUPPORTED_CLASS",
                "Pipeline.steps[1]",
                "myproj.Clean is not known",
                "move it out",
                "test:iris"));
    assertThat(rooms.facts()).containsExactly("FileRefused");
  }

  @Test
  void theSameRefusalAgainIsRaisedButRecordedOnce() {
    assertThatThrownBy(() -> rooms.register(IRIS, "model bad")).hasMessageContaining("UNSUPP");
    assertThatThrownBy(() -> rooms.register(IRIS, "model bad")).hasMessageContaining("UNSUPP");

    assertThat(rooms.facts()).containsExactly("FileRefused");
  }

  @Test
  void aRefusedFileLeavesTheVersionsAndAGoodOneClearsTheRefusal() {
    rooms.register(IRIS, "model a");
    assertThatThrownBy(() -> rooms.register(IRIS, "model bad")).hasMessageContaining("UNSUPP");
    assertThat(iris().refused()).isPresent();
    assertThat(iris().latest().orElseThrow().number()).isEqualTo(1);

    rooms.register(IRIS, "model a");

    assertThat(iris().refused()).isEmpty();
    assertThat(iris().versions()).hasSize(1);
  }

  @Test
  void whatNoFormatRecognisesIsRefusedAndNotCopied() {
    assertThatThrownBy(() -> rooms.register(IRIS, "novel")).hasMessageContaining("UNRECOGNISED");

    assertThat(rooms.store().manifest(Digest.of("novel".getBytes(StandardCharsets.UTF_8))))
        .isEmpty();
    assertThat(iris().refused().orElseThrow().code()).isEqualTo("UNRECOGNISED");
  }

  @Test
  void goldenRowsAreStoredWithTheVersion() throws Exception {
    Digest rows = rooms.register(IRIS, "model a", "{}").version().golden().orElseThrow();

    try (var bundle = rooms.store().open(rows);
        var in = bundle.only().open()) {
      assertThat(in.readAllBytes()).asString().isEqualTo("{}");
    }
  }

  @Test
  void everythingIsThereAfterARestartWithoutReadingAFile() {
    rooms.register(IRIS, "model a", "{}");
    rooms.register(IRIS, "model b");
    rooms.registry().alias(ACTOR, IRIS, "champion", 2);
    assertThatThrownBy(() -> rooms.register(IRIS, "model bad")).hasMessageContaining("UNSUPP");
    RegistryImage before = rooms.registry().image();
    rooms.close();

    rooms = new RecordRooms(folder);

    assertThat(rooms.registry().image()).isEqualTo(before);
    assertThat(rooms.format().opened()).isZero();
  }

  @Test
  void sixtyFourFilesAtOnceAreSixtyFourVersionsInARow() {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Integer>> numbers =
          IntStream.range(0, 64)
              .mapToObj(i -> "model " + i % 32) // each of 32 files twice
              .map(
                  text ->
                      CompletableFuture.supplyAsync(
                          () -> rooms.register(IRIS, text).version().number(), threads))
              .toList();
      Set<Integer> seen = new HashSet<>();
      numbers.forEach(number -> seen.add(number.join()));

      assertThat(seen)
          .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 32).boxed().toList());
      assertThat(iris().versions()).hasSize(32);
    }
  }
}
