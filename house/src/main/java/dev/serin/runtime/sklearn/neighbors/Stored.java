package dev.serin.runtime.sklearn.neighbors;

import dev.serin.kernel.near.Listed;
import dev.serin.kernel.near.Neighbors;
import dev.serin.kernel.near.Points;
import dev.serin.kernel.near.Space;
import dev.serin.kernel.near.Tree;
import dev.serin.reader.NdArray;
import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Computed;
import dev.serin.runtime.sklearn.Dense;
import dev.serin.runtime.sklearn.Form;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Method;
import dev.serin.runtime.sklearn.Rows;
import dev.serin.runtime.sklearn.Workshop;
import dev.serin.tensor.DataType;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The training rows that a fit kept, and what searches them: {@code k} neighbours or a radius. */
record Stored(Space space, Rows.Cells cells, Attributes state) {

  /**
   * The rows of an estimator that searches ({@code _fit_method}, {@code _fit_X}, {@code _tree}).
   */
  static Stored of(Attributes state, Workshop workshop) {
    Metrics metrics = new Metrics(state, "effective_metric_", "effective_metric_params_");
    String method = state.choice("_fit_method", "brute", "brute", "kd_tree", "ball_tree");
    Space space = method.equals("brute") ? listed(state, metrics) : tree(state, "_tree", metrics);
    state.width(space.width());
    workshop.warn(state.place() + " holds all " + space.size() + " of its training rows");
    boolean missing = metrics.name().equals("nan_euclidean") && !state.release().before(1, 6);
    return new Stored(space, missing ? Rows.Cells.NAN : Rows.Cells.FINITE, state);
  }

  private static Space listed(Attributes state, Metrics metrics) {
    if (metrics.name().equals("precomputed")) {
      throw state.unsupported("the metric 'precomputed' takes distances, not rows");
    }
    boolean sparse = state.node("_fit_X") instanceof Node.Instance;
    Matrix rows = Dense.of(state, "_fit_X");
    Points.Order order = !sparse && metrics.heaped() ? Metrics.order(state) : Points.Order.SORTED;
    Points points = new Points(rows.values(), rows.columns(), metrics.listed(), order);
    return new Listed(points, state.place());
  }

  /** The search tree in this attribute. */
  static Tree tree(Attributes state, String attribute, Metrics metrics) {
    List<Node> parts = parts(state, attribute);
    NdArray data = state.array("tree data", parts.get(0));
    NdArray nodes = state.array("tree nodes", parts.get(2));
    NdArray bounds = state.array("tree bounds", parts.get(3));
    int[] shape = data.shape();
    int[] sizes = bounds.shape();
    if (shape.length != 2 || sizes.length != 3 || sizes[0] > 2 || sizes[0] < 1) {
      throw state.corrupt("has a search tree of a strange shape");
    }
    Node.Instance compiled = metric(state, parts.get(11));
    double power =
        compiled.state().orElse(Node.NONE) instanceof Node.TupleNode kept
            ? state.real("dist_metric.p", kept.items().getFirst())
            : 2;
    double[] corners = bounds.doubles();
    int half = corners.length / sizes[0];
    return new Tree(
        new Points(data.doubles(), shape[1], metrics.under(compiled), Metrics.order(state)),
        new Tree.Nodes(
            state.indices("tree order", parts.get(1), shape[0]),
            ints(nodes.field("idx_start")),
            ints(nodes.field("idx_end")),
            flags(nodes.field("is_leaf")),
            nodes.field("radius").doubles(),
            Arrays.copyOf(corners, half),
            Arrays.copyOfRange(corners, half, corners.length),
            power),
        state.place());
  }

  /** What a compiled search tree keeps, in its order. */
  static List<Node> parts(Attributes state, String attribute) {
    if (state.node(attribute) instanceof Node.Instance tree
        && tree.args().size() == 1
        && tree.args().getFirst() instanceof Node.Global type
        && tree.state().orElse(Node.NONE) instanceof Node.TupleNode parts
        && parts.items().size() >= 12) {
      if (List.of("KDTree", "KDTree64", "BallTree", "BallTree64").contains(type.name())) {
        return parts.items();
      }
      throw state.unsupported(attribute + " is a " + type.name());
    }
    throw state.corrupt("has no search tree in " + attribute);
  }

  private static Node.Instance metric(Attributes state, Node node) {
    if (node instanceof Node.Instance compiled) {
      return compiled;
    }
    throw state.corrupt("has a search tree without a distance");
  }

  private static int[] ints(NdArray field) {
    return Arrays.stream(field.longs()).mapToInt(value -> (int) value).toArray();
  }

  private static boolean[] flags(NdArray field) {
    long[] values = field.longs();
    boolean[] flags = new boolean[values.length];
    IntStream.range(0, flags.length).forEach(i -> flags[i] = values[i] != 0);
    return flags;
  }

  /** How many neighbours to search for, by this attribute. */
  int count(String attribute) {
    int k = state.whole(attribute);
    if (k < 1 || k > space.size()) {
      throw state.unsupported(attribute + " is " + k + ", of " + space.size() + " training rows");
    }
    return k;
  }

  Neighbors nearest(Matrix rows, int k) {
    return space.nearest(rows.values(), rows.rows(), k);
  }

  /** An estimator that has searched for the k nearest rows before it answers. */
  Computed<Neighbors> searching(int k) {
    return telling(
        Computed.prepared(state.name(), space.width(), rows -> nearest(rows, k)),
        k,
        found -> found);
  }

  /** An estimator over the rows themselves that searches only when it is asked for neighbours. */
  Computed<Matrix> searchingLater(int k) {
    return telling(looking(), k, rows -> nearest(rows, k));
  }

  private <T> Computed<T> telling(Computed<T> made, int k, Function<T, Neighbors> search) {
    return made.accepting(cells)
        .wide(Method.KNEIGHBORS_DISTANCES, k, given -> search.apply(given).distances())
        .numbers(
            Method.KNEIGHBORS_INDICES,
            Form.wide(DataType.INT64, k),
            given -> {
              int[] found = search.apply(given).indices();
              return new Matrix(
                  found.length / k, k, Arrays.stream(found).asDoubleStream().toArray());
            });
  }

  /** An estimator over the rows themselves. */
  Computed<Matrix> looking() {
    return Computed.of(state.name(), space.width()).accepting(cells);
  }
}
