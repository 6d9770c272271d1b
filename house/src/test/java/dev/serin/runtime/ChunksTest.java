package dev.serin.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.base.Deadline;
import dev.serin.graph.Elementwise;
import dev.serin.graph.GraphBuilder;
import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Signature;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ChunksTest {
  private static final Shape ROWS = Shape.of(Shape.ANY, 2);
  private static final UnaryOperator<float[]> TWICE = rows -> mapped(rows, value -> 2 * value);
  private static final UnaryOperator<float[]> MEAN =
      rows -> {
        float sum = 0;
        for (float value : rows) {
          sum += value;
        }
        float mean = sum / rows.length;
        return mapped(rows, value -> value - mean);
      };

  private final FakeEngine engine = new FakeEngine();

  /** Runs nets that do to all elements what the test says, and remembers the rows of each run. */
  private static final class FakeEngine implements NetEngine {
    private final List<Integer> runs = new ArrayList<>();
    private UnaryOperator<float[]> net = TWICE;

    @Override
    public Net open(byte[] onnx) {
      return new Net() {
        @Override
        public List<TensorSpec> inputs() {
          return List.of(new TensorSpec("v0", DataType.FP32, List.of(-1L, 2L)));
        }

        @Override
        public List<TensorSpec> outputs() {
          return List.of(new TensorSpec("v9", DataType.FP32, List.of(-1L, 2L)));
        }

        @Override
        public List<Tensor> run(List<Tensor> inputs, Set<String> outputs, Deadline deadline) {
          Tensor input = inputs.getFirst();
          runs.add((int) input.rows());
          float[] answer = net.apply(floats(input));
          return List.of(Tensor.ofFloats("v9", answer, answer.length / 2, 2));
        }

        @Override
        public long memoryBytes() {
          return 0;
        }

        @Override
        public void close() {
          // holds nothing
        }
      };
    }

    @Override
    public void close() {
      // holds nothing
    }
  }

  private interface Change {
    float of(float value);
  }

  private static float[] mapped(float[] rows, Change change) {
    float[] answer = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      answer[i] = change.of(rows[i]);
    }
    return answer;
  }

  private static float[] floats(Tensor tensor) {
    return ((dev.serin.tensor.Values.Floats) tensor.values()).array();
  }

  private static byte[] onnx(String operator) {
    GraphBuilder graph = new GraphBuilder();
    Value input = graph.input(DataType.FP32, ROWS);
    graph.output(graph.node(operator, List.of(input), DataType.FP32, ROWS));
    return graph.toBytes();
  }

  private NetPredictor predictor(byte[] onnx, long rowsIn, long rowsOut) {
    Signature signature =
        new Signature(
            Signature.Kind.NET,
            List.of(new TensorSpec("picture", DataType.FP32, List.of(rowsIn, 2L))),
            List.of(new TensorSpec("class", DataType.FP32, List.of(rowsOut, 2L))),
            List.of(),
            List.of(),
            List.of("class"));
    return NetPredictor.open(signature, engine, Encoded.of(onnx));
  }

  private NetPredictor convolutional() {
    return predictor(onnx("Conv"), -1, -1);
  }

  private static Tensor batch(int rows) {
    float[] values = new float[2 * rows];
    Random random = new Random(rows);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return Tensor.ofFloats("picture", values, rows, 2);
  }

  private float[] answer(NetPredictor predictor, Tensor batch) {
    List<Tensor> answers =
        predictor.predict(List.of(batch), Set.of("class"), Deadline.in(Duration.ofSeconds(9)));
    return floats(answers.getFirst());
  }

  @Test
  void aLargeBatchIsRunInChunksOfThirtyTwoAndAnsweredAsOne() {
    NetPredictor predictor = convolutional();
    Tensor batch = batch(100);

    assertThat(answer(predictor, batch)).isEqualTo(TWICE.apply(floats(batch)));

    assertThat(engine.runs).containsExactly(32, 16, 16, 32, 32, 32, 4); // the trial, the chunks
    engine.runs.clear();
    answer(predictor, batch(65));
    assertThat(engine.runs).containsExactly(32, 32, 1);
  }

  @Test
  void aBatchOfSixtyFourRowsStaysWhole() {
    answer(convolutional(), batch(64));

    assertThat(engine.runs).containsExactly(64);
  }

  @Test
  void aNetWithoutConvolutionsIsNeverCut() {
    answer(predictor(onnx("Relu"), -1, -1), batch(100));

    assertThat(engine.runs).containsExactly(100);
  }

  @Test
  void aNetWhoseRowsBelongTogetherStaysWholeForGood() {
    engine.net = MEAN;
    NetPredictor predictor = convolutional();
    Tensor batch = batch(100);

    assertThat(answer(predictor, batch)).isEqualTo(MEAN.apply(floats(batch)));

    engine.runs.clear();
    answer(predictor, batch);
    assertThat(engine.runs).containsExactly(100);
  }

  @Test
  void rowsThatAreAllAlikeProveNothing() {
    engine.net = MEAN;
    NetPredictor predictor = convolutional();
    answer(predictor, Tensor.ofFloats("picture", new float[200], 100, 2));

    assertThat(engine.runs).endsWith(100);
    Tensor batch = batch(100);
    assertThat(answer(predictor, batch)).isEqualTo(MEAN.apply(floats(batch)));
  }

  @Test
  void anOutputOfAnotherNumberOfRowsIsNotCut() {
    engine.net = rows -> new float[] {rows.length, rows[0]};
    Tensor batch = batch(100);

    assertThat(answer(convolutional(), batch)).containsExactly(200, floats(batch)[0]);
  }

  @Test
  void anAxisOfAFixedSizeIsNoBatch() {
    answer(predictor(onnx("Conv"), 100, -1), batch(100));
    answer(predictor(onnx("Conv"), -1, 100), batch(100));

    assertThat(engine.runs).containsExactly(100, 100);
  }

  @Test
  void aConvolutionIsFoundInTheBodyOfALoop() {
    GraphBuilder graph = new GraphBuilder();
    Value input = graph.input(DataType.FP32, ROWS);
    GraphBuilder body = graph.inner();
    body.output(body.node("Conv", List.of(input), DataType.FP32, ROWS));
    Value looped =
        graph.node(
            "Loop",
            List.of(new Elementwise(graph).cast(input, DataType.INT64)),
            DataType.FP32,
            ROWS,
            new dev.serin.graph.Attribute.Body("body", body));
    graph.output(looped);

    assertThat(convolves(graph.toBytes())).isTrue();
    assertThat(convolves(onnx("Gemm"))).isFalse();
  }

  private static boolean convolves(byte[] onnx) {
    return Convolution.in(new ByteArrayInputStream(onnx), onnx.length);
  }
}
