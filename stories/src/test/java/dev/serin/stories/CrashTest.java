package dev.serin.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * {@code kill -9} while versions are registered and models activated: what was acknowledged is
 * there afterwards. Five moments by default, fifty under {@code ./do story crash}.
 */
@Tag("crash")
@Isolated("it takes all processors")
class CrashTest {
  private static final int MOMENTS = "crash".equals(System.getProperty("serin.story")) ? 50 : 5;
  private static final int WRITERS = 24; // one of so many is nearly always waiting for its answer

  @TempDir Path scratch;

  /** A write that the server acknowledged. */
  private record Write(String model, String what, String version) {}

  /** A write that was sent (nanoseconds) and whose answer never came. */
  private record Cut(long sent) {}

  private final Queue<Write> log = new ConcurrentLinkedQueue<>();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final Set<String> wanted = ConcurrentHashMap.newKeySet();
  private final AtomicInteger stamps = new AtomicInteger();
  private final Models.Regressor model = Models.regressor("ridge");
  private int inFlight;

  @Test
  void whatWasAcknowledgedIsThereAfterwards() throws InterruptedException {
    SplittableRandom random = new SplittableRandom(20_26);
    for (int moment = 0; moment < MOMENTS; moment++) {
      try (Serin serin = Serin.serve(scratch.resolve("data"))) {
        verify(serin);
        killed(serin, 50 + random.nextInt(350));
      }
    }
    try (Serin serin = Serin.serve(scratch.resolve("data"))) {
      verify(serin);
      assertThat(serin.stop()).isZero();
    }
    var audit =
        Commands.run(
            scratch, Map.of(), "audit", "verify", "--data", scratch.resolve("data").toString());

    assertThat(audit.exit()).as(audit.output()).isZero();
    assertThat(log).hasSizeGreaterThan(MOMENTS);
    System.out.println(
        "%d of %d kills met a write in flight; %d writes were acknowledged and found"
            .formatted(inFlight, MOMENTS, log.size()));
    assertThat(inFlight).isGreaterThanOrEqualTo(MOMENTS * 4 / 5);
  }

  /** Writers write, the server is killed after some time, and the writers end by its absence. */
  private void killed(Serin serin, int afterMillis) throws InterruptedException {
    Queue<Cut> cuts = new ConcurrentLinkedQueue<>();
    List<Thread> writers =
        IntStream.range(0, WRITERS)
            .mapToObj(i -> Thread.ofVirtual().start(() -> write(serin, "model-" + i, cuts)))
            .toList();
    Pause.millis(afterMillis);
    long killed = System.nanoTime();
    serin.kill();
    for (Thread writer : writers) {
      writer.join();
    }
    assertThat(wrong).isEmpty();
    inFlight += cuts.stream().anyMatch(cut -> cut.sent() < killed) ? 1 : 0;
  }

  /** Registers and activates until the server is gone; every acknowledged write is logged. */
  private void write(Serin serin, String name, Queue<Cut> cuts) {
    String path = "/serin/v1/models/" + name;
    long sent = System.nanoTime();
    try {
      while (serin.alive()) {
        byte[] bytes = Models.stamped(model.bytes(), stamps.incrementAndGet());
        sent = System.nanoTime();
        Serin.Answer registered = serin.post(path + "/versions", bytes);
        String version = acknowledged(name, "register", registered, 201);
        sent = System.nanoTime();
        Serin.Answer moved =
            serin.put(path + "/aliases/champion", "{\"version\":\"" + version + "\"}");
        if (moved.status() != 200) {
          wrong.add("champion " + name + ": " + moved);
        }
        sent = System.nanoTime();
        Serin.Answer activated = serin.post(path + "/activate");
        String active = acknowledged(name, "activate", activated, 200);
        if (!active.equals(version)) {
          wrong.add("activated " + active + " after registering " + version);
        }
        wanted.add(name);
      }
    } catch (UncheckedIOException cut) {
      cuts.add(new Cut(sent));
    }
  }

  private String acknowledged(String name, String what, Serin.Answer answer, int status) {
    if (answer.status() != status) {
      wrong.add(what + " " + name + ": " + answer);
      return "";
    }
    String version = answer.json().path("version").asText();
    log.add(new Write(name, what, version));
    return version;
  }

  private void verify(Serin serin) {
    assertThat(serin.get("/serin/v1/audit/verify").fine().path("sound").asBoolean()).isTrue();
    Map<String, List<Write>> byModel = log.stream().collect(Collectors.groupingBy(Write::model));
    byModel.forEach((name, writes) -> verify(serin, name, writes));
    for (String name : wanted) {
      Serin.Answer answer = serin.post("/v2/models/" + name + "/infer", Models.request());
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      assertThat(Models.same(answer, model.answers())).isTrue();
    }
  }

  private static void verify(Serin serin, String name, List<Write> writes) {
    JsonNode found = serin.get("/serin/v1/models/" + name).fine();
    Set<String> versions =
        StreamSupport.stream(found.path("versions").spliterator(), false)
            .map(version -> version.path("version").asText())
            .collect(Collectors.toSet());
    assertThat(versions).containsAll(writes.stream().map(Write::version).toList());
    int champion = found.path("aliases").path("champion").asInt();
    writes.stream()
        .filter(write -> write.what().equals("activate"))
        .mapToInt(write -> Integer.parseInt(write.version()))
        .max()
        .ifPresent(acknowledged -> assertThat(champion).isGreaterThanOrEqualTo(acknowledged));
  }
}
