package dev.serin.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Damaged models of every kind go through the front door of the formats: each answers or is
 * refused, and nothing else ever happens. {@code ./do fuzz SECONDS} goes on for longer, from
 * another seed each time; the seed of a failure is in its message.
 */
class MutationTest {
  private static final int ROUNDS = 200;
  private static final Pattern NETS = Pattern.compile("(keras|onnx|savedmodel|torch).*");
  private static final Pattern FOREIGN = Pattern.compile("(onnx|mlflow|triton).*");
  private static final Path FOUND = Corpus.FIXTURES.resolve("fuzz");
  private static final Path KEPT = Path.of("target", "damaged");

  private static final Path LAST = Path.of("target", "damaged-last.txt");

  /** What came out, by family; a family has had {@code nanos} of time. */
  private static final class Family {
    private final List<Supplier<Held>> seeds;
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private long nanos;
    private int rounds;

    Family(List<Supplier<Held>> seeds) {
      this.seeds = seeds;
    }

    Held one(SplittableRandom random) {
      return seeds.get(random.nextInt(seeds.size())).get();
    }
  }

  static List<Path> found() {
    return Corpus.children(FOUND);
  }

  @ParameterizedTest
  @MethodSource("found")
  void whatOnceFailedIsReadOrRefused(Path one) {
    try (Probe probe = new Probe()) {
      assertThat(probe.outcome(Held.of(Corpus.children(one).getFirst()))).isNotBlank();
    }
  }

  @Test
  void aDamagedModelIsReadOrRefusedAndNothingElse() throws IOException {
    Map<String, Family> families = families();
    try (Probe probe = new Probe();
        Touched touched = new Touched()) {
      List<String> before = here();
      families.forEach(
          (name, family) -> {
            int rounds = NETS.matcher(name).matches() ? ROUNDS / 4 : ROUNDS;
            for (int round = 0; round < rounds; round++) {
              damage(probe, name, family, round);
            }
          });
      assertThat(touched.things()).isEmpty();
      assertThat(here()).isEqualTo(before);
    }
    print(families);
  }

  @Test
  @Tag("fuzz")
  void manyMoreDamagedModelsAreReadOrRefused() throws IOException {
    long seed = Long.getLong("serin.fuzz.seed", System.nanoTime());
    long end = System.nanoTime() + Long.getLong("serin.fuzz.seconds", 1) * 1_000_000_000;
    SplittableRandom seeds = new SplittableRandom(seed);
    Map<String, Family> families = families();
    List<String> failures = new ArrayList<>();
    Files.createDirectories(LAST.getParent());
    try (Touched touched = new Touched()) {
      Probe probe = new Probe();
      while (System.nanoTime() < end) {
        var next =
            families.entrySet().stream().min(Comparator.comparing(e -> e.getValue().nanos)).get();
        long one = seeds.nextLong();
        Files.writeString(LAST, next.getKey() + " " + one); // should the engine end the process
        try {
          damage(probe, next.getKey(), next.getValue(), one);
        } catch (AssertionError failure) {
          failures.add(failure.getMessage());
          failure.printStackTrace(System.out);
          probe.close(); // its thread may never end
          probe = new Probe();
        }
      }
      probe.close();
      System.out.println("seed " + seed);
      print(families);
      assertThat(touched.things()).isEmpty();
    }
    assertThat(failures).isEmpty();
  }

  /** One case: its seed decides everything. */
  private static void damage(Probe probe, String name, Family family, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long start = System.nanoTime();
    Held model = family.one(random);
    Held damaged = new Damage(random).of(model, family.one(random));
    try {
      boolean foreign = FOREIGN.matcher(name).matches();
      String outcome = foreign ? probe.guarded(damaged) : probe.outcome(damaged);
      family.outcomes.merge(outcome, 1, Integer::sum);
    } catch (AssertionError failure) {
      family.outcomes.merge("FAILED", 1, Integer::sum);
      String folder = name.replaceAll("\\W", "-") + "-" + Long.toHexString(seed);
      Path kept = damaged.kept(KEPT.resolve(folder));
      throw new AssertionError(
          "%s of %s, seed %d, kept as %s".formatted(failure.getMessage(), name, seed, kept),
          failure.getCause() == null ? failure : failure.getCause());
    } finally {
      family.nanos += System.nanoTime() - start;
      family.rounds++;
    }
  }

  private static Map<String, Family> families() {
    String only = System.getProperty("serin.fuzz.family", "");
    Map<String, Family> families = new TreeMap<>();
    new Corpus()
        .families()
        .forEach(
            (name, seeds) -> {
              if (name.startsWith(only)) {
                families.put(name, new Family(seeds));
              }
            });
    return families;
  }

  private static List<String> here() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(""))) {
      return files.map(Path::toString).sorted().toList();
    }
  }

  private static void print(Map<String, Family> families) {
    TreeSet<String> codes = new TreeSet<>();
    families.values().forEach(family -> codes.addAll(family.outcomes.keySet()));
    StringBuilder table = new StringBuilder("| Family | Models | Cases | ");
    table.append(String.join(" | ", codes)).append(" | ms a case |\n");
    table.append("|---|").append("---|".repeat(codes.size() + 3)).append('\n');
    families.forEach(
        (name, family) -> {
          table.append("| `%s` | %d | %d".formatted(name, family.seeds.size(), family.rounds));
          for (String code : codes) {
            int count = family.outcomes.getOrDefault(code, 0);
            table.append(count == 0 ? " |" : " | " + count);
          }
          double millis = family.nanos / 1e6 / Math.max(1, family.rounds);
          table.append(" | %.1f |%n".formatted(millis));
        });
    System.out.println(table);
  }
}
