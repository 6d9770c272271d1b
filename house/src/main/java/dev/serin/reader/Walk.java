package dev.serin.reader;

import dev.serin.base.Problem;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * Goes through all nodes below a root, each container once however often it is shared, without
 * recursion. {@link #next} moves on; {@link #node} and {@link #path} tell where it is. More nodes
 * than {@code visits} are refused with LIMIT_EXCEEDED. For one thread.
 */
public final class Walk {
  private final Deque<Step> way = new ArrayDeque<>();
  private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Node root;
  private final long visits;
  private long visited;

  /** A walk from {@code root}, which is the first node. */
  public Walk(Node root, long visits) {
    this.root = root;
    this.visits = visits;
  }

  /**
   * Moves to the next node; false when there is none.
   *
   * @throws Problem.Raised with {@code Refused} when there are more nodes than allowed
   */
  public boolean next() {
    if (visited == 0) {
      way.push(new Step(root));
      visited = 1;
      return true;
    }
    while (!way.isEmpty()) {
      Step top = way.peek();
      if (!top.rest.hasNext()) {
        way.pop();
        continue;
      }
      Node child = top.rest.next();
      top.index++;
      if (child instanceof Node.Global || seen.add(child)) {
        visited++;
        if (visited > visits) {
          throw Refusals.limit(this::path, "the number of nodes", visited, visits);
        }
        way.push(new Step(child));
        return true;
      }
    }
    return false;
  }

  /** The node where it is. */
  public Node node() {
    return way.element().node;
  }

  /** The way to it for people: {@code Pipeline.steps[2]}. */
  public String path() {
    StringBuilder path = new StringBuilder(rootName());
    Iterator<Step> steps = way.descendingIterator();
    Step above = steps.next();
    while (steps.hasNext()) {
      path.append(label(above.node, above.index));
      above = steps.next();
    }
    return path.toString();
  }

  private String rootName() {
    return root instanceof Node.Instance instance ? Shown.name(instance.type().name()) : "model";
  }

  private static String label(Node parent, int index) {
    return switch (parent) {
      // (name, estimator) and (name, estimator, columns): the name says nothing new
      case Node.TupleNode tuple when tuple.items().getFirst() instanceof Node.Text -> "";
      case Node.TupleNode _, Node.ListNode _, Node.SetNode _, Node.Array _ -> "[" + index + "]";
      case Node.DictNode dict -> key(dict.entries().get(index / 2).key());
      case Node.Instance instance -> index < instance.args().size() ? "(" + index + ")" : "";
      default -> "";
    };
  }

  private static String key(Node key) {
    return switch (key) {
      case Node.Text text -> "." + Shown.name(text.value());
      case Node.Int whole -> "[" + whole.value() + "]";
      default -> "[…]";
    };
  }

  /** One node on the way and how far its children were visited. */
  private static final class Step {
    private final Node node;
    private final Iterator<Node> rest;
    private int index = -1;

    Step(Node node) {
      this.node = node;
      List<Node> children = Graph.children(node);
      this.rest = children.iterator();
    }
  }
}
