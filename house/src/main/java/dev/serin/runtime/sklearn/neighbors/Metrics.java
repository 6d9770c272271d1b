package dev.serin.runtime.sklearn.neighbors;

import dev.serin.kernel.near.Angle;
import dev.serin.kernel.near.Distance;
import dev.serin.kernel.near.Flags;
import dev.serin.kernel.near.Points;
import dev.serin.kernel.near.Powers;
import dev.serin.kernel.near.Quadratic;
import dev.serin.reader.Node;
import dev.serin.runtime.sklearn.Attributes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The distances that scikit-learn offers by name, with their parameters. */
final class Metrics {
  private static final Map<String, Distance> PLAIN =
      Map.ofEntries(
          Map.entry("euclidean", Distance.Plain.EUCLIDEAN),
          Map.entry("l2", Distance.Plain.EUCLIDEAN),
          Map.entry("sqeuclidean", Distance.Plain.SQUARED),
          Map.entry("manhattan", Distance.Plain.MANHATTAN),
          Map.entry("cityblock", Distance.Plain.MANHATTAN),
          Map.entry("l1", Distance.Plain.MANHATTAN),
          Map.entry("chebyshev", Distance.Plain.CHEBYSHEV),
          Map.entry("infinity", Distance.Plain.CHEBYSHEV),
          Map.entry("canberra", Distance.Plain.CANBERRA),
          Map.entry("hamming", Distance.Plain.HAMMING),
          Map.entry("haversine", Distance.Plain.HAVERSINE),
          Map.entry("nan_euclidean", Distance.Plain.NAN_EUCLIDEAN),
          Map.entry("cosine", new Angle(false)),
          Map.entry("correlation", new Angle(true)),
          Map.entry("jaccard", Flags.JACCARD),
          Map.entry("matching", Flags.MATCHING),
          Map.entry("dice", Flags.DICE),
          Map.entry("kulsinski", Flags.KULSINSKI),
          Map.entry("rogerstanimoto", Flags.ROGERS_TANIMOTO),
          Map.entry("sokalmichener", Flags.ROGERS_TANIMOTO), // the same formula
          Map.entry("russellrao", Flags.RUSSELL_RAO),
          Map.entry("sokalsneath", Flags.SOKAL_SNEATH),
          Map.entry("yule", Flags.YULE));

  private static final Set<String> HEAPED =
      Set.of(
          "euclidean",
          "l2",
          "sqeuclidean",
          "minkowski",
          "p",
          "manhattan",
          "cityblock",
          "l1",
          "chebyshev",
          "infinity",
          "seuclidean",
          "canberra",
          "braycurtis",
          "matching",
          "kulsinski",
          "sokalmichener",
          "haversine");

  /** Of no use to the plain distances, which may carry it all the same. */
  private static final Set<String> IDLE = Set.of("p");

  private final Attributes state;
  private final String name;
  private final Node parameters;

  /** The distance that {@code attribute} names, with the dict in {@code parameters}. */
  Metrics(Attributes state, String attribute, String parameters) {
    this.state = state;
    this.name = state.text(attribute);
    this.parameters = state.optional(parameters).orElse(Node.NONE);
  }

  String name() {
    return name;
  }

  /** Whether releases since 1.1 search by a heap, one by one, instead of sorting all distances. */
  boolean heaped() {
    return !state.release().before(1, 1) && HEAPED.contains(name);
  }

  /** How the release that wrote this sorts a heap. */
  static Points.Order order(Attributes state) {
    return state.release().before(1, 9) ? Points.Order.HEAP : Points.Order.HEAP_INSERTED;
  }

  /** As searching one by one computes it. */
  Distance listed() {
    return switch (name) {
      case "seuclidean" -> Quadratic.standardised(numbers("V"));
      case "mahalanobis" -> Quadratic.mahalanobis(numbers("VI"));
      case "braycurtis" ->
          state.release().before(1, 1)
              ? Distance.Plain.BRAY_CURTIS_SUMS
              : Distance.Plain.BRAY_CURTIS;
      default -> common();
    };
  }

  /** As a search tree computes it, whose own copy of the parameters is {@code compiled}. */
  Distance under(Node.Instance compiled) {
    List<Node> kept =
        compiled.state().orElse(Node.NONE) instanceof Node.TupleNode tuple
            ? tuple.items()
            : List.of();
    if (kept.size() < 3) {
      throw state.corrupt("has a distance without its three parameters");
    }
    return switch (name) {
      case "seuclidean" ->
          Quadratic.standardised(state.array("dist_metric.vec", kept.get(1)).doubles());
      case "mahalanobis" ->
          Quadratic.mahalanobis(state.array("dist_metric.mat", kept.get(2)).doubles());
      case "braycurtis" -> Distance.Plain.BRAY_CURTIS;
      default -> common();
    };
  }

  private Distance common() {
    return switch (name) {
      case "minkowski", "p" -> new Powers(power(), has("w") ? numbers("w") : new double[0], false);
      case "wminkowski" -> new Powers(power(), numbers("w"), true);
      default -> plain();
    };
  }

  private Distance plain() {
    Distance plain = PLAIN.get(name);
    if (plain == null) {
      throw state.unsupported("the metric '" + name + "' is not served");
    }
    entries()
        .map(entry -> entry.key() instanceof Node.Text(String key) ? key : "?")
        .filter(key -> !IDLE.contains(key))
        .findFirst()
        .ifPresent(
            key -> {
              throw state.unsupported("the metric " + name + " with the parameter " + key);
            });
    return plain;
  }

  private double power() {
    return has("p") ? state.real("metric_params.p", value("p")) : state.real("p", 2);
  }

  private double[] numbers(String key) {
    if (!has(key)) {
      throw state.unsupported("the metric " + name + " without its parameter " + key);
    }
    return state.array("metric_params." + key, value(key)).doubles();
  }

  private boolean has(String key) {
    return !(value(key) instanceof Node.None);
  }

  private Node value(String key) {
    return parameters instanceof Node.DictNode dict ? dict.value(key).orElse(Node.NONE) : Node.NONE;
  }

  private Stream<Node.Entry> entries() {
    return parameters instanceof Node.DictNode dict ? dict.entries().stream() : Stream.empty();
  }
}
