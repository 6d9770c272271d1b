package dev.serin.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.artifact.Bundle;
import dev.serin.artifact.DiskBundle;
import dev.serin.base.Problem;
import dev.serin.runtime.Formats;
import dev.serin.runtime.Limits;
import dev.serin.runtime.NetEngine;
import dev.serin.runtime.onnx.Foreign;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged models of every kind are read through the front door of the formats: each is accepted or
 * refused, and nothing else ever happens. {@code ./do fuzz SECONDS} goes on for longer, from
 * another seed each time; the seed of a failure is in its message.
 */
class MutationTest {
  private static final Path FIXTURES = Path.of("..", "fixtures");
  private static final int ROUNDS = 3_000;
  private static final int LARGEST = 100_000;

  @TempDir Path folder;

  /** Knows no net: what passes the guards is not given to a native library here. */
  private static final class NoEngine implements NetEngine {
    @Override
    public Net open(byte[] onnx) {
      throw new Problem.Raised(
          new Problem.Refused("NOT_RUN", "engine", "not run in this test", "none"));
    }

    @Override
    public void close() {}
  }

  @Test
  @Timeout(120)
  void aDamagedModelIsReadOrRefusedAndNothingElse() throws IOException {
    assertThat(mutate(1, Optional.empty())).isEqualTo(ROUNDS);
  }

  @Test
  @Tag("fuzz")
  void manyMoreDamagedModelsAreReadOrRefused() throws IOException {
    long seconds = Long.getLong("serin.fuzz.seconds", 1);
    long end = System.nanoTime() + seconds * 1_000_000_000;
    assertThat(mutate(System.nanoTime(), Optional.of(end))).isPositive();
  }

  private long mutate(long seed, Optional<Long> end) throws IOException {
    Formats formats = Shelf.of(Limits.DEFAULT, new NoEngine(), Foreign.ALLOW);
    SplittableRandom random = new SplittableRandom(seed);
    List<Path> models = models();
    TreeMap<String, Integer> outcomes = new TreeMap<>();
    long rounds = 0;
    while (end.map(at -> System.nanoTime() < at).orElse(rounds < ROUNDS)) {
      Path model = models.get(random.nextInt(models.size()));
      byte[] damaged = damaged(Files.readAllBytes(model), models, random);
      Path file = Files.write(folder.resolve("model.bin"), damaged);
      try {
        outcomes.merge(outcome(formats, file), 1, Integer::sum);
      } catch (RuntimeException | Error failure) {
        Path kept = Files.write(Path.of("target", "damaged-" + rounds + ".bin"), damaged);
        throw new AssertionError(
            "seed %d, round %d: %s, kept as %s".formatted(seed, rounds, model, kept), failure);
      }
      rounds++;
    }
    System.out.println(rounds + " damaged models: " + outcomes);
    return rounds;
  }

  private static String outcome(Formats formats, Path file) {
    try (Bundle bundle = DiskBundle.of(file)) {
      formats.open(bundle).predictor().close();
      return "accepted";
    } catch (Problem.Raised raised) {
      return raised.problem().code();
    }
  }

  private static byte[] damaged(byte[] bytes, List<Path> models, SplittableRandom random)
      throws IOException {
    byte[] copy = bytes.clone();
    switch (random.nextInt(4)) {
      case 0 -> {
        for (int flips = random.nextInt(1, 9); flips > 0; flips--) {
          copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
        }
      }
      case 1 -> copy = Arrays.copyOf(copy, random.nextInt(copy.length));
      case 2 -> { // a length field that promises much, or nothing
        int at = random.nextInt(copy.length);
        byte value = (byte) (random.nextBoolean() ? 0xff : 0);
        Arrays.fill(copy, at, Math.min(copy.length, at + random.nextInt(1, 9)), value);
      }
      default -> {
        byte[] other = Files.readAllBytes(models.get(random.nextInt(models.size())));
        int from = random.nextInt(other.length);
        int to = random.nextInt(copy.length);
        int length =
            Math.min(random.nextInt(1, 512), Math.min(other.length - from, copy.length - to));
        System.arraycopy(other, from, copy, to, length);
      }
    }
    return copy;
  }

  private static List<Path> models() {
    try (Stream<Path> all = Files.walk(FIXTURES)) {
      return all.filter(file -> file.getFileName().toString().startsWith("model."))
          .filter(file -> file.toFile().length() <= LARGEST)
          .sorted()
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
