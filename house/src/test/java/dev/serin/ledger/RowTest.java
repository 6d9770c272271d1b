package dev.serin.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RowTest {
  private static Row row(String stream, String actor, String body) {
    return new Row(
        1, stream, 1, "2026-03-01T12:00:00Z", actor, "Said", body, Chain.START, Chain.START);
  }

  @Test
  void theHashIsTheDocumentedOne() {
    // made with Python's hashlib: each column as length (4 bytes, big endian) and UTF-8
    assertThat(row("registry", "tester", "{\"text\":\"hé\"}").sealed().hash())
        .isEqualTo("ed4d61e8beded2be4ef9a1e263a0ba781a4da3590e316b39774a260d2f43dde6");
  }

  @Test
  void lettersThatMoveFromOneColumnToTheNextChangeTheHash() {
    assertThat(row("ab", "c", "{}").due()).isNotEqualTo(row("a", "bc", "{}").due());
  }

  @Test
  void aRowThatHoldsNoFactNamesItsPosition() {
    for (String body : List.of("", "{", "[]", "{\"a\":1,\"a\":2}")) {
      assertThatThrownBy(() -> row("registry", "tester", body).recorded())
          .as(body)
          .hasMessageContaining("FACT_UNREADABLE");
    }
    assertThatThrownBy(() -> row("registry", " ", "{}").recorded())
        .hasMessageContaining("FACT_UNREADABLE");
  }
}
