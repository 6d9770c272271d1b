package dev.serin.plug.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.meter.Meter;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExpositionTest {

  @Test
  void countersGaugesAndDurationsAreShownWithTheirLabels() {
    Meter meter = new Meter(10);
    meter.counter("serin_loads_total", Map.of("model", "a \"b\"")).add(3);
    meter.gauge("serin_models", Map.of("state", "ready"), () -> 2);
    meter.histogram("serin_call_seconds", Map.of("model", "m")).record(2_000_000);
    meter.histogram("serin_call_seconds", Map.of("model", "m")).record(40_000_000_000L);

    try (Exposition exposition = new Exposition(meter)) {
      assertThat(exposition.text())
          .contains("serin_loads_total{model=\"a \\\"b\\\"\"} 3.0")
          .contains("serin_models{state=\"ready\"} 2.0")
          .contains("serin_call_seconds_bucket{model=\"m\",le=\"0.001\"} 0")
          .contains("serin_call_seconds_bucket{model=\"m\",le=\"0.0025\"} 1")
          .contains("serin_call_seconds_bucket{model=\"m\",le=\"10.0\"} 1")
          .contains("serin_call_seconds_bucket{model=\"m\",le=\"+Inf\"} 2")
          .contains("serin_call_seconds_sum{model=\"m\"} 40.002")
          .contains("jvm_memory_used_bytes", "process_uptime_seconds");
    }
  }

  @Test
  void anEmptyMeterShowsTheProcessAlone() {
    try (Exposition exposition = new Exposition(new Meter(10))) {
      assertThat(exposition.text()).contains("jvm_threads_live_threads").doesNotContain("serin_");
    }
  }
}
