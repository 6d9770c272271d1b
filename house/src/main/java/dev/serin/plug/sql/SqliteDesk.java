package dev.serin.plug.sql;

import dev.serin.base.Json;
import dev.serin.meter.trial.Block;
import dev.serin.meter.trial.Report;
import dev.serin.meter.trial.Sheet;
import dev.serin.meter.trial.Standing;
import dev.serin.rollout.control.Desk;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sqlite.SQLiteConfig;

/**
 * The desk in an SQLite file of its own. What was written survives the end of the process; the end
 * of the machine may cost the last seconds, which a desk may lose. Any number of threads.
 */
public final class SqliteDesk implements Desk {
  private static final int DEEPEST = 10;

  private final SqliteFile file;
  private final InstantSource clock;
  private final Connection connection;

  /** Opens the file, makes it when it is missing; leases and ages are of this clock. */
  public SqliteDesk(Path path, InstantSource clock) {
    this.file = new SqliteFile(path, "desk", "move it away: running roll-outs lose their counters");
    this.clock = clock;
    this.connection = file.connect(SQLiteConfig.SynchronousMode.NORMAL);
    try {
      inOne(SqliteDesk::prepare);
    } catch (RuntimeException failure) {
      file.close(connection);
      throw failure;
    }
  }

  /** Work in one transaction. */
  private interface Work<T> {
    T on(Statement statement) throws SQLException;
  }

  private static boolean prepare(Statement statement) throws SQLException {
    String key = "rollout text not null, replica text not null, boot text not null,";
    statement.executeUpdate(
        "create table if not exists blocks ("
            + key
            + " epoch integer not null, number integer not null, counts text not null,"
            + " mark integer not null, primary key (rollout, replica, boot, epoch, number))"
            + " strict, without rowid");
    statement.executeUpdate(
        "create table if not exists sheets ("
            + key
            + " epoch integer not null, sheet text not null, mark integer not null,"
            + " primary key (rollout, replica, boot, epoch)) strict, without rowid");
    statement.executeUpdate(
        "create table if not exists standings (place integer primary key, "
            + key
            + " standing text not null, told integer not null, over integer not null,"
            + " unique (rollout, replica, boot)) strict");
    statement.executeUpdate(
        "create table if not exists progress (rollout text primary key, state text not null,"
            + " epoch integer not null, eval_ms integer not null, state_ms integer not null)"
            + " strict");
    statement.executeUpdate(
        "create table if not exists lease (one integer primary key check (one = 1),"
            + " replica text not null, boot text not null, token integer not null,"
            + " until integer not null, length integer not null) strict");
    statement.executeUpdate("create index if not exists changed_blocks on blocks (rollout, mark)");
    return true;
  }

  @Override
  public void put(Flush flush) {
    inOne(
        _ -> {
          keep(flush.reports());
          update(
              "insert into standings (rollout, replica, boot, standing, told, over)"
                  + " values (?, ?, ?, ?, ?, 0) on conflict (rollout, replica, boot) do update"
                  + " set standing = excluded.standing, told = excluded.told, over = 0",
              flush.rollout(),
              flush.run().replica(),
              flush.run().boot(),
              text(flush.standing()),
              clock.millis());
          return true;
        });
  }

  @Override
  public void count(List<Report> reports) {
    inOne(
        _ -> {
          keep(reports);
          return true;
        });
  }

  private void keep(List<Report> reports) throws SQLException {
    for (Report report : reports) {
      long mark = mark(report.rollout()) + 1;
      Object[] key = {report.rollout(), report.replica(), report.boot(), report.epoch()};
      Sheet before = sheet(key).orElse(Sheet.empty(report.epoch()));
      Sheet after = before.larger(report.sheet());
      if (!after.equals(before)) {
        update("insert or replace into sheets values (?, ?, ?, ?, ?, ?)", key, text(after), mark);
      }
      for (Block block : report.blocks()) {
        Optional<Block> known = block(key, block.number());
        Block larger = known.map(block::larger).orElse(block);
        if (!known.equals(Optional.of(larger))) {
          update(
              "insert or replace into blocks values (?, ?, ?, ?, ?, ?, ?)",
              key,
              block.number(),
              text(larger.counts()),
              mark);
        }
      }
    }
  }

