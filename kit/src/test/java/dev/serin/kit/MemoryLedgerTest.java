package dev.serin.kit;

import dev.serin.ledger.GroupLedger;
import dev.serin.ledger.Ledger;
import java.time.Clock;

/** The ledger in memory. */
class MemoryLedgerTest extends LedgerContract {
  private final MemoryTable table = new MemoryTable();

  @Override
  protected Ledger open(Clock clock) {
    return new GroupLedger(table, clock, 1000);
  }
}
