package dev.serin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CanaryTableTest {
  private static final String BEGIN = "<!-- tables: begin -->\n";
  private static final String END = "<!-- tables: end -->";

  @Test
  void thePageHoldsTheTablesThatTheProgramWrites() throws IOException {
    String page = Files.readString(page());
    String tables = page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END));

    assertThat(shape(tables)).isEqualTo(shape(CanaryTable.text(1)));
  }

  private static Path page() {
    Path here = Path.of("").toAbsolutePath();
    Path beside = here.resolve("docs/canary.md");
    return Files.exists(beside) ? beside : here.resolveSibling("docs").resolve("canary.md");
  }

  /** Titles, heads and the names of rows; of what was measured only how many cells there are. */
  private static List<String> shape(String tables) {
    return tables.strip().lines().map(CanaryTableTest::line).toList();
  }

  private static String line(String line) {
    if (line.startsWith("Each cell:")) {
      return line.replaceFirst("\\d+ runs", "runs");
    }
    boolean measured = line.startsWith("| ") && !line.startsWith("| rule") && !line.contains("---");
    return measured ? line.substring(0, line.indexOf('|', 1)) + cells(line) : line;
  }

  private static long cells(String line) {
    return line.chars().filter(c -> c == '|').count();
  }
}
