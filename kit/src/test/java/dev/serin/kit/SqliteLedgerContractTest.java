package dev.serin.kit;

import dev.serin.ledger.Ledger;
import dev.serin.plug.sql.SqliteLedger;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.io.TempDir;

/** The ledger in an SQLite file. */
class SqliteLedgerContractTest extends LedgerContract {
  @TempDir private Path folder;

  @Override
  protected Ledger open(Clock clock) {
    return SqliteLedger.open(folder.resolve("serin.db"), clock);
  }
}
