package dev.serin.runtime.sklearn.impute;

import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Transformer;
import dev.serin.runtime.sklearn.Workshop;
import java.util.List;
import java.util.Optional;

/**
 * What both imputers share: which cells count as missing, by default NaN, and the marks of them
 * that may follow the filled columns.
 */
record Gaps(double missing, Optional<Transformer> indicator) {

  static Gaps of(Attributes state, Workshop workshop, int width) {
    double missing = state.has("missing_values") ? number(state) : Double.NaN;
    if (!state.flag("add_indicator", false)) {
      return new Gaps(missing, Optional.empty());
    }
    String place = state.place() + ".indicator_";
    if (!(workshop.build(state.node("indicator_"), place) instanceof Transformer marks)
        || marks.width() != width) {
      throw state.corrupt("has no indicator of its width");
    }
    return new Gaps(missing, Optional.of(marks));
  }

  private static double number(Attributes state) {
    Node node = state.node("missing_values");
    if (node instanceof Node.Text) {
      throw state.unsupported("missing_values is a text");
    }
    boolean pandas = node instanceof Node.Instance || node instanceof Node.Global;
    return pandas ? Double.NaN : state.real("missing_values");
  }

  Matrix checked(Table rows, int width, String who) {
    Rows.Cells cells = Double.isNaN(missing) ? Rows.Cells.NAN : Rows.Cells.FINITE;
    return Rows.numbers(rows, width, cells, who);
  }

  boolean in(double cell) {
    return Double.isNaN(missing) ? Double.isNaN(cell) : cell == missing;
  }

  int marks() {
    return indicator.map(marks -> marks.outputWidth(marks.width())).orElse(0);
  }

  /** The filled columns and behind them the marks of the rows as they were. */
  Table with(Matrix filled, Matrix given) {
    return indicator
        .map(marks -> Table.beside(List.of(filled, marks.transform(given)), given.rows()))
        .orElse(filled);
  }

  long passes() {
    return indicator.map(Transformer::passes).orElse(0L);
  }

  /** Whether a step answers with one number for each row. */
  static boolean predicts(Estimator estimator) {
    var forms = estimator.forms().getOrDefault(Method.PREDICT, List.of());
    return forms.size() == 1 && forms.getFirst().tail().isEmpty();
  }
}
