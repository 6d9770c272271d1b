package dev.serin.runtime.keras.layers.recurrent;

import dev.serin.graph.Elementwise;
import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.graph.Window;
import dev.serin.runtime.keras.Layer;
import dev.serin.runtime.keras.layers.ConvolutionLayers;
import dev.serin.runtime.keras.layers.Operators;
import dev.serin.runtime.keras.layers.Windows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One step of a convolutional LSTM (Shi et al. 2015): the input is convolved as the settings say,
 * the state with steps of one and its size kept.
 */
final class ConvolutionSteps implements SteppedCell.Steps {
  private final Layer inner;
  private final int axes;
  private final long filters;
  private final Window window;
  private final List<Value> weights = new ArrayList<>();
  private final List<Long> sizes = new ArrayList<>();

  ConvolutionSteps(Layer inner) {
    this.inner = inner;
    this.axes = inner.type().charAt("ConvLSTM".length()) - '0';
    this.filters = inner.config().whole("filters");
    this.window = new Windows(inner.config(), axes).convolution();
    inner.config().only("data_format", "channels_last");
  }

  @Override
  public int count() {
    return 2;
  }

  @Override
  public void prepare(Shape x) {
    long channels = x.fixed(-1);
    long all = Math.multiplyExact(4, filters);
    weights.add(ConvolutionLayers.kernel(inner, "kernel", window.size(), channels, all));
    weights.add(ConvolutionLayers.kernel(inner, "recurrent_kernel", window.size(), filters, all));
    weights.addAll(ConvolutionLayers.bias(inner, all));
    inner.config().member("activation");
    inner.config().member("recurrent_activation");
    Shape spatial = window.result(x.part(1, axes + 1));
    sizes.addAll(spatial.followedBy(Shape.of(filters)).sizes());
    for (int axis = 0; axis < axes; axis++) {
      spatial.fixed(axis);
    }
  }

  @Override
  public Shape state() {
    return new Shape(sizes);
  }

  @Override
  public List<Value> step(Layer body, Value x, List<Value> states) {
    Elementwise math = body.math();
    List<Value> bias = weights.subList(2, weights.size());
    List<Long> ones = Collections.nCopies(axes, 1L);
    Window same = new Window(window.size(), ones, ones, Window.Padding.SAME);
    Value input = body.spatial().convolution(x, weights.get(0), bias, window, 1);
    Value before =
        body.spatial().convolution(states.getFirst(), weights.get(1), List.of(), same, 1);
    List<Value> part =
        Operators.of(body).split(math.add(input, before), -1, Collections.nCopies(4, filters));
    return GateSteps.lstm(body, part, states.get(1));
  }
}
