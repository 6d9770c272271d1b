package dev.serin.runtime.onnx;

import dev.serin.reader.Protobuf;
import dev.serin.runtime.Limits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Checks nodes wherever they stand: in the main graph, in subgraphs, in functions. */
final class NodeGuard {
  private static final int DEEPEST = 100; // as deep as protocol buffers may be nested
  private static final Set<String> SHAPED = Set.of("ConstantOfShape", "Expand");

  private final Limits limits;
  private final DataFiles files;
  private final Set<String> declared = new HashSet<>();
  private final Map<String, Calls> bodies = new HashMap<>();
  private final SortedMap<String, Integer> operators = new TreeMap<>();
  private final Deque<Map<String, List<Long>>> constants = new ArrayDeque<>();
  private Calls current = new Calls();
  private long external;

  /** How many nodes a body has, and how often it calls each function. */
  private static final class Calls {
    private final Map<String, Integer> functions = new HashMap<>();
    private long nodes;
  }

  NodeGuard(Limits limits, DataFiles files) {
    this.limits = limits;
    this.files = files;
  }

  SortedMap<String, Integer> operators() {
    return Collections.unmodifiableSortedMap(operators);
  }

  boolean external() {
    return external > 0;
  }

  /** Notes the name of a function before any body is looked at. */
  void declare(Protobuf function) {
    declared.add(name(function));
  }

  private static String name(Protobuf function) {
    String name = "";
    String domain = "";
    while (function.next()) {
      switch (function.field()) {
        case 1 -> name = function.text();
        case 10 -> domain = function.text();
        default -> {} // the body comes later
      }
    }
    return Operators.domain(domain) + ":" + name;
  }

  /** Checks the body of a function, called or not. */
  void function(Protobuf function) {
    current = new Calls();
    bodies.put(name(function.again()), current);
    constants.push(new HashMap<>());
    while (function.next()) {
      switch (function.field()) {
        case 7 -> node(function.message(), 2);
        case 11 -> attribute(function.message(), 2, "function", new HashMap<>());
        default -> {} // names and documentation
      }
    }
    constants.pop();
  }

  /** Checks the main graph, and then how large it is with all functions unfolded. */
  void main(Protobuf graph) {
    current = new Calls();
    graph(graph, 2);
    unfolded(current, new ArrayDeque<>(), new HashMap<>());
  }

  private void graph(Protobuf graph, int depth) {
    deepEnough(depth);
    Map<String, List<Long>> known = new HashMap<>();
    constants.push(known);
    for (Protobuf weights = graph.again(); weights.next(); ) {
      if (weights.field() == 5) {
        TensorProto tensor = tensor(weights.message(), "graph");
        known.put(tensor.name(), tensor.whole());
      } else if (weights.field() == 15) {
        throw sparse("graph");
      }
    }
    while (graph.next()) {
      if (graph.field() == 1) {
        node(graph.message(), depth + 1);
      }
    }
    constants.pop();
  }

  private void node(Protobuf node, int depth) {
    deepEnough(depth);
    Names names = Names.read(node.again());
    count(names);
    Map<String, List<Long>> given = new HashMap<>();
    while (node.next()) {
      if (node.field() == 5) {
        attribute(node.message(), depth + 1, names.place(), given);
      }
    }
    if (names.operator().equals("Constant")) {
      given.values().forEach(value -> names.outputs().forEach(name -> known().put(name, value)));
    }
    if (SHAPED.contains(names.operator())) {
      int place = names.operator().equals("Expand") ? 1 : 0;
      List<Long> shape =
          names.inputs().size() > place ? constant(names.inputs().get(place)) : List.of();
      TensorProto.Sizes.bits(names.place(), positive(shape), 1, limits.inflatedBytes());
    }
  }

  private static List<Long> positive(List<Long> shape) {
    return shape.stream().map(size -> Math.max(0, size)).toList();
  }

