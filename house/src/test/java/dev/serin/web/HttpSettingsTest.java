package dev.serin.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HttpSettingsTest {

  @Test
  void theDefaultsListenOnLoopbackAlone() {
    assertThat(HttpSettings.DEFAULT)
        .isEqualTo(
            new HttpSettings(
                "127.0.0.1",
                8086,
                "",
                Set.of(),
                64L * 1024 * 1024,
                4L * 1024 * 1024 * 1024,
                Duration.ofSeconds(30),
                100));
  }

  @Test
  void whatCannotBeNamesItsKeyAndValue() {
    assertThatThrownBy(() -> with(70_000, 1)).hasMessage("http.port must be 0 to 65535, was 70000");
    assertThatThrownBy(() -> with(1, 0))
        .hasMessage("http.max-body-bytes must be at least 1, was 0");
    assertThatThrownBy(() -> with(1, 1L << 31)).hasMessageContaining("below 2 GiB");
  }

  private static HttpSettings with(int port, long body) {
    return new HttpSettings("h", port, "", Set.of(), body, 1, Duration.ofSeconds(1), 1);
  }
}
