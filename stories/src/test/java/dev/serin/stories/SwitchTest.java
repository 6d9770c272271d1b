package dev.serin.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A changed file under load: the old version answers until the new one does, nobody notices. */
@Isolated("it takes all processors")
class SwitchTest {
  private static final int CLIENTS = 8;
  private static final int FLIPS = 4;

  @TempDir Path scratch;

  /** One answer: when it was asked (nanoseconds), status, version, and whether it was right. */
  private record Seen(long asked, int status, int version, boolean right, String body) {}

  @Test
  void noRequestFailsAndNoneGetsTheOldVersionAfterTheFlip() throws Exception {
    var models = List.of(Models.regressor("ridge"), Models.regressor("lasso"));
    Path folder = Files.createDirectory(scratch.resolve("models"));
    Models.put(folder.resolve("price.pkl"), Models.stamped(models.get(0).bytes(), 1));
    try (Serin serin =
        Serin.serve(scratch.resolve("data"), folder.toString(), "--source.on-change", "switch")) {
      Queue<Seen> all = new ConcurrentLinkedQueue<>();
      AtomicBoolean over = new AtomicBoolean();
      List<Thread> clients =
          IntStream.range(0, CLIENTS)
              .mapToObj(i -> Thread.ofVirtual().start(() -> ask(serin, models, over, all)))
              .toList();
      List<Long> flips = new ArrayList<>(List.of(System.nanoTime()));
      for (int version = 2; version <= FLIPS + 1; version++) {
        flips.add(flipped(serin, folder, models.get((version - 1) % 2).bytes(), version));
      }
      over.set(true);
      for (Thread client : clients) {
        client.join();
      }

      assertThat(all).hasSizeGreaterThan(CLIENTS * FLIPS);
      assertThat(all).allMatch(seen -> seen.status() == 200).allMatch(Seen::right);
      assertThat(all).allMatch(seen -> seen.version() >= acknowledged(flips, seen.asked()));
      assertThat(all.stream().map(Seen::version).distinct()).hasSize(FLIPS + 1);
    }
  }

  /** Replaces the file, waits until the server says that the version is routed, and when it did. */
  private static long flipped(Serin serin, Path folder, byte[] model, int version)
      throws IOException {
    Models.put(folder.resolve("price.pkl"), Models.stamped(model, version));
    boolean routed =
        Pause.until(
            Duration.ofSeconds(30),
            () ->
                serin
                    .get("/serin/v1/models/price")
                    .fine()
                    .path("version")
                    .asText()
                    .equals(String.valueOf(version)));
    assertThat(routed).as(serin::output).isTrue();
    return System.nanoTime();
  }

  private static int acknowledged(List<Long> flips, long asked) {
    return (int) flips.stream().filter(at -> at <= asked).count();
  }

  private static void ask(
      Serin serin, List<Models.Regressor> models, AtomicBoolean over, Queue<Seen> all) {
    String request = Models.request();
    while (!over.get()) {
      long asked = System.nanoTime();
      Serin.Answer answer = serin.post("/v2/models/price/infer", request);
      int version = answer.status() == 200 ? answer.json().path("model_version").asInt() : 0;
      boolean right = version > 0 && Models.same(answer, models.get((version - 1) % 2).answers());
      all.add(new Seen(asked, answer.status(), version, right, answer.body()));
    }
  }
}
