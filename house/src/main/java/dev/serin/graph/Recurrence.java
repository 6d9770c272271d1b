package dev.serin.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Recurrent cells run over the second axis of {@code [rows, steps, features]}. */
public record Recurrence(GraphBuilder graph) {

  /**
   * The function of a gate or state by its ONNX name. The engine hands out alphas and betas in
   * order to the functions that want one, so a function that wants none must have an empty list.
   */
  public record Gate(String function, List<Float> alpha, List<Float> beta) {
    public Gate {
      alpha = List.copyOf(alpha);
      beta = List.copyOf(beta);
    }

    /** A function without numbers. */
    public static Gate of(String function) {
      return new Gate(function, List.of(), List.of());
    }
  }

  /**
   * A cell: {@code operator} is LSTM, GRU or RNN; {@code kernel} has the shape {@code [1, gates *
   * units, features]}, {@code recurrent} {@code [1, gates * units, units]}, {@code bias} {@code [1,
   * 2 * gates * units]}; {@code gates} holds one function for each activation of the operator.
   */
  public record Cell(
      String operator,
      long units,
      Value kernel,
      Value recurrent,
      Value bias,
      List<Gate> gates,
      List<Attribute> more) {
    public Cell {
      gates = List.copyOf(gates);
      more = List.copyOf(more);
    }
  }

  /** The state after each step, {@code [rows, steps, units]}, in the order of the input. */
  public Value sequence(Value x, Cell cell, boolean backwards) {
    Rearrangement move = new Rearrangement(graph);
    Value steps = move.transpose(x, 1, 0, 2);
    Shape shape = Shape.of(x.shape().size(1), 1, x.shape().size(0), cell.units());
    Attribute[] with = attributes(cell, backwards);
    Value states = graph.node(cell.operator(), takes(steps, cell), x.type(), shape, with);
    return move.transpose(move.squeeze(states, 1), 1, 0, 2);
  }

  /** The state after the last step, {@code [rows, units]}. */
  public Value last(Value x, Cell cell, boolean backwards) {
    Rearrangement move = new Rearrangement(graph);
    Value steps = move.transpose(x, 1, 0, 2);
    Shape shape = Shape.of(1, x.shape().size(0), cell.units());
    Attribute[] with = attributes(cell, backwards);
    return move.squeeze(graph.second(cell.operator(), takes(steps, cell), shape, with), 0);
  }

  /**
   * The states after each step, {@code [rows, steps, units]}, and then the last states, each {@code
   * [rows, units]}. Steps are counted forwards.
   *
   * @param lengths empty, or how many steps of each row count, as int32; the states after the
   *     others are zeros
   * @param initial empty, or the states before the first step, each {@code [rows, units]}
   */
  public List<Value> states(Value x, Cell cell, List<Value> lengths, List<Value> initial) {
    Rearrangement move = new Rearrangement(graph);
    Value steps = move.transpose(x, 1, 0, 2);
    List<Value> takes = new ArrayList<>(takes(steps, cell));
    takes.add(lengths.isEmpty() ? Value.ABSENT : lengths.getFirst());
    initial.forEach(state -> takes.add(move.unsqueeze(state, 0)));
    Shape last = Shape.of(1, x.shape().size(0), cell.units());
    Shape all = Shape.of(x.shape().size(1)).followedBy(last);
    List<GraphBuilder.TypedShape> gives = new ArrayList<>();
    gives.add(new GraphBuilder.TypedShape(x.type(), all));
    int count = cell.operator().equals("LSTM") ? 2 : 1;
    for (int i = 0; i < count; i++) {
      gives.add(new GraphBuilder.TypedShape(x.type(), last));
    }
    List<Value> results = graph.nodes(cell.operator(), takes, gives, attributes(cell, false));
    List<Value> states = new ArrayList<>();
    states.add(move.transpose(move.squeeze(results.getFirst(), 1), 1, 0, 2));
    results.subList(1, results.size()).forEach(state -> states.add(move.squeeze(state, 0)));
    return states;
  }

  private static List<Value> takes(Value steps, Cell cell) {
    return List.of(steps, cell.kernel(), cell.recurrent(), cell.bias());
  }

  private static Attribute[] attributes(Cell cell, boolean backwards) {
    List<Attribute> all = new ArrayList<>(cell.more());
    all.add(new Attribute.Whole("hidden_size", cell.units()));
    all.add(new Attribute.Text("direction", backwards ? "reverse" : "forward"));
    all.add(new Attribute.Texts("activations", cell.gates().stream().map(Gate::function).toList()));
    all.addAll(numbers("activation_alpha", cell.gates().stream().map(Gate::alpha)));
    all.addAll(numbers("activation_beta", cell.gates().stream().map(Gate::beta)));
    return all.toArray(Attribute[]::new);
  }

  private static List<Attribute> numbers(String name, Stream<List<Float>> each) {
    List<Float> all = each.flatMap(List::stream).toList();
    return all.isEmpty() ? List.of() : List.of(new Attribute.Reals(name, all));
  }
}
