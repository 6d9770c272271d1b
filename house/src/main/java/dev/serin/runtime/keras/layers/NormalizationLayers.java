package dev.serin.runtime.keras;

import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Layers that shift and scale, by statistics of the training or of the row itself. */
final class NormalizationLayers {
  static final Map<String, LayerRule> RULES =
      Map.of(
          "BatchNormalization", NormalizationLayers::batch,
          "LayerNormalization", NormalizationLayers::layer,
          "Normalization", NormalizationLayers::normalization,
          "Rescaling", NormalizationLayers::rescaling);

  private static final double SMALLEST_DEVIATION = 1e-7;

  private NormalizationLayers() {}

  /** {@code (x - mean) / sqrt(variance + epsilon) * gamma + beta}, folded into two numbers. */
  private static Value batch(Layer layer, List<Value> inputs) {
    Config config = layer.config();
    config.ignore("momentum", "synchronized", "fused");
    config.ignore("renorm_clipping", "renorm_momentum"); // used by renorm alone
    config.only("renorm", false);
    Value x = layer.one(inputs);
    List<Integer> axes = axes(layer, x);
    if (axes.size() != 1) {
      throw config.wrong("axis");
    }
    long size = x.shape().fixed(axes.getFirst());
    Optional<float[]> gamma = part(layer, "scale", "gamma", size);
    Optional<float[]> beta = part(layer, "center", "beta", size);
    float[] mean = layer.weights().next("moving_mean", size);
    float[] variance = layer.weights().next("moving_variance", size);
    double epsilon = config.real("epsilon", 1e-3);
    float[] scale = new float[mean.length];
    float[] shift = new float[mean.length];
    for (int i = 0; i < mean.length; i++) {
      int at = i;
      double factor =
          gamma.map(all -> (double) all[at]).orElse(1.0) / Math.sqrt(variance[i] + epsilon);
      scale[i] = (float) factor;
      shift[i] = (float) (beta.map(all -> (double) all[at]).orElse(0.0) - mean[i] * factor);
    }
    return scaled(layer, x, along(layer, x, axes, scale), along(layer, x, axes, shift));
  }

  private static Optional<float[]> part(Layer layer, String key, String what, long... sizes) {
    return layer.config().flag(key, true)
        ? Optional.of(layer.weights().next(what, sizes))
        : Optional.empty();
  }

  /** The same over axes of the row itself. */
  private static Value layer(Layer layer, List<Value> inputs) {
    Config config = layer.config();
    config.only("rms_scaling", false);
    Value x = layer.one(inputs);
    List<Integer> axes = axes(layer, x);
    long[] sizes = axes.stream().mapToLong(axis -> x.shape().fixed(axis)).toArray();
    Optional<float[]> gamma = part(layer, "scale", "gamma", sizes);
    Optional<float[]> beta = part(layer, "center", "beta", sizes);
    double epsilon = config.real("epsilon", 1e-3);
    boolean last = axes.equals(List.of(x.shape().rank() - 1));
    if (last && gamma.isPresent() && beta.isPresent()) {
      Value scale = layer.graph().floats(gamma.get(), sizes);
      Value shift = layer.graph().floats(beta.get(), sizes);
      return layer.reduce().layerNormalization(x, scale, shift, epsilon);
    }
    Value scale = gamma.map(all -> along(layer, x, axes, all)).orElse(layer.graph().scalar(1));
    Value shift = beta.map(all -> along(layer, x, axes, all)).orElse(layer.graph().scalar(0));
    int[] over = axes.stream().mapToInt(Integer::intValue).toArray();
    Value centred = layer.math().subtract(x, layer.reduce().mean(x, true, over));
    Value square = layer.math().multiply(centred, centred);
    Value variance = layer.reduce().mean(square, true, over);
    Value added = layer.math().add(variance, layer.graph().scalar(epsilon));
    Value unit = layer.math().divide(centred, layer.math().map("Sqrt", added));
    return scaled(layer, unit, scale, shift);
  }

  /** {@code (x - mean) / sqrt(variance)} with statistics of the data or of the configuration. */
  private static Value normalization(Layer layer, List<Value> inputs) {
    Config config = layer.config();
    Value x = layer.math().cast(layer.any(inputs), DataType.FP32);
    boolean all = config.member("axis").isEmpty();
    List<Integer> axes = all ? List.of() : axes(layer, x);
    long[] sizes = axes.stream().mapToLong(axis -> x.shape().fixed(axis)).toArray();
    boolean given = config.member("mean").isPresent();
    float[] mean = given ? config.reals("mean").orElseThrow() : layer.weights().next("mean", sizes);
    float[] variance =
        given
            ? config.reals("variance").orElseThrow(() -> config.wrong("variance"))
            : layer.weights().next("variance", sizes);
    if (!given) {
      layer.weights().skip(); // how many rows the statistics were made of
    }
    float[] deviation = new float[variance.length];
    for (int i = 0; i < deviation.length; i++) {
      deviation[i] = (float) Math.max(Math.sqrt(variance[i]), SMALLEST_DEVIATION);
    }
    Value centre = along(layer, x, axes, spread(layer, mean, sizes));
    Value width = along(layer, x, axes, spread(layer, deviation, sizes));
    if (config.flag("invert", false)) {
      return layer.math().add(layer.math().multiply(x, width), centre);
    }
    return layer.math().divide(layer.math().subtract(x, centre), width);
  }

  /** {@code x * scale + offset}. */
  private static Value rescaling(Layer layer, List<Value> inputs) {
    Value x = layer.math().cast(layer.any(inputs), DataType.FP32);
    return scaled(layer, x, number(layer, "scale", 1), number(layer, "offset", 0));
  }

  private static Value number(Layer layer, String key, float otherwise) {
    float[] numbers = layer.config().reals(key).orElse(new float[] {otherwise});
    return numbers.length == 1
        ? layer.graph().scalar(numbers[0])
        : layer.graph().floats(numbers, numbers.length);
  }

  private static Value scaled(Layer layer, Value x, Value scale, Value shift) {
    return layer.math().add(layer.math().multiply(x, scale), shift);
  }

  private static List<Integer> axes(Layer layer, Value x) {
    List<Long> written = layer.config().wholes("axis");
    List<Long> axes = written.isEmpty() ? List.of(-1L) : written;
    return axes.stream().map(axis -> x.shape().axis(axis.intValue())).sorted().toList();
  }

  /** One number for all, or as many as the axes have. */
  private static float[] spread(Layer layer, float[] numbers, long... sizes) {
    int count = Math.toIntExact(Shape.of(sizes).count());
    if (numbers.length == count) {
      return numbers;
    }
    if (numbers.length != 1) {
      throw layer.config().wrong("mean");
    }
    float[] spread = new float[count];
    Arrays.fill(spread, numbers[0]);
    return spread;
  }

  /** Numbers for these axes, in a shape that broadcasts over the others. */
  private static Value along(Layer layer, Value x, List<Integer> axes, float[] numbers) {
    List<Long> sizes = new ArrayList<>(Collections.nCopies(x.shape().rank(), 1L));
    axes.forEach(axis -> sizes.set(axis, x.shape().fixed(axis)));
    return layer.graph().floats(numbers, new Shape(sizes).array());
  }
}
