package dev.serin.graph;

import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.List;

/** Nodes with bodies: what runs depends on a value. */
public record Control(GraphBuilder graph) {

  /**
   * The inputs of a body for {@link #loop}: the first two, which count the rounds and repeat the
   * condition, are declared by this method; one input for each state has to follow.
   */
  public GraphBuilder loopBody() {
    GraphBuilder body = graph.inner();
    body.input(DataType.INT64, Shape.of());
    body.input(DataType.BOOL, Shape.of());
    return body;
  }

  /**
   * Runs a body while a condition holds. The body has the inputs of {@link #loopBody}; its outputs
   * are the next condition and the next states, of these datatypes and shapes.
   */
  public List<Value> loop(
      Value condition,
      List<Value> states,
      GraphBuilder body,
      List<GraphBuilder.TypedShape> results) {
    List<Value> takes = new ArrayList<>(List.of(Value.ABSENT, condition));
    takes.addAll(states);
    return graph.nodes("Loop", takes, results, new Attribute.Body("body", body));
  }

  /** The outputs of one of two bodies without inputs. */
  public List<Value> choose(
      Value condition,
      GraphBuilder then,
      GraphBuilder otherwise,
      List<GraphBuilder.TypedShape> results) {
    return graph.nodes(
        "If",
        List.of(condition),
        results,
        new Attribute.Body("then_branch", then),
        new Attribute.Body("else_branch", otherwise));
  }
}
