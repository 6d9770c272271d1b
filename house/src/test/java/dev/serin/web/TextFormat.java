package dev.serin.web;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Models that are texts: {@code sum}, {@code named}, {@code mixed} and {@code net} say the
 * signature, and a number behind the word is added to each sum. {@code bad} is refused.
 */
final class TextFormat implements Format {
  private static final double TOO_LARGE = 1e6;

  @Override
  public String name() {
    return "text";
  }

  @Override
  public Risk risk() {
    return Risk.DATA;
  }

  @Override
  public boolean recognises(Bundle bundle) {
    return List.of("sum", "named", "mixed", "net", "bad").contains(words(bundle)[0]);
  }

  @Override
  public Opened open(Bundle bundle, Limits limits) {
    String[] words = words(bundle);
    if (words[0].equals("bad")) {
      throw new Problem.Raised(
          new Problem.Refused(
              "UNSUPPORTED_CLASS", "steps[1]", "the class 'x.Y' is not known", "leave it out"));
    }
    double extra = words.length > 1 ? Double.parseDouble(words[1]) : 0;
    Signature signature = signature(words[0]);
    Inspection inspection =
        new Inspection(
            words[0].equals("net") ? "onnx" : "sklearn",
            Map.of("scikit-learn", "1.6.1"),
            signature,
            List.of(new Inspection.Step("steps[0]", "Sum", "sum", "4 → 1")),
            List.of());
    return new Opened() {
      @Override
      public Inspection inspection() {
        return inspection;
      }

      @Override
      public Predictor predictor() {
        return new Sum(signature, extra);
      }
    };
  }

  private static String[] words(Bundle bundle) {
    try (InputStream in = bundle.entries().getFirst().open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip().split(" ");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Signature signature(String word) {
    return switch (word) {
      case "sum" -> tabular(spec("input-0", DataType.FP64, -1L, 4L), List.of());
      case "named" ->
          tabular(
              spec("input-0", DataType.FP64, -1L, 2L),
              List.of(spec("a", DataType.FP64, -1L), spec("b", DataType.FP64, -1L)));
      case "mixed" ->
          tabular(
              spec("input-0", DataType.BYTES, -1L, 2L),
              List.of(spec("age", DataType.FP64, -1L), spec("city", DataType.BYTES, -1L)));
      default ->
          new Signature(
              Signature.Kind.NET,
              List.of(spec("image", DataType.FP32, -1L, 2L, 2L)),
              List.of(spec("output-0", DataType.FP32, -1L, 1L)),
              List.of(),
              List.of(),
              List.of("output-0"));
    };
  }

  private static Signature tabular(TensorSpec input, List<TensorSpec> columns) {
    return new Signature(
        Signature.Kind.TABULAR,
        List.of(input),
        List.of(spec("predict", DataType.FP64, -1L), spec("twice", DataType.FP64, -1L, 1L)),
        columns,
        List.of(),
        List.of("predict"));
  }

  private static TensorSpec spec(String name, DataType type, Long... shape) {
    return new TensorSpec(name, type, List.of(shape));
  }

  /** The sum of each row; texts count by their length. */
  private record Sum(Signature signature, double extra) implements Predictor {
    @Override
    public List<Tensor> predict(List<Tensor> inputs, Set<String> outputs, Deadline deadline) {
      int rows = (int) inputs.getFirst().rows();
      double[] sums = new double[rows];
      for (Tensor input : inputs) {
        double[] values = values(input);
        for (int i = 0; i < values.length; i++) {
          sums[i / (values.length / rows)] += values[i];
        }
      }
      List<Tensor> answers = new ArrayList<>();
      for (TensorSpec spec : signature.outputs()) {
        if (outputs.contains(spec.name())) {
          answers.add(answer(spec, sums));
        }
      }
      return answers;
    }

    private Tensor answer(TensorSpec spec, double[] sums) {
      double[] values = new double[sums.length];
      float[] narrow = new float[sums.length];
      for (int i = 0; i < sums.length; i++) {
        values[i] = (sums[i] + extra) * (spec.name().equals("twice") ? 2 : 1);
        narrow[i] = (float) values[i];
      }
      long[] shape =
          spec.shape().size() == 1 ? new long[] {sums.length} : new long[] {sums.length, 1};
      return spec.type() == DataType.FP32
          ? Tensor.ofFloats(spec.name(), narrow, shape)
          : Tensor.ofDoubles(spec.name(), values, shape);
    }

    private static double[] values(Tensor input) {
      if (input.type() == DataType.BYTES) {
        String[] texts = input.texts();
        double[] lengths = new double[texts.length];
        for (int i = 0; i < lengths.length; i++) {
          lengths[i] = texts[i].length();
        }
        return lengths;
      }
      for (double value : input.doubles()) {
        if (value > TOO_LARGE) {
          throw new IllegalStateException("a defect of this model, at /secret/path");
        }
        if (value < -TOO_LARGE) {
          throw new Problem.Raised(
              new Problem.Invalid("VALUE", "input-0", "Input contains a value too small"));
        }
      }
      return input.doubles();
    }

    @Override
    public long memoryBytes() {
      return 8;
    }

    @Override
    public void close() {}
  }
}
