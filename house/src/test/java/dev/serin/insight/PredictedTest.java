package dev.serin.insight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.base.ModelName;
import dev.serin.serving.Prediction;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Signature;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import dev.serin.tensor.Values;
import java.util.List;
import org.junit.jupiter.api.Test;

class PredictedTest {
  private static Signature signature(String output, List<String> labels) {
    return new Signature(
        Signature.Kind.NET,
        List.of(new TensorSpec("x", DataType.FP64, List.of(-1L, 1L))),
        List.of(new TensorSpec(output, DataType.FP32, List.of(-1L))),
        List.of(),
        labels,
        List.of(output));
  }

  private static Predicted of(Tensor output, String... labels) {
    Prediction prediction =
        new Prediction(new ModelName("iris"), 1, "current", List.of(output), 1, false);
    return Predicted.of(prediction, signature("y", List.of(labels)));
  }

  private static Predicted.Classes classes(String... names) {
    return new Predicted.Classes(List.of(names));
  }

  @Test
  void textsWholeNumbersAndTruthValuesAreClasses() {
    assertThat(of(Tensor.ofTexts("y", new String[] {"a", "b"}, 2))).isEqualTo(classes("a", "b"));
    assertThat(of(Tensor.ofLongs("y", new long[] {3, -1}, 2, 1))).isEqualTo(classes("3", "-1"));
    Values truths = new Values.Longs(new long[] {1, 0});
    assertThat(of(new Tensor("y", DataType.BOOL, new long[] {2}, truths)))
        .isEqualTo(classes("true", "false"));
  }

  @Test
  void aRowOfFloatsIsTheClassOfItsLargest() {
    Tensor two = Tensor.ofFloats("y", new float[] {.1f, .7f, .2f, .5f, .1f, .4f}, 2, 3);

    assertThat(of(two)).isEqualTo(classes("class 1", "class 0"));
    assertThat(of(two, "cat", "dog", "emu")).isEqualTo(classes("dog", "cat"));
    assertThat(of(two, "cat", "dog")).isEqualTo(classes("class 1", "class 0"));
  }

  @Test
  void aFloatInARowIsANumber() {
    assertThat(of(Tensor.ofFloats("y", new float[] {.5f, 2}, 2, 1)))
        .isInstanceOfSatisfying(
            Predicted.Numbers.class, it -> assertThat(it.values()).containsExactly(.5, 2));
  }

  @Test
  void sixtyFourRowsCount() {
    assertThat(of(Tensor.ofLongs("y", new long[100], 100)))
        .isInstanceOfSatisfying(Predicted.Classes.class, it -> assertThat(it.names()).hasSize(64));
    assertThat(of(Tensor.ofDoubles("y", new double[100], 100)))
        .isInstanceOfSatisfying(Predicted.Numbers.class, it -> assertThat(it.values()).hasSize(64));
  }

  @Test
  void boxesImagesAndOtherOutputsSayNothing() {
    assertThat(of(Tensor.ofFloats("y", new float[8], 1, 2, 4))).isEqualTo(new Predicted.Nothing());
    assertThat(of(Tensor.ofFloats("y", new float[2_000], 1, 2_000)))
        .isEqualTo(new Predicted.Nothing());
    assertThat(of(Tensor.ofLongs("y", new long[4], 2, 2))).isEqualTo(new Predicted.Nothing());
    assertThat(of(Tensor.ofFloats("z", new float[1], 1))).isEqualTo(new Predicted.Nothing());
  }

  @Test
  void anEmptyAnswerHasNoClasses() {
    assertThat(of(Tensor.ofLongs("y", new long[0], 0))).isEqualTo(classes());
  }
}
