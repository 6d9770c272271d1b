package dev.serin.runtime.sklearn.preprocessing;

import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Column;
import dev.serin.runtime.sklearn.Form;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Transformer;
import dev.serin.tensor.DataType;
import java.util.List;
import java.util.Map;

/** The encoders of targets, asked as transformers of one column of labels. */
final class LabelSteps {
  private LabelSteps() {}

  private static Categories categories(Attributes state) {
    return Categories.of(state, state.node("classes_"));
  }

  /** {@code LabelEncoder}: the number of the label; an unknown label is refused. */
  static Transformer encoder(Attributes state) {
    return new Encoder(categories(state));
  }

  /** {@code LabelBinarizer}: a column for each label, one column for two; unknown lights none. */
  static Transformer binarizer(Attributes state) {
    state.choice("y_type_", "multiclass", "binary", "multiclass");
    return new Binarizer(categories(state), state.real("neg_label", 0), state.real("pos_label", 1));
  }

  private static int[] indices(Categories categories, Table rows, String who) {
    Rows.atLeastOne(rows, who);
    Rows.width(rows, 1, who);
    return categories.indices(rows.column(0), who);
  }

  private record Encoder(Categories categories) implements Transformer {
    @Override
    public int width() {
      return 1;
    }

    @Override
    public int outputWidth(int inputWidth) {
      return 1;
    }

    @Override
    public Map<Method, List<Form>> forms() {
      return Map.of(Method.TRANSFORM, List.of(Form.flat(DataType.FP64)));
    }

    @Override
    public List<DataType> inputs(List<DataType> outputTypes) {
      return List.of(categories.type());
    }

    @Override
    public Matrix transform(Table rows) {
      int[] indices = indices(categories, rows, "LabelEncoder");
      Column column = rows.column(0);
      Matrix to = Matrix.zeros(rows.rows(), 1);
      for (int r = 0; r < indices.length; r++) {
        if (indices[r] == Categories.UNKNOWN) {
          throw Categories.unknown(column, r, 0, "LabelEncoder");
        }
        to.values()[r] = indices[r];
      }
      return to;
    }
  }

  private record Binarizer(Categories categories, double off, double on) implements Transformer {
    @Override
    public int width() {
      return 1;
    }

    @Override
    public int outputWidth(int inputWidth) {
      return categories.size() <= 2 ? 1 : categories.size();
    }

    @Override
    public List<DataType> inputs(List<DataType> outputTypes) {
      DataType type = categories.type();
      return List.of(type == DataType.BYTES ? type : DataType.FP64);
    }

    @Override
    public Matrix transform(Table rows) {
      int[] indices = indices(categories, rows, "LabelBinarizer");
      int width = outputWidth(1);
      Matrix to = Matrix.zeros(rows.rows(), width);
      for (int r = 0; r < indices.length; r++) {
        for (int c = 0; c < width; c++) {
          int label = width == 1 ? 1 : c;
          to.values()[r * width + c] = indices[r] == label ? on : off;
        }
      }
      return to;
    }
  }
}
