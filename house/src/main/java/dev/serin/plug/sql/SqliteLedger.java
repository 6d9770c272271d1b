package dev.serin.plug.sql;

import dev.serin.base.Problem;
import dev.serin.ledger.GroupLedger;
import dev.serin.ledger.Ledger;
import dev.serin.ledger.Verification;
import dev.serin.ledger.Walk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/**
 * The ledger in one SQLite file, write-ahead logged and synchronised with the disk at each commit.
 * One process at a time opens it.
 */
public final class SqliteLedger {
  private static final int MOST_WAITING = 4096;

  private SqliteLedger() {}

  /**
   * Opens the file, makes it when it is missing.
   *
   * @throws Problem.Raised {@code Full} when it cannot be written, {@code Refused}
   *     LEDGER_UNREADABLE, LEDGER_NEWER or LEDGER_BROKEN
   */
  public static Ledger open(Path file, Clock clock) {
    SqliteTable table = new SqliteTable(file);
    try {
      return new GroupLedger(table, clock, MOST_WAITING);
    } catch (RuntimeException failure) {
      table.close();
      throw failure;
    }
  }

  /**
   * Walks the chain of a file that no ledger has open, even one that would not open.
   *
   * @throws Problem.Raised {@code Unknown} LEDGER_MISSING, {@code Refused} LEDGER_UNREADABLE or
   *     LEDGER_NEWER
   */
  public static Verification verify(Path file) {
    if (Files.notExists(file)) {
      throw new Problem.Raised(
          new Problem.Unknown("LEDGER_MISSING", "there is no ledger at " + file));
    }
    try (SqliteTable table = new SqliteTable(file)) {
      return Walk.over(table);
    }
  }
}
