package dev.serin.plug.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.base.Deadline;
import dev.serin.runtime.Format;
import dev.serin.runtime.Limits;
import dev.serin.runtime.NetEngine;
import dev.serin.runtime.Predictor;
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
import dev.serin.runtime.torch.python.module.state.TorchModuleFormat;
import dev.serin.runtime.torch.python.module.state.TorchStateFormat;
import dev.serin.runtime.torch.script.TorchScriptFormat;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Signature;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every net of the fixtures answers as the library that made it. */
class ParityTest {
  private static final NetEngine ENGINE = new OnnxRuntimeEngine();
  private static final List<Format> FORMATS =
      List.of(
          new KerasFormat(ENGINE, FixtureCase.LAYERS),
          new KerasH5Format(ENGINE, FixtureCase.LAYERS),
          new TorchExportFormat(ENGINE),
          new TorchStateFormat(ENGINE),
          new TorchModuleFormat(ENGINE),
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
    return FixtureCase.of(
        "keras-2",
        "keras-2.1",
        "keras-3",
        "onnx-helper",
        "onnx-opsets",
        "onnx-pairs",
        "onnx-skl2onnx",
        "onnx-tf2onnx",
        "onnx-words",
        "savedmodel-tf1.15",
        "savedmodel-tf2.15",
        "savedmodel-tf2.21",
        "torch-1.13",
        "torch-1.13-state",
        "torch-2.13",
        "torch-2.13-state");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void answersAsItsMakerDoes(FixtureCase fixture) {
    Format.Opened opened = open(fixture);
    Signature signature = opened.inspection().signature();
    List<Tensor> expected = fixture.expected();

    assertThat(signature.inputs()).extracting(TensorSpec::name).isEqualTo(names(fixture.inputs()));
    assertThat(signature.outputs()).extracting(TensorSpec::name).isEqualTo(names(expected));
    assertThat(signature.defaults()).isEqualTo(names(expected));
    try (Predictor predictor = opened.predictor()) {
      List<Tensor> answers =
          predictor.predict(
              fixture.inputs(),
              new HashSet<>(signature.defaults()),
              Deadline.in(Duration.ofSeconds(30)));

      for (int i = 0; i < expected.size(); i++) {
        assertSame(answers.get(i), expected.get(i), fixture.tolerance());
        assertThat(signature.outputs().get(i).fits(answers.get(i).shape()))
            .describedAs("%s has the declared shape", answers.get(i))
            .isTrue();
      }
    }
  }

  private static Format.Opened open(FixtureCase fixture) {
    Format format =
        FORMATS.stream()
            .filter(each -> each.recognises(fixture.bundle()))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no format recognises " + fixture));
    return format.open(fixture.bundle(), Limits.DEFAULT);
  }

  private static List<String> names(List<Tensor> tensors) {
    return tensors.stream().map(Tensor::name).toList();
  }

  /** {@code |ours - theirs| <= t max(1, |theirs|)}. */
  private static void assertSame(Tensor ours, Tensor theirs, double tolerance) {
    assertThat(ours.toString()).isEqualTo(theirs.toString());
    if (theirs.type() == DataType.BYTES) {
      assertThat(ours.texts()).isEqualTo(theirs.texts());
      return;
    }
    double[] mine = ours.doubles();
    double[] right = theirs.doubles();
    for (int i = 0; i < right.length; i++) {
      if (!Double.isFinite(right[i])) { // nothing else is close to it
        assertThat(mine[i]).isEqualTo(right[i]);
        continue;
      }
      assertThat(Math.abs(mine[i] - right[i]))
          .describedAs("%s at %d: %s instead of %s", theirs, i, mine[i], right[i])
          .isLessThanOrEqualTo(tolerance * Math.max(1, Math.abs(right[i])));
    }
  }
}
