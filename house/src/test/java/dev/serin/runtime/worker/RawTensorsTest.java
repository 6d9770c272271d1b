package dev.serin.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.base.Json;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.Values;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RawTensorsTest {

  @Test
  void everyDatatypeCrossesThePipeUnchanged() throws IOException {
    List<Tensor> all = new ArrayList<>();
    all.add(Tensor.ofDoubles("d", new double[] {1.5, Double.NaN, -0.0}, 3));
    all.add(Tensor.ofFloats("f", new float[] {1.5f, Float.MAX_VALUE}, 1, 2));
    all.add(new Tensor("h", DataType.FP16, new long[] {1}, new Values.Floats(new float[] {0.5f})));
    all.add(Tensor.ofTexts("t", new String[] {"", "čaj", "\u0000"}, 3));
    for (DataType type : DataType.values()) {
      if (type.integral() || type == DataType.BOOL) {
        long[] values = type.name().startsWith("INT") ? new long[] {-1, 1} : new long[] {0, 1};
        all.add(new Tensor(type.name(), type, new long[] {2}, new Values.Longs(values)));
      }
    }

    RawTensors raw = RawTensors.of(all);
    Frame frame = new Frame(Json.Obj.of("outputs", raw.specs()), raw.bytes());

    assertThat(RawTensors.tensors(frame)).isEqualTo(all);
  }

  @Test
  void aDoubleIsEightBytesTheLeastFirst() {
    RawTensors raw = RawTensors.of(List.of(Tensor.ofDoubles("d", new double[] {1}, 1)));

    assertThat(raw.bytes()).containsExactly(0, 0, 0, 0, 0, 0, 0xf0, 0x3f);
    assertThat(raw.specs().getFirst().text())
        .isEqualTo("{\"name\":\"d\",\"datatype\":\"FP64\",\"shape\":[1],\"bytes\":8}");
  }

  @Test
  void aMissingTextIsALengthThatNoTextHas() {
    String[] texts = {Values.Texts.MISSING, "a"};

    RawTensors raw = RawTensors.of(List.of(Tensor.ofTexts("t", texts, 2)));

    assertThat(raw.bytes()).containsExactly(0xff, 0xff, 0xff, 0xff, 1, 0, 0, 0, 'a');
  }
}
