package dev.serin.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecondServerTest {
  @TempDir Path scratch;

  @Test
  void aSecondServerOnTheSameDataIsRefusedAndToldTheFirstOne() {
    try (Serin first = Serin.serve(scratch.resolve("data"))) {
      var second =
          Commands.run(
              scratch,
              Map.of(),
              "serve",
              "--port",
              "0",
              "--data",
              scratch.resolve("data").toString());

      assertThat(second.exit()).isNotZero();
      assertThat(second.output()).contains(String.valueOf(first.pid()));
      assertThat(first.get("/livez").status()).isEqualTo(200);
    }
  }

  @Test
  void theDataIsFreeAgainAfterAKill() {
    try (Serin first = Serin.serve(scratch.resolve("data"))) {
      first.kill();
    }

    try (Serin second = Serin.serve(scratch.resolve("data"))) {
      assertThat(second.get("/livez").status()).isEqualTo(200);
    }
  }
}
