package dev.serin.runtime.sklearn.neighbors;

import dev.serin.kernel.LinearKernel;
import dev.serin.kernel.near.Neighbors;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Computed;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Workshop;

/** Steps that only search: the neighbours themselves, or the graph of a row's neighbours. */
final class Searches {
  private Searches() {}

  /** {@code NearestNeighbors}: its neighbours are all it has to say. */
  static Estimator nearest(Attributes state, Workshop workshop) {
    Stored stored = Stored.of(state, workshop);
    return stored.searching(stored.count("n_neighbors")).made();
  }

  /** A column for each training row: its distance, or 1, where it is among the nearest. */
  static Estimator graph(Attributes state, Workshop workshop) {
    Stored stored = Stored.of(state, workshop);
    boolean distances = distances(state);
    int k = stored.count("n_neighbors") + (distances ? 1 : 0); // a row is its own neighbour too
    if (k > stored.space().size()) {
      throw state.unsupported("n_neighbors is " + (k - 1) + ", one more is needed");
    }
    int columns = workshop.checkedWidth(state.place(), stored.space().size());
    int asked = stored.count("n_neighbors");
    return stored
        .searchingLater(asked)
        .transform(columns, rows -> written(stored.nearest(rows, k), columns, distances))
        .made();
  }

  private static double[] written(Neighbors found, int columns, boolean distances) {
    double[] graph = Matrix.zeros(found.rows(), columns).values();
    for (int i = 0; i < found.indices().length; i++) {
      graph[i / found.k() * columns + found.indices()[i]] = distances ? found.distances()[i] : 1;
    }
    return graph;
  }

  /** A column for each training row: its distance, or 1, where it is within the radius. */
  static Estimator radius(Attributes state, Workshop workshop) {
    Stored stored = Stored.of(state, workshop);
    boolean distances = distances(state);
    double radius = state.real("radius");
    int columns = workshop.checkedWidth(state.place(), stored.space().size());
    return stored
        .looking()
        .transform(
            columns,
            rows -> {
              double[] graph = Matrix.zeros(rows.rows(), columns).values();
              for (int row = 0; row < rows.rows(); row++) {
                double[] within =
                    stored.space().within(rows.values(), row * rows.columns(), radius);
                for (int i : Radius.found(within)) {
                  graph[row * columns + i] = distances ? within[i] : 1;
                }
              }
              return graph;
            })
        .made();
  }

  private static boolean distances(Attributes state) {
    return state.choice("mode", "distance", "distance", "connectivity").equals("distance");
  }

  /** {@code NeighborhoodComponentsAnalysis}: the learned projection. */
  static Estimator components(Attributes state) {
    Matrix components = state.matrix("components_");
    state.width(components.columns());
    LinearKernel kernel =
        new LinearKernel(components.values(), new double[components.rows()], state.place());
    return Computed.of(state.name(), components.columns())
        .transform(components.rows(), rows -> kernel.apply(rows.values(), rows.rows()))
        .made();
  }
}