  private long mark(String rollout) {
    return read(
            "select max(mark) from (select max(mark) as mark from blocks where rollout = ?"
                + " union all select max(mark) from sheets where rollout = ?)",
            found -> found.getLong(1),
            rollout,
            rollout)
        .getFirst();
  }

  private Optional<Sheet> sheet(Object[] key) {
    return read(
            "select epoch, sheet from sheets"
                + " where rollout = ? and replica = ? and boot = ? and epoch = ?",
            found -> sheet(found.getInt(1), found.getString(2)),
            key)
        .stream()
        .findFirst();
  }

  private Optional<Block> block(Object[] key, int number) {
    return read(
            "select epoch, number, counts from blocks"
                + " where rollout = ? and replica = ? and boot = ? and epoch = ? and number = ?",
            found -> new Block(found.getInt(1), found.getInt(2), counts(found.getString(3))),
            key,
            number)
        .stream()
        .findFirst();
  }

  @Override
  public Changes since(String rollout, long mark) {
    long newest = mark(rollout); // what changes while this is read is read again at the next look
    List<Report> reports = new ArrayList<>();
    reports.addAll(
        read(
            "select replica, boot, epoch, sheet from sheets where rollout = ? and mark > ?",
            found -> sheetReport(rollout, found),
            rollout,
            mark));
    reports.addAll(
        read(
            "select replica, boot, epoch, number, counts from blocks"
                + " where rollout = ? and mark > ?",
            found -> blockReport(rollout, found),
            rollout,
            mark));
    return new Changes(reports, newest);
  }

  private static Report sheetReport(String rollout, ResultSet found) throws SQLException {
    int epoch = found.getInt(3);
    return new Report(
        rollout,
        found.getString(1),
        found.getString(2),
        epoch,
        List.of(),
        sheet(epoch, found.getString(4)));
  }

  private static Report blockReport(String rollout, ResultSet found) throws SQLException {
    int epoch = found.getInt(3);
    Block block = new Block(epoch, found.getInt(4), counts(found.getString(5)));
    return new Report(
        rollout, found.getString(1), found.getString(2), epoch, List.of(block), Sheet.empty(epoch));
  }

  @Override
  public List<Presence> presences(String rollout) {
    long now = clock.millis();
    return read(
        "select replica, boot, standing, told, over from standings where rollout = ?"
            + " order by place",
        found ->
            new Presence(
                new Run(found.getString(1), found.getString(2)),
                standing(found.getString(3)),
                Duration.ofMillis(Math.max(0, now - found.getLong(4))),
                found.getInt(5) == 1),
        rollout);
  }

  @Override
  public void goodbye(Run run) {
    inOne(
        _ ->
            update(
                "update standings set over = 1 where replica = ? and boot = ?",
                run.replica(),
                run.boot()));
  }

  @Override
  public void progress(String rollout, Progress progress) {
    inOne(
        _ ->
            update(
                "insert or replace into progress values (?, ?, ?, ?, ?)",
                rollout,
                progress.state(),
                progress.epoch(),
                progress.evalMillis(),
                progress.stateMillis()));
  }

  @Override
  public Optional<Progress> progress(String rollout) {
    return read(
            "select state, epoch, eval_ms, state_ms from progress where rollout = ?",
            found ->
                new Progress(
                    found.getString(1), found.getInt(2), found.getLong(3), found.getLong(4)),
            rollout)
        .stream()
        .findFirst();
  }

  /** A lease, and until when it holds. */
  private record Lease(Run run, long token, long until, long length) {
    /** Whether somebody else may take it; a clock that went back ends it as well. */
    boolean over(long now) {
      return now >= until || until - now > length;
    }
  }

  @Override
  public Optional<Long> lead(Run run, Duration length, long above) {
    return inOne(
        _ -> {
          long now = clock.millis();
          Optional<Lease> held =
              read(
                      "select replica, boot, token, until, length from lease",
                      found ->
                          new Lease(
                              new Run(found.getString(1), found.getString(2)),
                              found.getLong(3),
                              found.getLong(4),
                              found.getLong(5)))
                  .stream()
                  .findFirst();
          boolean ours = held.filter(it -> it.run().equals(run)).isPresent();
          boolean free =
              held.filter(it -> !it.run().replica().equals(run.replica()) && !it.over(now))
                  .isEmpty();
          if (!free) {
            return Optional.empty();
          }
          long known = held.map(Lease::token).orElse(0L);
          long token = ours && known >= above ? known : Math.max(known, above) + 1;
          update(
              "insert or replace into lease values (1, ?, ?, ?, ?, ?)",
              run.replica(),
              run.boot(),
              token,
              now + length.toMillis(),
              length.toMillis());
          return Optional.of(token);
        });
  }

