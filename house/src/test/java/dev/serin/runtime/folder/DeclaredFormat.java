package dev.serin.runtime.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.artifact.Bundle;
import dev.serin.base.Deadline;
import dev.serin.runtime.Format;
import dev.serin.runtime.Formats;
import dev.serin.runtime.Inspection;
import dev.serin.runtime.Limits;
import dev.serin.runtime.Predictor;
import dev.serin.runtime.Risk;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Signature;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A model whose file declares its ports, one a line ({@code in x FP32 -1,3}; {@code kind net}), and
 * whose every output is the sum of each row of all inputs, times the number of its line.
 */
final class DeclaredFormat implements Format {
  static Formats formats() {
    return new Formats(List.of(new DeclaredFormat()), Limits.DEFAULT);
  }

  @Override
  public String name() {
    return "declared";
  }

  @Override
  public Risk risk() {
    return Risk.DATA;
  }

  @Override
  public boolean recognises(Bundle bundle) {
    return file(bundle).startsWith("kind ");
  }

  private static String file(Bundle bundle) {
    return Texts.of(bundle.entries().getFirst());
  }

  @Override
  public Opened open(Bundle bundle, Limits limits) {
    List<TensorSpec> in = new ArrayList<>();
    List<TensorSpec> out = new ArrayList<>();
    Signature.Kind kind = Signature.Kind.TABULAR;
    for (String line : file(bundle).lines().toList()) {
      String[] words = line.split(" ");
      switch (words[0]) {
        case "kind" -> kind = Signature.Kind.valueOf(words[1].toUpperCase(java.util.Locale.ROOT));
        case "in" -> in.add(spec(words));
        case "out" -> out.add(spec(words));
        default -> throw new AssertionError(line);
      }
    }
    Signature signature =
        new Signature(kind, in, out, List.of(), List.of(), List.of(out.getFirst().name()));
    return new Declared(
        new Inspection("declared", Map.of(), signature, List.of(), List.of()), new Sums(signature));
  }

  private static TensorSpec spec(String[] words) {
    return new TensorSpec(
        words[1],
        DataType.valueOf(words[2]),
        Arrays.stream(words[3].split(",")).map(Long::valueOf).toList());
  }

  private record Declared(Inspection inspection, Predictor predictor) implements Opened {}

  private record Sums(Signature signature) implements Predictor {
    @Override
    public List<Tensor> predict(List<Tensor> inputs, Set<String> outputs, Deadline deadline) {
      int rows = (int) inputs.getFirst().rows();
      double[] sums = new double[rows];
      for (Tensor input : inputs) {
        assertThat(signature.input(input.name())).isPresent();
        double[] cells = input.doubles();
        for (int i = 0; i < cells.length; i++) {
          sums[i * rows / cells.length] += cells[i];
        }
      }
      List<Tensor> answers = new ArrayList<>();
      for (int i = 0; i < signature.outputs().size(); i++) {
        int times = i + 1;
        String name = signature.outputs().get(i).name();
        if (outputs.contains(name)) {
          double[] answer = Arrays.stream(sums).map(sum -> sum * times).toArray();
          answers.add(Tensor.ofDoubles(name, answer, rows));
        }
      }
      return answers;
    }

    @Override
    public long memoryBytes() {
      return 0;
    }

    @Override
    public void close() {}
  }
}
