package dev.serin.runtime.sklearn.preprocessing;

import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Transformer;
import dev.serin.runtime.sklearn.Workshop;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code TargetEncoder}: each category becomes the smoothed mean of the target that the fit found
 * for it, one column for each class when there are three or more; an unknown one gets the mean of
 * all.
 */
final class TargetMeans implements Transformer {
  private static final String WHO = "TargetEncoder";

  private final List<Categories> columns;
  private final List<double[]> encodings; // by column, then by class
  private final double[] means; // by class

  private TargetMeans(List<Categories> columns, List<double[]> encodings, double[] means) {
    this.columns = List.copyOf(columns);
    this.encodings = List.copyOf(encodings);
    this.means = means;
  }

  static TargetMeans of(Attributes state, Workshop workshop) {
    String type = state.choice("target_type_", "continuous", "continuous", "binary", "multiclass");
    List<Categories> columns =
        state.items("categories_").stream().map(node -> Categories.of(state, node)).toList();
    state.width(columns.size());
    double[] means =
        type.equals("multiclass")
            ? state.vector("target_mean_", state.labels("classes_").size())
            : new double[] {state.real("target_mean_")};
    long outputs = (long) columns.size() * means.length;
    workshop.checkedWidth(state.place(), outputs);
    List<Node> each = state.items("encodings_");
    if (each.size() != outputs) {
      throw state.corrupt("has " + each.size() + " encodings where " + outputs + " belong");
    }
    List<double[]> encodings = new ArrayList<>();
    for (Node node : each) {
      double[] encoding = state.array("encodings_", node).doubles();
      if (encoding.length != columns.get(encodings.size() / means.length).size()) {
        throw state.corrupt("has an encoding of another size than its categories");
      }
      encodings.add(encoding);
    }
    return new TargetMeans(columns, encodings, means);
  }

  @Override
  public int width() {
    return columns.size();
  }

  @Override
  public int outputWidth(int inputWidth) {
    return encodings.size();
  }

  @Override
  public List<DataType> inputs(List<DataType> outputTypes) {
    return Ordinal.types(columns, false);
  }

  @Override
  public Matrix transform(Table rows) {
    Rows.atLeastOne(rows, WHO);
    Rows.width(rows, width(), WHO);
    int classes = means.length;
    Matrix to = Matrix.zeros(rows.rows(), encodings.size());
    for (int c = 0; c < columns.size(); c++) {
      int[] indices = columns.get(c).indices(rows.column(c), WHO);
      for (int r = 0; r < indices.length; r++) {
        for (int k = 0; k < classes; k++) {
          to.values()[r * encodings.size() + c * classes + k] =
              indices[r] == Categories.UNKNOWN
                  ? means[k]
                  : encodings.get(c * classes + k)[indices[r]];
        }
      }
    }
    return to;
  }
}
