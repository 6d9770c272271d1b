package dev.serin.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayersTest {
  @TempDir Path folder;

  @Test
  void aFlagBeatsTheEnvironmentWhichBeatsTheFileWhichBeatsTheDefault() throws IOException {
    Path file = Files.writeString(folder.resolve("serin.yaml"), "host: c\nport: 3\ndata: d\n");

    Layers layers =
        Layers.merge(
            Map.of("host", "a"), Map.of("SERIN_HOST", "b", "SERIN_PORT", "2"), Optional.of(file));

    assertThat(layers.problems()).isEmpty();
    assertThat(layers.texts().get("host")).isEqualTo(new Layers.Text("a", "--host"));
    assertThat(layers.texts().get("port")).isEqualTo(new Layers.Text("2", "SERIN_PORT"));
    assertThat(layers.texts().get("data")).isEqualTo(new Layers.Text("d", "serin.yaml"));
    assertThat(layers.texts().get("http.deadline").origin()).isEqualTo("default");
  }

  @Test
  void everyUnknownNameIsReportedAtOnceWithTheNearestKnownOne() throws IOException {
    Path file = Files.writeString(folder.resolve("serin.yaml"), "http:\n  dead-line: 3s\n");

    Layers layers =
        Layers.merge(Map.of(), Map.of("SERIN_PROT", "1", "SERIN_TOKEN", "x"), Optional.of(file));

    assertThat(layers.problems())
        .hasSize(2)
        .anySatisfy(text -> assertThat(text).contains("did you mean http.deadline?"))
        .anySatisfy(text -> assertThat(text).contains("SERIN_PROT; did you mean SERIN_PORT?"));
  }

  @Test
  void theSeedsOwnNamesAreAcceptedAndOtherVariablesIgnored() {
    Layers layers =
        Layers.merge(
            Map.of(), Map.of("PORT", "9000", "API_HOST", "h", "HOME", "x"), Optional.empty());

    assertThat(layers.problems()).isEmpty();
    assertThat(layers.texts().get("port").value()).isEqualTo("9000");
    assertThat(layers.texts().get("http.public-host").value()).isEqualTo("h");
  }

  @Test
  void theExampleFileListsEveryKeyWithItsDefault() {
    Layers layers =
        Layers.merge(Map.of(), Map.of(), Optional.of(Path.of("..", "serin.example.yaml")));

    assertThat(layers.problems()).isEmpty();
    assertThat(Key.ALL)
        .allSatisfy(
            key -> {
              Layers.Text text = layers.texts().get(key.name());
              assertThat(text.origin()).isEqualTo("serin.example.yaml");
              assertThat(text.value()).as(key.name()).isEqualTo(key.fallback());
            });
  }

  @Test
  void aFileThatIsNoYamlOrIsMissingIsAProblemAndNotACrash() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.yaml"), "a: [1\n");
    Path list = Files.writeString(folder.resolve("list.yaml"), "just words\n");

    assertThat(Layers.merge(Map.of(), Map.of(), Optional.of(broken)).problems()).hasSize(1);
    assertThat(Layers.merge(Map.of(), Map.of(), Optional.of(list)).problems()).hasSize(1);
    assertThat(Layers.merge(Map.of(), Map.of(), Optional.of(folder.resolve("none"))).problems())
        .hasSize(1);
  }

  @Test
  void aValueOfTheWrongKindNamesTheKeyAndWhereItWasSaid() {
    Parsed parsed =
        new Parsed(
            Layers.merge(
                Map.of("port", "70000", "http.deadline", "soon"),
                Map.of("SERIN_HTTP_MAX_BODY_BYTES", "99999999999999999GiB"),
                Optional.empty()));

    assertThat(parsed.whole("port", 0, 65535)).isEqualTo(8086);
    assertThat(parsed.time("http.deadline")).hasSeconds(30);
    assertThat(parsed.bytes("http.max-body-bytes")).isEqualTo(64L << 20);
    assertThat(parsed.problems())
        .containsExactly(
            "port must be a whole number from 0 to 65535, was '70000' (--port)",
            "http.deadline must be a time such as 500ms, 20s or 3m, was 'soon'"
                + " (--http.deadline)",
            "http.max-body-bytes must be a size such as 64MiB, was '99999999999999999GiB'"
                + " (SERIN_HTTP_MAX_BODY_BYTES)");
  }
}
