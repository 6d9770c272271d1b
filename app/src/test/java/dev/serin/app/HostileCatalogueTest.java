package dev.serin.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * The models that were made to harm, through the front door of the formats: each is refused by its
 * code, with little memory, and touches nothing. {@code ./do hostile} prints the table.
 */
class HostileCatalogueTest {
  private static final long MOST = 64L << 20;
  private static final Set<String> DROPPED = // more than that in all, and dropped as it goes
      Set.of("zbomb2.joblib", "nodes.onnx", "torch-refused/script-endless/model.pt");
  private static final int TIMES = 2; // the first pays for classes that are loaded
  private static final Path TABLE = Path.of("target", "hostile.md");
  private static final Path DOCS = Path.of("..", "docs", "security.md");

  /** What a refusal cost: processor time and all memory that was asked for, freed or not. */
  private record Refusal(String code, double millis, double mebibytes) {}

  @Test
  void everyHostileModelIsRefusedByItsCodeWithLittleMemory() throws IOException {
    String docs = Files.readString(DOCS);
    List<String> rows = new ArrayList<>();
    SoftAssertions all = new SoftAssertions();
    try (Probe probe = new Probe();
        Touched touched = new Touched()) {
      for (Hostile hostile : Hostile.all()) {
        Held model = hostile.model().get();
        Refusal refusal = probe.watched(() -> measured(probe, model));
        all.assertThat(refusal.code()).as(hostile.toString()).isIn(hostile.codes());
        if (!DROPPED.contains(hostile.file())) {
          all.assertThat(refusal.mebibytes()).as(hostile.toString()).isLessThan(MOST >> 20);
        }
        String row = "| `%s` | %s | %s |".formatted(hostile.file(), hostile.how(), refusal.code());
        all.assertThat(docs).as("docs/security.md").contains(row);
        rows.add(row + " %.1f | %.1f |".formatted(refusal.millis(), refusal.mebibytes()));
      }
      assertThat(touched.things()).isEqualTo(Set.of());
    }
    Files.writeString(
        TABLE,
        "| File | How | Refused by | ms | MiB allocated |\n|---|---|---|---|---|\n"
            + String.join("\n", rows)
            + "\n");
    all.assertAll();
  }

  private static Refusal measured(Probe probe, Held model) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Refusal least = new Refusal("", Double.MAX_VALUE, Double.MAX_VALUE);
    for (int i = 0; i < TIMES; i++) {
      long bytes = threads.getCurrentThreadAllocatedBytes();
      long nanos = threads.getCurrentThreadCpuTime();
      String code = probe.tried(model);
      double millis = (threads.getCurrentThreadCpuTime() - nanos) / 1e6;
      double mebibytes = (threads.getCurrentThreadAllocatedBytes() - bytes) / (double) (1 << 20);
      least =
          new Refusal(
              code, Math.min(millis, least.millis()), Math.min(mebibytes, least.mebibytes()));
    }
    return least;
  }
}
