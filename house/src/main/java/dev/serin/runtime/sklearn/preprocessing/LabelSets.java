package dev.serin.runtime.sklearn.preprocessing;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Column;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Transformer;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Values;
import java.util.List;

/**
 * {@code MultiLabelBinarizer}: a column for each label, lit where the row's set has it; unknown
 * labels light none. A row is one text: the JSON array of its labels, such as {@code ["a","b"]}.
 */
final class LabelSets implements Transformer {
  private static final String WHO = "MultiLabelBinarizer";

  private final Categories labels;

  private LabelSets(Categories labels) {
    this.labels = labels;
  }

  static LabelSets of(Attributes state) {
    return new LabelSets(Categories.of(state, state.node("classes_")));
  }

  @Override
  public int width() {
    return 1;
  }

  @Override
  public int outputWidth(int inputWidth) {
    return labels.size();
  }

  @Override
  public boolean series() {
    return true;
  }

  @Override
  public List<DataType> inputs(List<DataType> outputs) {
    return List.of(DataType.BYTES);
  }

  @Override
  public Matrix transform(Table rows) {
    Rows.width(rows, 1, WHO);
    Rows.atLeastOne(rows, WHO);
    if (!(rows.column(0) instanceof Column.Texts(String[] cells))) {
      throw Rows.invalid("NOT_A_TEXT", "a set of labels is the text of a JSON array");
    }
    Matrix to = Matrix.zeros(rows.rows(), labels.size());
    for (int r = 0; r < cells.length; r++) {
      for (Json label : set(cells[r])) {
        int at = labels.indices(cell(label), WHO)[0];
        if (at != Categories.UNKNOWN) {
          to.values()[r * labels.size() + at] = 1;
        }
      }
    }
    return to;
  }

  @SuppressWarnings("ReferenceEquality") // a missing cell is known by identity
  private static List<Json> set(String text) {
    if (text != Values.Texts.MISSING) {
      try {
        if (Json.parse(text, 2) instanceof Json.Arr(List<Json> items)) {
          return items;
        }
      } catch (Problem.Raised malformed) {
        throw Rows.invalid("LABELS", "a set of labels is no JSON text: " + malformed.getMessage());
      }
    }
    throw Rows.invalid("LABELS", "a set of labels is no JSON array");
  }

  private static Column cell(Json label) {
    return switch (label) {
      case Json.Str(String text) -> new Column.Texts(new String[] {text});
      case Json.Num number -> new Column.Numbers(new double[] {number.doubleValue()});
      case Json.Bool(boolean value) -> new Column.Numbers(new double[] {value ? 1 : 0});
      case Json.Null _, Json.Arr _, Json.Obj _ ->
          throw Rows.invalid("LABELS", "a label is neither a text nor a number");
    };
  }
}
