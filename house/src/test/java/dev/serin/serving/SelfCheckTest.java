package dev.serin.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.base.Deadline;
import dev.serin.base.Problem;
import dev.serin.runtime.Golden;
import dev.serin.runtime.Predictor;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Signature;
import dev.serin.tensor.Signature.Kind;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class SelfCheckTest {
  private static final TensorSpec ROWS = new TensorSpec("x", DataType.FP64, List.of(-1L, 1L));
  private static final TensorSpec ANSWER = new TensorSpec("y", DataType.FP64, List.of(-1L));

  private final AtomicLong nanos = new AtomicLong();
  private final SelfCheck check = new SelfCheck(Duration.ofSeconds(5), nanos::get);
  private final List<List<Tensor>> seen = new ArrayList<>();
  private boolean joint;

  private Predictor model(TensorSpec input, Function<Tensor, Tensor> answer) {
    return model(
        new Signature(
            Kind.NET, List.of(input), List.of(ANSWER), List.of(), List.of(), List.of("y")),
        inputs -> List.of(answer.apply(inputs.getFirst())));
  }

  private Predictor model(Signature signature, Function<List<Tensor>, List<Tensor>> answer) {
    return new Predictor() {
      @Override
      public Signature signature() {
        return signature;
      }

      @Override
      public List<Tensor> predict(List<Tensor> inputs, Set<String> outputs, Deadline deadline) {
        seen.add(inputs);
        return answer.apply(inputs);
      }

      @Override
      public boolean joint() {
        return joint;
      }

      @Override
      public long memoryBytes() {
        return 0;
      }

      @Override
      public void close() {}
    };
  }

  private static Tensor map(Tensor input, Function<Double, Double> each) {
    double[] answer = Arrays.stream(input.doubles()).map(each::apply).toArray();
    return Tensor.ofDoubles("y", answer, answer.length);
  }

  private static Problem.Raised invalid() {
    return new Problem.Raised(new Problem.Invalid("VALUES", "x", "must be positive"));
  }

  private void refused(String code, Predictor model, Optional<Golden> golden) {
    assertThatThrownBy(() -> check.check(model, golden))
        .isInstanceOfSatisfying(
            Problem.Raised.class,
            raised -> {
              assertThat(raised.problem()).isInstanceOf(Problem.Refused.class);
              assertThat(raised.problem().code()).isEqualTo(code);
            });
  }

  private static Optional<Golden> golden(double input, double output) {
    return Optional.of(
        new Golden(
            List.of(Tensor.ofDoubles("x", new double[] {input, 0, 0}, 3, 1)),
            List.of(Tensor.ofDoubles("y", new double[] {output, 0, 0}, 3)),
            1e-6,
            1e-6));
  }

  @Test
  void zerosOnesARandomRowAndARandomBatchAreTried() {
    check.check(model(ROWS, x -> map(x, v -> 2 * v)), Optional.empty());

    assertThat(seen)
        .extracting(inputs -> inputs.getFirst().rows())
        .containsExactly(1L, 1L, 1L, 3L, 1L, 1L, 1L);
    assertThat(seen.get(0).getFirst().doubles()).containsExactly(0);
    assertThat(seen.get(1).getFirst().doubles()).containsExactly(1);
  }

  @Test
  void theSameInputsAreMadeEachTime() {
    check.check(model(ROWS, x -> map(x, v -> v)), Optional.empty());
    List<List<Tensor>> first = List.copyOf(seen);
    seen.clear();
    check.check(model(ROWS, x -> map(x, v -> v)), Optional.empty());

    assertThat(seen).isEqualTo(first);
  }

  @Test
  void aModelThatIsNeverFiniteIsRefused() {
    refused("WARMUP", model(ROWS, x -> map(x, _ -> Double.NaN)), Optional.empty());
    refused("WARMUP", model(ROWS, x -> map(x, _ -> Double.POSITIVE_INFINITY)), Optional.empty());
  }

  @Test
  void aModelThatIsFiniteForSomeInputsIsFine() {
    assertThatCode(
            () ->
                check.check(
                    model(ROWS, x -> map(x, v -> v == 1 ? 0.0 : Double.NaN)), Optional.empty()))
        .doesNotThrowAnyException();
  }

  @Test
  void aModelThatRefusesTheValuesByItsOwnRulesIsNotFailed() {
    Predictor picky =
        model(
            ROWS,
            _ -> {
              throw invalid();
            });

    assertThatCode(() -> check.check(picky, Optional.empty())).doesNotThrowAnyException();
  }

  @Test
  void aModelWhoseRowsDependOnEachOtherIsRefused() {
    refused(
        "WARMUP", model(ROWS, x -> map(x, v -> v + 0.001 * x.doubles().length)), Optional.empty());
  }

  @Test
  void rowsThatTheLibraryJoinsAreComparedInAnotherOrder() {
    joint = true;

    check.check(
        model(ROWS, x -> map(x, v -> v / Arrays.stream(x.doubles()).map(Math::abs).sum())),
        Optional.empty());

    double[] batch = seen.get(3).getFirst().doubles();
    assertThat(seen.get(4).getFirst().doubles()).containsExactly(batch[2], batch[1], batch[0]);
    refused("WARMUP", model(ROWS, x -> map(x, v -> v + x.doubles()[0])), Optional.empty());
  }

  @Test
  void aRowThatIsInfiniteInABatchAloneIsRefused() {
    for (double strange : new double[] {Double.POSITIVE_INFINITY, Double.NaN}) {
      refused(
          "WARMUP",
          model(ROWS, x -> map(x, v -> x.doubles().length > 1 ? strange : v)),
          Optional.empty());
      refused(
          "WARMUP",
          model(ROWS, x -> map(x, v -> x.doubles().length > 1 || v == 0 || v == 1 ? v : strange)),
          Optional.empty());
    }
  }

  @Test
  void numbersThatAreInfiniteInTheBatchAsAloneAgree() {
    assertThatCode(
            () ->
                check.check(
                    model(ROWS, x -> map(x, v -> v < 0 ? Double.NaN : 1 / Math.floor(v))),
                    Optional.empty()))
        .doesNotThrowAnyException();
  }

  @Test
  void numbersThatAreFiniteForDifferentInputsMakeAModelFine() {
    TensorSpec pairs = new TensorSpec("y", DataType.FP64, List.of(-1L, 2L));
    Signature both =
        new Signature(Kind.NET, List.of(ROWS), List.of(pairs), List.of(), List.of(), List.of("y"));
    Function<Function<Double, Double>, Predictor> model =
        second ->
            model(
                both,
                inputs -> {
                  double[] x = inputs.getFirst().doubles();
                  double[] y = new double[2 * x.length];
                  for (int i = 0; i < x.length; i++) {
                    y[2 * i] = Math.log(x[i]);
                    y[2 * i + 1] = second.apply(x[i]);
                  }
                  return List.of(Tensor.ofDoubles("y", y, x.length, 2));
                });

    assertThatCode(() -> check.check(model.apply(v -> v <= 0 ? 0 : 1 / (v - 1)), Optional.empty()))
        .doesNotThrowAnyException();
    assertThatCode(() -> check.check(model.apply(v -> v == 0 ? 0 : 1 / 0.0), Optional.empty()))
        .doesNotThrowAnyException();
    refused("WARMUP", model.apply(_ -> Double.NaN), Optional.empty());
  }

  @Test
  void roundingBetweenBatchSizesIsNoDisagreement() {
    assertThatCode(
            () ->
                check.check(
                    model(ROWS, x -> map(x, v -> v + 1e-8 * x.doubles().length)), Optional.empty()))
        .doesNotThrowAnyException();
  }

  @Test
  void goldenRowsThatAgreePass() {
    assertThatCode(() -> check.check(model(ROWS, x -> map(x, v -> 2 * v)), golden(3, 6)))
        .doesNotThrowAnyException();
  }

  @Test
  void goldenRowsThatDifferAreRefusedWithTheLargestDifference() {
    assertThatThrownBy(() -> check.check(model(ROWS, x -> map(x, v -> 2 * v)), golden(3, 7)))
        .hasMessageContaining("GOLDEN_MISMATCH")
        .hasMessageContaining("largest difference is 1.0");
  }

  @Test
  void goldenRowsThatTheModelRefusesAreAMismatch() {
    refused(
        "GOLDEN_MISMATCH",
        model(
            ROWS,
            _ -> {
              throw invalid();
            }),
        golden(1, 1));
  }

  @Test
  void whatDoesNotEndInTimeIsALimitExceeded() {
    Predictor slow =
        model(
            ROWS,
            x -> {
              nanos.addAndGet(Duration.ofSeconds(2).toNanos());
              return map(x, v -> v);
            });

    refused("LIMIT_EXCEEDED", slow, Optional.empty());
  }

  @Test
  void anEngineThatEndsARunAtTheDeadlineIsALimitExceeded() {
    Predictor endless =
        model(
            ROWS,
            _ -> {
              throw new Problem.Raised(new Problem.TooLate("DEADLINE_EXCEEDED", "too long"));
            });

    refused("LIMIT_EXCEEDED", endless, Optional.empty());
  }

  @Test
  void sizesThatVaryAreTriedUntilOneFits() {
    TensorSpec image = new TensorSpec("x", DataType.FP32, List.of(-1L, 3L, -1L, -1L));
    Predictor deep =
        model(
            image,
            x -> {
              if (x.shape()[2] < 30) {
                throw invalid();
              }
              return Tensor.ofDoubles("y", new double[(int) x.rows()], x.rows());
            });

    check.check(deep, Optional.empty());

    assertThat(seen.getLast().getFirst().shape()).containsExactly(1, 3, 32, 32);
  }

  @Test
  void aNetForOneRowAloneIsNotGivenABatch() {
    TensorSpec fixed = new TensorSpec("x", DataType.FP32, List.of(1L, 2L));
    check.check(model(fixed, _ -> Tensor.ofDoubles("y", new double[] {1}, 1)), Optional.empty());

    assertThat(seen).allSatisfy(inputs -> assertThat(inputs.getFirst().rows()).isEqualTo(1));
  }

  @Test
  void anInputOfAbsurdSizeIsRefusedBeforeItIsMade() {
    TensorSpec huge = new TensorSpec("x", DataType.FP32, List.of(-1L, 1L << 20, 1L << 20));

    refused("LIMIT_EXCEEDED", model(huge, _ -> unasked()), Optional.empty());
  }

  private static Tensor unasked() {
    throw new AssertionError("the model must not be asked");
  }

  @Test
  void textColumnsAndWholeNumbersGetValuesToo() {
    Signature mixed =
        new Signature(
            Kind.TABULAR,
            List.of(
                new TensorSpec("town", DataType.BYTES, List.of(-1L)),
                new TensorSpec("index", DataType.INT64, List.of(-1L))),
            List.of(ANSWER),
            List.of(
                new TensorSpec("town", DataType.BYTES, List.of(-1L)),
                new TensorSpec("index", DataType.INT64, List.of(-1L))),
            List.of(),
            List.of("y"));
    check.check(model(mixed, inputs -> List.of(map(inputs.getLast(), v -> v))), Optional.empty());

    assertThat(seen)
        .allSatisfy(
            inputs -> {
              assertThat(inputs.getFirst().texts()).containsOnly("");
              assertThat(inputs.getLast().doubles()).containsAnyOf(0.0, 1.0);
            });
  }
}
