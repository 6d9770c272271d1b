package dev.serin.runtime.savedmodel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How many nodes there are once every call is replaced by what it calls. A function is counted once
 * and its number used wherever it is called, so that a short file cannot ask for endless work.
 */
final class Unfolding {
  private static final int DEEPEST_CALL = 60;

  private final MetaGraph model;
  private final long limit;
  private final Map<String, Long> counted = new HashMap<>();
  private final List<String> path = new ArrayList<>();

  private Unfolding(MetaGraph model, long limit) {
    this.model = model;
    this.limit = limit;
  }

  /**
   * Refuses a signature whose unfolded functions have more nodes, or call each other in circles.
   */
  static void check(MetaGraph model, Set<String> fed, List<String> edges, long limit) {
    long count = new Unfolding(model, limit).nodes(model.graph(), fed, edges);
    if (count > limit) {
      throw Refusal.limit("the graph", "the number of nodes", count, limit);
    }
  }

  private long nodes(Block block, Set<String> given, List<String> edges) {
    List<String> asked = new ArrayList<>(edges);
    asked.addAll(block.always());
    long count = 0;
    for (NodeDef node : Order.of(block, given, asked)) {
      count++;
      for (AttributeValue setting : node.settings().values()) {
        for (String name : functions(setting)) {
          count = Math.min(count + function(name), limit + 1);
        }
      }
      if (model.functions().containsKey(node.operator())) {
        count += function(node.operator());
      }
      count = Math.min(count, limit + 1);
    }
    return count;
  }

  private static List<String> functions(AttributeValue setting) {
    if (setting instanceof AttributeValue.Many(List<AttributeValue> values)) {
      return values.stream().flatMap(each -> functions(each).stream()).toList();
    }
    return setting instanceof AttributeValue.Function(String name) ? List.of(name) : List.of();
  }

  private long function(String name) {
    Long known = counted.get(name);
    if (known != null) {
      return known;
    }
    Block function = model.functions().get(name);
    if (function == null) {
      throw Refusal.corrupt("function " + name, "the file does not have it");
    }
    if (path.contains(name)) {
      throw Refusal.corrupt("function " + name, "it calls itself");
    }
    if (path.size() >= DEEPEST_CALL) {
      throw Refusal.limit("function " + name, "the depth of calls", path.size(), DEEPEST_CALL);
    }
    path.addLast(name);
    long count = nodes(function, Set.copyOf(function.arguments()), function.results());
    path.removeLast();
    counted.put(name, count);
    return count;
  }
}
