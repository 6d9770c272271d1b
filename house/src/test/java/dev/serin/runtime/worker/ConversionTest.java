package dev.serin.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.tensor.DataType;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.Values;
import org.junit.jupiter.api.Test;

class ConversionTest {

  @Test
  void wholeNumbersBecomeTheDoublesThatAModelDeclares() {
    assertThat(Conversion.to(DataType.FP64, Tensor.ofLongs("x", new long[] {1, -2}, 2)))
        .isEqualTo(Tensor.ofDoubles("x", new double[] {1, -2}, 2));
  }

  @Test
  void doublesWithoutAFractionBecomeWholeNumbers() {
    assertThat(Conversion.to(DataType.INT32, Tensor.ofDoubles("x", new double[] {1, -2}, 2)))
        .isEqualTo(
            new Tensor("x", DataType.INT32, new long[] {2}, new Values.Longs(new long[] {1, -2})));
  }

  @Test
  void aFractionOrANumberOutOfReachIsNoWholeNumber() {
    for (double value : new double[] {0.5, Double.NaN, 128, -129, Double.POSITIVE_INFINITY}) {
      Tensor tensor = Tensor.ofDoubles("x", new double[] {value}, 1);

      assertThatThrownBy(() -> Conversion.to(DataType.INT8, tensor)).hasMessageContaining("INT8");
    }
  }

  @Test
  void textsStayTexts() {
    Tensor texts = Tensor.ofTexts("x", new String[] {"1"}, 1);

    assertThat(Conversion.to(DataType.FP64, texts)).isSameAs(texts);
  }
}
