package dev.serin.plug.sql;

import dev.serin.ledger.Chain;
import dev.serin.ledger.FactTable;
import dev.serin.ledger.Row;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sqlite.SQLiteConfig;

/**
 * Rows in an SQLite file. The writing connection belongs to the ledger's thread; readers share
 * another one, one at a time, and see whole transactions.
 */
final class SqliteTable implements FactTable {
  private static final int VERSION = 1;
  private static final String COLUMNS =
      "position, stream, stream_position, at, actor, type, body, prev, hash";

  private final SqliteFile file;
  private final Connection writer;
  private final Connection reader;

  SqliteTable(Path file) {
    this.file = new SqliteFile(file, "ledger");
    Connection first = this.file.connect(SQLiteConfig.SynchronousMode.FULL);
    try {
      prepare(first);
      reader = this.file.connect(SQLiteConfig.SynchronousMode.FULL);
    } catch (RuntimeException failure) {
      this.file.close(first);
      throw failure;
    }
    writer = first;
  }

  @Override
  public Chain.Head head() {
    List<Chain.Head> heads =
        read(
            "select position, hash from head",
            _ -> {},
            found -> new Chain.Head(found.getLong(1), found.getString(2)));
    return heads.isEmpty() ? Chain.Head.NONE : heads.getFirst();
  }

  @Override
  public Map<String, Long> streams() {
    Map<String, Long> streams = new HashMap<>();
    List<Map.Entry<String, Long>> found =
        read(
            "select stream, max(stream_position) from facts group by stream",
            _ -> {},
            row -> Map.entry(row.getString(1), row.getLong(2)));
    found.forEach(stream -> streams.put(stream.getKey(), stream.getValue()));
    return streams;
  }

  @Override
  public List<Row> page(long after, int limit) {
    return read(
        "select " + COLUMNS + " from facts where position > ? order by position limit ?",
        query -> {
          query.setLong(1, after);
          query.setInt(2, limit);
        },
        SqliteTable::row);
  }

  @Override
  public List<Row> stream(String stream, long after, int limit) {
    return read(
        "select "
            + COLUMNS
            + " from facts where stream = ? and stream_position > ?"
            + " order by stream_position limit ?",
        query -> {
          query.setString(1, stream);
          query.setLong(2, after);
          query.setInt(3, limit);
        },
        SqliteTable::row);
  }

  @Override
  public void write(List<Row> rows, Chain.Head head) {
    try (Statement transaction = writer.createStatement()) {
      transaction.execute("begin immediate");
      try {
        insert(rows);
        move(head);
        transaction.execute("commit");
      } catch (SQLException failure) {
        rollBack(transaction, failure);
        throw failure;
      }
    } catch (SQLException failure) {
      throw file.problem(failure);
    }
  }

  private void move(Chain.Head head) throws SQLException {
    try (PreparedStatement update =
        writer.prepareStatement("update head set position = ?, hash = ?")) {
      update.setLong(1, head.position());
      update.setString(2, head.hash());
      update.executeUpdate();
    }
  }

  private void insert(List<Row> rows) throws SQLException {
    String sql = "insert into facts (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?)";
    try (PreparedStatement insert = writer.prepareStatement(sql)) {
      for (Row row : rows) {
        insert.setLong(1, row.position());
        insert.setString(2, row.stream());
        insert.setLong(3, row.streamPosition());
        insert.setString(4, row.at());
        insert.setString(5, row.actor());
        insert.setString(6, row.type());
        insert.setString(7, row.body());
        insert.setString(8, row.prev());
        insert.setString(9, row.hash());
        insert.executeUpdate();
      }
    }
  }

  private static void rollBack(Statement transaction, SQLException failure) {
    try {
      transaction.execute("rollback");
    } catch (SQLException again) {
      failure.addSuppressed(again); // SQLite has rolled back by itself after most disk errors
    }
  }

  @Override
  public void close() {
    file.close(writer);
    synchronized (reader) {
      file.close(reader);
    }
  }

  private void prepare(Connection connection) {
    try (Statement statement = connection.createStatement()) {
      int version;
      try (ResultSet found = statement.executeQuery("pragma user_version")) {
        version = found.getInt(1);
      }
      if (version > VERSION) {
        throw file.refused(
            "LEDGER_NEWER", "a newer version of Serin wrote it", "start that version");
      }
      if (version == 0) {
        statement.execute("begin immediate");
        create(statement);
        statement.execute("commit");
      }
    } catch (SQLException failure) {
      throw file.problem(failure);
    }
  }

  private static void create(Statement statement) throws SQLException {
    statement.executeUpdate(
        """
        create table facts (
          position integer primary key,
          stream text not null,
          stream_position integer not null,
          at text not null,
          actor text not null,
          type text not null,
          body text not null,
          prev text not null,
          hash text not null,
          unique (stream, stream_position)
        ) strict""");
    statement.executeUpdate(
        "create table head (one integer primary key check (one = 1), position integer not null,"
            + " hash text not null) strict");
    statement.executeUpdate("insert into head values (1, 0, '" + Chain.START + "')");
    statement.executeUpdate("pragma user_version = " + VERSION);
  }

  private static Row row(ResultSet found) throws SQLException {
    return new Row(
        found.getLong(1),
        found.getString(2),
        found.getLong(3),
        found.getString(4),
        found.getString(5),
        found.getString(6),
        found.getString(7),
        found.getString(8),
        found.getString(9));
  }

  private <T> List<T> read(String sql, SqliteFile.Filling filling, SqliteFile.Mapping<T> mapping) {
    synchronized (reader) {
      return file.read(reader, sql, filling, mapping);
    }
  }
}
