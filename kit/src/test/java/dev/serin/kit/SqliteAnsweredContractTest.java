package dev.serin.kit;

import dev.serin.insight.AnsweredTable;
import dev.serin.plug.sql.SqliteAnswered;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The table in an SQLite file. */
class SqliteAnsweredContractTest extends AnsweredTableContract {
  @TempDir private Path folder;

  @Override
  protected AnsweredTable open() {
    return new SqliteAnswered(folder.resolve("answered.db"));
  }
}