  @Override
  public void forget(String rollout) {
    inOne(
        _ -> {
          for (String table : List.of("blocks", "sheets", "standings", "progress")) {
            update("delete from " + table + " where rollout = ?", rollout);
          }
          return true;
        });
  }

  @Override
  public void close() {
    synchronized (connection) {
      file.close(connection);
    }
  }

  private <T> T inOne(Work<T> work) {
    synchronized (connection) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("begin immediate");
        try {
          T result = work.on(statement);
          statement.execute("commit");
          return result;
        } catch (SQLException | RuntimeException failure) {
          statement.execute("rollback");
          throw failure;
        }
      } catch (SQLException failure) {
        throw file.problem(failure);
      }
    }
  }

  /** Parameters one after the other; an array stands for its elements. */
  private int update(String sql, Object... parameters) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      fill(update, parameters);
      return update.executeUpdate();
    }
  }

  private <T> List<T> read(String sql, SqliteFile.Mapping<T> mapping, Object... parameters) {
    synchronized (connection) {
      return file.read(connection, sql, query -> fill(query, parameters), mapping);
    }
  }

  private static void fill(PreparedStatement statement, Object... parameters) throws SQLException {
    List<Object> flat =
        Stream.of(parameters)
            .flatMap(it -> it instanceof Object[] several ? Stream.of(several) : Stream.of(it))
            .toList();
    for (int i = 0; i < flat.size(); i++) {
      statement.setObject(i + 1, flat.get(i));
    }
  }

  private static String text(List<Long> counts) {
    return counts.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static List<Long> counts(String text) {
    return text.isEmpty() ? List.of() : Stream.of(text.split(",")).map(Long::valueOf).toList();
  }

  private static String text(Sheet sheet) {
    return Json.Obj.of("classes", pairs(sheet.classes()), "latencies", pairs(sheet.latencies()))
        .text();
  }

  private static List<Json> pairs(SortedMap<?, Sheet.Pair> pairs) {
    return pairs.entrySet().stream()
        .map(it -> Json.of(List.of(it.getKey(), it.getValue().current(), it.getValue().canary())))
        .toList();
  }

  private static Sheet sheet(int epoch, String text) {
    Json.Obj object = (Json.Obj) Json.parse(text, DEEPEST);
    return new Sheet(
        epoch,
        pairs(object.list("classes"), key -> ((Json.Str) key).value()),
        pairs(object.list("latencies"), key -> (int) ((Json.Num) key).longValue()));
  }

  private static <K extends Comparable<K>> SortedMap<K, Sheet.Pair> pairs(
      List<Json> items, Function<Json, K> key) {
    SortedMap<K, Sheet.Pair> pairs = new TreeMap<>();
    for (Json item : items) {
      List<Json> parts = ((Json.Arr) item).items();
      pairs.put(
          key.apply(parts.get(0)),
          new Sheet.Pair(
              ((Json.Num) parts.get(1)).longValue(), ((Json.Num) parts.get(2)).longValue()));
    }
    return pairs;
  }

  private static String text(Standing standing) {
    return Json.of(
            List.of(
                standing.arrival().name(),
                standing.code(),
                standing.text(),
                standing.warmCalls(),
                standing.epoch(),
                standing.inFlight(),
                standing.braked()))
        .text();
  }

  private static Standing standing(String text) {
    List<Json> parts = ((Json.Arr) Json.parse(text, DEEPEST)).items();
    return new Standing(
        Standing.Arrival.valueOf(((Json.Str) parts.get(0)).value()),
        ((Json.Str) parts.get(1)).value(),
        ((Json.Str) parts.get(2)).value(),
        (int) ((Json.Num) parts.get(3)).longValue(),
        (int) ((Json.Num) parts.get(4)).longValue(),
        ((Json.Num) parts.get(5)).longValue(),
        ((Json.Bool) parts.get(6)).value());
  }
}