  private void count(Names names) {
    current.nodes++;
    if (current.nodes > limits.graphNodes()) {
      throw tooMany(current.nodes);
    }
    String domain = Operators.domain(names.domain());
    String full = domain + ":" + names.operator();
    if (declared.contains(full)) {
      current.functions.merge(full, 1, Integer::sum);
    } else if (!Operators.allowed(domain, names.operator())) {
      throw Refusal.of(
          "UNSUPPORTED_OP",
          names.place(),
          "the operator " + names.operator() + " of " + domain + " is not on the list",
          "export the model with standard ONNX operators");
    }
    String shown = domain.equals(Operators.STANDARD) ? names.operator() : full.replace(':', '.');
    operators.merge(shown, 1, Integer::sum);
  }

  private void attribute(
      Protobuf attribute, int depth, String place, Map<String, List<Long>> given) {
    deepEnough(depth);
    List<Long> whole = new ArrayList<>();
    while (attribute.next()) {
      switch (attribute.field()) {
        case 5, 10 -> {
          TensorProto tensor = tensor(attribute.message(), place);
          given.put("tensor", tensor.whole());
        }
        case 6, 11 -> graph(attribute.message(), depth + 1);
        case 8 -> whole(attribute, whole);
        case 22, 23 -> throw sparse(place);
        default -> {} // numbers and texts
      }
    }
    if (!whole.isEmpty()) {
      given.putIfAbsent("numbers", whole);
    }
  }

  private static void whole(Protobuf numbers, List<Long> into) {
    if (numbers.wire() != Protobuf.Wire.BYTES) {
      into.add(numbers.number());
      return;
    }
    for (Protobuf packed = numbers.message(); !packed.ended(); ) {
      into.add(packed.nextPacked());
    }
  }

  private TensorProto tensor(Protobuf message, String place) {
    TensorProto tensor = TensorProto.read(message);
    long bytes = tensor.check(place, limits.inflatedBytes());
    if (!tensor.external().isEmpty()) {
      files.check(place + ", tensor " + tensor.name(), tensor.external(), bytes);
      external += bytes;
      if (external > limits.inflatedBytes()) {
        throw Refusal.limit(
            place, "the number of bytes in other files", external, limits.inflatedBytes());
      }
    }
    return tensor;
  }

  private Map<String, List<Long>> known() {
    return constants.element();
  }

  private List<Long> constant(String name) {
    return constants.stream()
        .filter(scope -> scope.containsKey(name))
        .findFirst()
        .map(scope -> scope.get(name))
        .orElse(List.of());
  }

  private long unfolded(Calls body, Deque<String> path, Map<String, Long> sizes) {
    long nodes = body.nodes;
    for (Map.Entry<String, Integer> call : body.functions.entrySet()) {
      String function = call.getKey();
      if (path.contains(function)) {
        throw Refusal.corrupt("function " + function, "it calls itself");
      }
      if (!sizes.containsKey(function)) {
        path.push(function);
        sizes.put(function, unfolded(bodies.get(function), path, sizes));
        path.pop();
      }
      nodes += call.getValue() * sizes.get(function);
      if (nodes > limits.graphNodes()) {
        throw tooMany(nodes);
      }
    }
    return nodes;
  }

  private dev.serin.base.Problem.Raised tooMany(long nodes) {
    return Refusal.limit("graph", "the number of nodes", nodes, limits.graphNodes());
  }

  private static dev.serin.base.Problem.Raised sparse(String place) {
    return Refusal.value(place, "it holds sparse weights", "export it with dense weights");
  }

  private void deepEnough(int depth) {
    int limit = Math.min(DEEPEST, limits.depth());
    if (depth > limit) {
      throw Refusal.limit("graph", "the nesting of messages", depth, limit);
    }
  }

  /** What a node is called and what it takes. */
  private record Names(
      String name, String operator, String domain, List<String> inputs, List<String> outputs) {

    private static Names read(Protobuf node) {
      List<String> inputs = new ArrayList<>();
      List<String> outputs = new ArrayList<>();
      String name = "";
      String operator = "";
      String domain = "";
      while (node.next()) {
        switch (node.field()) {
          case 1 -> inputs.add(node.text());
          case 2 -> outputs.add(node.text());
          case 3 -> name = node.text();
          case 4 -> operator = node.text();
          case 7 -> domain = node.text();
          default -> {} // attributes come later
        }
      }
      return new Names(name, operator, domain, inputs, outputs);
    }

    private String place() {
      return name.isEmpty() ? "node " + operator : "node " + name + " (" + operator + ")";
    }
  }
}
