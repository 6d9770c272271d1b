package dev.serin.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class MeterTest {
  private final Meter meter = new Meter(3);

  @Test
  void theSameNameAndLabelsAreTheSameSeries() {
    meter.counter("calls", Map.of("model", "iris", "arm", "current")).add(2);
    meter.counter("calls", Map.of("arm", "current", "model", "iris")).add();

    assertThat(meter.snapshot())
        .containsExactly(
            new Meter.Sample.Count(
                "calls", new TreeMap<>(Map.of("arm", "current", "model", "iris")), 3));
  }

  @Test
  void beyondTheBoundNewLabelsAreCountedTogether() {
    for (int i = 0; i < 100; i++) {
      meter.counter("calls", Map.of("model", "m" + i)).add();
    }

    assertThat(meter.snapshot()).hasSize(4);
    assertThat(meter.counter("calls", Map.of("overflow", "true")).sum()).isEqualTo(97);
    assertThat(meter.counter("calls", Map.of("model", "m1")).sum()).isEqualTo(1);
  }

  @Test
  void gaugesAreAskedWhenTheyAreRead() {
    double[] level = {1};
    meter.gauge("level", Map.of(), () -> level[0]);
    level[0] = 7;

    assertThat(meter.snapshot())
        .containsExactly(new Meter.Sample.Level("level", new TreeMap<>(), 7));
  }

  @Test
  void samplesComeByName() {
    meter.histogram("b", Map.of()).record(5);
    meter.counter("a", Map.of()).add();
    meter.gauge("c", Map.of(), () -> 0);

    assertThat(meter.snapshot()).extracting(Meter.Sample::name).containsExactly("a", "b", "c");
  }

  @Test
  void nothingIsLostBetweenThreads() {
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 8; i++) {
        threads.execute(
            () -> {
              for (int n = 0; n < 1_000; n++) {
                meter.counter("calls", Map.of("model", "iris")).add();
                meter.histogram("seconds", Map.of()).record(n);
              }
            });
      }
    }

    assertThat(meter.counter("calls", Map.of("model", "iris")).sum()).isEqualTo(8_000);
    assertThat(meter.histogram("seconds", Map.of()).snapshot().count()).isEqualTo(8_000);
  }
}
