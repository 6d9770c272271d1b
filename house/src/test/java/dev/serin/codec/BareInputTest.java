package dev.serin.codec;

import static dev.serin.codec.Cases.IRIS;
import static dev.serin.codec.Cases.MIXED;
import static dev.serin.codec.Cases.NAMED;
import static dev.serin.codec.Cases.NET;
import static dev.serin.codec.Cases.assertInvalid;
import static dev.serin.codec.Cases.taking;
import static dev.serin.codec.Cases.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.tensor.DataType;
import dev.serin.tensor.Signature;
import dev.serin.tensor.Signature.Kind;
import dev.serin.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class BareInputTest {

  @Test
  void oneRowIsABatchOfOne() {
    assertThat(read("[1,2,3,4]", IRIS)).isEqualTo(read("[[1,2,3,4]]", IRIS));
    assertThat(read("[[1,2],[3,4]]", taking(Kind.NET, DataType.FP32, -1L, 2L, 2L)))
        .containsExactly(Tensor.ofFloats("x", new float[] {1, 2, 3, 4}, 1, 2, 2));
  }

  @Test
  void theShapeIsThatOfTheBrackets() {
    assertThat(shape("[1,2,3]")).containsExactly(3);
    assertThat(shape("[[[1,2,3,4]]]")).containsExactly(1, 1, 4);
    assertThat(shape("5")).isEmpty();
    assertThat(shape("[]")).containsExactly(0);
    assertInvalid(() -> read("[[1,2],[3]]", IRIS), "SHAPE", "data", "rows have 2 and 1");
    assertInvalid(() -> read("[1,\"a\",3,4]", IRIS), "VALUE", "body", "a text is no number");
  }

  private static long[] shape(String input) {
    return read(input, IRIS).getFirst().shape();
  }

  @Test
  void namedColumnsComeAsRecordsListsRowsOrOneRecord() {
    List<Tensor> one = read("{\"city\":\"Bern\",\"age\":31}", MIXED);

    assertThat(read("[{\"age\":31,\"city\":\"Bern\"}]", MIXED)).isEqualTo(one);
    assertThat(read("{\"age\":[31],\"city\":[\"Bern\"]}", MIXED)).isEqualTo(one);
    assertThat(read("[[31,\"Bern\"]]", MIXED)).isEqualTo(one);
    assertThat(read("[31,\"Bern\"]", MIXED)).isEqualTo(one);
  }

  @Test
  void numericColumnsComeAsAMatrixOrByName() {
    assertThat(read("[1,2]", NAMED))
        .containsExactly(Tensor.ofDoubles("input-0", new double[] {1, 2}, 1, 2));
    assertThat(read("[{\"b\":2,\"a\":1}]", NAMED))
        .containsExactly(
            Tensor.ofDoubles("a", new double[] {1}, 1), Tensor.ofDoubles("b", new double[] {2}, 1));
  }

  @Test
  void aNetWithSeveralInputsTakesAnObject() {
    assertThat(read("{\"ids\":[7],\"image\":[[[1,2],[3,4]]]}", NET))
        .containsExactly(
            Tensor.ofLongs("ids", new long[] {7}, 1),
            Tensor.ofFloats("image", new float[] {1, 2, 3, 4}, 1, 2, 2));
    assertInvalid(() -> read("[1]", NET), "INPUT_MISSING", "input", "several inputs");
    assertInvalid(() -> read("{\"no\":[7]}", NET), "INPUT_UNKNOWN", "input.no", "no input 'no'");
  }

  @Test
  void aBodyWithoutInputIsRefused() {
    assertInvalid(
        () -> new BareInput(100).read(utf8("{\"inputs\":[1]}"), IRIS),
        "INPUT_MISSING",
        "input",
        "no 'input'");
  }

  private static List<Tensor> read(String input, Signature signature) {
    return new BareInput(100).read(utf8("{\"model\":\"m\",\"input\":" + input + "}"), signature);
  }
}
