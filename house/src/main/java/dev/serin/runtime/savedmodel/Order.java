package dev.serin.runtime.savedmodel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The nodes of a block on which some of them depend, each after everything that it takes or that
 * has to run before it. Nodes that wait for each other are refused.
 */
final class Order {
  private final Block block;
  private final Map<String, Boolean> done = new HashMap<>();
  private final List<NodeDef> order = new ArrayList<>();

  private record Visit(NodeDef node, Iterator<String> inputs) {}

  private Order(Block block) {
    this.block = block;
  }

  /** The nodes for these edges; what {@code given} names is there already. */
  static List<NodeDef> of(Block block, Set<String> given, List<String> edges) {
    Order order = new Order(block);
    given.forEach(name -> order.done.put(name, true));
    edges.forEach(order::add);
    return order.order;
  }

  /** Depth first, without the stack of the machine: graphs are deep. */
  private void add(String edge) {
    Deque<Visit> path = new ArrayDeque<>();
    enter(edge, path);
    while (!path.isEmpty()) {
      Visit last = path.peek();
      if (last.inputs().hasNext()) {
        enter(last.inputs().next(), path);
      } else {
        path.pop();
        done.put(last.node().name(), true);
        order.add(last.node());
      }
    }
  }

  private void enter(String edge, Deque<Visit> path) {
    int end = edge.indexOf(':');
    String name = edge.substring(edge.startsWith("^") ? 1 : 0, end < 0 ? edge.length() : end);
    Boolean finished = done.putIfAbsent(name, false);
    if (finished == null) {
      NodeDef node = block.nodes().get(name);
      if (node == null) {
        throw Refusal.corrupt(block.name() + "/" + name, "there is no such node");
      }
      path.push(new Visit(node, node.inputs().iterator()));
    } else if (!finished) {
      throw Refusal.corrupt(block.name() + "/" + name, "it waits for its own result");
    }
  }
}
