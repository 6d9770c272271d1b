package dev.serin.runtime.savedmodel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Loops and choices of TensorFlow 1, which are no functions but rings of nodes. A loop is a frame:
 * its states come in by {@code Enter}, {@code Merge} joins the first round with the next, {@code
 * LoopCond} decides, {@code Switch} leads to {@code Exit} or into the round, whose end is {@code
 * NextIteration}. Each frame, from the inside out, becomes two functions and one {@code While}. A
 * choice starts with {@code Switch} and ends with {@code Merge}, which is given its condition as a
 * third input.
 */
final class Frames {
  private static final int MOST = 1_000;

  private final Map<String, NodeDef> nodes;
  private final Map<String, Block> functions;

  private Frames(Block graph, Map<String, Block> functions) {
    this.nodes = new LinkedHashMap<>(graph.nodes());
    this.functions = functions;
  }

  /** The graph without rings; the functions of its loops are added to the others. */
  static Block raised(Block graph, Map<String, Block> functions) {
    boolean plain =
        graph.nodes().values().stream()
            .noneMatch(node -> node.operator().equals("Merge") || node.operator().equals("Enter"));
    return plain ? graph : new Frames(graph, functions).raised(graph);
  }

  private Block raised(Block graph) {
    for (int rounds = 0; rounds < MOST; rounds++) {
      Optional<Frame> innermost = frames().values().stream().filter(this::innermost).findFirst();
      if (innermost.isEmpty()) {
        break;
      }
      raise(innermost.get(), rounds);
    }
    for (NodeDef node : List.copyOf(nodes.values())) {
      if (node.operator().equals("Merge") && node.data().size() == 2) {
        condition(node).ifPresent(test -> give(node, test));
      }
    }
    return graph.with(nodes);
  }

  /** The nodes at the edges of one loop, the states in one order. */
  private static final class Frame {
    private final List<NodeDef> constants = new ArrayList<>();
    private final List<NodeDef> enters = new ArrayList<>();
    private final List<NodeDef> merges = new ArrayList<>();
    private final Map<String, NodeDef> switches = new HashMap<>();
    private final List<NodeDef> nexts = new ArrayList<>();
    private final List<NodeDef> conditions = new ArrayList<>();
  }

  private Map<String, Frame> frames() {
    Map<String, Frame> frames = new LinkedHashMap<>();
    Map<String, Frame> byEnter = new HashMap<>();
    for (NodeDef node : nodes.values()) {
      if (node.operator().equals("Enter")) {
        Frame frame = frames.computeIfAbsent(name(node), _ -> new Frame());
        boolean constant =
            node.settings().get("is_constant") instanceof AttributeValue.Flag(boolean flag) && flag;
        if (constant) {
          frame.constants.add(node);
        }
        byEnter.put(node.name(), frame);
      }
    }
    Map<String, Frame> byMerge = new HashMap<>();
    for (NodeDef node : nodes.values()) {
      List<String> data = node.data();
      boolean merge = node.operator().equals("Merge") && data.size() == 2;
      if (merge && byEnter.containsKey(data.getFirst())) {
        NodeDef next = nodes.get(data.getLast());
        if (next == null || !next.operator().equals("NextIteration")) {
          throw Refusal.corrupt(node.name(), "a loop without a next round");
        }
        Frame frame = byEnter.get(data.getFirst());
        frame.enters.add(nodes.get(data.getFirst()));
        frame.merges.add(node);
        frame.nexts.add(next);
        byMerge.put(node.name(), frame);
      }
    }
    switches(byMerge);
    return frames;
  }

  private void switches(Map<String, Frame> byMerge) {
    for (NodeDef node : nodes.values()) {
      List<String> data = node.data();
      boolean leads = node.operator().equals("Switch") && data.size() == 2;
      if (leads && byMerge.containsKey(node(data.getFirst()))) {
        Frame frame = byMerge.get(node(data.getFirst()));
        frame.switches.put(node.name(), nodes.get(node(data.getFirst())));
        NodeDef condition = nodes.get(node(data.getLast()));
        if (condition == null || !condition.operator().equals("LoopCond")) {
          throw Refusal.corrupt(node.name(), "a loop without a condition");
        }
        if (!frame.conditions.contains(condition)) {
          frame.conditions.add(condition);
        }
      }
    }
  }

  private static String name(NodeDef enter) {
    if (enter.settings().get("frame_name") instanceof AttributeValue.Text(String name)) {
      return name;
    }
    throw Refusal.corrupt(enter.name(), "a loop without a name");
  }

  private static String node(String edge) {
    int end = edge.indexOf(':');
    return edge.substring(edge.startsWith("^") ? 1 : 0, end < 0 ? edge.length() : end);
  }

  /** Whether it is a loop without another one inside. */
  private boolean innermost(Frame frame) {
    if (frame.conditions.size() != 1) {
      return false;
    }
    return inside(frame, ends(frame)).values().stream()
        .noneMatch(node -> node.operator().equals("Exit"));
  }

  private static List<String> ends(Frame frame) {
    List<String> ends = new ArrayList<>();
    frame.nexts.forEach(next -> ends.add(next.data().getFirst()));
    ends.add(frame.conditions.getFirst().data().getFirst());
    return ends;
  }

