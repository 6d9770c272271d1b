package dev.serin.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.base.Problem;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Signature;
import dev.serin.tensor.Signature.Kind;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import dev.serin.tensor.Values;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class InputCheckTest {
  private static final TensorSpec MATRIX =
      new TensorSpec("input-0", DataType.FP64, List.of(-1L, 2L));
  private static final TensorSpec AGE = new TensorSpec("age", DataType.FP64, List.of(-1L));
  private static final TensorSpec WIDTH = new TensorSpec("width", DataType.INT64, List.of(-1L));
  private static final TensorSpec TOWN = new TensorSpec("town", DataType.BYTES, List.of(-1L));
  private static final TensorSpec PREDICT = new TensorSpec("predict", DataType.INT64, List.of(-1L));

  private static final Signature PLAIN = tabular(List.of(MATRIX), List.of());
  private static final Signature NUMBERS = tabular(List.of(MATRIX), List.of(AGE, WIDTH));
  private static final Signature MIXED = tabular(List.of(AGE, TOWN), List.of(AGE, TOWN));

  private static Signature tabular(List<TensorSpec> inputs, List<TensorSpec> columns) {
    return new Signature(
        Kind.TABULAR, inputs, List.of(PREDICT), columns, List.of(), List.of("predict"));
  }

  private static Signature net(TensorSpec... inputs) {
    return new Signature(
        Kind.NET, List.of(inputs), List.of(PREDICT), List.of(), List.of(), List.of("predict"));
  }

  private static TensorSpec spec(String name, DataType type, Long... shape) {
    return new TensorSpec(name, type, List.of(shape));
  }

  private static Tensor doubles(String name, long... shape) {
    return Tensor.ofDoubles(name, new double[(int) Tensor.count(shape)], shape);
  }

  private static Tensor texts(String name, long... shape) {
    String[] texts = new String[(int) Tensor.count(shape)];
    Arrays.fill(texts, "x");
    return Tensor.ofTexts(name, texts, shape);
  }

  private static void refused(String code, ThrowingCallable call, String... words) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Problem.Raised.class,
            raised -> {
              assertThat(raised.problem()).isInstanceOf(Problem.Invalid.class);
              assertThat(raised.problem().code()).isEqualTo(code);
              assertThat(raised.problem().message()).contains(words);
            });
  }

  @Test
  void theOneInputIsAcceptedUnderAnyName() {
    assertThat(InputCheck.conform(PLAIN, List.of(doubles("whatever", 3, 2))))
        .singleElement()
        .extracting(Tensor::name)
        .isEqualTo("input-0");
  }

  @Test
  void aTabularModelTakesEveryNumericDatatype() {
    Tensor whole = Tensor.ofLongs("input-0", new long[] {1, 2}, 1, 2);
    Tensor narrow = Tensor.ofFloats("input-0", new float[] {1, 2}, 1, 2);

    assertThat(InputCheck.conform(PLAIN, List.of(whole))).containsExactly(whole);
    assertThat(InputCheck.conform(PLAIN, List.of(narrow))).containsExactly(narrow);
  }

  @Test
  void textsForNumbersAreADatatypeThatIsNamed() {
    refused(
        "DATATYPE",
        () -> InputCheck.conform(PLAIN, List.of(texts("input-0", 1, 2))),
        "BYTES",
        "FP64");
  }

  @Test
  void anotherRankOrSizeIsRefusedWithTheRightOne() {
    refused("SHAPE", () -> InputCheck.conform(PLAIN, List.of(doubles("x", 2))), "[2]", "[-1, 2]");
    refused(
        "SHAPE", () -> InputCheck.conform(PLAIN, List.of(doubles("x", 1, 3))), "[1, 3]", "[-1, 2]");
  }

  @Test
  void columnsByNameBecomeOneTensorEachInTheirOrder() {
    List<Tensor> inputs =
        InputCheck.conform(
            NUMBERS, List.of(Tensor.ofLongs("width", new long[] {1, 2}, 2), doubles("age", 2, 1)));

    assertThat(inputs).extracting(Tensor::name).containsExactly("age", "width");
    assertThat(inputs).allSatisfy(tensor -> assertThat(tensor.shape()).containsExactly(2));
  }

  @Test
  void allNumericColumnsMayComeAsOneMatrix() {
    assertThat(InputCheck.conform(NUMBERS, List.of(doubles("anything", 4, 2))))
        .singleElement()
        .satisfies(tensor -> assertThat(tensor.shape()).containsExactly(4, 2));
  }

  @Test
  void aColumnsNameCarryingAWholeMatrixIsNoColumn() {
    refused(
        "COLUMN_MISSING",
        () -> InputCheck.conform(NUMBERS, List.of(doubles("age", 4, 2))),
        "'width'");
  }

  @Test
  void aMatrixDoesNotDoWhereAColumnHoldsTexts() {
    refused(
        "COLUMN_MISSING",
        () -> InputCheck.conform(MIXED, List.of(doubles("input-0", 1, 2))),
        "'age'");
  }

  @Test
  void aMissingColumnIsNamed() {
    refused(
        "COLUMN_MISSING",
        () -> InputCheck.conform(MIXED, List.of(doubles("age", 2))),
        "'town'",
        "age, town");
  }

  @Test
  void anExtraColumnIsNamed() {
    refused(
        "COLUMN_UNKNOWN",
        () ->
            InputCheck.conform(
                MIXED, List.of(doubles("age", 2), texts("town", 2), doubles("shoe", 2))),
        "'shoe'");
  }

  @Test
  void columnsNeedTheSameNumberOfRows() {
    refused(
        "ROWS",
        () -> InputCheck.conform(MIXED, List.of(doubles("age", 2), texts("town", 3))),
        "3 rows",
        "has 2");
  }

  @Test
  void aColumnIsAListOrATable() {
    refused(
        "SHAPE",
        () -> InputCheck.conform(MIXED, List.of(doubles("age", 2, 2), texts("town", 2))),
        "[n,1]");
  }

  @Test
  void aScalarForTheOneColumnIsRefused() {
    Signature one = tabular(List.of(MATRIX), List.of(AGE));

    refused("SHAPE", () -> InputCheck.conform(one, List.of(doubles("age"))), "[n] or [n,1]");
  }

  @Test
  void textsInAColumnAreLeftToTheModelWhichKnowsWhetherItComputesWithThem() {
    List<Tensor> given = List.of(texts("age", 2), texts("town", 2));

    assertThat(InputCheck.conform(MIXED, given)).isEqualTo(given);
  }

  @Test
  void numbersForATextColumnAreRefused() {
    refused(
        "DATATYPE",
        () -> InputCheck.conform(MIXED, List.of(doubles("age", 2), doubles("town", 2))),
        "FP64",
        "BYTES");
  }

  @Test
  void anInputGivenTwiceIsRefused() {
    refused(
        "INPUT_TWICE",
        () -> InputCheck.conform(MIXED, List.of(doubles("age", 2), doubles("age", 2))),
        "'age'");
  }

  @Test
  void aNetWithTwoInputsTakesThemByName() {
    Signature two = net(spec("a", DataType.FP32, -1L, 2L), spec("b", DataType.FP32, -1L, 1L));

    assertThat(InputCheck.conform(two, List.of(doubles("b", 3, 1), doubles("a", 3, 2))))
        .extracting(Tensor::toString)
        .containsExactly("a FP32[3, 2]", "b FP32[3, 1]");
    refused("INPUT_MISSING", () -> InputCheck.conform(two, List.of(doubles("a", 3, 2))), "'b'");
    refused(
        "INPUT_UNKNOWN",
        () ->
            InputCheck.conform(
                two, List.of(doubles("a", 3, 2), doubles("b", 3, 1), doubles("c", 3))),
        "'c'");
    refused(
        "ROWS",
        () -> InputCheck.conform(two, List.of(doubles("a", 3, 2), doubles("b", 2, 1))),
        "3",
        "2");
  }

  @Test
  void doublesBecomeFloatsForANetAndNothingElseIsNarrowed() {
    Signature single = net(spec("x", DataType.FP32, -1L));
    Signature half = net(spec("x", DataType.FP16, -1L));

    assertThat(InputCheck.conform(single, List.of(doubles("x", 2))))
        .containsExactly(Tensor.ofFloats("x", new float[2], 2));
    refused("DATATYPE", () -> InputCheck.conform(half, List.of(doubles("x", 2))), "FP64", "FP16");
    refused(
        "DATATYPE",
        () -> InputCheck.conform(single, List.of(Tensor.ofLongs("x", new long[2], 2))),
        "INT64",
        "FP32");
  }

  @Test
  void smallWholeNumbersWidenForANet() {
    Signature single = net(spec("x", DataType.FP32, -1L));
    Tensor bytes =
        new Tensor("x", DataType.UINT8, new long[] {2}, new Values.Longs(new long[] {0, 255}));

    assertThat(InputCheck.conform(single, List.of(bytes)))
        .containsExactly(Tensor.ofFloats("x", new float[] {0, 255}, 2));
  }

  @Test
  void onlyKnownOutputsCanBeAskedFor() {
    assertThat(InputCheck.outputs(PLAIN, Set.of())).containsExactly("predict");
    assertThat(InputCheck.outputs(PLAIN, Set.of("predict"))).containsExactly("predict");
    refused("OUTPUT_UNKNOWN", () -> InputCheck.outputs(PLAIN, Set.of("proba")), "predict");
  }
}
