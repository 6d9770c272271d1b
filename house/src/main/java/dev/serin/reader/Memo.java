package dev.serin.reader;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The machine's memo: dense while indexes count up, as they do in real files, else a map. */
final class Memo {
  private final List<Node> dense = new ArrayList<>();
  private final Map<Long, Node> sparse = new HashMap<>();

  int size() {
    return dense.size() + sparse.size();
  }

  void put(long index, Node node) {
    if (index == dense.size()) {
      dense.add(node);
    } else if (index < dense.size()) {
      dense.set((int) index, node);
    } else {
      sparse.put(index, node);
    }
  }

  Node at(long index, Place place) {
    Node sparsely = sparse.get(index);
    if (sparsely != null) {
      return sparsely;
    }
    if (index >= dense.size()) {
      throw Refusals.corrupt(place, "nothing was remembered under " + index);
    }
    return dense.get((int) index);
  }
}
