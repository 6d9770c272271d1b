package dev.serin.runtime.sklearn.compose;

import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Invertible;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Table;
import dev.serin.tensor.DataType;
import java.util.Collections;
import java.util.List;

/**
 * A step that is passed through: {@code 'passthrough'}, None, or a function transformer of None.
 */
record Unchanged(int width) implements Invertible {

  static Unchanged anyWidth() {
    return new Unchanged(Estimator.ANY);
  }

  /** Whether the node stands for such a step. */
  static boolean means(Node node) {
    return node instanceof Node.None
        || node instanceof Node.Text(String text) && text.equals("passthrough");
  }

  @Override
  public int outputWidth(int inputWidth) {
    return inputWidth;
  }

  @Override
  public Table transform(Table rows) {
    return rows;
  }

  @Override
  public Matrix back(Matrix transformed) {
    return transformed;
  }

  @Override
  public List<DataType> inputs(List<DataType> outputs) {
    return outputs.isEmpty() ? Collections.nCopies(Math.max(width, 0), DataType.FP64) : outputs;
  }
}
