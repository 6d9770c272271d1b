package dev.serin.registry;

import static dev.serin.registry.RecordRooms.ACTOR;
import static dev.serin.registry.RecordRooms.IRIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.base.Json;
import dev.serin.base.ModelName;
import dev.serin.ledger.Entry;
import dev.serin.ledger.Ledger;
import dev.serin.plug.sql.SqliteLedger;
import dev.serin.runtime.Parity;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryTest {
  @TempDir private Path folder;
  private RecordRooms rooms;
  private Registry registry;

  @BeforeEach
  void open() {
    rooms = new RecordRooms(folder);
    registry = rooms.registry();
    rooms.register(IRIS, "model a");
    rooms.register(IRIS, "model b");
  }

  @AfterEach
  void close() {
    rooms.close();
  }

  private RegisteredModel iris() {
    return registry.image().known(IRIS);
  }

  @Test
  void anAliasPointsWhereItWasMovedLast() {
    registry.alias(ACTOR, IRIS, "champion", 1);
    registry.alias(ACTOR, IRIS, "champion", 2);

    assertThat(iris().alias("champion").orElseThrow().number()).isEqualTo(2);
    assertThat(iris().alias("challenger")).isEmpty();
  }

  @Test
  void movingAnAliasToWhereItIsRecordsNothing() {
    registry.alias(ACTOR, IRIS, "champion", 1);
    registry.alias(ACTOR, IRIS, "champion", 1);

    assertThat(rooms.facts())
        .containsExactly("VersionRegistered", "VersionRegistered", "AliasMoved");
  }

  @Test
  void aVersionIsCertifiedOnceAndStaysSo() {
    Parity met = new Parity(3, List.of(new Parity.Output("predict", 3, 1e-9, 1e-12)));

    registry.certify(ACTOR, IRIS, 2, met);
    registry.certify(ACTOR, IRIS, 2, new Parity(1, List.of()));

    assertThat(iris().version(1).orElseThrow().parity()).isEmpty();
    assertThat(iris().version(2).orElseThrow().parity()).contains(met);
    registry.archive(ACTOR, IRIS);
    assertThat(iris().version(2).orElseThrow().parity()).contains(met);
  }

  @Test
  void aRemovedAliasPointsNowhereAndRemovingItAgainIsFine() {
    registry.alias(ACTOR, IRIS, "blue", 1);
    registry.unalias(ACTOR, IRIS, "blue");
    registry.unalias(ACTOR, IRIS, "blue");

    assertThat(iris().aliases()).isEmpty();
    assertThat(rooms.facts()).hasSize(4);
  }

  @Test
  void archivingKeepsVersionsAndAliasesButNothingIsLatest() {
    registry.alias(ACTOR, IRIS, "champion", 1);

    registry.archive(ACTOR, IRIS);

    assertThat(iris().latest()).isEmpty();
    assertThat(iris().alias("champion").orElseThrow().ready()).isFalse();
    assertThatThrownBy(() -> registry.alias(ACTOR, IRIS, "champion", 2))
        .hasMessageContaining("VERSION_ARCHIVED");
  }

  @Test
  void latestIsTheNewestReadyVersion() {
    registry.archive(ACTOR, IRIS);
    rooms.register(IRIS, "model a");

    assertThat(iris().latest().orElseThrow().number()).isEqualTo(1);
  }

  @Test
  void archivingAModelOfWhichOnlyARefusalIsKnownForgetsIt() {
    ModelName other = new ModelName("other");
    registry.refuse(ACTOR, other, new Refusal("CORRUPT", "offset 3", "cut off", "again", "test"));
    assertThat(registry.image().model(other)).isPresent();

    registry.archive(ACTOR, other);
    registry.archive(ACTOR, other);

    assertThat(registry.image().model(other)).isEmpty();
    assertThat(rooms.facts()).endsWith("FileRefused", "ModelArchived");
  }

  @Test
  void unknownModelsAndVersionsAreNamed() {
    assertThatThrownBy(() -> registry.alias(ACTOR, new ModelName("x"), "champion", 1))
        .hasMessageContaining("MODEL_UNKNOWN");
    assertThatThrownBy(() -> registry.alias(ACTOR, IRIS, "champion", 3))
        .hasMessageContaining("'iris' has no version 3");
    assertThatThrownBy(() -> registry.alias(ACTOR, IRIS, "champion", 0))
        .hasMessageContaining("VERSION_UNKNOWN");
  }

  @Test
  void watchersAreToldEachImageInOrder() {
    List<Long> positions = new CopyOnWriteArrayList<>();
    registry.watch(image -> positions.add(image.position()));

    registry.alias(ACTOR, IRIS, "champion", 1);
    registry.alias(ACTOR, IRIS, "champion", 2);

    assertThat(positions).containsExactly(2L, 3L, 4L);
  }

  @Test
  void aFactOfANewerVersionStopsTheStartAndSaysSo() {
    rooms.close();
    Entry newer = new Entry("VersionPolished", Json.Obj.of("model", "iris"));
    try (Ledger ledger = SqliteLedger.open(folder.resolve("serin.db"), Clock.systemUTC())) {
      ledger.append(Registry.STREAM, 2, ACTOR, List.of(newer)).await();
    }

    assertThatThrownBy(() -> rooms = new RecordRooms(folder))
        .hasMessageContaining("FACT_UNKNOWN")
        .hasMessageContaining("'VersionPolished' is unknown to this version");
  }

  @Test
  void anImageDoesNotChange() {
    RegistryImage before = registry.image();

    registry.alias(ACTOR, IRIS, "champion", 1);

    assertThat(before.known(IRIS).aliases()).isEmpty();
    assertThatThrownBy(() -> before.models().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
