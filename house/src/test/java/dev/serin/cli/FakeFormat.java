package dev.serin.cli;

import dev.serin.artifact.Bundle;
import dev.serin.base.Deadline;
import dev.serin.base.Problem;
import dev.serin.runtime.Format;
import dev.serin.runtime.Formats;
import dev.serin.runtime.Inspection;
import dev.serin.runtime.Limits;
import dev.serin.runtime.Mention;
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
import java.util.stream.IntStream;

/**
 * A model that adds two numbers. Its file, or {@code weights} in its folder, begins with {@code
 * sum}; {@code sum named} knows its columns, and {@code sum evil} is refused.
 */
final class FakeFormat implements Format {
  static Formats formats() {
    return new Formats(List.of(new FakeFormat()), Limits.DEFAULT);
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
    boolean whole = !bundle.folder() || bundle.entry("weights").isPresent();
    return whole && text(bundle).startsWith("sum");
  }

  private static String text(Bundle bundle) {
    try (InputStream in = bundle.entries().getFirst().open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Override
  public List<Mention> mentions(Bundle bundle, Limits limits) {
    Mention sum = new Mention("adder.Sum", "GLOBAL at offset 0", Mention.Verdict.KNOWN);
    Mention code = new Mention("evil.Code", "GLOBAL at offset 4", Mention.Verdict.CODE);
    return text(bundle).contains("evil") ? List.of(sum, code) : List.of(sum);
  }

  @Override
  public Opened open(Bundle bundle, Limits limits) {
    String text = text(bundle);
    if (text.contains("evil")) {
      throw new Problem.Raised(
          new Problem.Refused(
              "CUSTOM_CODE", "Pipeline.steps[1]", "it is evil.Code", "leave that step out"));
    }
    List<TensorSpec> columns =
        text.contains("named") ? List.of(spec("a", -1L), spec("b", -1L)) : List.of();
    Signature signature =
        new Signature(
            Signature.Kind.TABULAR,
            List.of(spec("input-0", -1L, 2L)),
            List.of(spec("predict", -1L), spec("predict_proba", -1L, 2L)),
            columns,
            List.of("small", "large"),
            List.of("predict"));
    return new Sum(
        new Inspection(
            "fake",
            Map.of("adder", "1.2"),
            signature,
            List.of(new Inspection.Step("Sum", "adder.Sum", "two numbers", "2 → 1")),
            List.of("holds training rows")));
  }

  private static TensorSpec spec(String name, Long... shape) {
    return new TensorSpec(name, DataType.FP64, List.of(shape));
  }

  private record Sum(Inspection inspection) implements Opened, Predictor {
    @Override
    public Predictor predictor() {
      return this;
    }

    @Override
    public Signature signature() {
      return inspection.signature();
    }

    @Override
    public List<Tensor> predict(List<Tensor> inputs, Set<String> outputs, Deadline deadline) {
      int rows = (int) inputs.getFirst().rows();
      boolean matrix = inputs.size() == 1;
      double[] first = inputs.getFirst().doubles();
      double[] sums =
          IntStream.range(0, rows)
              .mapToDouble(
                  i ->
                      matrix
                          ? first[2 * i] + first[2 * i + 1]
                          : first[i] + inputs.get(1).doubles()[i])
              .toArray();
      double[] shares = new double[2 * rows];
      for (int i = 0; i < rows; i++) {
        shares[2 * i] = sums[i] < 10 ? 1 : 0;
        shares[2 * i + 1] = 1 - shares[2 * i];
      }
      List<Tensor> all = new ArrayList<>();
      all.add(Tensor.ofDoubles("predict", sums, rows));
      all.add(Tensor.ofDoubles("predict_proba", shares, rows, 2));
      return all.stream().filter(output -> outputs.contains(output.name())).toList();
    }

    @Override
    public long memoryBytes() {
      return 16;
    }

    @Override
    public void close() {
      // holds nothing
    }
  }
}
