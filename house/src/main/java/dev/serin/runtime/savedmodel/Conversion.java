package dev.serin.runtime.savedmodel;

import dev.serin.base.Problem;
import dev.serin.graph.GraphBuilder;
import dev.serin.graph.GraphMismatch;
import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.runtime.Inspection.Step;
import dev.serin.runtime.Limits;
import dev.serin.runtime.savedmodel.MetaGraph.Port;
import dev.serin.runtime.savedmodel.MetaGraph.SignatureDef;
import dev.serin.tensor.DataType;
import dev.serin.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Turns one signature into one graph. Nodes are visited in the order in which they depend on each
 * other, starting from what the signature gives, so that nothing else is looked at; functions are
 * unfolded where they are called. Everything that follows from constants alone is computed here.
 */
final class Conversion {
  private final MetaGraph model;
  private final Variables variables;
  private final Map<String, OpRule> rules;
  private final Limits limits;
  private final GraphBuilder root = new GraphBuilder();
  private final Map<Constant, Value> weights = new IdentityHashMap<>();
  private final Map<String, Operand.Fixed> read = new HashMap<>();
  private final Map<String, Integer> counted = new TreeMap<>();
  private final Map<Operand, Origin> origins = new IdentityHashMap<>();
  private final List<String> calls = new ArrayList<>();
  private int visited;

  /** The graph, what goes in and out by the names of the signature, and what it consists of. */
  record Converted(
      byte[] onnx, List<TensorSpec> inputs, List<TensorSpec> outputs, List<Step> steps) {}

  Conversion(MetaGraph model, Variables variables, Map<String, OpRule> rules, Limits limits) {
    this.model = model;
    this.variables = variables;
    this.rules = rules;
    this.limits = limits;
  }

