package dev.serin.runtime.keras.layers;

import dev.serin.graph.GraphMismatch;
import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.runtime.keras.Config;
import dev.serin.runtime.keras.Layer;
import dev.serin.runtime.keras.LayerRule;
import dev.serin.runtime.keras.Weights;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Layers that shift and scale, by statistics of the training or of the row itself. */
final class NormalizationLayers {
  static final Map<String, LayerRule.Single> RULES =
      Map.of(
          "BatchNormalization", NormalizationLayers::batch,
          "LayerNormalization", NormalizationLayers::layer,
          "GroupNormalization", NormalizationLayers::group,
          "UnitNormalization", NormalizationLayers::unit,
          "RMSNormalization", NormalizationLayers::rootMeanSquare,
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
    float[] mean = state(layer, "moving_mean", size);
    float[] variance = state(layer, "moving_variance", size);
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

  private static float[] state(Layer layer, String what, long... sizes) {
    return Weights.floats(layer.weights().nextState(what, sizes));
  }

  private static Optional<float[]> part(Layer layer, String key, String what, long... sizes) {
    return layer.config().flag(key, true)
        ? Optional.of(layer.numbers(what, sizes))
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
    return scaled(layer, standard(layer, x, epsilon, over), scale, shift);
  }

  /** Zero mean and unit variance over these axes. */
  private static Value standard(Layer layer, Value x, double epsilon, int... over) {
    Value centred = layer.math().subtract(x, layer.reduce().mean(x, true, over));
    Value square = layer.math().multiply(centred, centred);
    Value variance = layer.reduce().mean(square, true, over);
    Value added = layer.math().add(variance, layer.graph().scalar(epsilon));
    return layer.math().divide(centred, layer.math().map("Sqrt", added));
  }

  /** As over axes of the row, but over all spatial axes and a group of the channels. */
  private static Value group(Layer layer, List<Value> inputs) {
    Config config = layer.config();
    Value given = layer.one(inputs);
    int rank = given.shape().rank();
    int axis = given.shape().axis((int) config.whole("axis", -1));
    if (axis == 0) {
      throw config.wrong("axis");
    }
    Value x = layer.move().transpose(given, last(rank, axis));
    long channels = x.shape().fixed(-1);
    long groups = config.whole("groups", 32);
    groups = groups == -1 ? channels : groups;
    if (groups < 1 || channels % groups != 0) {
      throw config.wrong("groups");
    }
    Optional<float[]> gamma = part(layer, "scale", "gamma", channels);
    Optional<float[]> beta = part(layer, "center", "beta", channels);
    long each = channels / groups;
    Shape parted = Shape.of(x.shape().size(0), Shape.ANY, groups, each);
    Value split = layer.move().reshape(x, List.of(0L, -1L, groups, each), parted);
    Value unit = standard(layer, split, config.real("epsilon", 1e-3), 1, 3);
    Value whole = layer.move().reshape(unit, copied(x.shape()), x.shape());
    Value scale = numbers(layer, gamma, 1, channels);
    Value shift = numbers(layer, beta, 0, channels);
    return layer.move().transpose(scaled(layer, whole, scale, shift), back(rank, axis));
  }

  private static Value numbers(Layer layer, Optional<float[]> all, double otherwise, long size) {
    return all.map(each -> layer.graph().floats(each, size))
        .orElseGet(() -> layer.graph().scalar(otherwise));
  }

  /** The shape to ask for: at most one open size can be worked out. */
  private static List<Long> copied(Shape shape) {
    List<Long> asked = new ArrayList<>(shape.sizes());
    asked.set(0, 0L);
    if (Collections.frequency(asked, Shape.ANY) > 1) {
      throw new GraphMismatch("several sizes of " + shape + " are not known");
    }
    return asked;
  }

  /** The order of axes that puts this one at the end. */
  private static int[] last(int rank, int axis) {
    return IntStream.range(0, rank)
        .map(place -> place == rank - 1 ? axis : place < axis ? place : place + 1)
        .toArray();
  }

  /** The order of axes that undoes {@link #last}. */
  private static int[] back(int rank, int axis) {
    return IntStream.range(0, rank)
        .map(place -> place == axis ? rank - 1 : place < axis ? place : place - 1)
        .toArray();
  }

  /** {@code x} divided by its length along the axes. */
  private static Value unit(Layer layer, List<Value> inputs) {
    Value x = layer.one(inputs);
    int[] over = axes(layer, x).stream().mapToInt(Integer::intValue).toArray();
    Value square = Operators.of(layer).sum(layer.math().multiply(x, x), true, over);
    Value length = layer.math().maximum(square, layer.graph().scalar(1e-12));
    return layer.math().divide(x, layer.math().map("Sqrt", length));
  }

  /** {@code x / sqrt(mean(x^2) + epsilon) * scale}. */
  private static Value rootMeanSquare(Layer layer, List<Value> inputs) {
    Value x = layer.one(inputs);
    List<Integer> axes = axes(layer, x);
    long[] sizes = axes.stream().mapToLong(axis -> x.shape().fixed(axis)).toArray();
    float[] scale = layer.numbers("scale", sizes);
    int[] over = axes.stream().mapToInt(Integer::intValue).toArray();
    Value mean = layer.reduce().mean(layer.math().multiply(x, x), true, over);
    Value epsilon = layer.graph().scalar(layer.config().real("epsilon", 1e-6));
    Value root = layer.math().map("Sqrt", layer.math().add(mean, epsilon));
    Value unit = layer.math().divide(x, root);
    return layer.math().multiply(unit, along(layer, x, axes, scale));
  }

  /** {@code (x - mean) / sqrt(variance)} with statistics of the data or of the configuration. */
  private static Value normalization(Layer layer, List<Value> inputs) {
    Config config = layer.config();
    Value x = layer.math().cast(layer.any(inputs), DataType.FP32);
    boolean all = config.member("axis").isEmpty();
    List<Integer> axes = all ? List.of() : axes(layer, x);
    long[] sizes = axes.stream().mapToLong(axis -> x.shape().fixed(axis)).toArray();
    boolean given = config.member("mean").isPresent();
    float[] mean = given ? config.reals("mean").orElseThrow() : state(layer, "mean", sizes);
    float[] variance =
        given
            ? config.reals("variance").orElseThrow(() -> config.wrong("variance"))
            : state(layer, "variance", sizes);
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
