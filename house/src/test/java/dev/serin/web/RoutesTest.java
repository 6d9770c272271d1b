package dev.serin.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.base.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoutesTest {
  private final TestHouse house =
      new TestHouse(_ -> List.of())
          .active("sum", "sum")
          .active("turn", "sum 3")
          .register("idle", "named");
  private final Client client = new Client(house.port());

  @AfterAll
  void close() {
    client.close();
    house.close();
  }

  @Test
  void theServerDescribesItself() {
    assertThat(client.get("/v2").body())
        .isEqualTo(
            "{\"name\":\"serin\",\"version\":\"0.1.0\",\"extensions\":[\"model_repository\"]}");
    assertThat(client.get("/v2/").status()).isEqualTo(200);
    assertThat(client.get("/v2/health/live").body()).contains("\"live\":true");
    assertThat(client.get("/v2/health/ready").body()).isEqualTo("{\"live\":true,\"ready\":true}");
    assertThat(client.get("/livez").status()).isEqualTo(200);
    assertThat(client.get("/healthz").body()).isEqualTo("{\"ok\":true}");
    assertThat(client.get("/readyz").body()).isEqualTo("{\"ready\":true}");
  }

  @Test
  void aModelDescribesItsTensors() {
    var model = client.get("/v2/models/idle?x=1");

    assertThat(model.body())
        .contains("\"name\":\"idle\",\"versions\":[\"1\"],\"platform\":\"sklearn\"")
        .contains("\"inputs\":[{\"name\":\"input-0\",\"datatype\":\"FP64\",\"shape\":[-1,2]}]")
        .contains("\"columns\":[{\"name\":\"a\"");
    assertThat(client.get("/v2/models/sum/versions/1").status()).isEqualTo(200);
    assertThat(client.get("/v2/models/sum/versions/champion").status()).isEqualTo(200);
    assertThat(client.get("/v2/models/sum/versions/2").status()).isEqualTo(404);
    assertThat(client.get("/v2/models/nope").text("error"))
        .startsWith("Request for unknown model: 'nope' is not found");
  }

  @Test
  void onlyAnAvailableModelIsReady() {
    assertThat(client.get("/v2/models/sum/ready").body())
        .isEqualTo("{\"name\":\"sum\",\"ready\":true}");
    assertThat(client.get("/v2/models/sum/versions/1/ready").status()).isEqualTo(200);
    assertThat(client.get("/v2/models/idle/ready").status()).isEqualTo(503);
    assertThat(client.get("/v2/models/nope/ready").status()).isEqualTo(404);
  }

  @Test
  void theRepositoryListsLoadsAndUnloads() {
    assertThat(
            client.raw(
                "POST /v2/repository/index HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200")
        .contains("{\"name\":\"sum\",\"version\":\"1\",\"state\":\"READY\",\"reason\":\"\"}")
        .contains("{\"name\":\"idle\",\"version\":\"1\",\"state\":\"UNAVAILABLE\"");
    assertThat(client.post("/v2/repository/index", "{\"ready\":true}").body())
        .contains("sum")
        .doesNotContain("idle");
    assertThat(client.post("/v2/repository/models/turn/unload", "{}").status()).isEqualTo(200);
    assertThat(client.get("/v2/models/turn/ready").status()).isEqualTo(503);
    assertThat(client.post("/v2/repository/models/turn/load", "").body())
        .isEqualTo("{\"name\":\"turn\",\"load\":true}");
    assertThat(client.get("/v2/models/turn/ready").status()).isEqualTo(200);
    assertThat(client.post("/v2/repository/models/nope/load", "").status()).isEqualTo(400);
  }

  @Test
  void anUploadBecomesAVersionOnce() {
    var created = client.post("/serin/v1/models/up/versions?file=up.txt", "sum 5");
    var again = client.post("/serin/v1/models/up/versions?file=up.txt", "sum 5");
    var next = client.post("/serin/v1/models/up/versions", "sum 6");

    assertThat(created.status()).isEqualTo(201);
    assertThat(created.text("version")).isEqualTo("1");
    assertThat(created.text("digest")).hasSize(64);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.text("version")).isEqualTo("1");
    assertThat(next.text("version")).isEqualTo("2");
    assertThat(client.post("/serin/v1/models/up/activate", "").text("version")).isEqualTo("2");
    assertThat(
            client
                .send("PUT", "/serin/v1/models/up/aliases/old", utf8("{\"version\":\"1\"}"))
                .body())
        .contains("\"old\":\"1\"");
    assertThat(client.send("DELETE", "/serin/v1/models/up/aliases/old", new byte[0]).body())
        .doesNotContain("\"old\"");
    assertThat(client.post("/serin/v1/models/up/deactivate", "").body())
        .isEqualTo("{\"model\":\"up\",\"active\":false,\"changed\":true}");
  }

  @Test
  void anUploadThatIsRefusedIsShownWithItsReason() {
    var refused = client.post("/serin/v1/models/wrong/versions", "bad");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(refused.text("code")).isEqualTo("UNSUPPORTED_CLASS");
    assertThat(refused.text("place")).isEqualTo("steps[1]");
    assertThat(refused.text("remedy")).isEqualTo("leave it out");
    assertThat(client.get("/serin/v1/models/wrong").body()).contains("\"refused\":{\"code\"");
    assertThat(client.get("/serin/v1/audit?limit=1000").body()).contains("UNSUPPORTED_CLASS");
    assertThat(client.post("/serin/v1/models/wrong/versions", "").text("code"))
        .isEqualTo("BODY_EMPTY");
    assertThat(client.post("/serin/v1/models/latest/versions", "sum").text("code"))
        .isEqualTo("NAME_RESERVED");
    assertThat(client.post("/serin/v1/models/x/versions?file=..%2Fx", "sum").text("code"))
        .isEqualTo("FILE_NAME");
  }

  @Test
  void aTarOfAFolderIsUnpackedAndOneThatLeavesItIsRefused() {
    var good =
        client.send(
            "POST",
            "/serin/v1/models/folder/versions",
            tar("fire/model.txt", "sum 8"),
            "Content-Type",
            "application/x-tar");
    var bad =
        client.send(
            "POST",
            "/serin/v1/models/folder/versions",
            tar("../model.txt", "sum 8"),
            "Content-Type",
            "application/x-tar");

    assertThat(good.status()).isEqualTo(201);
    assertThat(bad.status()).isEqualTo(422);
    assertThat(bad.text("code")).isEqualTo("UNSAFE_TAR");
  }

  private static byte[] tar(String name, String text) {
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 124, String.format("%011o", text.length()));
    header[156] = '0';
    put(header, 257, "ustar");
    put(header, 148, "        ");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xFF;
    }
    put(header, 148, String.format("%06o\0 ", sum));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(header);
    out.writeBytes(Arrays.copyOf(utf8(text), 512));
    out.writeBytes(new byte[1024]);
    return out.toByteArray();
  }

  private static void put(byte[] header, int at, String text) {
    System.arraycopy(utf8(text), 0, header, at, text.length());
  }

  @Test
  void theAuditIsReadPageByPageAndProved() {
    var first = client.get("/serin/v1/audit?limit=2");

    assertThat(((Json.Obj) first.json()).list("events")).hasSize(2);
    assertThat(((Json.Obj) first.json()).number("next").orElseThrow().longValue()).isEqualTo(2);
    assertThat(client.get("/serin/v1/audit?after=2&limit=1").body()).contains("\"position\":3");
    assertThat(client.get("/serin/v1/audit?after=x").text("code")).isEqualTo("QUERY_INVALID");
    assertThat(client.get("/serin/v1/audit/verify").body()).contains("\"sound\":true");
  }

  @Test
  void modelsDeploymentsAndSourcesAreListed() {
    assertThat(client.get("/serin/v1/models").body())
        .contains("\"name\":\"sum\",\"active\":true,\"wanted\":true,\"version\":\"1\"")
        .contains("\"predict\":\"http://127.0.0.1:" + house.port() + "/v2/models/sum/infer\"");
    assertThat(client.get("/serin/v1/models/sum").body())
        .contains("\"state\":\"AVAILABLE\"", "\"mapsTo\":\"sum\"");
    assertThat(client.get("/serin/v1/deployments").body())
        .contains("{\"model\":\"idle\",\"wanted\":false");
    assertThat(client.get("/serin/v1/sources").body()).contains("directory:models");
  }

  @Test
  void whatIsNotThereSaysSoInTheWordsOfItsDoor() {
    var unknown = client.get("/nothing/here");
    var own = client.get("/serin/v1/nothing");
    var method = client.send("DELETE", "/v2/models/sum", new byte[0]);

    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.text("code")).isEqualTo("ROUTE_UNKNOWN");
    assertThat(unknown.text("error")).contains("/nothing/here");
    assertThat(own.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(own.text("code")).isEqualTo("ROUTE_UNKNOWN");
    assertThat(method.status()).isEqualTo(405);
    assertThat(method.header("Allow")).isEqualTo("GET, OPTIONS");
    assertThat(client.get("/v2/models/%ff").text("code")).isEqualTo("PATH_INVALID");
    assertThat(client.get("/serin/v1/models/no").text("code")).isEqualTo("MODEL_UNKNOWN");
  }

  @Test
  void headAndOptionsAnswerWithoutABody() {
    assertThat(client.raw("HEAD /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200")
        .contains("Content-Length: 13\r\n")
        .endsWith("\r\n\r\n");
    assertThat(
            client.raw(
                "OPTIONS /v2/models/sum/infer HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 204")
        .contains("Allow: POST, OPTIONS");
  }

  @Test
  void anotherHostIsNotAllowed() {
    assertThat(client.raw("GET /v2 HTTP/1.1\r\nHost: evil.test\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 403")
        .contains("HOST_NOT_ALLOWED");
    for (String host : List.of("models.test", "LOCALHOST:80", "[::1]:80", "127.0.0.1")) {
      assertThat(client.raw("GET /v2 HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
          .startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void aPageOfAnotherSiteMayReadNothingAndChangeNothing() {
    assertThat(
            client
                .post("/serin/v1/models/sum/deactivate", "", "Origin", "http://evil.test")
                .text("code"))
        .isEqualTo("ORIGIN_NOT_ALLOWED");
    assertThat(client.post("/serin/v1/models/sum/activate", "", "Origin", "null").status())
        .isEqualTo(403);
    assertThat(
            client
                .post(
                    "/serin/v1/models/sum/activate",
                    "",
                    "Origin",
                    "http://127.0.0.1:" + house.port())
                .status())
        .isEqualTo(200);
    assertThat(client.get("/v2").headers().map().keySet())
        .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"));
  }

  @Test
  void whatFollowsARefusedBodyIsNotAnotherRequest() {
    String raw =
        client.raw(
            "POST /v2/models/sum/infer HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1048577\r\n\r\n"
                + "GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

    assertThat(raw).startsWith("HTTP/1.1 413").doesNotContain("\"live\"");
  }

  @Test
  void metricsShowCallsByModelVersionDoorAndOutcome() {
    client.post("/v2/models/sum/infer", "[]");

    assertThat(client.get("/metrics").body())
        .contains("serin_http_request_seconds_bucket")
        .contains("door=\"v2\"")
        .contains("jvm_memory_used_bytes");
  }

  @Test
  void theConsoleLoadsNothingFromElsewhere() {
    var page = client.get("/");

    assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'");
    assertThat(page.body()).contains("/ui/console.js").doesNotContain("http://", "https://");
    assertThat(client.get("/ui/console.js").status()).isEqualTo(200);
    assertThat(client.get("/ui/serin.css").header("Content-Type")).startsWith("text/css");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
