package dev.serin.plug.sql;

import dev.serin.base.Problem;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** An SQLite file, write-ahead logged: connections to it, and what their failures mean. */
final class SqliteFile {
  private static final int PATIENCE = 5_000; // milliseconds that a locked file is waited for

  private final Path path;
  private final String what;
  private final String remedy;

  /** The file of what messages call so: {@code ledger}. */
  SqliteFile(Path path, String what) {
    this(path, what, "restore a backup or choose another data folder");
  }

  /** The same, and what to do when it is broken. */
  SqliteFile(Path path, String what, String remedy) {
    this.path = path.toAbsolutePath();
    this.what = what;
    this.remedy = remedy;
  }

  /** Sets the parameters of a statement. */
  interface Filling {
    void fill(PreparedStatement statement) throws SQLException;
  }

  /** Makes something of the current row. */
  interface Mapping<T> {
    T map(ResultSet found) throws SQLException;
  }

  Connection connect(SQLiteConfig.SynchronousMode synchronous) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(synchronous);
    config.setBusyTimeout(PATIENCE);
    try {
      return config.createConnection("jdbc:sqlite:" + path.toUri());
    } catch (SQLException failure) {
      throw problem(failure);
    }
  }

  void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException failure) {
      throw problem(failure);
    }
  }

  <T> List<T> read(Connection connection, String sql, Filling filling, Mapping<T> mapping) {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      filling.fill(query);
      List<T> rows = new ArrayList<>();
      try (ResultSet found = query.executeQuery()) {
        while (found.next()) {
          rows.add(mapping.map(found));
        }
      }
      return rows;
    } catch (SQLException failure) {
      throw problem(failure);
    }
  }

  Problem.Raised refused(String code, String why, String remedy) {
    return new Problem.Raised(new Problem.Refused(code, path.toString(), why, remedy));
  }

  Problem.Raised problem(SQLException failure) {
    SQLiteErrorCode code =
        failure instanceof SQLiteException known
            ? known.getResultCode()
            : SQLiteErrorCode.SQLITE_ERROR;
    String text = path + ": " + failure.getMessage();
    Problem problem =
        switch (SQLiteErrorCode.getErrorCode(code.code & 0xff)) { // the low byte is the kind
          case SQLITE_FULL -> new Problem.Full("STORAGE_FULL", "the disk is full: " + text);
          case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_IOERR ->
              new Problem.Full("STORAGE_UNWRITABLE", "the " + what + " cannot be written: " + text);
          case SQLITE_NOTADB, SQLITE_CORRUPT ->
              new Problem.Refused(
                  "LEDGER_UNREADABLE",
                  path.toString(),
                  "it is no sound " + what + " file: " + failure.getMessage(),
                  remedy);
          default ->
              new Problem.Unavailable(
                  "LEDGER_UNAVAILABLE", "the " + what + " failed: " + text, Duration.ofSeconds(5));
        };
    return new Problem.Raised(problem, failure);
  }
}
