package dev.serin.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong gets an error with a code, nothing is lost, and the server lives. */
class BadInputTest {
  private static final String INFER = "/v2/models/price/infer";

  @TempDir Path scratch;

  @Test
  void wrongRequestsAreAnsweredWithWhatWouldBeRight() throws IOException {
    Path folder = Files.createDirectory(scratch.resolve("models"));
    Models.put(folder.resolve("price.pkl"), Models.regressor("ridge").bytes());
    try (Serin serin = Serin.serve(scratch.resolve("data"), folder.toString())) {
      SoftAssertions all = new SoftAssertions();
      bodies()
          .forEach(
              (what, body) -> {
                Serin.Answer answer = serin.post(INFER, body);
                all.assertThat(answer.status()).as(what + ": " + answer.body()).isEqualTo(400);
                all.assertThat(answer.json().path("code").asText()).as(what).isNotEmpty();
                all.assertThat(answer.json().path("error").isTextual()).as(what).isTrue();
                all.assertThat(answer.body()).as(what).doesNotContain("dev.serin", "at java");
              });
      all.assertAll();
      assertThat(serin.post(INFER, Models.request()).status()).isEqualTo(200);
    }
  }

  private static Map<String, String> bodies() {
    Map<String, String> bodies = new LinkedHashMap<>();
    bodies.put("nothing", "");
    bodies.put("no JSON", "hello");
    bodies.put("cut off", "{\"inputs\":[{\"name\":\"input-0\",\"shape\":[1,5],");
    bodies.put("no inputs", "{}");
    bodies.put("an empty list", "{\"inputs\":[]}");
    bodies.put("four numbers for five", input("[1,4]", "FP64", "[1,2,3,4]"));
    bodies.put("fewer elements than the shape says", input("[2,5]", "FP64", "[1,2,3,4,5]"));
    bodies.put("a negative size", input("[-1,5]", "FP64", "[1,2,3,4,5]"));
    bodies.put("an enormous size", input("[9000000000000000000,5]", "FP64", "[1]"));
    bodies.put("texts", input("[1,5]", "BYTES", "[\"a\",\"b\",\"c\",\"d\",\"e\"]"));
    bodies.put("an unknown datatype", input("[1,5]", "FP65", "[1,2,3,4,5]"));
    bodies.put("NaN, which this model refuses", input("[1,5]", "FP64", "[NaN,2,3,4,5]"));
    bodies.put("null, which is NaN", input("[1,5]", "FP64", "[null,2,3,4,5]"));
    bodies.put("a word", input("[1,5]", "FP64", "[\"one\",2,3,4,5]"));
    bodies.put(
        "brackets nested very deep",
        input("[1,5]", "FP64", "[".repeat(100_000) + "]".repeat(100_000)));
    bodies.put("an unknown output", Models.request().replace("\"predict\"", "\"transform\""));
    return bodies;
  }

  private static String input(String shape, String datatype, String data) {
    return "{\"inputs\":[{\"name\":\"input-0\",\"shape\":%s,\"datatype\":\"%s\",\"data\":%s}]}"
        .formatted(shape, datatype, data);
  }

  @Test
  void unknownAndInactiveModelsAreToldApart() throws IOException {
    Path folder = Files.createDirectory(scratch.resolve("models"));
    Models.put(folder.resolve("price.pkl"), Models.regressor("ridge").bytes());
    Models.put(folder.resolve("broken.pkl"), new byte[] {(byte) 0x80, 4, 1, 2, 3});
    try (Serin serin =
        Serin.serve(scratch.resolve("data"), folder.toString(), "--activate", "none")) {
      Serin.Answer unknown = serin.post("/v2/models/nobody/infer", Models.request());
      Serin.Answer inactive = serin.post(INFER, Models.request());
      Serin.Answer refused = serin.post("/v2/models/broken/infer", Models.request());

      assertThat(unknown.status()).isEqualTo(404);
      assertThat(unknown.json().path("code").asText()).isEqualTo("MODEL_UNKNOWN");
      assertThat(inactive.status()).isEqualTo(404);
      assertThat(inactive.json().path("code").asText()).isEqualTo("MODEL_NOT_ACTIVE");
      assertThat(inactive.body()).contains("activate");
      assertThat(refused.status()).isEqualTo(404);
      assertThat(refused.json().path("code").asText()).isEqualTo("MODEL_NOT_ACTIVE");
      assertThat(serin.get("/readyz").status()).isEqualTo(200);
    }
  }

  @Test
  void anUnreadableUploadIsRefusedAndRemembered() {
    try (Serin serin = Serin.serve(scratch.resolve("data"))) {
      byte[] cut = Arrays.copyOf(Models.regressor("ridge").bytes(), 100);

      Serin.Answer answer = serin.post("/serin/v1/models/cut/versions", cut);

      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.json().path("code").asText()).isNotEmpty();
      assertThat(answer.json().path("remedy").asText()).isNotEmpty();
      assertThat(serin.get("/serin/v1/models/cut").fine().path("refused").path("code").asText())
          .isEqualTo(answer.json().path("code").asText());
      assertThat(serin.get("/serin/v1/audit").fine().toString())
          .contains(answer.json().path("code").asText());
    }
  }
}
