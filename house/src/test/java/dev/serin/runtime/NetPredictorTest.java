package dev.serin.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.base.Deadline;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Signature;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NetPredictorTest {
  private final Echo net = new Echo();
  private final NetPredictor predictor =
      new NetPredictor(
          new Signature(
              Signature.Kind.NET,
              specs("left", "right"),
              specs("sum", "rest"),
              List.of(),
              List.of(),
              List.of("sum", "rest")),
          net,
          false);

  /** Gives its inputs back as outputs. */
  private static final class Echo implements NetEngine.Net {
    private final List<Tensor> seen = new ArrayList<>();
    private boolean closed;

    @Override
    public List<TensorSpec> inputs() {
      return specs("v0", "v1");
    }

    @Override
    public List<TensorSpec> outputs() {
      return specs("v8", "v9");
    }

    @Override
    public List<Tensor> run(List<Tensor> inputs, Set<String> outputs, Deadline deadline) {
      seen.addAll(inputs);
      return outputs.stream().sorted().map(name -> inputs.getFirst().named(name)).toList();
    }

    @Override
    public long memoryBytes() {
      return 7;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static List<TensorSpec> specs(String... names) {
    return List.of(names).stream()
        .map(name -> new TensorSpec(name, DataType.FP32, List.of(-1L)))
        .toList();
  }

  @Test
  void theNamesOfTheNetStayInside() {
    List<Tensor> answers = predict(Set.of("sum", "rest"), tensor("right"), tensor("left"));

    assertThat(net.seen).extracting(Tensor::name).containsExactly("v1", "v0");
    assertThat(answers).extracting(Tensor::name).containsExactly("sum", "rest");
  }

  @Test
  void onlyWantedOutputsAreAskedFor() {
    assertThat(predict(Set.of("rest"), tensor("left"), tensor("right")))
        .extracting(Tensor::name)
        .containsExactly("rest");
  }

  @Test
  void theNetIsClosedWithIt() {
    assertThat(predictor.memoryBytes()).isEqualTo(7);

    predictor.close();

    assertThat(net.closed).isTrue();
  }

  private List<Tensor> predict(Set<String> outputs, Tensor... inputs) {
    return predictor.predict(List.of(inputs), outputs, Deadline.in(Duration.ofSeconds(5)));
  }

  private static Tensor tensor(String name) {
    return Tensor.ofFloats(name, new float[] {1}, 1);
  }
}
