package dev.serin.ledger;

import dev.serin.base.Digest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One walk over a table from its first row to its written end, which may move on meanwhile. A row
 * that was changed, moved, removed or added by anybody else shows as the first break.
 */
public final class Walk {
  private static final int PAGE = 1000;

  private final FactTable table;
  private final Map<String, Long> streams = new HashMap<>();
  private long walked;
  private String prev = Chain.START;

  private Walk(FactTable table) {
    this.table = table;
  }

  /** Walks the whole table. */
  public static Verification over(FactTable table) {
    return new Walk(table).whole();
  }

  private Verification whole() {
    while (true) {
      List<Row> rows = table.page(walked, PAGE);
      for (Row row : rows) {
        String flaw = flaw(row);
        if (!flaw.isEmpty()) {
          return new Verification.Broken(walked + 1, flaw);
        }
        walked = row.position();
        prev = row.hash();
      }
      if (rows.isEmpty()) {
        Chain.Head head = table.head();
        if (head.position() <= walked || table.page(walked, 1).isEmpty()) {
          return end(head);
        }
      }
    }
  }

  private Verification end(Chain.Head head) {
    if (head.position() > walked) {
      return new Verification.Broken(
          walked + 1, "it is missing, " + head.position() + " facts were written");
    }
    if (head.position() < walked) {
      return new Verification.Broken(
          head.position() + 1, "it was not written by a ledger, which ends before it");
    }
    if (!head.hash().equals(prev)) {
      return new Verification.Broken(walked, "its hash is not the one that was written as the end");
    }
    return new Verification.Sound(walked, new Digest(prev));
  }

  private String flaw(Row row) {
    if (row.position() != walked + 1) {
      return "it is missing, the next one is " + row.position();
    }
    if (!row.prev().equals(prev)) {
      return "it does not follow the hash before it";
    }
    if (!row.hash().equals(row.due().hex())) {
      return "its content does not have its hash";
    }
    long due = streams.merge(row.stream(), 1L, Long::sum);
    return row.streamPosition() == due
        ? ""
        : "it is number " + row.streamPosition() + " of its stream, not " + due;
  }
}
