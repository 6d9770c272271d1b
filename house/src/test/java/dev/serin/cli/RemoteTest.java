package dev.serin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.base.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteTest {
  private static final String SIGNATURE =
      """
      {"kind":"tabular","inputs":[{"name":"input-0","datatype":"FP64","shape":[-1,2]}],
       "outputs":[{"name":"predict","datatype":"FP64","shape":[-1]}],
       "columns":[],"labels":[],"defaults":["predict"]}
      """;
  private static final String IRIS =
      """
      {"name":"iris","active":true,"wanted":true,"version":"2","latest":"2","format":"sklearn",
       "aliases":{"champion":"2"},
       "states":{"1":{"state":"UNLOADED"},"2":{"state":"AVAILABLE","memoryBytes":10}},
       "versions":[
        {"version":"1","state":"READY","format":"sklearn",
         "digest":"aaaaaaaaaaaaaaaaaaaa","at":"2026-01-01T00:00:00Z","signature":%s},
        {"version":"2","state":"READY","format":"sklearn",
         "digest":"bbbbbbbbbbbbbbbbbbbb","at":"2026-01-02T00:00:00Z","signature":%s}]}
      """
          .formatted(SIGNATURE, SIGNATURE);
  private static final String BAD =
      """
      {"name":"bad","active":false,"wanted":false,"aliases":{},
       "refused":{"code":"CUSTOM_CODE","message":"it is evil.Code","place":"","remedy":""}}
      """;

  @TempDir Path folder;
  private StubServer server;

  @BeforeEach
  void start() {
    server = new StubServer();
    server.on("GET /serin/v1/models", 200, "{\"models\":[" + IRIS + "," + BAD + "]}");
    server.on("GET /serin/v1/models/iris", 200, IRIS);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Typed typed(String... words) {
    return Typed.line(Map.of("SERIN_SERVER", server.address()), "", words);
  }

  @Test
  void modelsAreATableWithTheReasonOfARefusal() {
    var typed = typed("models");

    assertThat(typed.exit()).isZero();
    assertThat(typed.out().lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "NAME STATE VERSION LATEST FORMAT REMARK",
            "iris active 2 2 sklearn",
            "bad refused - - - CUSTOM_CODE: it is evil.Code");
  }

  @Test
  void modelsAsJsonAreTheServersAnswer() {
    assertThat(typed("models", "--json").json().list("models")).hasSize(2);
  }

  @Test
  void aServerWithoutModelsSaysSo() {
    server.on("GET /serin/v1/models", 200, "{\"models\":[]}");

    assertThat(typed("models").out()).isEqualToIgnoringNewLines("no models");
  }

  @Test
  void theStatusOfAModelListsItsVersions() {
    assertThat(typed("status", "iris").out().lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "iris: active",
            "VERSION STATE LOADED ALIASES FORMAT DIGEST SINCE",
            "1 READY UNLOADED - sklearn aaaaaaaaaaaa 2026-01-01T00:00:00Z",
            "2 READY AVAILABLE champion sklearn bbbbbbbbbbbb 2026-01-02T00:00:00Z");
  }

  @Test
  void aNameIsEncodedInThePath() {
    server.on("POST /serin/v1/models/caf%C3%A9%20%281%29/activate", 200, "{\"version\":\"3\"}");

    var typed = typed("activate", "café (1)");

    assertThat(typed.out()).isEqualToIgnoringNewLines("café (1) version 3 is activated");
  }

  @Test
  void aModelIsDeactivated() {
    server.on("POST /serin/v1/models/iris/deactivate", 200, "{}");

    assertThat(typed("deactivate", "iris").out()).isEqualToIgnoringNewLines("iris is deactivated");
  }

  @Test
  void theTokenTravelsAsBearer() {
    Typed.line(Map.of("SERIN_TOKEN", "secret"), "", "models", "--server", server.address() + "/");

    assertThat(server.seen().getFirst().authorization()).isEqualTo("Bearer secret");
  }

  @Test
  void theServersProblemIsShownAndTheEndIsOne() {
    server.on(
        "POST /serin/v1/models/none/activate",
        404,
        "{\"title\":\"Not Found\",\"code\":\"MODEL_UNKNOWN\",\"detail\":\"there is no 'none'\"}");

    var typed = typed("activate", "none");

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(typed.err()).contains("there is no 'none'").contains("MODEL_UNKNOWN");
  }

  @Test
  void anAbsentServerIsNamedAndTheEndIsSixtyNine() {
    String gone = server.address();
    server.close();

    var typed = Typed.line("models", "--server", gone);

    assertThat(typed.exit()).isEqualTo(69);
    assertThat(typed.err()).contains(gone).contains("./serin serve").contains("SERIN_SERVER");
  }

  @Test
  void anAddressThatIsNoneIsWrongUsage() {
    assertThat(Typed.line("models", "--server", "ftp://there").exit()).isEqualTo(2);
    assertThat(Typed.line("models", "--server", "http://a b").exit()).isEqualTo(2);
  }

  @Test
  void anotherKindOfServerIsRecognised() {
    server.on("GET /serin/v1/models", 200, "<html>hello</html>");

    assertThat(typed("models").err()).contains("is no Serin");
  }

  @Test
  void rowsArePredictedByTheChampion() throws IOException {
    Path rows = Files.writeString(folder.resolve("rows.csv"), "1,2\n3,4\n");
    server.on("POST /v2/models/iris/infer", 200, answer("2"));

    var typed = typed("predict", "iris", "-i", rows.toString());

    assertThat(typed.out().lines()).containsExactly("predict", "3.5", "7.5");
    Json.Obj sent = (Json.Obj) Json.parse(server.seen().getLast().body(), 20);
    assertThat(sent.list("inputs").getFirst().text())
        .isEqualTo(
            "{\"name\":\"input-0\",\"datatype\":\"FP64\",\"shape\":[2,2],"
                + "\"data\":[1.0,2.0,3.0,4.0]}");
  }

  @Test
  void aVersionBehindAColonIsAlwaysAModelOfTheServer() throws IOException {
    Path rows = Files.writeString(folder.resolve("rows.csv"), "1,2\n");
    server.on("POST /v2/models/iris/versions/1/infer", 200, answer("1"));

    var typed = typed("predict", "iris:1", "-i", rows.toString(), "--json");

    assertThat(typed.json().text("model_version")).hasValue("1");
  }

  @Test
  void aVersionThatDoesNotExistIsNamed() throws IOException {
    Path rows = Files.writeString(folder.resolve("rows.csv"), "1,2\n");

    assertThat(typed("predict", "iris:7", "-i", rows.toString()).err()).contains("VERSION_UNKNOWN");
  }

  private static String answer(String version) {
    return """
        {"model_name":"iris","model_version":"%s","id":"1",
         "outputs":[{"name":"predict","datatype":"FP64","shape":[2],"data":[3.5,7.5]}]}
        """
        .formatted(version);
  }

  @Test
  void aFileIsPushedAsItIsAndActivated() throws IOException {
    Path model = Files.writeString(folder.resolve("new model.pkl"), "bytes");
    server
        .on(
            "POST /serin/v1/models/iris/versions?file=new%20model.pkl",
            201, "{\"version\":\"3\",\"digest\":\"abc\"}")
        .on("PUT /serin/v1/models/iris/aliases/champion", 200, "{}")
        .on("POST /serin/v1/models/iris/activate", 200, "{\"version\":\"3\"}");

    var typed = typed("push", model.toString(), "--name", "iris", "--activate");

    assertThat(typed.out()).isEqualToIgnoringNewLines("iris version 3 (abc) is active");
    assertThat(server.seen().getFirst().text()).isEqualTo("bytes");
    assertThat(server.seen().getFirst().type()).isEqualTo("application/octet-stream");
    assertThat(server.seen().get(1).text()).isEqualTo("{\"version\":\"3\"}");
  }

  @Test
  void aFolderIsPushedAsATar() throws IOException {
    Path model = Files.createDirectory(folder.resolve("net"));
    Files.writeString(model.resolve("model.pt"), "bytes");
    server.on("POST /serin/v1/models/net/versions?file=net", 201, "{\"version\":\"1\"}");

    var typed = typed("push", model.toString(), "--name", "net");

    assertThat(typed.exit()).isZero();
    assertThat(server.seen().getFirst().type()).isEqualTo("application/x-tar");
    assertThat(server.seen().getFirst().text()).startsWith("model.pt\0");
  }

  @Test
  void aRefusedUploadShowsPlaceAndRemedy() throws IOException {
    Path model = Files.writeString(folder.resolve("m.pkl"), "bytes");
    server.on(
        "POST /serin/v1/models/iris/versions?file=m.pkl",
        422,
        "{\"code\":\"CORRUPT\",\"detail\":\"cut off\",\"place\":\"offset 3\",\"remedy\":\"save\"}");

    var typed = typed("push", model.toString(), "--name", "iris");

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(typed.err()).contains("cut off").contains("where: offset 3").contains("save");
  }

  @Test
  void aWrongNameIsToldBeforeTheFileTravels() throws IOException {
    Path model = Files.writeString(folder.resolve("m.pkl"), "bytes");

    var typed = typed("push", model.toString(), "--name", "a/b");

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(typed.err()).contains("NAME_INVALID");
    assertThat(server.seen()).isEmpty();
  }

  @Test
  void theAuditTrailIsVerifiedByTheServerOrInAFolder() {
    server.on("GET /serin/v1/audit/verify", 200, "{\"sound\":true,\"events\":12}");

    assertThat(typed("audit", "verify").out())
        .isEqualToIgnoringNewLines("the audit trail is sound: 12 events");
    assertThat(typed("audit", "verify", "--data", "broken").exit()).isEqualTo(1);
    assertThat(typed("audit", "verify", "--data", "broken").out())
        .contains("broken: event 5 was changed");
    assertThat(typed("audit", "verify", "--data", "fine", "--json").json().member("sound"))
        .contains(Json.of(true));
  }
}
