package dev.serin.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Sixty-four threads activate, deactivate and predict the same models. Some seconds by default, 30
 * under {@code ./do story soak}.
 */
@Tag("soak")
@Isolated("it takes all processors")
class SoakTest {
  private static final int THREADS = 64;
  private static final Duration LENGTH =
      Duration.ofSeconds("soak".equals(System.getProperty("serin.story")) ? 30 : 5);
  private static final List<String> NAMES = List.of("ridge", "lasso", "huber", "ard");

  @TempDir Path scratch;
  private final LongAdder predictions = new LongAdder();
  private final LongAdder successes = new LongAdder();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

  @Test
  void nothingBreaksAndEveryAnswerIsRight() throws InterruptedException {
    try (Serin serin = Serin.serve(scratch.resolve("data"))) {
      Map<String, List<Models.Regressor>> versions = pushed(serin);
      long end = System.nanoTime() + LENGTH.toNanos();
      List<Thread> threads =
          IntStream.range(0, THREADS)
              .mapToObj(i -> Thread.ofVirtual().start(() -> play(serin, versions, end, i)))
              .toList();
      for (Thread thread : threads) {
        thread.join();
      }

      assertThat(wrong).isEmpty();
      assertThat(predictions.sum()).isGreaterThan(THREADS);
      assertThat(successes.sum()).isGreaterThanOrEqualTo(predictions.sum() * 3 / 10);
      assertThat(serin.get("/livez").status()).isEqualTo(200);
      assertThat(serin.get("/serin/v1/audit/verify").fine().path("sound").asBoolean()).isTrue();
    }
  }

  /** Every model has two versions, whose answers differ. */
  private static Map<String, List<Models.Regressor>> pushed(Serin serin) {
    var versions =
        IntStream.range(0, NAMES.size())
            .boxed()
            .collect(
                Collectors.toMap(
                    NAMES::get,
                    i ->
                        List.of(
                            Models.regressor(NAMES.get(i)),
                            Models.regressor(NAMES.get((i + 1) % NAMES.size())))));
    versions.forEach(
        (name, both) -> {
          for (Models.Regressor version : both) {
            var answer = serin.post("/serin/v1/models/" + name + "/versions", version.bytes());
            assertThat(answer.status()).as(answer.body()).isEqualTo(201);
          }
          serin.post("/serin/v1/models/" + name + "/activate").fine();
        });
    return versions;
  }

  private void play(Serin serin, Map<String, List<Models.Regressor>> versions, long end, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    String request = Models.request();
    while (System.nanoTime() < end) {
      String name = NAMES.get(random.nextInt(NAMES.size()));
      int dice = random.nextInt(100);
      if (dice < 10) {
        lived("activate", serin.post("/serin/v1/models/" + name + "/activate"));
      } else if (dice < 13) {
        lived("deactivate", serin.post("/serin/v1/models/" + name + "/deactivate"));
      } else {
        String pinned = dice < 30 ? "/versions/" + (1 + random.nextInt(2)) : "";
        predicted(
            serin.post("/v2/models/" + name + pinned + "/infer", request), versions.get(name));
      }
    }
  }

  private void lived(String what, Serin.Answer answer) {
    if (answer.status() >= 500) {
      wrong.add(what + ": " + answer);
    }
  }

  private void predicted(Serin.Answer answer, List<Models.Regressor> versions) {
    predictions.increment();
    lived("predict", answer);
    if (answer.status() == 200) {
      successes.increment();
      int version = answer.json().path("model_version").asInt();
      if (!Models.same(answer, versions.get(version - 1).answers())) {
        wrong.add("not the answer of version " + version + ": " + answer);
      }
    }
  }
}
