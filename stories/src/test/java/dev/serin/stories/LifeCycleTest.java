package dev.serin.stories;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manual life-cycle test of the serving tool, row E36, as a script over its own routes. */
class LifeCycleTest {
  private static final String FLOWER = "{\"input\":[[5.1,3.5,1.4,0.2]]}";

  @TempDir Path scratch;

  @Test
  void aModelIsListedActivatedAskedAndDeactivated() {
    try (Serin serin =
        Serin.serve(
            scratch.resolve("data"),
            Commands.top().resolve("examples/models").toString(),
            "--activate",
            "none")) {
      JsonNode listed = iris(serin);
      assertThat(listed.path("status").asText()).isEqualTo("inactive");
      assertThat(listed.path("predict_url").isNull()).isTrue();
      assertThat(serin.get("/status/iris").fine().path("active").asBoolean()).isFalse();
      Serin.Answer early = serin.post("/predict/iris", FLOWER);
      assertThat(early.status()).isEqualTo(404);
      assertThat(early.json().path("error").asText()).isEqualTo("Model 'iris' not active");

      JsonNode activated = serin.post("/activate/iris").fine();
      assertThat(activated.path("message").asText()).isEqualTo("Model iris activated");
      assertThat(activated.path("predict_endpoint").asText()).isEqualTo("/predict/iris");
      assertThat(serin.post("/activate/iris").fine().path("message").asText())
          .isEqualTo("Model already active");

      assertThat(serin.get("/status/iris").fine().path("active").asBoolean()).isTrue();
      assertThat(iris(serin).path("status").asText()).isEqualTo("active");
      assertThat(iris(serin).path("predict_url").asText()).endsWith("/predict/iris");
      assertThat(serin.get("/help").fine().path("active_models").findValuesAsText("model_name"))
          .containsExactly("iris");

      JsonNode predicted = serin.post("/predict/iris", FLOWER).fine();
      assertThat(predicted.path("status").asText()).isEqualTo("success");
      assertThat(predicted.path("destination").asText()).isEqualTo("none");
      assertThat(predicted.path("prediction").toString()).contains("setosa");

      assertThat(serin.post("/deactivate/iris").fine().path("message").asText())
          .isEqualTo("Model iris deactivated");
      assertThat(serin.post("/deactivate/iris").fine().path("message").asText())
          .isEqualTo("Model already inactive");
      assertThat(serin.get("/status/iris").fine().path("active").asBoolean()).isFalse();
      assertThat(serin.post("/predict/iris", FLOWER).status()).isEqualTo(404);
      assertThat(serin.stop()).isZero();
    }
  }

  private static JsonNode iris(Serin serin) {
    return StreamSupport.stream(serin.get("/models").fine().spliterator(), false)
        .filter(model -> model.path("model_name").asText().equals("iris"))
        .findFirst()
        .orElseThrow();
  }
}