  /** The nodes between these ends and the edge of the loop, with the states as arguments. */
  private Map<String, NodeDef> inside(Frame frame, List<String> ends) {
    Map<String, NodeDef> inside = new LinkedHashMap<>();
    Set<String> edge = edge(frame);
    Deque<String> waiting = new ArrayDeque<>(ends);
    while (!waiting.isEmpty()) {
      String name = node(waiting.pop());
      NodeDef node = nodes.get(name);
      if (node == null) {
        throw Refusal.corrupt(name, "there is no such node");
      }
      if (edge.contains(name) || inside.containsKey(name)) {
        continue;
      }
      List<String> inputs =
          node.inputs().stream()
              .filter(input -> !input.startsWith("^") || !edge.contains(node(input)))
              .toList();
      inside.put(name, new NodeDef(name, node.operator(), renamed(frame, inputs), node.settings()));
      waiting.addAll(inputs);
    }
    return inside;
  }

  private static Set<String> edge(Frame frame) {
    Set<String> edge = new HashSet<>(frame.switches.keySet());
    frame.merges.forEach(each -> edge.add(each.name()));
    frame.constants.forEach(each -> edge.add(each.name()));
    frame.conditions.forEach(each -> edge.add(each.name()));
    frame.nexts.forEach(each -> edge.add(each.name()));
    return edge;
  }

  /** Inside, a state goes by the name of its Merge, a constant by that of its Enter. */
  private static List<String> renamed(Frame frame, List<String> inputs) {
    List<String> renamed = new ArrayList<>();
    for (String input : inputs) {
      NodeDef merge = frame.switches.get(node(input));
      renamed.add(merge == null || input.startsWith("^") ? input : merge.name());
    }
    return renamed;
  }

  private void raise(Frame frame, int number) {
    String name = "while " + number + " " + frame.conditions.getFirst().name();
    List<String> arguments = new ArrayList<>();
    List<String> inputs = new ArrayList<>();
    frame.merges.forEach(merge -> arguments.add(merge.name()));
    frame.enters.forEach(enter -> inputs.add(enter.data().getFirst()));
    for (NodeDef constant : frame.constants) {
      arguments.add(constant.name());
      inputs.add(constant.data().getFirst());
    }
    List<String> next = new ArrayList<>();
    frame.nexts.forEach(each -> next.add(each.data().getFirst()));
    List<String> results = new ArrayList<>(renamed(frame, next));
    frame.constants.forEach(constant -> results.add(constant.name()));
    List<String> test = frame.conditions.getFirst().data();
    add(new Block(name + " body", arguments, inside(frame, next), results, List.of(), true));
    List<String> decided = renamed(frame, test);
    add(new Block(name + " cond", arguments, inside(frame, test), decided, List.of(), true));
    Map<String, AttributeValue> settings =
        Map.of(
            "cond", new AttributeValue.Function(name + " cond"),
            "body", new AttributeValue.Function(name + " body"));
    nodes.put(name, new NodeDef(name, "While", inputs, settings));
    leave(frame, name);
  }

  private void add(Block function) {
    functions.put(function.name(), function);
  }

  /** What left the loop by an Exit is an output of the While; the ring itself is taken out. */
  private void leave(Frame frame, String loop) {
    for (NodeDef node : List.copyOf(nodes.values())) {
      if (node.operator().equals("Exit") && !node.data().isEmpty()) {
        NodeDef merge = frame.switches.get(node(node.data().getFirst()));
        if (merge != null) {
          String output = loop + ":" + frame.merges.indexOf(merge);
          nodes.put(node.name(), new NodeDef(node.name(), "Identity", List.of(output), Map.of()));
        }
      }
    }
    frame.merges.forEach(merge -> nodes.remove(merge.name()));
    frame.enters.forEach(enter -> nodes.remove(enter.name()));
    frame.constants.forEach(enter -> nodes.remove(enter.name()));
  }

  private void give(NodeDef merge, String test) {
    List<String> inputs = new ArrayList<>(merge.data());
    inputs.add(test);
    nodes.put(merge.name(), new NodeDef(merge.name(), "Merge", inputs, merge.settings()));
  }

  /**
   * The condition of the choice that ends here; its first input is the branch that is not taken.
   */
  private Optional<String> condition(NodeDef merge) {
    Optional<String> no = condition(merge.data().getFirst(), 0);
    Optional<String> yes = condition(merge.data().getLast(), 1);
    if (yes.isPresent() && no.isPresent() && !yes.equals(no)) {
      throw Refusal.value(merge.name(), "the condition of its choice is not clear");
    }
    return yes.or(() -> no);
  }

  private record Step(String edge, int open) {}

  /** Walks back to the Switch that opened this branch, over all choices inside of it. */
  private Optional<String> condition(String from, int branch) {
    Deque<Step> waiting = new ArrayDeque<>(List.of(new Step(from, 1)));
    Set<Step> seen = new HashSet<>();
    while (!waiting.isEmpty()) {
      Step step = waiting.pop();
      NodeDef node = nodes.get(node(step.edge()));
      if (node == null || !seen.add(step)) {
        continue;
      }
      int open = step.open();
      if (node.operator().equals("Switch") && node.data().size() == 2) {
        open--;
        if (open == 0) {
          String output = step.edge().endsWith(":1") ? "1" : "0";
          boolean right = output.equals(Integer.toString(branch));
          return right ? Optional.of(node.data().getLast()) : Optional.empty();
        }
      }
      int inner = open + (node.operator().equals("Merge") ? 1 : 0);
      node.inputs().forEach(input -> waiting.push(new Step(input, inner)));
    }
    return Optional.empty();
  }
}
