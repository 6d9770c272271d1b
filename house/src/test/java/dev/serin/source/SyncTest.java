package dev.serin.source;

import static dev.serin.serving.TestRooms.IRIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.artifact.Bundle;
import dev.serin.base.Actor;
import dev.serin.base.Deadline;
import dev.serin.base.Digest;
import dev.serin.base.ModelName;
import dev.serin.base.Problem;
import dev.serin.deployment.Deployment;
import dev.serin.deployment.OnChange;
import dev.serin.registry.RegisteredModel;
import dev.serin.serving.TestRooms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyncTest {
  @TempDir private Path temp;
  private Path root;
  private TestRooms rooms;
  private Sync sync;
  private Holdings holdings = new Holdings();
  private final List<Runnable> betweenCopyAndLook = new ArrayList<>();

  @BeforeEach
  void open() throws IOException {
    root = Files.createDirectory(temp.resolve("models"));
    Files.createDirectory(temp.resolve("data"));
    rooms = new TestRooms(temp.resolve("data"), Runnable::run, this::held);
  }

  @AfterEach
  void close() {
    sync.close();
    rooms.close();
  }

  /** A directory whose waiting moves the test's clock, and that a test can change in mid-copy. */
  private final class Scripted implements Source {
    private final DirectorySource directory = new DirectorySource(root);

    @Override
    public String name() {
      return directory.name();
    }

    @Override
    public Scan scan() {
      return directory.scan();
    }

    @Override
    public Optional<Sighting> look(String path) {
      List<Runnable> now = List.copyOf(betweenCopyAndLook);
      betweenCopyAndLook.clear();
      now.forEach(Runnable::run);
      return directory.look(path);
    }

    @Override
    public Bundle open(String path) {
      return directory.open(path);
    }

    @Override
    public Optional<byte[]> golden(String path) {
      return directory.golden(path);
    }

    @Override
    public void await(Duration longest) {
      rooms.clock().pass(longest);
    }

    @Override
    public void close() {
      directory.close();
    }
  }

  private SyncStatus start(OnChange onChange, boolean activate) {
    Activator activator =
        new Activator() {
          @Override
          public void activate(Actor actor, ModelName model) {
            rooms.activation().activate(actor, model, Deadline.in(Duration.ofSeconds(60)));
          }

          @Override
          public boolean deactivate(Actor actor, ModelName model) {
            return rooms.activation().deactivate(actor, model);
          }
        };
    holdings = new Holdings();
    sync =
        new Sync(
            new Scripted(),
            new Sync.Rooms(
                rooms.store(),
                rooms.formats(),
                rooms.registration(),
                rooms.registry(),
                rooms.deployments(),
                activator,
                holdings),
            SyncSettings.of(onChange, activate),
            rooms.clock(),
            Runnable::run);
    return sync.first();
  }

  private Optional<Integer> held(ModelName model) {
    return holdings.held(model);
  }

  private void restart(OnChange onChange, boolean activate) {
    sync.close();
    rooms.close();
    rooms = new TestRooms(temp.resolve("data"), Runnable::run, this::held);
    rooms.reconciler().reconcile();
    start(onChange, activate);
  }

  private void write(String path, String content) {
    try {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Rounds as the loop makes them, over so much time. */
  private void pass(Duration time) {
    for (long left = time.toMillis(); left > 0; left -= 500) {
      rooms.clock().pass(Duration.ofMillis(500));
      sync.round(false);
    }
  }

  private void settle() {
    pass(Duration.ofSeconds(3));
  }

  private RegisteredModel model(String name) {
    return rooms.registry().image().known(new ModelName(name));
  }

  private Deployment deployment(String name) {
    return rooms.deployments().image().of(new ModelName(name)).orElseThrow();
  }

  private int champion(String name) {
    return deployment(name).champion().orElseThrow().number();
  }

  private SyncStatus.Line line(String path) {
    return sync.status().lines().stream()
        .filter(line -> line.path().equals(path))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theFirstSyncRegistersAndActivatesWhatIsThere() {
    write("iris.pkl", "times 2");
    write("wine.onnx", "times 3");
    SyncStatus status = start(OnChange.SWITCH, true);

    assertThat(status.lines())
        .extracting(SyncStatus.Line::state)
        .containsExactly(SyncStatus.State.AVAILABLE, SyncStatus.State.AVAILABLE);
    assertThat(deployment("iris").wanted()).isTrue();
    assertThat(deployment("wine").wanted()).isTrue();
    assertThat(rooms.reconciler().ready()).isTrue();
  }

  @Test
  void withoutActivateAllModelsAreRegisteredOnly() {
    write("iris.pkl", "times 2");
    start(OnChange.DEACTIVATE, false);

    assertThat(model("iris").versions()).hasSize(1);
    assertThat(deployment("iris").wanted()).isFalse();
    assertThat(deployment("iris").onChange()).isEqualTo(OnChange.DEACTIVATE);
  }

  @Test
  void anEmptyFolderStartsAndWaits() {
    assertThat(start(OnChange.SWITCH, true).lines()).isEmpty();
    write("iris.pkl", "times 2");
    sync.round(false);

    assertThat(line("iris.pkl").state()).isEqualTo(SyncStatus.State.STABILISING);
    settle();
    assertThat(line("iris.pkl").state()).isEqualTo(SyncStatus.State.AVAILABLE);
    assertThat(champion("iris")).isEqualTo(1);
  }

  @Test
  void aFileThatIsBeingWrittenIsNotTakenUntilItIsStill() {
    start(OnChange.SWITCH, true);
    for (int i = 0; i < 8; i++) {
      write("iris.pkl", "times 2" + " ".repeat(i));
      rooms.clock().pass(Duration.ofMillis(500));
      sync.round(false);
      assertThat(rooms.registry().image().models()).isEmpty();
    }
    settle();

    assertThat(model("iris").versions()).hasSize(1);
  }

  @Test
  void aFileThatNeverEndsIsGivenUpReportedAndTriedAgain() {
    start(OnChange.SWITCH, true);
    for (int i = 0; i < 22; i++) {
      write("iris.pkl", "times 2" + " ".repeat(i));
      rooms.clock().pass(Duration.ofMillis(500));
      sync.round(false);
      if (i == 20) {
        assertThat(line("iris.pkl").state()).isEqualTo(SyncStatus.State.REFUSED);
        assertThat(line("iris.pkl").problem().orElseThrow().code()).isEqualTo("UNSTABLE");
      }
    }
    settle();

    assertThat(line("iris.pkl").state()).isEqualTo(SyncStatus.State.AVAILABLE);
  }

  @Test
  void aFileThatChangesWhileItIsCopiedIsDiscardedAndTakenWhenStill() {
    write("iris.pkl", "times 2");
    betweenCopyAndLook.add(() -> write("iris.pkl", "times 33"));
    start(OnChange.SWITCH, true);
    settle();

    assertThat(model("iris").versions()).hasSize(1);
    assertThat(rooms.format().made()).isEqualTo(1);
    assertThat(model("iris").versions().getFirst().artifact())
        .isEqualTo(Digest.of("times 33".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void underSwitchAChangedFileReplacesTheVersionThatAnswers() {
    write("iris.pkl", "times 2");
    start(OnChange.SWITCH, true);
    write("iris.pkl", "times 33");
    sync.round(false);
    assertThat(deployment("iris").wanted()).isTrue();
    assertThat(champion("iris")).isEqualTo(1);
    settle();

    assertThat(champion("iris")).isEqualTo(2);
    assertThat(rooms.reconciler().status(IRIS).orElseThrow().routed()).hasValue(2);
    assertThat(rooms.format().closed()).isEqualTo(1);
  }

  @Test
  void underSwitchTheOldVersionAnswersOnWhereTheNewOneIsRefused() {
    write("iris.pkl", "times 2");
    start(OnChange.SWITCH, true);
    write("iris.pkl", "times bad");
    settle();

    assertThat(line("iris.pkl").state()).isEqualTo(SyncStatus.State.REFUSED);
    assertThat(model("iris").refused().orElseThrow().code()).isEqualTo("UNSUPPORTED_CLASS");
    assertThat(champion("iris")).isEqualTo(1);
    assertThat(rooms.reconciler().ready()).isTrue();
  }

  @Test
  void underSwitchTheOldVersionAnswersOnWhereTheSelfCheckFails() {
    write("iris.pkl", "times 2");
    start(OnChange.SWITCH, true);
    write("iris.pkl", "times NaN");
    settle();

    assertThat(line("iris.pkl").problem().orElseThrow().code()).isEqualTo("WARMUP");
    assertThat(model("iris").versions()).hasSize(2);
    assertThat(champion("iris")).isEqualTo(1);
  }

  @Test
  void underCanaryAChangedFileBecomesTheChallengerAndARefusedOneNothing() {
    write("iris.pkl", "times 2");
    start(OnChange.CANARY, true);
    assertThat(champion("iris")).isEqualTo(1);
    assertThat(deployment("iris").challenger()).isEmpty();
    write("iris.pkl", "times 33");
    settle();
    assertThat(champion("iris")).isEqualTo(1);
    assertThat(deployment("iris").challenger().orElseThrow().number()).isEqualTo(2);
    write("iris.pkl", "times bad");
    settle();
    assertThat(model("iris").refused().orElseThrow().code()).isEqualTo("UNSUPPORTED_CLASS");
    assertThat(deployment("iris").challenger().orElseThrow().number()).isEqualTo(2);
    write("iris.pkl", "times 4");
    settle();

    assertThat(deployment("iris").challenger().orElseThrow().number()).isEqualTo(3);
    assertThat(champion("iris")).isEqualTo(1);
    restart(OnChange.CANARY, true);
    assertThat(champion("iris")).isEqualTo(1);
    assertThat(model("iris").versions()).hasSize(3);
  }

  @Test
  void underDeactivateTheRouteClosesAtTheFirstDifference() {
    write("iris.pkl", "times 2");
    start(OnChange.DEACTIVATE, true);
    assertThat(deployment("iris").wanted()).isTrue();
    write("iris.pkl", "times 33");
    sync.round(false);

    assertThat(deployment("iris").wanted()).isFalse();
    settle();
    assertThat(model("iris").versions()).hasSize(2);
    assertThat(deployment("iris").wanted()).isFalse();
    rooms.activation().activate(TestRooms.TESTER, IRIS, Deadline.in(Duration.ofSeconds(60)));
    assertThat(champion("iris")).isEqualTo(2);
  }

  @Test
  void anUnwantedModelIsNotActivatedByAChange() {
    write("iris.pkl", "times 2");
    start(OnChange.SWITCH, true);
    rooms.activation().deactivate(TestRooms.TESTER, IRIS);
    write("iris.pkl", "times 33");
    settle();

    assertThat(model("iris").versions()).hasSize(2);
    assertThat(deployment("iris").wanted()).isFalse();
  }

  @Test
  void aDeletedFileIsDeactivatedAndArchivedAndFoundAgainWhenItComesBack() throws IOException {
    write("iris.pkl", "times 2");
    start(OnChange.SWITCH, true);
    Files.delete(root.resolve("iris.pkl"));
    sync.round(false);

    assertThat(deployment("iris").wanted()).isFalse();
    assertThat(model("iris").latest()).isEmpty();
    assertThat(sync.status().lines()).isEmpty();
    write("iris.pkl", "times 2");
    settle();
    assertThat(model("iris").versions()).hasSize(1);
    assertThat(deployment("iris").wanted()).isTrue();
  }

  @Test
  void aRestartMakesNoVersionAndMovesNoChampion() {
    write("iris.pkl", "times 2");
    start(OnChange.SWITCH, true);
    write("iris.pkl", "times 33");
    settle();
    rooms.deployments().activate(TestRooms.TESTER, IRIS, 1);
    restart(OnChange.SWITCH, true);

    assertThat(model("iris").versions()).hasSize(2);
    assertThat(champion("iris")).isEqualTo(1);
    assertThat(line("iris.pkl").version()).hasValue(2);
  }

  @Test
  void contentThatCameBackAndWasActivatedStaysActiveAfterARestart() {
    write("iris.pkl", "times 2");
    start(OnChange.DEACTIVATE, true);
    write("iris.pkl", "times 33");
    settle();
    write("iris.pkl", "times 2");
    settle();
    rooms.activation().activate(TestRooms.TESTER, IRIS, Deadline.in(Duration.ofSeconds(60)));
    assertThat(champion("iris")).isEqualTo(1);
    restart(OnChange.DEACTIVATE, true);

    assertThat(model("iris").versions()).hasSize(2);
    assertThat(champion("iris")).isEqualTo(1);
    assertThat(deployment("iris").wanted()).isTrue();
  }

  @Test
  void whatWasDeactivatedStaysSoAfterARestart() {
    write("iris.pkl", "times 2");
    start(OnChange.SWITCH, true);
    rooms.activation().deactivate(TestRooms.TESTER, IRIS);
    restart(OnChange.SWITCH, true);

    assertThat(deployment("iris").wanted()).isFalse();
  }

  @Test
  void aFileThatChangedWhileTheServerWasDownIsModified() {
    write("iris.pkl", "times 2");
    start(OnChange.SWITCH, true);
    write("iris.pkl", "times 33");
    restart(OnChange.SWITCH, true);

    assertThat(champion("iris")).isEqualTo(2);
  }

  @Test
  void aFileThatVanishedWhileTheServerWasDownIsDeactivated() throws IOException {
    write("iris.pkl", "times 2");
    start(OnChange.SWITCH, true);
    Files.delete(root.resolve("iris.pkl"));
    restart(OnChange.SWITCH, true);

    assertThat(deployment("iris").wanted()).isFalse();
    assertThat(model("iris").latest()).isEmpty();
  }

  @Test
  void aMissingRootChangesNothing() throws IOException {
    write("iris.pkl", "times 2");
    start(OnChange.SWITCH, true);
    Files.move(root, temp.resolve("away"));
    pass(Duration.ofSeconds(60));

    assertThat(sync.status().unreachable()).isPresent();
    assertThat(deployment("iris").wanted()).isTrue();
    Files.move(temp.resolve("away"), root);
    settle();
    assertThat(sync.status().unreachable()).isEmpty();
    assertThat(model("iris").versions()).hasSize(1);
  }

  @Test
  void whenMostModelsVanishTogetherTheyAreHeldForThirtySeconds() throws IOException {
    for (String name : List.of("a", "b", "c", "d")) {
      write(name + ".pkl", "times 2");
    }
    start(OnChange.SWITCH, true);
    for (String name : List.of("a", "b", "c")) {
      Files.delete(root.resolve(name + ".pkl"));
    }
    sync.round(false);
    pass(Duration.ofMillis(29_500));
    assertThat(deployment("a").wanted()).isTrue();
    pass(Duration.ofSeconds(1));

    assertThat(deployment("a").wanted()).isFalse();
    assertThat(deployment("d").wanted()).isTrue();
  }

  @Test
  void twoNewFilesOfOneNameAreBothRefusedUntilOneGoes() throws IOException {
    write("iris.pkl", "times 2");
    write("iris.h5", "times 3");
    start(OnChange.SWITCH, true);
    assertThat(sync.status().lines())
        .extracting(SyncStatus.Line::state)
        .containsOnly(SyncStatus.State.REFUSED);
    assertThat(model("iris").versions()).isEmpty();
    Files.delete(root.resolve("iris.h5"));
    settle();

    assertThat(line("iris.pkl").state()).isEqualTo(SyncStatus.State.AVAILABLE);
    assertThat(model("iris").refused()).isEmpty();
    assertThat(champion("iris")).isEqualTo(1);
  }

  @Test
  void aSecondFileOfANameThatServesIsRefusedAndTheFirstServesOn() throws IOException {
    write("iris.pkl", "times 2");
    start(OnChange.SWITCH, true);
    write("iris.h5", "times 3");
    settle();

    assertThat(line("iris.h5").problem().orElseThrow().message()).contains("iris.pkl");
    assertThat(line("iris.pkl").state()).isEqualTo(SyncStatus.State.AVAILABLE);
    assertThat(champion("iris")).isEqualTo(1);
    Files.delete(root.resolve("iris.h5"));
    settle();
    assertThat(model("iris").refused()).isEmpty();
    assertThat(deployment("iris").wanted()).isTrue();
    assertThat(model("iris").versions()).hasSize(1);
  }

  @Test
  void aFileWithAnotherSuffixInPlaceOfTheFirstIsAModification() throws IOException {
    write("iris.pkl", "times 2");
    start(OnChange.SWITCH, true);
    Files.delete(root.resolve("iris.pkl"));
    write("iris.joblib", "times 3");
    settle();

    assertThat(champion("iris")).isEqualTo(2);
    assertThat(deployment("iris").wanted()).isTrue();
  }

  @Test
  void aRefusedFileIsReportedAndForgottenWhenItGoes() throws IOException {
    write("iris.pkl", "times bad");
    start(OnChange.SWITCH, true);
    assertThat(line("iris.pkl").problem().orElseThrow().code()).isEqualTo("UNSUPPORTED_CLASS");
    assertThat(model("iris").refused()).isPresent();
    assertThat(rooms.reconciler().ready()).isTrue();
    Files.delete(root.resolve("iris.pkl"));
    sync.round(false);

    assertThat(rooms.registry().image().model(IRIS)).isEmpty();
  }

  @Test
  void whatIsNoModelIsRefusedOnceWithoutACopy() {
    write("novel", "once upon a time");
    start(OnChange.SWITCH, true);
    long before = rooms.registry().image().position();
    settle();

    assertThat(line("novel").problem().orElseThrow().code()).isEqualTo("UNRECOGNISED");
    assertThat(rooms.registry().image().position()).isEqualTo(before);
    assertThat(
            rooms.store().manifest(Digest.of("once upon a time".getBytes(StandardCharsets.UTF_8))))
        .isEmpty();
  }

  @Test
  void goldenRowsTravelWithTheFileAndGuardIt() {
    write("iris.pkl", "times 2");
    write(
        "iris.pkl.golden.json",
        """
        {"inputs":[{"name":"x","datatype":"FP64","shape":[1,1],"data":[1]}],
         "outputs":[{"name":"predict","datatype":"FP64","shape":[1],"data":[99]}]}
        """);
    start(OnChange.SWITCH, true);

    assertThat(line("iris.pkl").problem().orElseThrow().code()).isEqualTo("GOLDEN_MISMATCH");
    assertThat(deployment("iris").wanted()).isFalse();
  }

  @Test
  void goldenRowsThatChangeAloneMakeNoVersionAndStopNothing() {
    write("iris.pkl", "times 2");
    start(OnChange.DEACTIVATE, true);
    write("iris.pkl.golden.json", "{}");
    settle();

    assertThat(model("iris").versions()).hasSize(1);
    assertThat(deployment("iris").wanted()).isTrue();
    assertThat(line("iris.pkl").state()).isEqualTo(SyncStatus.State.AVAILABLE);
  }

  @Test
  void whatAModelOfAnotherOriginHasIsLeftAlone() {
    rooms.register(new ModelName("pushed"), "7");
    start(OnChange.SWITCH, true);
    settle();

    assertThat(model("pushed").latest()).isPresent();
    assertThatThrownBy(() -> line("pushed")).isInstanceOf(RuntimeException.class);
  }

  @Test
  void aChangeUnderCanaryIsAVersionThatOthersDecideAbout() {
    write("iris.pkl", "times 2");
    start(OnChange.CANARY, true);
    write("iris.pkl", "times 33");
    settle();

    assertThat(model("iris").versions()).hasSize(2);
    assertThat(champion("iris")).isEqualTo(1);
    assertThat(line("iris.pkl").problem().map(Problem::code)).isEmpty();
  }
}
