package dev.serin.reader;

import java.util.ArrayList;
import java.util.List;

/** The machine's stack with its marks; nothing reaches below the newest mark. */
final class Stack {
  private static final int LARGEST = 500_000;

  private final Budget budget;
  private final List<Node> nodes = new ArrayList<>();
  private final List<Integer> marks = new ArrayList<>();

  Stack(Budget budget) {
    this.budget = budget;
  }

  void push(Node node, Place place) {
    if (nodes.size() == LARGEST) {
      throw Refusals.limit(place, "the size of the stack", LARGEST + 1L, LARGEST);
    }
    nodes.add(node);
  }

  Node top(Place place) {
    if (nodes.size() == floor()) {
      throw Refusals.corrupt(place, "the stack is empty");
    }
    return nodes.getLast();
  }

  Node pop(Place place) {
    Node top = top(place);
    nodes.removeLast();
    return top;
  }

  void mark(long offset) {
    budget.nested(marks.size() + 1L, offset);
    marks.add(nodes.size());
  }

  /** Takes all that was pushed since the newest mark, and the mark. */
  List<Node> popToMark(Place place) {
    if (marks.isEmpty()) {
      throw Refusals.corrupt(place, "there is no mark on the stack");
    }
    List<Node> since = nodes.subList(marks.removeLast(), nodes.size());
    List<Node> taken = List.copyOf(since);
    since.clear();
    return taken;
  }

  boolean marked() {
    return !marks.isEmpty() && marks.getLast() == nodes.size();
  }

  private int floor() {
    return marks.isEmpty() ? 0 : marks.getLast();
  }
}
