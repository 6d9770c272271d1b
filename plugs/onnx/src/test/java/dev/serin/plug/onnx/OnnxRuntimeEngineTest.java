package dev.serin.plug.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.base.Deadline;
import dev.serin.base.Problem;
import dev.serin.graph.Elementwise;
import dev.serin.graph.GraphBuilder;
import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.runtime.NetEngine;
import dev.serin.runtime.NetEngine.Net;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import dev.serin.tensor.Values;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OnnxRuntimeEngineTest {
  private static final NetEngine ENGINE = new OnnxRuntimeEngine();

  @AfterAll
  static void end() {
    ENGINE.close();
  }

  @ParameterizedTest
  @EnumSource
  void elementsOfEveryTypeComeOutAsTheyWentIn(DataType type) {
    GraphBuilder graph = new GraphBuilder();
    graph.output(graph.input(type, Shape.of(Shape.ANY, 2)));
    Tensor given = new Tensor("x", type, new long[] {2, 2}, sample(type));

    try (Net net = ENGINE.open(graph.toBytes())) {
      assertThat(net.inputs().getFirst().type()).isEqualTo(type);
      assertThat(net.outputs().getFirst().type()).isEqualTo(type);

      Tensor answer = only(run(net, given.named(net.inputs().getFirst().name())));

      assertThat(answer.named("x")).isEqualTo(given);
    }
  }

  private static Values sample(DataType type) {
    return switch (type) {
      case BYTES -> new Values.Texts(new String[] {"", "ä", "three words here", "\u0000"});
      case FP64 -> new Values.Doubles(new double[] {Math.PI, -0.0, Double.NaN, 1e300});
      case FP32 -> new Values.Floats(new float[] {1.1f, -0f, Float.POSITIVE_INFINITY, 1e38f});
      case FP16, BF16 -> new Values.Floats(new float[] {1.5f, -0f, Float.NaN, 96});
      case BOOL -> new Values.Longs(new long[] {0, 1, 1, 0});
      case UINT8 -> new Values.Longs(new long[] {0, 1, 128, 255});
      case UINT16 -> new Values.Longs(new long[] {0, 1, 40_000, 65_535});
      case UINT32 -> new Values.Longs(new long[] {0, 1, 3_000_000_000L, 0xffffffffL});
      case UINT64 -> new Values.Longs(new long[] {0, 1, Long.MIN_VALUE, -1});
      case INT8 -> new Values.Longs(new long[] {-128, -1, 0, 127});
      case INT16 -> new Values.Longs(new long[] {Short.MIN_VALUE, -1, 0, Short.MAX_VALUE});
      case INT32 -> new Values.Longs(new long[] {Integer.MIN_VALUE, -1, 0, Integer.MAX_VALUE});
      case INT64 -> new Values.Longs(new long[] {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE});
    };
  }

  @Test
  void anEndlessLoopEndsAtItsDeadline() {
    byte[] endless = FixtureCase.bytes(FixtureCase.one("onnx-refused", "endless-loop").model());
    try (Net net = ENGINE.open(endless)) {
      Tensor x = Tensor.ofFloats("x", new float[3], 1, 3);

      assertThatThrownBy(() -> net.run(List.of(x), Set.of("y"), soon(200)))
          .isInstanceOfSatisfying(
              Problem.Raised.class,
              raised -> assertThat(raised.problem()).isInstanceOf(Problem.TooLate.class));
    }
  }

  @Test
  void nothingRunsAfterItsDeadline() {
    try (Net net = ENGINE.open(doubling())) {
      Tensor x = Tensor.ofFloats("v0", new float[] {1}, 1, 1);
      Deadline passed = new Deadline(0, () -> 1);

      assertThatThrownBy(() -> net.run(List.of(x), Set.of("v2"), passed))
          .isInstanceOfSatisfying(
              Problem.Raised.class,
              raised -> assertThat(raised.problem()).isInstanceOf(Problem.TooLate.class));
    }
  }

  @Test
  void anEmptyBatchGivesAnEmptyAnswer() {
    try (Net net = ENGINE.open(doubling())) {
      Tensor answer = only(run(net, Tensor.ofFloats("v0", new float[0], 0, 1)));

      assertThat(answer.shape()).containsExactly(0, 1);
    }
  }

  @Test
  void manyThreadsRunOneNetAtOnce() {
    try (Net net = ENGINE.open(doubling())) {
      List<Float> answers =
          IntStream.range(0, 2_000)
              .parallel()
              .mapToObj(i -> run(net, Tensor.ofFloats("v0", new float[] {i}, 1, 1)))
              .map(answer -> (float) only(answer).doubles()[0])
              .toList();

      assertThat(answers).isEqualTo(IntStream.range(0, 2_000).mapToObj(i -> 2f * i).toList());
    }
  }

  @Test
  void onlyTensorsCanBeAskedFor() {
    byte[] mapped =
        FixtureCase.bytes(FixtureCase.one("onnx-skl2onnx", "logistic-regression-zipmap").model());
    try (Net net = ENGINE.open(mapped)) {
      assertThat(net.outputs()).extracting(TensorSpec::name).containsExactly("output_label");

      Tensor x = Tensor.ofFloats("X", new float[4], 1, 4);
      assertInvalid(
          () -> net.run(List.of(x), Set.of("output_probability"), soon(10_000)),
          "output_probability");
    }
  }

  @Test
  void aTensorOfAnotherTypeIsNamed() {
    try (Net net = ENGINE.open(doubling())) {
      assertInvalid(() -> run(net, Tensor.ofLongs("v0", new long[1], 1, 1)), "v0 must be FP32");
    }
  }

  @Test
  void aTensorOfAnotherShapeIsAProblemOfTheCaller() {
    try (Net net = ENGINE.open(doubling())) {
      assertInvalid(() -> run(net, Tensor.ofFloats("v0", new float[6], 2, 3)), "v0");
    }
  }

  @Test
  void bytesThatAreNoGraphAreRefused() {
    assertThat(FixtureCase.refusal(() -> ENGINE.open(new byte[] {1, 2, 3})).code())
        .isEqualTo("CORRUPT");
  }

  @Test
  void aNetKnowsAboutHowMuchItHolds() {
    byte[] onnx = doubling();
    try (Net net = ENGINE.open(onnx)) {
      assertThat(net.memoryBytes()).isGreaterThan(onnx.length);
    }
  }

  private static byte[] doubling() {
    GraphBuilder graph = new GraphBuilder();
    Value x = graph.input(DataType.FP32, Shape.of(Shape.ANY, 1));
    graph.output(new Elementwise(graph).add(x, x));
    return graph.toBytes();
  }

  private static List<Tensor> run(Net net, Tensor given) {
    return net.run(List.of(given), Set.of(net.outputs().getFirst().name()), soon(30_000));
  }

  private static Tensor only(List<Tensor> answers) {
    assertThat(answers).hasSize(1);
    return answers.getFirst();
  }

  private static Deadline soon(long millis) {
    return Deadline.in(Duration.ofMillis(millis));
  }

  private static void assertInvalid(Runnable call, String said) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            Problem.Raised.class,
            raised -> {
              assertThat(raised.problem()).isInstanceOf(Problem.Invalid.class);
              assertThat(raised.problem().message()).contains(said);
            });
  }
}
