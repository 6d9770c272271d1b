package dev.serin.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InferRoutesTest {
  private static final String GOOD =
      "{\"id\":\"1\",\"inputs\":[{\"name\":\"input-0\",\"shape\":[1,4],\"datatype\":\"FP64\","
          + "\"data\":[1,2,3,4.5]}]}";

  private final TestHouse house =
      new TestHouse(_ -> List.of())
          .active("sum", "sum")
          .active("named", "named")
          .active("mixed", "mixed")
          .active("net", "net")
          .active("été (2)/..".replace("/", "-"), "sum 1")
          .register("idle", "sum 2");
  private final Client client = new Client(house.port());

  @AfterAll
  void close() {
    client.close();
    house.close();
  }

  @Test
  void anAnswerIsTheSameBytesForTheSameRequest() {
    var reply = client.post("/v2/models/sum/infer", GOOD);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body())
        .isEqualTo(
            "{\"model_name\":\"sum\",\"model_version\":\"1\",\"id\":\"1\",\"outputs\":"
                + "[{\"name\":\"predict\",\"datatype\":\"FP64\",\"shape\":[1],\"data\":[10.5]}]}");
    assertThat(reply.header("Serin-Model-Version")).isEqualTo("1");
    assertThat(reply.header("Serin-Model-Used")).isEqualTo("current");
    assertThat(reply.header("Serin-Request-Id")).isNotEmpty();
    assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(reply.header("Content-Type")).isEqualTo("application/json");
  }

  @Test
  void aRequestWithoutIdIsAnsweredWithItsRequestId() {
    var reply =
        client.post(
            "/v2/models/sum/versions/1/infer?x=1",
            GOOD.replace("\"id\":\"1\",", ""),
            "Serin-Request-Id",
            "mine-7");

    assertThat(reply.text("id")).isEqualTo("mine-7");
    assertThat(reply.header("Serin-Request-Id")).isEqualTo("mine-7");
  }

  @Test
  void namesWithSpacesBracketsAndAccentsStandEncodedInThePath() {
    assertThat(client.post("/v2/models/%C3%A9t%C3%A9%20(2)-../infer", GOOD).text("model_name"))
        .isEqualTo("été (2)-..");
  }

  @Test
  void outputsAreGivenAsAskedFor() {
    var reply =
        client.post(
            "/v2/models/sum/infer",
            GOOD.replace("\"inputs\"", "\"outputs\":[{\"name\":\"twice\"}],\"inputs\""));

    assertThat(reply.body())
        .contains("\"name\":\"twice\"", "[1,1]", "[21.0]")
        .doesNotContain("predict");
  }

  @Test
  void csvRecordsAndColumnsGiveTheSameAnswer() {
    String csv =
        client
            .post(
                "/v2/models/mixed/infer",
                "city,age\nBern,31\n",
                "Content-Type",
                "text/csv; charset=utf-8")
            .body();

    assertThat(csv).contains("\"data\":[35.0]");
    assertThat(client.post("/v2/models/mixed/infer", "[{\"age\":31,\"city\":\"Bern\"}]").body())
        .contains("\"data\":[35.0]");
    assertThat(
            client
                .post("/v2/models/mixed/infer", "{\"columns\":{\"age\":[31],\"city\":[\"Bern\"]}}")
                .body())
        .contains("\"data\":[35.0]");
  }

  @Test
  void aBodyInChunksIsTakenLikeAnyOther() {
    String request =
        "POST /v2/models/sum/infer HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
            + "Connection: close\r\n\r\n";
    String chunk = Integer.toHexString(GOOD.length()) + "\r\n" + GOOD + "\r\n0\r\n\r\n";

    assertThat(client.raw(request + chunk)).startsWith("HTTP/1.1 200").contains("[10.5]");
  }

  @Test
  void brokenChunksAndShortBodiesAreABadRequest() {
    String head = "POST /v2/models/sum/infer HTTP/1.1\r\nHost: localhost\r\n";

    assertThat(client.raw(head + "Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n"))
        .startsWith("HTTP/1.1 400");
    assertThat(client.post("/v2/models/sum/infer", GOOD).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'shape':[1,3],'datatype':'FP64','data':[1,2,3] | SHAPE",
        "'shape':[4],'datatype':'FP64','data':[1,2,3,4] | SHAPE",
        "'shape':[1,4],'datatype':'FP64','data':[1,2,3] | SHAPE",
        "'shape':[1,4],'datatype':'BYTES','data':['a','b','c','d'] | DATATYPE",
        "'shape':[1,4],'datatype':'FP16','data':[1,2,3,4] | DATATYPE",
        "'shape':[1,4],'datatype':'FP64','data':[1,2,3,'4'] | VALUE",
        "'shape':[1,4],'datatype':'INT64','data':[1,2,3,4.5] | VALUE",
        "'shape':[1,4],'datatype':'FP64','data':[1,2,3,-1e9] | VALUE",
        "'shape':[1,4],'datatype':'FP64','data':[1,2,3,4],'data':[] | JSON_INVALID",
        "'shape':[1,4],'datatype':'FP64','data':[1,2,3,4 | JSON_INVALID",
        "'shape':[1,4],'datatype':'FP64','parameters':{'binary_data_size':32} | BINARY_UNSUPPORTED"
      })
  void aWrongInputIsABadRequestWithItsCode(String members, String code) {
    String input = "{\"name\":\"input-0\"," + members.strip().replace('\'', '"') + "}";

    var reply = client.post("/v2/models/sum/infer", "{\"inputs\":[" + input + "]}");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text("code")).isEqualTo(code);
    assertThat(reply.text("error")).isNotEmpty();
    assertThat(reply.text("field")).isNotEmpty();
  }

  @Test
  void everyFormOfNotANumberReachesTheModel() {
    assertThat(
            client
                .post("/v2/models/sum/infer", GOOD.replace("1,2,3,4.5", "null,NaN,\"NaN\",1"))
                .body())
        .contains("\"data\":[null]");
    assertThat(client.post("/v2/models/sum/infer", GOOD.replace("4.5", "-Infinity")).status())
        .isEqualTo(400);
  }

  @Test
  void aHundredThousandBracketsAreRefusedAndTheServerLives() {
    var reply =
        client.post("/v2/models/sum/infer", GOOD.replace("[1,2", "[".repeat(100_000) + "1,2"));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text("code")).isEqualTo("LIMIT_EXCEEDED");
    assertThat(client.post("/v2/models/sum/infer", GOOD).status()).isEqualTo(200);
  }

  @Test
  void aShapeThatClaimsBillionsCostsNothing() {
    var reply = client.post("/v2/models/sum/infer", GOOD.replace("[1,4]", "[500000000,4]"));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text("error")).contains("2000000000 elements");
  }

  @Test
  void missingUnknownAndDuplicateInputsAndUnknownOutputsAreBadRequests() {
    String other = GOOD.substring(GOOD.indexOf("[{") + 1, GOOD.length() - 2);

    assertThat(client.post("/v2/models/sum/infer", "{}").text("code")).isEqualTo("INPUT_MISSING");
    assertThat(client.post("/v2/models/sum/infer", "").status()).isEqualTo(400);
    assertThat(
            client
                .post("/v2/models/sum/infer", "{\"inputs\":[" + other + "," + other + "]}")
                .status())
        .isEqualTo(400);
    assertThat(
            client
                .post(
                    "/v2/models/sum/infer",
                    GOOD.replace("\"inputs\"", "\"outputs\":[{\"name\":\"no\"}],\"inputs\""))
                .text("code"))
        .isEqualTo("OUTPUT_UNKNOWN");
    assertThat(client.post("/v2/models/named/infer", "{\"columns\":{\"a\":[1]}}").text("error"))
        .contains("'b' is missing");
  }

  @Test
  void aModelThatIsUnknownOrInactiveIsNotFound() {
    var unknown = client.post("/v2/models/nope/infer", GOOD);
    var inactive = client.post("/v2/models/idle/infer", GOOD);

    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.text("error")).startsWith("Request for unknown model: 'nope' is not found");
    assertThat(unknown.text("code")).isEqualTo("MODEL_UNKNOWN");
    assertThat(inactive.status()).isEqualTo(404);
    assertThat(inactive.text("code")).isEqualTo("MODEL_NOT_ACTIVE");
    assertThat(inactive.text("error")).contains("activate/idle");
    assertThat(client.post("/v2/models/sum/versions/9/infer", GOOD).status()).isEqualTo(404);
  }

  @Test
  void aDefectOfAModelIsToldWithoutItsInsides() {
    var reply = client.post("/v2/models/sum/infer", GOOD.replace("4.5", "1e9"));

    assertThat(reply.status()).isEqualTo(500);
    assertThat(reply.text("code")).isEqualTo("INTERNAL");
    assertThat(reply.body()).doesNotContain("secret", "Exception", "at dev");
  }

  @Test
  void aBodyBeyondTheLimitIsRefusedBeforeItIsRead() {
    String head =
        "POST /v2/models/sum/infer HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1048577\r\n\r\n";

    assertThat(client.raw(head))
        .startsWith("HTTP/1.1 413")
        .contains("BODY_TOO_LARGE", "1048576 bytes", "Connection: close");
  }

  @Test
  void chunksBeyondTheLimitAreRefusedToo() {
    String head =
        "POST /v2/models/sum/infer HTTP/1.1\r\nHost: localhost\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n110000\r\n";

    assertThat(client.raw(head + " ".repeat(0x110000) + "\r\n")).startsWith("HTTP/1.1 413");
  }

  @Test
  void binaryTensorsAreRefusedByName() {
    var reply =
        client.post(
            "/v2/models/sum/infer",
            GOOD + "xxxx",
            "Inference-Header-Content-Length",
            "" + GOOD.length());

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text("code")).isEqualTo("BINARY_UNSUPPORTED");
    assertThat(client.post("/v2/models/sum/infer", GOOD + "xxxx").text("error"))
        .contains("Inference-Header-Content-Length");
    assertThat(
            client
                .post(
                    "/v2/models/sum/infer",
                    GOOD,
                    "Inference-Header-Content-Length",
                    "" + GOOD.length())
                .status())
        .isEqualTo(200);
  }
}
