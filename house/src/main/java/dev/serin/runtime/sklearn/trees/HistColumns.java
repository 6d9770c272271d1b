package dev.serin.runtime.sklearn.trees;

import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Table;
import dev.serin.runtime.sklearn.Transformer;
import dev.serin.runtime.sklearn.Workshop;
import dev.serin.tensor.DataType;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The columns that histogram boosting sees. Since 1.4 a model with categorical features puts those
 * first, encoded as ordinals, and the numbers behind them, unchanged; the trees count features in
 * that order. Otherwise the columns stay as they are.
 */
record HistColumns(
    String name, int width, Optional<Transformer> encoder, int[] encoded, int[] numeric) {

  /** Reads what prepares the columns of a fitted model. */
  static HistColumns of(Attributes state, Workshop workshop) {
    int width = workshop.checkedWidth(state.place(), width(state));
    if (!state.has("_preprocessor")) {
      return new HistColumns(
          state.name(), width, Optional.empty(), new int[0], IntStream.range(0, width).toArray());
    }
    double[] categorical = state.vector("is_categorical_", width);
    Attributes preprocessor = state.inner("_preprocessor");
    Node encoder = part(preprocessor, "encoder", categorical, 1);
    Attributes numbers =
        preprocessor.inner("numerical", part(preprocessor, "numerical", categorical, 0));
    checkPassesThrough(numbers);
    int[] encoded = where(categorical, true);
    Estimator built = workshop.build(encoder, preprocessor.place() + ".encoder");
    if (!(built instanceof Transformer transformer)
        || transformer.width() != encoded.length
        || transformer.outputWidth(encoded.length) != encoded.length) {
      throw preprocessor.unsupported("its encoder does not give one number for each category");
    }
    return new HistColumns(
        state.name(), width, Optional.of(transformer), encoded, where(categorical, false));
  }

  /** The columns in the order of the trees' features. */
  Matrix of(Table rows) {
    Rows.atLeastOne(rows, name);
    Rows.width(rows, width, name);
    if (encoder.isEmpty()) {
      return Rows.numbers(rows, width, Rows.Cells.ANY, name);
    }
    Matrix codes = encoder.get().transform(rows.select(encoded)).numbers();
    Matrix numbers = rows.select(numeric).numbers();
    return Table.beside(List.of(codes, numbers), rows.rows()).numbers();
  }

  /** The datatypes of the columns, as the encoder wants them. */
  List<DataType> types() {
    DataType[] types = Collections.nCopies(width, DataType.FP64).toArray(DataType[]::new);
    List<DataType> wanted = encoder.map(step -> step.inputs(List.of())).orElse(List.of());
    for (int i = 0; i < wanted.size(); i++) {
      types[encoded[i]] = wanted.get(i);
    }
    return Arrays.asList(types);
  }

  long passes() {
    return 1 + encoder.map(Estimator::passes).orElse(0L);
  }

  private static int width(Attributes state) {
    int width = state.width();
    if (width != Estimator.ANY) {
      return width;
    }
    return state.whole("_n_features"); // 0.23 and 1.4 to 1.9 keep it beside n_features_in_
  }

  private static Node part(Attributes preprocessor, String name, double[] categorical, int wanted) {
    for (Node step : preprocessor.items("transformers_")) {
      List<Node> parts = preprocessor.items("transformers_", step);
      if (parts.size() == 3
          && parts.getFirst() instanceof Node.Text(String text)
          && text.equals(name)) {
        double[] mask = preprocessor.array("transformers_", parts.get(2)).doubles();
        if (mask.length != categorical.length) {
          throw preprocessor.corrupt("chooses from " + mask.length + " columns for " + name);
        }
        for (int i = 0; i < mask.length; i++) {
          if (mask[i] != 0 ^ categorical[i] == wanted) {
            throw preprocessor.corrupt("chooses other columns for " + name);
          }
        }
        return parts.get(1);
      }
    }
    throw preprocessor.corrupt("has no step " + name);
  }

  /** The numbers pass a check that changes nothing; any other function would change them. */
  private static void checkPassesThrough(Attributes numbers) {
    Node function = numbers.node("func");
    boolean check =
        numbers
                .type()
                .qualified()
                .equals("sklearn.preprocessing._function_transformer.FunctionTransformer")
            && function instanceof Node.Instance partial
            && partial.type().qualified().equals("functools.partial")
            && !partial.args().isEmpty()
            && partial.args().getFirst() instanceof Node.Global target
            && target.qualified().equals("sklearn.utils.validation.check_array");
    if (!check) {
      throw numbers.unsupported("it is not the check that histogram boosting makes of numbers");
    }
  }

  private static int[] where(double[] mask, boolean set) {
    return IntStream.range(0, mask.length).filter(i -> mask[i] != 0 == set).toArray();
  }
}
