package dev.serin.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.plug.onnx.OnnxRuntimeEngine;
import dev.serin.runtime.Format;
import dev.serin.runtime.Format.Known;
import dev.serin.runtime.Formats;
import dev.serin.runtime.Limits;
import dev.serin.runtime.onnx.Foreign;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/formats.md} against the code; {@code ./do formats} writes it anew. */
class FormatsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "formats.md");

  @Test
  void thePageNamesExactlyWhatIsServed() throws IOException {
    try (OnnxRuntimeEngine engine = new OnnxRuntimeEngine()) {
      Formats formats = Shelf.of(Limits.DEFAULT, engine, Foreign.ALLOW);
      if (Boolean.getBoolean("serin.formats.write")) {
        Files.writeString(PAGE, new FormatsPage(formats, Path.of("..", "fixtures")).text());
      }

      Map<String, List<String>> written = FormatsPage.names(Files.readString(PAGE));

      for (Format format : formats.inOrder()) {
        List<String> served =
            List.copyOf(new TreeSet<>(format.vocabulary().stream().map(Known::name).toList()));
        assertThat(written.getOrDefault(format.name(), List.of()))
            .as("./do formats writes the page anew")
            .containsExactlyElementsOf(served);
      }
    }
  }
}
