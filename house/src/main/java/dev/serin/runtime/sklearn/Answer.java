package dev.serin.runtime.sklearn;

import java.util.List;

/** What a step answers for a batch, before it becomes tensors. */
public sealed interface Answer {

  /** Numbers; one matrix, or one for each target of a multi-output {@code predict_proba}. */
  record Numbers(List<Matrix> matrices) implements Answer {
    public Numbers {
      matrices = List.copyOf(matrices);
    }

    /** One matrix. */
    public Numbers(Matrix matrix) {
      this(List.of(matrix));
    }
  }

  /** Chosen labels: {@code indices} into each target's labels, one row after the other. */
  record Chosen(int[] indices, List<Labels> targets) implements Answer {
    public Chosen {
      targets = List.copyOf(targets);
    }
  }

  /** The transformed rows. */
  record Cells(Table table) implements Answer {}
}
