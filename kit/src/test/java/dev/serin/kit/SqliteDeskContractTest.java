package dev.serin.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.plug.sql.SqliteDesk;
import dev.serin.rollout.control.Desk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The desk in an SQLite file. */
class SqliteDeskContractTest extends DeskContract {
  @TempDir private Path folder;

  @Override
  protected Desk open(InstantSource clock) {
    return new SqliteDesk(folder.resolve("desk.db"), clock);
  }

  @Test
  void aClockThatGoesBackKeepsNobodyFromLeading() {
    Instant[] now = {Instant.parse("2026-03-01T12:00:00Z")};
    try (Desk desk = open(() -> now[0])) {
      desk.lead(new Desk.Run("one", "a"), Duration.ofSeconds(10), 0);
      now[0] = now[0].minusSeconds(3_600);

      assertThat(desk.lead(new Desk.Run("two", "b"), Duration.ofSeconds(10), 0)).hasValue(2L);
    }
  }

  @Test
  void aFileThatIsNoDeskIsRefused() throws IOException {
    Files.writeString(folder.resolve("desk.db"), "this is no database at all, as one can see");

    assertThatThrownBy(() -> open(InstantSource.system())).hasMessageContaining("no sound desk");
  }
}