  Converted converted(SignatureDef signature) {
    Map<String, Operand> fed = new HashMap<>();
    List<TensorSpec> inputs = new ArrayList<>();
    for (Port port : signature.inputs()) {
      TensorSpec spec = input(port);
      inputs.add(spec);
      Value value = root.input(spec.type(), new Shape(spec.shape()));
      Edge edge = Edge.read(port.edge(), model.graph());
      if (edge.output() != 0) {
        throw Refusal.value("input " + port.name(), "it is fed into " + port.edge());
      }
      fed.put(edge.node(), new Operand.Live(value, List.of()));
    }
    if (inputs.isEmpty() || fed.size() != inputs.size()) {
      throw Refusal.of(
          "SIGNATURE_MISSING",
          "signature " + signature.name(),
          "it has " + inputs.size() + " inputs at " + fed.size() + " places",
          "export the model with a signature that takes tensors");
    }
    List<String> edges = signature.outputs().stream().map(Port::edge).toList();
    Unfolding.check(model, fed.keySet(), edges, limits.graphNodes());
    List<Operand> results = new Frame(model.graph(), fed, root).results(edges);
    List<TensorSpec> outputs = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      Port port = signature.outputs().get(i);
      Value value = output(port, results.get(i));
      root.output(value);
      outputs.add(new TensorSpec(port.name(), value.type(), value.shape().sizes()));
    }
    return new Converted(root.toBytes(), inputs, outputs, steps());
  }

  private static TensorSpec input(Port port) {
    String place = "input " + port.name();
    DataType type = ElementTypes.number(port.type(), place);
    Shape shape =
        port.shape()
            .orElseThrow(
                () ->
                    Refusal.of(
                        "SIGNATURE_MISSING",
                        place,
                        "the signature does not say how many axes it has",
                        "export it with an input_signature; sizes that vary may stay open"));
    return new TensorSpec(port.name(), type, shape.sizes());
  }

  private Value output(Port port, Operand result) {
    return switch (result) {
      case Operand.Live live -> live.value();
      case Operand.Fixed fixed -> weight(fixed.constant());
      case Operand.Opaque(String what) ->
          throw Refusal.value("output " + port.name(), "only numbers are computed, not " + what);
      case Operand.Variable _, Operand.TensorList _ ->
          throw Refusal.value("output " + port.name(), "only tensors are given");
    };
  }

  private List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    counted.forEach(
        (operator, count) -> {
          String times = count == 1 ? "once" : count + " times";
          steps.add(new Step("graph", operator, "ONNX Runtime", times));
        });
    return steps;
  }

  /** A constant as a value of the outermost graph, which every body sees. */
  Value weight(Constant constant) {
    return weights.computeIfAbsent(
        constant, each -> root.weight(each.type(), each.shape(), each.bytes()));
  }

  /** The value of the variable of a node of the main graph. */
  Operand.Fixed variable(String node) {
    return read.computeIfAbsent(
        node, name -> new Operand.Fixed(variables.value(name, shared(name), model.objects())));
  }

  private String shared(String node) {
    NodeDef variable = model.graph().nodes().get(node);
    boolean named =
        variable != null
            && variable.settings().get("shared_name") instanceof AttributeValue.Text(String name)
            && !name.isEmpty();
    return named ? ((AttributeValue.Text) variable.settings().get("shared_name")).value() : node;
  }

  /** What a function gives for these arguments; its nodes are added to the graph. */
  List<Operand> function(String name, List<Operand> arguments, GraphBuilder into) {
    Block function = model.functions().get(name);
    if (function == null) {
      throw Refusal.corrupt("function " + name, "the file does not have it");
    }
    if (arguments.size() != function.arguments().size()) {
      throw Refusal.corrupt(
          "function " + name,
          arguments.size() + " arguments instead of " + function.arguments().size());
    }
    Map<String, Operand> given = new HashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      given.put(function.arguments().get(i), arguments.get(i));
    }
    calls.addLast(name);
    List<Operand> results = new Frame(function, given, into).results(function.results());
    calls.removeLast();
    return results;
  }

  /** The call that gave this very operand; empty for what a function or loop was given. */
  Optional<Origin> origin(Operand operand) {
    return Optional.ofNullable(origins.get(operand));
  }

  /** Remembers what a call gave; what it only handed on keeps its origin. */
  private void note(Call call, List<Operand> given) {
    for (int i = 0; i < given.size(); i++) {
      Operand each = given.get(i);
      if (call.operands().stream().noneMatch(taken -> taken == each)) {
        origins.putIfAbsent(each, new Origin(call, i));
      }
    }
  }

  /** Whether the file has a function of this name. */
  private boolean callable(String name) {
    return model.functions().containsKey(name);
  }

  /** One walk through a block, its results by the names of its nodes. */
  private final class Frame {
    private final Block block;
    private final GraphBuilder graph;
    private final Map<String, List<Operand>> results = new HashMap<>();

    private Frame(Block block, Map<String, Operand> given, GraphBuilder graph) {
      this.block = block;
      this.graph = graph;
      given.forEach((name, operand) -> results.put(name, List.of(operand)));
    }

    private List<Operand> results(List<String> edges) {
      List<String> asked = new ArrayList<>(edges);
      asked.addAll(block.always());
      for (NodeDef node : Order.of(block, results.keySet(), asked)) {
        results.put(node.name(), visit(node));
      }
      return edges.stream().map(this::result).toList();
    }

    private Operand result(String text) {
      Edge edge = Edge.read(text, block);
      List<Operand> given = results.get(edge.node());
      if (given == null || edge.output() >= given.size()) {
        throw Refusal.corrupt(place(edge.node()), "it has no output " + edge.output());
      }
      return given.get(edge.output());
    }

    private String place(String node) {
      return calls.isEmpty() ? node : calls.getLast() + "/" + node;
    }

    private List<Operand> visit(NodeDef node) {
      visited++;
      if (visited > limits.graphNodes()) {
        throw Refusal.limit(
            place(node.name()), "the number of nodes", visited, limits.graphNodes());
      }
      String operator = node.operator();
      Forbidden.asked(place(node.name()), operator);
      OpRule rule = rules.get(operator);
      if (rule == null && callable(operator)) {
        return function(operator, node.data().stream().map(this::result).toList(), graph);
      }
      if (rule == null) {
        throw Refusal.operator(place(node.name()), operator);
      }
      counted.merge(operator, 1, Integer::sum);
      List<Operand> operands = node.data().stream().map(this::result).toList();
      Call call = new Call(node, place(node.name()), operands, Conversion.this, graph);
      List<Operand> given = emitted(call, rule);
      call.end();
      given.forEach(each -> checkSize(node, each));
      note(call, given);
      return given;
    }

    private List<Operand> emitted(Call call, OpRule rule) {
      try {
        return Folding.known(call).orElseGet(() -> Folding.described(call, rule.emit(call)));
      } catch (GraphMismatch | ArithmeticException mismatch) { // sizes that do not fit
        throw new Problem.Raised(call.corrupt(mismatch.getMessage()).problem(), mismatch);
      }
    }

    /** One row of a result must fit into the budget, whatever sizes are still open. */
    private void checkSize(NodeDef node, Operand operand) {
      if (operand instanceof Operand.Live live) {
        long bytes = live.type().bytes();
        for (long size : live.shape().sizes()) {
          if (size > limits.inflatedBytes() / bytes) {
            throw Refusal.limit(place(node.name()), "an axis", size, limits.inflatedBytes());
          }
          bytes *= Math.max(1, size);
        }
      }
    }
  }
}
