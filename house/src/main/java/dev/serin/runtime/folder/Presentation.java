package dev.serin.runtime.folder;

import dev.serin.base.Deadline;
import dev.serin.runtime.Predictor;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Signature;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How the folder shows the model inside: the signature that clients see, and by which names of the
 * model inside its inputs and outputs are called. Columns that only the folder names become the one
 * matrix that the model takes.
 */
record Presentation(Signature shown, Map<String, String> inputs, Map<String, String> outputs) {
  Presentation {
    inputs = Map.copyOf(inputs);
    outputs = Map.copyOf(outputs);
  }

  /** The model as it is. */
  static Presentation plain(Signature signature) {
    return new Presentation(signature, Map.of(), Map.of());
  }

  /** The same under another signature of the same names. */
  Presentation with(Signature other) {
    return new Presentation(other, inputs, outputs);
  }

  Predictor over(Predictor inner) {
    boolean same = shown.equals(inner.signature()) && inputs.isEmpty() && outputs.isEmpty();
    return same ? inner : new Presented(this, inner);
  }

  private record Presented(Presentation how, Predictor inner) implements Predictor {
    @Override
    public Signature signature() {
      return how.shown();
    }

    @Override
    public List<Tensor> predict(List<Tensor> given, Set<String> wanted, Deadline deadline) {
      Set<String> asked =
          wanted.stream()
              .map(name -> how.outputs().getOrDefault(name, name))
              .collect(Collectors.toSet());
      Map<String, String> back = new HashMap<>();
      how.outputs().forEach((shown, own) -> back.put(own, shown));
      return inner.predict(own(given), asked, deadline).stream()
          .map(tensor -> tensor.named(back.getOrDefault(tensor.name(), tensor.name())))
          .toList();
    }

    private List<Tensor> own(List<Tensor> given) {
      boolean columns =
          inner.signature().columns().isEmpty()
              && !how.shown().columns().isEmpty()
              && how.shown().input(given.getFirst().name()).isEmpty();
      if (columns) {
        return List.of(matrix(given));
      }
      return given.stream()
          .map(tensor -> tensor.named(how.inputs().getOrDefault(tensor.name(), tensor.name())))
          .toList();
    }

    private Tensor matrix(List<Tensor> columns) {
      int rows = Math.toIntExact(columns.getFirst().rows());
      double[] cells = new double[rows * columns.size()];
      for (int c = 0; c < columns.size(); c++) {
        double[] column = columns.get(c).doubles();
        for (int r = 0; r < rows; r++) {
          cells[r * columns.size() + c] = column[r];
        }
      }
      String name = inner.signature().inputs().getFirst().name();
      return Tensor.ofDoubles(name, cells, rows, columns.size());
    }

    @Override
    public long memoryBytes() {
      return inner.memoryBytes();
    }

    @Override
    public boolean waits() {
      return inner.waits();
    }

    @Override
    public boolean joint() {
      return inner.joint();
    }

    @Override
    public int threads() {
      return inner.threads();
    }

    @Override
    public void close() {
      inner.close();
    }
  }

  /** The signature with these feature columns, all numbers, for a model of one numeric matrix. */
  static Signature withColumns(Signature signature, List<String> names) {
    List<TensorSpec> columns = new ArrayList<>();
    names.forEach(name -> columns.add(new TensorSpec(name, DataType.FP64, List.of(-1L))));
    return new Signature(
        signature.kind(),
        signature.inputs(),
        signature.outputs(),
        columns,
        signature.labels(),
        signature.defaults());
  }
}
