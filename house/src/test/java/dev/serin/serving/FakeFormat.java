package dev.serin.serving;

import dev.serin.artifact.Bundle;
import dev.serin.base.Deadline;
import dev.serin.base.Problem;
import dev.serin.runtime.Format;
import dev.serin.runtime.Inspection;
import dev.serin.runtime.Limits;
import dev.serin.runtime.Predictor;
import dev.serin.runtime.Risk;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Signature;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * Files that hold {@code times N}: the model multiplies by N, unless the test says what the models
 * with this N do; {@code times N wide} takes two columns; {@code times bad} is refused.
 */
public final class FakeFormat implements Format {
  /** One input of doubles, one output. */
  public static final Signature SIGNATURE =
      new Signature(
          Signature.Kind.TABULAR,
          List.of(new TensorSpec("input-0", DataType.FP64, List.of(-1L, 1L))),
          List.of(new TensorSpec("predict", DataType.FP64, List.of(-1L))),
          List.of(),
          List.of(),
          List.of("predict"));

  private static final Signature WIDE =
      new Signature(
          Signature.Kind.TABULAR,
          List.of(new TensorSpec("input-0", DataType.FP64, List.of(-1L, 2L))),
          SIGNATURE.outputs(),
          List.of(),
          List.of(),
          List.of("predict"));

  private final AtomicInteger made = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private final Map<Double, UnaryOperator<List<Tensor>>> behaviours = new ConcurrentHashMap<>();

  /** Predictors that were made. */
  public int made() {
    return made.get();
  }

  /** From now on, models with this factor answer what this makes of their inputs. */
  public void behave(double factor, UnaryOperator<List<Tensor>> behaviour) {
    behaviours.put(factor, behaviour);
  }

  /** From now on, models with this factor multiply again. */
  public void behave(double factor) {
    behaviours.remove(factor);
  }

  /** Predictors that were closed. */
  public int closed() {
    return closed.get();
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public Risk risk() {
    return Risk.DATA;
  }

  @Override
  public boolean recognises(Bundle bundle) {
    return text(bundle).startsWith("times ");
  }

  @Override
  public Opened open(Bundle bundle, Limits limits) {
    String all = text(bundle).substring("times ".length()).strip();
    boolean wide = all.endsWith(" wide");
    String factor = wide ? all.substring(0, all.indexOf(' ')) : all;
    Signature signature = wide ? WIDE : SIGNATURE;
    if (factor.equals("bad")) {
      throw new Problem.Raised(
          new Problem.Refused("UNSUPPORTED_CLASS", "here", "it is bad", "make it good"));
    }
    return new Opened() {
      @Override
      public Inspection inspection() {
        return new Inspection("fake", Map.of(), signature, List.of(), List.of());
      }

      @Override
      public Predictor predictor() {
        made.incrementAndGet();
        return new Times(Double.parseDouble(factor), closed, behaviours, signature);
      }
    };
  }

  private static String text(Bundle bundle) {
    try (InputStream in = bundle.entries().getLast().open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Multiplies; fails the test when it is used after it was closed. */
  static final class Times implements Predictor {
    private final double factor;
    private final AtomicInteger closings;
    private final Signature signature;
    private final Map<Double, UnaryOperator<List<Tensor>>> behaviours;
    private volatile boolean ended;

    Times(double factor, AtomicInteger closings) {
      this(factor, closings, Map.of(), SIGNATURE);
    }

    Times(
        double factor,
        AtomicInteger closings,
        Map<Double, UnaryOperator<List<Tensor>>> behaviours,
        Signature signature) {
      this.signature = signature;
      this.factor = factor;
      this.closings = closings;
      this.behaviours = behaviours;
    }

    @Override
    public Signature signature() {
      return signature;
    }

    @Override
    public List<Tensor> predict(List<Tensor> inputs, Set<String> outputs, Deadline deadline) {
      if (ended) {
        throw new IllegalStateException("predicted after close");
      }
      if (behaviours.containsKey(factor)) {
        return behaviours.get(factor).apply(inputs);
      }
      return times(inputs);
    }

    private List<Tensor> times(List<Tensor> inputs) {
      double[] given = inputs.getFirst().doubles();
      double[] answer = new double[(int) inputs.getFirst().rows()];
      for (int i = 0; i < answer.length; i++) {
        answer[i] = factor * given[i * (given.length / answer.length)];
      }
      if (ended) {
        throw new IllegalStateException("closed while predicting");
      }
      return List.of(Tensor.ofDoubles("predict", answer, answer.length));
    }

    @Override
    public long memoryBytes() {
      return 8;
    }

    @Override
    public void close() {
      ended = true;
      closings.incrementAndGet();
    }
  }
}
