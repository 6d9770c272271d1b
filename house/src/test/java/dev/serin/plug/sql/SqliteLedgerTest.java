package dev.serin.plug.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.base.Actor;
import dev.serin.base.Json;
import dev.serin.ledger.Entry;
import dev.serin.ledger.Ledger;
import dev.serin.ledger.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqliteLedgerTest {
  private static final Actor ACTOR = new Actor("tester");

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void writeFiveFacts() {
    file = folder.resolve("se rin?.db");
    try (Ledger ledger = open()) {
      for (int i = 0; i < 5; i++) {
        Entry entry = new Entry("Said", Json.Obj.of("n", i));
        ledger.append(i < 3 ? "a" : "b", i % 3, ACTOR, List.of(entry)).await();
      }
    }
  }

  private Ledger open() {
    return SqliteLedger.open(file, Clock.systemUTC());
  }

  private void tamper(String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file.toUri());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        assertThat(statement.executeUpdate(sql)).as(sql).isPositive();
      }
    }
  }

  @Test
  void theFileLiesWhereItShould() {
    assertThat(file).exists();
    assertThat(SqliteLedger.verify(file)).isInstanceOf(Verification.Sound.class);
  }

  @Test
  void lookingForALedgerMakesNone() {
    Path other = folder.resolve("other.db");

    assertThatThrownBy(() -> SqliteLedger.verify(other)).hasMessageContaining("LEDGER_MISSING");
    assertThat(other).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          update facts set body = '{"n":9}' where position = 3 | 3 | its content
          update facts set body = 'no json' where position = 3 | 3 | its content
          update facts set actor = 'nobody' where position = 1 | 1 | its content
          update facts set at = '2020-01-01T00:00:00Z' where position = 5 | 5 | its content
          update facts set type = 'Unsaid' where position = 2 | 2 | its content
          update facts set stream = 'c' where position = 4 | 4 | its content
          update facts set hash = prev where position = 4 | 4 | its content
          update facts set prev = hash where position = 2 | 2 | does not follow
          delete from facts where position = 1 | 1 | it is missing
          delete from facts where position = 3 | 3 | it is missing
          delete from facts where position = 5 | 5 | it is missing
          update facts set position = 9 where position = 5 | 5 | it is missing
          update head set position = 4 | 5 | not written by a ledger
          update head set hash = 'x' | 5 | written as the end
          delete from head | 1 | not written by a ledger
          """)
  void theFirstBreakOfATamperedChainIsNamed(String sql, long position, String why)
      throws SQLException {
    tamper(sql);

    assertThat(SqliteLedger.verify(file))
        .isInstanceOfSatisfying(
            Verification.Broken.class,
            broken -> {
              assertThat(broken.position()).isEqualTo(position);
              assertThat(broken.why()).contains(why);
            });
  }

  @Test
  void aRunningLedgerFindsTheSameBreak() throws SQLException {
    try (Ledger ledger = open()) {
      tamper("update facts set body = '{}' where position = 2");

      assertThat(ledger.verify()).isInstanceOf(Verification.Broken.class);
    }
  }

  @Test
  void aLedgerWhoseEndIsGoneDoesNotOpen() throws SQLException {
    tamper("delete from facts where position = 5");

    assertThatThrownBy(this::open)
        .hasMessageContaining("LEDGER_BROKEN")
        .hasMessageContaining("does not end as it was written");
  }

  @Test
  void aStreamWithAHoleIsNotReplayed() throws SQLException {
    tamper("delete from facts where position = 2");

    try (Ledger ledger = open()) {
      assertThatThrownBy(() -> ledger.replay("a", _ -> {}))
          .hasMessageContaining("LEDGER_BROKEN")
          .hasMessageContaining("is missing");
    }
  }

  @Test
  void aFileThatIsNoLedgerIsNamed() throws IOException {
    Path other = Files.writeString(folder.resolve("text.db"), "this is no database ".repeat(500));

    assertThatThrownBy(() -> SqliteLedger.open(other, Clock.systemUTC()))
        .hasMessageContaining("LEDGER_UNREADABLE");
    assertThat(other).content().startsWith("this is no database");
  }

  @Test
  void aFileOfANewerVersionIsLeftAlone() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file.toUri());
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("pragma user_version = 2");
    }

    assertThatThrownBy(this::open).hasMessageContaining("LEDGER_NEWER");
  }

  @Test
  void aPlaceThatCannotHoldAFileIsNamed() {
    Path nowhere = folder.resolve("no/such/folder/serin.db");

    assertThatThrownBy(() -> SqliteLedger.open(nowhere, Clock.systemUTC()))
        .hasMessageContaining("STORAGE_UNWRITABLE");
  }

  @Test
  void everyCommitIsSynchronisedWithTheDisk() throws SQLException {
    try (Ledger ledger = open();
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file.toUri());
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("pragma journal_mode")) {
      assertThat(found.getString(1)).isEqualTo("wal");
      assertThat(ledger.page(0, 10)).hasSize(5);
    }
  }
}
