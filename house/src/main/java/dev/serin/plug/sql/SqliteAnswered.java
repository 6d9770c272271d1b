package dev.serin.plug.sql;

import dev.serin.base.Json;
import dev.serin.base.ModelName;
import dev.serin.insight.Answered;
import dev.serin.insight.AnsweredTable;
import dev.serin.meter.trial.Arm;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteConfig;

/**
 * Answers of trials in an SQLite file of its own. What was written survives the end of the process;
 * the end of the machine may cost the last seconds. Any thread, one at a time.
 */
public final class SqliteAnswered implements AnsweredTable {
  private static final int DEEPEST = 10;

  private final SqliteFile file;
  private final Connection connection;

  /** Opens the file, makes it when it is missing. */
  public SqliteAnswered(Path path) {
    file = new SqliteFile(path, "file of answers");
    connection = file.connect(SQLiteConfig.SynchronousMode.NORMAL);
    try {
      prepare();
    } catch (RuntimeException failure) {
      file.close(connection);
      throw failure;
    }
  }

  private void prepare() {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "create table if not exists answered (id text primary key, at integer not null,"
              + " model text not null, version integer not null, rollout text not null,"
              + " epoch integer not null, arm integer not null, weight real not null,"
              + " classes text not null, wrong integer not null default -1) without rowid");
      statement.executeUpdate("create index if not exists answered_at on answered (at)");
      statement.executeUpdate(
          "create index if not exists answered_rollout on answered (rollout) where wrong >= 0");
    } catch (SQLException failure) {
      throw file.problem(failure);
    }
  }

  @Override
  public synchronized void put(List<Answered> answers) {
    try (Statement transaction = connection.createStatement()) {
      transaction.execute("begin immediate");
      boolean written = false;
      try {
        insert(answers);
        transaction.execute("commit");
        written = true;
      } finally {
        if (!written) {
          transaction.execute("rollback");
        }
      }
    } catch (SQLException failure) {
      throw file.problem(failure);
    }
  }

  private void insert(List<Answered> answers) throws SQLException {
    String sql =
        "insert or ignore into answered (id, at, model, version, rollout, epoch, arm, weight,"
            + " classes) values (?, ?, ?, ?, ?, ?, ?, ?, ?)";
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      for (Answered answered : answers) {
        insert.setString(1, answered.requestId());
        insert.setLong(2, answered.at().toEpochMilli());
        insert.setString(3, answered.model().text());
        insert.setInt(4, answered.version());
        insert.setString(5, answered.place().rollout());
        insert.setInt(6, answered.place().epoch());
        insert.setInt(7, answered.place().arm().ordinal());
        insert.setDouble(8, answered.place().weight());
        insert.setString(9, Json.of(answered.classes()).text());
        insert.executeUpdate();
      }
    }
  }

  @Override
  public synchronized Optional<Answered> find(String requestId) {
    return file
        .read(
            connection,
            "select id, at, model, version, rollout, epoch, arm, weight, classes from answered"
                + " where id = ?",
            query -> query.setString(1, requestId),
            SqliteAnswered::answered)
        .stream()
        .findFirst();
  }

  private static Answered answered(ResultSet row) throws SQLException {
    Json classes = Json.parse(row.getString(9), DEEPEST);
    List<String> names =
        classes instanceof Json.Arr(List<Json> items)
            ? items.stream().map(item -> ((Json.Str) item).value()).toList()
            : List.of();
    Answered.Place place =
        new Answered.Place(
            row.getString(5), row.getInt(6), Arm.values()[row.getInt(7)], row.getDouble(8));
    return new Answered(
        row.getString(1),
        Instant.ofEpochMilli(row.getLong(2)),
        new ModelName(row.getString(3)),
        row.getInt(4),
        place,
        names);
  }

  @Override
  public synchronized boolean settle(String requestId, boolean wrong) {
    return changed(
            "update answered set wrong = ? where id = ? and wrong < 0",
            update -> {
              update.setInt(1, wrong ? 1 : 0);
              update.setString(2, requestId);
            })
        > 0;
  }

  @Override
  public synchronized List<Settled> settled(String rollout) {
    String of = "sum(case when arm = %d then %s else 0 end)";
    int current = Arm.CURRENT.ordinal();
    int canary = Arm.CANARY.ordinal();
    String sums =
        String.join(
            ", ",
            of.formatted(current, "1"),
            of.formatted(current, "wrong"),
            of.formatted(canary, "1"),
            of.formatted(canary, "wrong"));
    return file.read(
        connection,
        "select weight, "
            + sums
            + " from answered where rollout = ? and wrong >= 0"
            + " group by weight order by weight",
        query -> query.setString(1, rollout),
        row ->
            new Settled(
                row.getDouble(1),
                new Judged(row.getLong(2), row.getLong(3)),
                new Judged(row.getLong(4), row.getLong(5))));
  }

  @Override
  public synchronized void forget(Instant before, long most) {
    changed("delete from answered where at < ?", it -> it.setLong(1, before.toEpochMilli()));
    changed(
        "delete from answered where at <="
            + " (select at from answered order by at desc limit 1 offset ?)",
        it -> it.setLong(1, most));
  }

  private int changed(String sql, SqliteFile.Filling filling) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      filling.fill(statement);
      return statement.executeUpdate();
    } catch (SQLException failure) {
      throw file.problem(failure);
    }
  }

  @Override
  public synchronized void close() {
    file.close(connection);
  }
}
