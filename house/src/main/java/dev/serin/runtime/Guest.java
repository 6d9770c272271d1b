package dev.serin.runtime;

import dev.serin.reader.Node;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import dev.serin.tensor.Values;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An estimator of another library that stands in a pickle, alone or as a step of a pipeline:
 * batches in, numbers or chosen classes out. Immutable; any number of threads may ask at once.
 */
public interface Guest {
  /** The outputs that scikit-learn knows too. */
  String PREDICT = "predict";

  /** Probabilities of the classes. */
  String PREDICT_PROBA = "predict_proba";

  /** The scores before they become probabilities or means. */
  String RAW_SCORE = "raw_score";

  /** How many columns it takes. */
  int width();

  /** Its columns by name, each of shape [-1]; empty when the file names none. */
  List<TensorSpec> columns();

  /** The classes of each target; empty when it does not classify. */
  List<Classes> targets();

  /** What it can be asked for. */
  List<TensorSpec> outputs();

  /**
   * Answers some of {@link #outputs} for these rows: one tensor of rows and columns, or one of
   * shape [n] for each column by its name.
   *
   * @throws dev.serin.base.Problem.Raised with {@code Invalid} where its library refuses the rows
   */
  Map<String, Answer> answers(Set<String> outputs, List<Tensor> rows);

  /** Whether a cell that sparse rows leave out is missing; else it is zero. */
  boolean absentIsMissing();

  /** Bytes that it holds. */
  long memoryBytes();

  /** Its sizes for people, such as {@code 4 → 3}. */
  String sizes();

  /** The classes of one target, in order: INT64, FP64, BYTES or BOOL. */
  record Classes(DataType type, Values values) {
    /** The classes 0, 1, … */
    public static Classes counted(int count) {
      long[] numbers = new long[count];
      for (int i = 0; i < count; i++) {
        numbers[i] = i;
      }
      return new Classes(DataType.INT64, new Values.Longs(numbers));
    }

    /** How many classes there are. */
    public int size() {
      return values.size();
    }
  }

  /** One answered output, row after row. */
  sealed interface Answer {

    /** Numbers. */
    record Numbers(double[] cells) implements Answer {}

    /** Places in the classes of each target in turn. */
    record Chosen(int[] places) implements Answer {}
  }

  /** The estimators of one library. */
  interface Library {
    /** The name of the library and of its format. */
    String name();

    /** Modules, each with the names of the classes in it that become guests. */
    Map<String, Set<String>> types();

    /** Further names, by module, that its files hold as mere data. */
    Map<String, Set<String>> inert();

    /** Builds the guest in this instance, which stands at {@code place}, or refuses. */
    Guest guest(Node.Instance instance, String place, Limits limits);

    /** Opens a file that holds nothing but this instance. */
    Format.Opened open(Node.Instance instance, Limits limits);
  }
}
