package dev.serin.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.serin.base.Problem;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.Values;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoldenTest {
  private static Golden parse(String json) {
    return Golden.parse(json.getBytes(StandardCharsets.UTF_8), 20);
  }

  private static Golden expecting(String output, String tolerance) {
    return parse(
        """
        {"inputs":[{"name":"x","datatype":"FP64","shape":[1],"data":[1]}],
         "outputs":[%s]%s}
        """
            .formatted(output, tolerance));
  }

  private static Golden numbers(String data) {
    return expecting(
        "{\"name\":\"y\",\"datatype\":\"FP64\",\"shape\":[2],\"data\":" + data + "}",
        ",\"tolerance\":{\"absolute\":0.1,\"relative\":0.01}");
  }

  @Test
  void everyKindOfCellIsRead() {
    Golden golden =
        parse(
            """
            {"inputs":[
              {"name":"a","datatype":"FP64","shape":[2,2],"data":[[1,null],["-Infinity",2.5]]},
              {"name":"b","datatype":"BYTES","shape":[2],"data":["x",null]},
              {"name":"c","datatype":"UINT64","shape":[1],"data":[18446744073709551615]},
              {"name":"d","datatype":"BOOL","shape":[2],"data":[true,0]},
              {"name":"e","datatype":"FP32","shape":[],"data":[0.5]},
              {"name":"f","datatype":"INT8","shape":[1],"data":[-3]}],
             "outputs":[{"name":"y","datatype":"INT64","shape":[1],"data":[7]}]}
            """);

    assertThat(golden.inputs().get(0).doubles())
        .containsExactly(1, Double.NaN, Double.NEGATIVE_INFINITY, 2.5);
    assertThat(golden.inputs().get(1).texts()[1]).isSameAs(Values.Texts.MISSING);
    assertThat(golden.inputs().get(2).values()).isEqualTo(golden.inputs().get(2).values());
    assertThat(golden.inputs().get(2).doubles()).containsExactly(1.8446744073709552E19);
    assertThat(golden.inputs().get(3).doubles()).containsExactly(1, 0);
    assertThat(golden.inputs().get(4).type()).isEqualTo(DataType.FP32);
    assertThat(golden.inputs().get(5).doubles()).containsExactly(-3);
    assertThat(golden.absolute()).isEqualTo(1e-6);
    assertThat(golden.relative()).isEqualTo(1e-6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "{\"inputs\":[],\"outputs\":[]}",
        "{\"inputs\":[1],\"outputs\":[1]}",
        "{\"inputs\":[{\"name\":\"x\"}],\"outputs\":[]}",
        "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP65\",\"shape\":[1],\"data\":[1]}]}",
        "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP64\",\"shape\":[2],\"data\":[1]}]}",
        "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"INT8\",\"shape\":[1],\"data\":[1.5]}]}",
        "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP64\",\"shape\":[1],\"data\":[\"one\"]}]}",
        "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[1]}]}",
        "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP64\",\"shape\":[9999999999,9999999999],"
            + "\"data\":[1]}]}",
        "{"
      })
  void whatDoesNotHoldTogetherIsCorrupt(String json) {
    assertThatThrownBy(() -> parse(json))
        .isInstanceOfSatisfying(
            Problem.Raised.class,
            raised -> assertThat(raised.problem().code()).isEqualTo("CORRUPT"));
  }

  @Test
  void aNegativeToleranceIsCorrupt() {
    assertThatThrownBy(
            () ->
                expecting(
                    "{\"name\":\"y\",\"datatype\":\"FP64\",\"shape\":[0],\"data\":[]}",
                    ",\"tolerance\":{\"absolute\":-1}"))
        .hasMessageContaining("CORRUPT");
  }

  @Test
  void differencesWithinTheToleranceAreNone() {
    Golden golden = numbers("[10, null]");
    double[] close = {10.19, Double.NaN};

    assertThat(golden.difference(List.of(Tensor.ofDoubles("y", close, 2)))).isEmpty();
  }

  @Test
  void theLargestDifferenceIsNamed() {
    Golden golden = numbers("[10, 20]");

    assertThat(golden.difference(List.of(Tensor.ofDoubles("y", new double[] {10.5, 22}, 2))))
        .hasValue("'y' element 1 is 22.0, expected 20.0: the largest difference is 2.0");
  }

  @Test
  void aNumberIsNotMissing() {
    Golden golden = numbers("[10, null]");

    assertThat(golden.difference(List.of(Tensor.ofDoubles("y", new double[] {10, 0}, 2))))
        .hasValueSatisfying(text -> assertThat(text).contains("element 1 is 0.0, expected NaN"));
  }

  @Test
  void wholeNumbersAreEqualOrNot() {
    Golden golden =
        expecting(
            "{\"name\":\"y\",\"datatype\":\"INT64\",\"shape\":[1],\"data\":[100]}",
            ",\"tolerance\":{\"absolute\":5,\"relative\":5}");

    assertThat(golden.difference(List.of(Tensor.ofLongs("y", new long[] {100}, 1)))).isEmpty();
    assertThat(golden.difference(List.of(Tensor.ofLongs("y", new long[] {101}, 1)))).isPresent();
  }

  @Test
  void textsAreEqualOrNot() {
    Golden golden =
        expecting("{\"name\":\"y\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[\"a\"]}", "");

    assertThat(golden.difference(List.of(Tensor.ofTexts("y", new String[] {"a"}, 1)))).isEmpty();
    assertThat(golden.difference(List.of(Tensor.ofTexts("y", new String[] {"b"}, 1))))
        .hasValue("'y' element 0 is 'b', expected 'a'");
    assertThat(golden.difference(List.of(Tensor.ofLongs("y", new long[] {1}, 1)))).isPresent();
  }

  @Test
  void anotherShapeOrAMissingOutputIsADifference() {
    Golden golden = numbers("[1, 2]");

    assertThat(golden.difference(List.of(Tensor.ofDoubles("y", new double[] {1, 2}, 2, 1))))
        .hasValue("'y' has the shape [2, 1], expected [2]");
    assertThat(golden.difference(List.of())).hasValue("the model has no output 'y'");
  }

  @Test
  void theCertificateHoldsTheLargestDifferencesOfEachOutput() {
    Golden golden = numbers("[10, 0]");

    Parity parity = golden.parity(List.of(Tensor.ofDoubles("y", new double[] {10.05, 0.02}, 2)));

    assertThat(parity.rows()).isEqualTo(1);
    assertThat(parity.outputs()).hasSize(1);
    assertThat(parity.absolute()).isCloseTo(0.05, within(1e-12));
    assertThat(parity.relative()).isCloseTo(0.005, within(1e-12));
  }
}
