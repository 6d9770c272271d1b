package dev.serin.plug.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.runtime.Format;
import dev.serin.runtime.Limits;
import dev.serin.runtime.NetEngine;
import dev.serin.runtime.keras.KerasFormat;
import dev.serin.runtime.keras.KerasH5Format;
import dev.serin.runtime.onnx.Foreign;
import dev.serin.runtime.onnx.OnnxFormat;
import dev.serin.runtime.savedmodel.SavedModelFormat;
import dev.serin.runtime.savedmodel.array.ArrayFamily;
import dev.serin.runtime.savedmodel.flow.FlowFamily;
import dev.serin.runtime.savedmodel.math.MathFamily;
import dev.serin.runtime.savedmodel.vision.VisionFamily;
import dev.serin.runtime.torch.export.TorchExportFormat;
import dev.serin.runtime.torch.script.TorchScriptFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every net that must not be served is refused with the right code, and the text says why. */
class RefusalTest {
  private static final NetEngine ENGINE = new OnnxRuntimeEngine();
  private static final List<Format> FORMATS =
      List.of(
          new KerasFormat(ENGINE, FixtureCase.LAYERS),
          new KerasH5Format(ENGINE, FixtureCase.LAYERS),
          new TorchExportFormat(ENGINE),
          new TorchScriptFormat(ENGINE),
          new OnnxFormat(ENGINE, Foreign.ALLOW),
          new SavedModelFormat(
              ENGINE,
              List.of(new MathFamily(), new ArrayFamily(), new VisionFamily(), new FlowFamily())));

  @AfterAll
  static void end() {
    ENGINE.close();
  }

  static Stream<FixtureCase> cases() {
    return FixtureCase.of("keras-refused", "onnx-refused", "savedmodel-refused", "torch-refused")
        .filter(fixture -> !fixture.toString().contains("endless-loop")); // shows only by running
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isRefusedWithItsCode(FixtureCase fixture) {
    Format format =
        FORMATS.stream()
            .filter(each -> each.recognises(fixture.bundle()))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no format recognises " + fixture));

    Problem.Refused refused =
        FixtureCase.refusal(() -> format.open(fixture.bundle(), Limits.DEFAULT));

    assertThat(fixture.meta().list("codes"))
        .describedAs(refused.toString())
        .contains(new Json.Str(refused.code()));
    assertThat(refused.message()).contains(fixture.meta().text("names").orElseThrow());
    assertThat(refused.remedy()).isNotBlank();
  }
}
