package dev.serin.source.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VersionFileTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private static Optional<VersionFile> parse(String text, Part part) {
    return VersionFile.parse(text, part, NOW);
  }

  @Test
  void theDocumentedFormIsReadAndWrittenAsItIs() {
    String text =
        "{\"version\":8,\"timestamp\":\"2026-11-20T21:03:33+00:00\","
            + "\"canary_start_time\":\"2026-11-20T21:03:34+00:00\",\"traffic_weight\":0.5,"
            + "\"metrics\":{\"train_epochs\":10,\"final_map\":0.5,\"final_precision\":0.8,"
            + "\"final_recall\":0.7}}";

    VersionFile file = parse(text, Part.CANARY).orElseThrow();

    assertThat(file.version()).isEqualTo(8);
    assertThat(file.weight()).hasValue(0.5);
    assertThat(file.canaryStart()).hasValue(Instant.parse("2026-11-20T21:03:34Z"));
    assertThat(file.json().text()).isEqualTo(text);
  }

  @Test
  void theSecondDialectKeepsItsMembersAndTheTrainersNames() {
    VersionFile file =
        parse(
                "{\"version\":2,\"timestamp\":\"2025-06-01T12:00:00.123456\","
                    + "\"deployment_mode\":\"canary\",\"canary_start_time\":\"2025-06-01T12:00:00\","
                    + "\"traffic_weight\":0.5,\"metrics\":{\"metrics/mAP50(B)\":0.61,\"fitness\":0.4},"
                    + "\"training_config\":{\"epochs\":10,\"batch_size\":8,\"image_size\":640,"
                    + "\"device\":\"cpu\"},\"parent_version\":1}",
                Part.CANARY)
            .orElseThrow();

    assertThat(file.timestamp()).isEqualTo(Instant.parse("2025-06-01T12:00:00.123456Z"));
    assertThat(file.metrics().number("fitness").orElseThrow().doubleValue()).isEqualTo(0.4);
    assertThat(file.more().members().sequencedKeySet())
        .containsExactly("deployment_mode", "training_config", "parent_version");
  }

  @Test
  void theThirdDialectSpeaksOfBothVersions() {
    String text =
        "{\"current_version\":3,\"canary_version\":\"v4\",\"canary_start_time\":1750000000.5,"
            + "\"canary_active\":true,\"models\":{\"v3\":{\"file\":\"best-v3.pt\","
            + "\"created_at\":\"2025-06-01T12:00:00Z\",\"traffic_weight\":50},"
            + "\"v4\":{\"file\":\"best-v4.pt\",\"traffic_weight\":30}}}";

    VersionFile current = parse(text, Part.CURRENT).orElseThrow();
    VersionFile canary = parse(text, Part.CANARY).orElseThrow();

    assertThat(current.version()).isEqualTo(3);
    assertThat(current.weight()).isEmpty();
    assertThat(current.timestamp()).isEqualTo(Instant.parse("2025-06-01T12:00:00Z"));
    assertThat(canary.version()).isEqualTo(4);
    assertThat(canary.weight()).hasValue(0.3);
    assertThat(canary.timestamp()).isEqualTo(NOW);
    assertThat(canary.canaryStart()).hasValue(Instant.parse("2025-06-15T15:06:40.500Z"));
    assertThat(parse(text.replace("true", "false"), Part.CANARY)).isEmpty();
  }

  @Test
  void whatCannotBeMeantIsRefused() {
    for (String wrong :
        List.of(
            "",
            "[]",
            "{",
            "{\"version\":\"new\"}",
            "{\"version\":-1}",
            "{\"version\":1.5}",
            "{\"version\":1,\"traffic_weight\":50}",
            "{\"version\":1,\"traffic_weight\":-0.1}",
            "{\"canary_version\":2,\"models\":{\"v2\":{\"traffic_weight\":150}}}")) {
      assertThatThrownBy(() -> parse(wrong, Part.CANARY))
          .as(wrong)
          .hasMessageContaining("VERSION_FILE");
    }
  }
}
