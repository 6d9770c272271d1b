package dev.serin.reader;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** What hangs on a node, and how deep the longest way down is; nothing here recurses. */
final class Graph {
  private Graph() {}

  /** The nodes directly below, in the order of the file. */
  static List<Node> children(Node node) {
    return switch (node) {
      case Node.ListNode list -> list.items();
      case Node.TupleNode tuple -> tuple.items();
      case Node.SetNode set -> set.items();
      case Node.DictNode dict -> flat(dict.entries());
      case Node.Array array -> array.value().nodes();
      case Node.Instance instance -> {
        List<Node> all = new ArrayList<>(instance.args());
        instance.state().ifPresent(all::add);
        all.addAll(instance.items());
        all.addAll(flat(instance.entries()));
        yield all;
      }
      case Node.None _,
          Node.Bool _,
          Node.Int _,
          Node.Big _,
          Node.Real _,
          Node.Text _,
          Node.Bytes _,
          Node.Global _,
          Node.Dtype _ ->
          List.of();
    };
  }

  private static List<Node> flat(List<Node.Entry> entries) {
    List<Node> flat = new ArrayList<>(2 * entries.size());
    for (Node.Entry entry : entries) {
      flat.add(entry.key());
      flat.add(entry.value());
    }
    return flat;
  }

  /** Refuses a graph whose longest way down, not counting circles, is beyond the budget. */
  static void checkDepth(Node root, Budget budget) {
    Map<Node, Frame> seen = new IdentityHashMap<>();
    Deque<Frame> open = new ArrayDeque<>();
    open.push(new Frame(root));
    while (!open.isEmpty()) {
      Frame top = open.peek();
      if (top.next == top.children.size()) {
        open.pop();
        top.children = List.of();
        if (!open.isEmpty()) {
          open.peek().sink(top.height);
        }
        budget.nested(top.height, 0);
        continue;
      }
      Node child = top.children.get(top.next++);
      Frame known = seen.get(child);
      if (known != null) {
        top.sink(known.height);
      } else if (!children(child).isEmpty()) {
        Frame frame = new Frame(child);
        seen.put(child, frame);
        open.push(frame);
      }
    }
  }

  /** A node on the way; its height grows while its children are seen. */
  private static final class Frame {
    private List<Node> children;
    private int next;
    private int height = 1;

    Frame(Node node) {
      this.children = children(node);
    }

    void sink(int below) {
      height = Math.max(height, below + 1);
    }
  }
}
