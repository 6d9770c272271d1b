package dev.serin.runtime.sklearn;

import dev.serin.reader.Node;
import dev.serin.runtime.Inspection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds the steps of one file from its nodes, by the exact table of classes. One thread uses it
 * for one load. A node that several steps share is built once; nesting, and the steps that one row
 * would pass, are bounded, so that neither building nor predicting can run away.
 */
public final class Workshop {
  static final String VERSION = "_sklearn_version";

  private static final int DEEPEST = 64;
  private static final int WIDEST = 1 << 20;
  private static final int WIDEST_SPARSE = Integer.MAX_VALUE - 16;

  private final Map<String, Recipe> recipes = new HashMap<>();
  private final Map<Node, Estimator> built = new IdentityHashMap<>();
  private final List<Inspection.Step> steps = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private final int mostSteps;
  private Release release = Release.UNKNOWN;
  private String writer = "";
  private int depth;
  private boolean joint;

  Workshop(List<Family> families, int mostSteps) {
    this.mostSteps = mostSteps;
    for (Family family : families) {
      for (Recipe recipe : family.recipes()) {
        recipe.modules().forEach(module -> recipes.put(module + "." + recipe.type(), recipe));
      }
    }
  }

  /** The steps built so far, outer before inner. */
  List<Inspection.Step> steps() {
    return steps;
  }

  List<String> warnings() {
    return warnings;
  }

  /** The version that wrote the outermost step that says so, empty when none does. */
  String writer() {
    return writer;
  }

  /** Tells the owner a fact about the file, such as training rows inside of it. */
  public void warn(String warning) {
    if (!warnings.contains(warning)) {
      warnings.add(warning);
    }
  }

  /** Whether a step answers a row by all the rows of a batch. */
  boolean joint() {
    return joint;
  }

  /** Tells the owner that a step answers a row by all the rows of a batch, as its library does. */
  public void joint(String warning) {
    joint = true;
    warn(warning);
  }

  /** Refuses an output that is too wide to be meant. */
  public int checkedWidth(String place, long columns) {
    if (columns > WIDEST) {
      throw Refusal.limit(
          place, "gives " + columns + " columns, the limit is " + WIDEST + " (output columns)");
    }
    return (int) columns;
  }

  /** Refuses an output of sparse rows that is too wide for an index. */
  public int checkedSparseWidth(String place, long columns) {
    if (columns > WIDEST_SPARSE) {
      throw Refusal.limit(
          place,
          "gives " + columns + " sparse columns, the limit is " + WIDEST_SPARSE + " (columns)");
    }
    return (int) columns;
  }

  /**
   * Builds the step in {@code node}.
   *
   * @param place where it stands, such as {@code Pipeline.steps[1]}
   */
  public Estimator build(Node node, String place) {
    Estimator known = built.get(node);
    if (known != null) {
      return known;
    }
    if (!(node instanceof Node.Instance instance)) {
      throw strange(node, place);
    }
    Recipe recipe = recipes.get(instance.type().qualified());
    if (recipe == null) {
      throw Refusal.type(place, instance.type().qualified());
    }
    if (depth >= DEEPEST || steps.size() >= mostSteps) {
      throw Refusal.limit(
          place,
          "nests steps deeper than " + DEEPEST + " or holds more than " + mostSteps + " steps");
    }
    depth++;
    Estimator estimator = build(recipe, instance, place);
    depth--;
    built.put(node, estimator);
    return estimator;
  }

  private Estimator build(Recipe recipe, Node.Instance instance, String place) {
    Attributes state = new Attributes(instance, place, release);
    if (writer.isEmpty()) {
      release = state.release();
      writer = state.has(VERSION) ? state.text(VERSION) : "";
    }
    int at = steps.size();
    String type = instance.type().qualified();
    steps.add(new Inspection.Step(place, type, recipe.mapsTo(), ""));
    Estimator estimator = recipe.builder().build(state, this);
    if (estimator.passes() > mostSteps) {
      throw Refusal.limit(
          place, "sends a row through " + estimator.passes() + " steps, the limit is " + mostSteps);
    }
    steps.set(at, new Inspection.Step(place, type, recipe.mapsTo(), estimator.sizes()));
    return estimator;
  }

  private static RuntimeException strange(Node node, String place) {
    return switch (node) {
      case Node.Global global -> Refusal.type(place, global.qualified());
      case Node.Text(String text) -> Refusal.value(place, "is the text '" + text + "', no step");
      default -> Refusal.corrupt(place, "holds no fitted step");
    };
  }
}
