package dev.serin.runtime.keras.layers;

import dev.serin.graph.Value;
import dev.serin.graph.Window;
import dev.serin.runtime.keras.Layer;
import dev.serin.runtime.keras.LayerRule;
import dev.serin.runtime.keras.Refusal;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Convolutions over one to three axes. Keras keeps a kernel as {@code [window..., channels,
 * results]}, ONNX as {@code [results, channels, window...]}.
 */
public final class ConvolutionLayers {
  static final Map<String, LayerRule.Single> RULES = rules();

  private ConvolutionLayers() {}

  private static Map<String, LayerRule.Single> rules() {
    Map<String, LayerRule.Single> rules = new HashMap<>();
    for (int axes = 1; axes <= 3; axes++) {
      int count = axes;
      LayerRule.Single plain = Spatially.over(axes, (layer, x) -> convolution(layer, x, count));
      rules.put("Conv" + axes + "D", plain);
      rules.put("Convolution" + axes + "D", plain);
    }
    for (int axes = 1; axes <= 2; axes++) {
      int count = axes;
      rules.put(
          "DepthwiseConv" + axes + "D",
          Spatially.over(axes, (layer, x) -> depthwise(layer, x, count)));
      LayerRule.Single separable = Spatially.over(axes, (layer, x) -> separable(layer, x, count));
      rules.put("SeparableConv" + axes + "D", separable);
      rules.put("SeparableConvolution" + axes + "D", separable);
    }
    return Map.copyOf(rules);
  }

  private static Value convolution(Layer layer, Value x, int axes) {
    notTurned(layer);
    Window window = new Windows(layer.config(), axes).convolution();
    long groups = layer.config().whole("groups", 1);
    long results = layer.config().whole("filters");
    long channels = x.shape().fixed(-1);
    if (groups < 1 || channels % groups != 0) {
      throw layer.config().wrong("groups");
    }
    Value kernel = kernel(layer, "kernel", window.size(), channels / groups, results);
    Value y = convolved(layer, x, kernel, window, groups);
    return Activations.of(layer, "activation", y);
  }

  /** One kernel for each channel; results of one channel stand together. */
  private static Value depthwise(Layer layer, Value x, int axes) {
    notTurned(layer);
    Window window = new Windows(layer.config(), axes).convolution();
    Value kernel = depthwiseKernel(layer, x, window);
    Value y = convolved(layer, x, kernel, window, x.shape().fixed(-1));
    return Activations.of(layer, "activation", y);
  }

  /** A depthwise convolution, then one with a window of one element. */
  private static Value separable(Layer layer, Value x, int axes) {
    notTurned(layer);
    Window window = new Windows(layer.config(), axes).convolution();
    long middle = x.shape().fixed(-1) * layer.config().whole("depth_multiplier", 1);
    long results = layer.config().whole("filters");
    Value depthwise = depthwiseKernel(layer, x, window);
    Value deep = layer.spatial().convolution(x, depthwise, List.of(), window, x.shape().fixed(-1));
    List<Long> ones = Collections.nCopies(axes, 1L);
    Window point = new Window(ones, ones, ones, Window.Padding.VALID);
    Value pointwise = kernel(layer, "pointwise_kernel", ones, middle, results);
    Value y = convolved(layer, deep, pointwise, point, 1);
    return Activations.of(layer, "activation", y);
  }

  /** Refuses kernels that the backend theano has turned around. */
  static void notTurned(Layer layer) {
    if (layer.dialect().backend().equals("theano")) {
      throw Refusal.value(layer.name(), "the backend theano turns the kernels of convolutions");
    }
  }

  private static Value convolved(Layer layer, Value x, Value kernel, Window window, long groups) {
    List<Value> bias = bias(layer, kernel.shape().fixed(0));
    return layer.spatial().convolution(x, kernel, bias, window, groups);
  }

  /** The bias, if the layer has one. */
  public static List<Value> bias(Layer layer, long results) {
    return layer.config().flag("use_bias", true)
        ? List.of(layer.weight("bias", results))
        : List.of();
  }

  private static Value depthwiseKernel(Layer layer, Value x, Window window) {
    long channels = x.shape().fixed(-1);
    long each = layer.config().whole("depth_multiplier", 1);
    if (each < 1) {
      throw layer.config().wrong("depth_multiplier");
    }
    layer.config().only("groups", 1);
    ByteBuffer kernel =
        layer.weights().next("depthwise_kernel", Turned.sizes(window.size(), channels, each));
    return Turned.kernel(layer, kernel, window.size(), 1, channels * each);
  }

  /** The next weights as a kernel. */
  public static Value kernel(
      Layer layer, String what, List<Long> window, long channels, long results) {
    ByteBuffer kernel = layer.weights().next(what, Turned.sizes(window, channels, results));
    return Turned.kernel(layer, kernel, window, channels, results);
  }
}
