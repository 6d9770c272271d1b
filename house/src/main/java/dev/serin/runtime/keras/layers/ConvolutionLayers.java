package dev.serin.runtime.keras;

import dev.serin.graph.Value;
import dev.serin.graph.Window;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Convolutions over one or two axes. Keras keeps a kernel as {@code [window..., channels,
 * results]}, ONNX as {@code [results, channels, window...]}.
 */
final class ConvolutionLayers {
  static final Map<String, LayerRule> RULES =
      Map.of(
          "Conv1D", (layer, inputs) -> convolution(layer, inputs, 1),
          "Conv2D", (layer, inputs) -> convolution(layer, inputs, 2),
          "Convolution1D", (layer, inputs) -> convolution(layer, inputs, 1),
          "Convolution2D", (layer, inputs) -> convolution(layer, inputs, 2),
          "DepthwiseConv1D", (layer, inputs) -> depthwise(layer, inputs, 1),
          "DepthwiseConv2D", (layer, inputs) -> depthwise(layer, inputs, 2),
          "SeparableConv1D", (layer, inputs) -> separable(layer, inputs, 1),
          "SeparableConv2D", (layer, inputs) -> separable(layer, inputs, 2));

  private ConvolutionLayers() {}

  private static Value convolution(Layer layer, List<Value> inputs, int axes) {
    Value x = prepared(layer, inputs, axes);
    Window window = new Windows(layer.config(), axes).convolution();
    long groups = layer.config().whole("groups", 1);
    long results = layer.config().whole("filters");
    long channels = x.shape().fixed(-1);
    if (groups < 1 || channels % groups != 0) {
      throw layer.config().wrong("groups");
    }
    float[] kernel =
        layer.weights().next("kernel", sizes(window.size(), channels / groups, results));
    Value turned = turned(layer, kernel, window, channels / groups, results);
    Value y = convolved(layer, x, turned, window, groups);
    return Activations.of(layer, "activation", y);
  }

  /** One kernel for each channel; results of one channel stand together. */
  private static Value depthwise(Layer layer, List<Value> inputs, int axes) {
    Value x = prepared(layer, inputs, axes);
    Window window = new Windows(layer.config(), axes).convolution();
    Value kernel = depthwiseKernel(layer, x, window);
    Value y = convolved(layer, x, kernel, window, x.shape().fixed(-1));
    return Activations.of(layer, "activation", y);
  }

  /** A depthwise convolution, then one with a window of one element. */
  private static Value separable(Layer layer, List<Value> inputs, int axes) {
    Value x = prepared(layer, inputs, axes);
    Window window = new Windows(layer.config(), axes).convolution();
    long middle = x.shape().fixed(-1) * layer.config().whole("depth_multiplier", 1);
    long results = layer.config().whole("filters");
    Value depthwise = depthwiseKernel(layer, x, window);
    Value deep = layer.spatial().convolution(x, depthwise, List.of(), window, x.shape().fixed(-1));
    List<Long> ones = Collections.nCopies(axes, 1L);
    Window point = new Window(ones, ones, ones, Window.Padding.VALID);
    float[] pointwise = layer.weights().next("pointwise_kernel", sizes(ones, middle, results));
    Value turned = turned(layer, pointwise, point, middle, results);
    Value y = convolved(layer, deep, turned, point, 1);
    return Activations.of(layer, "activation", y);
  }

  private static Value prepared(Layer layer, List<Value> inputs, int axes) {
    layer.config().channelsLast();
    if (layer.dialect().backend().equals("theano")) {
      throw Refusal.value(layer.name(), "the backend theano turns the kernels of convolutions");
    }
    Value x = layer.one(inputs);
    if (x.shape().rank() != axes + 2) {
      throw Refusal.corrupt(layer.name(), "it is called with the shape " + x.shape());
    }
    return x;
  }

  private static Value convolved(Layer layer, Value x, Value kernel, Window window, long groups) {
    List<Value> bias =
        layer.config().flag("use_bias", true)
            ? List.of(layer.weight("bias", kernel.shape().fixed(0)))
            : List.of();
    return layer.spatial().convolution(x, kernel, bias, window, groups);
  }

  private static Value depthwiseKernel(Layer layer, Value x, Window window) {
    long channels = x.shape().fixed(-1);
    long each = layer.config().whole("depth_multiplier", 1);
    if (each < 1) {
      throw layer.config().wrong("depth_multiplier");
    }
    layer.config().only("groups", 1);
    float[] kernel = layer.weights().next("depthwise_kernel", sizes(window.size(), channels, each));
    return turned(layer, kernel, window, 1, channels * each);
  }

  private static long[] sizes(List<Long> window, long channels, long results) {
    return Stream.concat(window.stream(), Stream.of(channels, results))
        .mapToLong(Long::longValue)
        .toArray();
  }

  /** The kernel with the results first and the window last. */
  private static Value turned(
      Layer layer, float[] kernel, Window window, long channels, long results) {
    int inner = (int) (channels * results);
    int places = inner == 0 ? 0 : kernel.length / inner;
    float[] turned = new float[kernel.length];
    for (int result = 0; result < results; result++) {
      for (int channel = 0; channel < channels; channel++) {
        for (int place = 0; place < places; place++) {
          int to = (int) ((result * channels + channel) * places + place);
          turned[to] = kernel[(int) (place * inner + channel * results + result)];
        }
      }
    }
    long[] shape =
        Stream.concat(Stream.of(results, channels), window.size().stream())
            .mapToLong(Long::longValue)
            .toArray();
    return layer.graph().floats(turned, shape);
  }
}
