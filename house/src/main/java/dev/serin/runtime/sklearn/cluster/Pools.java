package dev.serin.runtime.sklearn.cluster;

import dev.serin.kernel.Sums;
import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.Computed;
import dev.serin.runtime.sklearn.Estimator;
import dev.serin.runtime.sklearn.Matrix;
import dev.serin.runtime.sklearn.Workshop;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Clusters of columns, each pooled into one number by a function of NumPy. */
record Pools(int[][] columns, String function) {
  private static final Set<String> KNOWN =
      Set.of("mean", "median", "amax", "max", "amin", "min", "sum");

  static Estimator of(Attributes state, Workshop workshop) {
    int[] labels = state.indices("labels_", state.node("labels_"), state.array("labels_").size());
    int clusters = workshop.checkedWidth(state.place(), 1L + IntStream.of(labels).max().orElse(-1));
    Map<Integer, List<Integer>> grouped =
        IntStream.range(0, labels.length)
            .boxed()
            .collect(
                Collectors.groupingBy(column -> labels[column], TreeMap::new, Collectors.toList()));
    if (grouped.size() != clusters) {
      throw state.corrupt("has a cluster without columns in labels_");
    }
    int[][] columns =
        grouped.values().stream()
            .map(own -> own.stream().mapToInt(Integer::intValue).toArray())
            .toArray(int[][]::new);
    Pools pools = new Pools(columns, function(state));
    return Computed.of(state.name(), state.width(labels.length))
        .transform(clusters, pools::pooled)
        .made();
  }

  private static String function(Attributes state) {
    Node given = state.optional("pooling_func").orElse(new Node.Global("numpy", "mean"));
    if (given instanceof Node.Global(String module, String name)
        && module.equals("numpy")
        && KNOWN.contains(name)) {
      return name;
    }
    throw state.unsupported("pooling_func is not one of NumPy's mean, median, max, min and sum");
  }

  private double[] pooled(Matrix rows) {
    double[] pooled = new double[rows.rows() * columns.length];
    for (int i = 0; i < pooled.length; i++) {
      int row = i / columns.length;
      pooled[i] =
          pooled(
              IntStream.of(columns[i % columns.length])
                  .mapToDouble(c -> rows.at(row, c))
                  .toArray());
    }
    return pooled;
  }

  private double pooled(double[] cells) {
    return switch (function) {
      case "mean" -> Arrays.stream(cells).reduce(0, Double::sum) / cells.length;
      case "median" -> median(cells);
      case "amax", "max" -> Arrays.stream(cells).max().orElseThrow();
      case "amin", "min" -> Arrays.stream(cells).min().orElseThrow();
      default -> Sums.of(cells, 0, cells.length);
    };
  }

  private static double median(double[] cells) {
    Arrays.sort(cells);
    int half = cells.length / 2;
    return cells.length % 2 == 1 ? cells[half] : (cells[half - 1] + cells[half]) / 2;
  }
}
