package dev.serin.graph;

import java.util.ArrayList;
import java.util.List;

/**
 * Convolutions and poolings over values with the channels last, {@code [rows, spatial...,
 * channels]}. ONNX wants them second, so each is put between two transpositions, which the engine's
 * optimiser joins with its neighbours.
 */
public record Spatial(GraphBuilder graph) {

  /**
   * A convolution.
   *
   * @param kernel shape {@code [results, channels / groups, window...]}
   * @param bias empty, or one number for each result
   */
  public Value convolution(Value x, Value kernel, List<Value> bias, Window window, long groups) {
    long channels = x.shape().fixed(-1);
    long results = kernel.shape().size(0);
    if (groups < 1 || channels != kernel.shape().size(1) * groups || results % groups != 0) {
      throw new GraphMismatch(
          "a kernel " + kernel.shape() + " in " + groups + " groups over " + x.shape());
    }
    List<Value> takes = new ArrayList<>(List.of(channelsSecond(x), kernel));
    takes.addAll(bias);
    List<Attribute> with = new ArrayList<>(window.attributes(spatial(x)));
    with.add(new Attribute.Whole("group", groups));
    return windowed("Conv", takes, window, results, with);
  }

  /** The largest in each window. */
  public Value maximum(Value x, Window window) {
    List<Attribute> with = window.attributes(spatial(x));
    return windowed("MaxPool", List.of(channelsSecond(x)), window, x.shape().size(-1), with);
  }

  /** The mean of each window; what stands around the edges does not count. */
  public Value average(Value x, Window window) {
    List<Attribute> with = new ArrayList<>(window.attributes(spatial(x)));
    with.add(new Attribute.Whole("count_include_pad", 0));
    return windowed("AveragePool", List.of(channelsSecond(x)), window, x.shape().size(-1), with);
  }

  private Value windowed(
      String operator, List<Value> takes, Window window, long channels, List<Attribute> with) {
    Shape given = takes.getFirst().shape();
    Shape spatial = window.result(given.part(2, given.rank()));
    Shape shape = Shape.of(given.size(0), channels).followedBy(spatial);
    Attribute[] attributes = with.toArray(Attribute[]::new);
    Value result = graph.node(operator, takes, takes.getFirst().type(), shape, attributes);
    return channelsLast(result);
  }

  private static Shape spatial(Value x) {
    return x.shape().part(1, x.shape().rank() - 1);
  }

  private Value channelsSecond(Value x) {
    int rank = x.shape().rank();
    int[] order = new int[rank];
    order[1] = rank - 1;
    for (int axis = 2; axis < rank; axis++) {
      order[axis] = axis - 1;
    }
    return new Rearrangement(graph).transpose(x, order);
  }

  private Value channelsLast(Value x) {
    int rank = x.shape().rank();
    int[] order = new int[rank];
    order[rank - 1] = 1;
    for (int axis = 1; axis < rank - 1; axis++) {
      order[axis] = axis + 1;
    }
    return new Rearrangement(graph).transpose(x, order);
  }
}
