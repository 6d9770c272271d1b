package dev.serin.runtime.torch;

import dev.serin.graph.Attribute;
import dev.serin.graph.Value;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Normalisations, by the statistics of the file or of the values themselves. */
final class Norms {
  private static final double EPSILON = 1e-5;

  private Norms() {}

  static void addTo(Map<String, Rule> all) {
    Rule.one(
        all,
        "batch_norm(input, weight, bias, running_mean, running_var, training, momentum, eps,"
            + " cudnn_enabled)",
        Norms::batch);
    Rule.several(
        all,
        "native_batch_norm _native_batch_norm_legit cudnn_batch_norm(input, weight, bias,"
            + " running_mean, running_var, training, momentum, eps)",
        call -> withoutStatistics(batch(call)));
    Rule.several(
        all,
        "_native_batch_norm_legit_no_training(input, weight, bias, running_mean, running_var,"
            + " momentum, eps)",
        call -> withoutStatistics(batch(call)));
    Rule.one(
        all,
        "instance_norm(input, weight, bias, running_mean, running_var, use_input_stats, momentum,"
            + " eps, cudnn_enabled)",
        Norms::instance);
    Rule.one(
        all, "layer_norm(input, normalized_shape, weight, bias, eps, cudnn_enable)", Norms::layer);
    Rule.several(
        all,
        "native_layer_norm(input, normalized_shape, weight, bias, eps)",
        call -> withoutStatistics(layer(call)));
    Rule.one(
        all,
        "group_norm(input, num_groups, weight, bias, eps, cudnn_enabled)",
        call -> group(call, "num_groups"));
    Rule.several(
        all,
        "native_group_norm(input, weight, bias, N, C, HxW, group, eps)",
        call -> {
          call.ignore("N", "C", "HxW");
          return withoutStatistics(group(call, "group"));
        });
    Rule.one(all, "rms_norm(input, normalized_shape, weight, eps)", Norms::rootMeanSquare);
    Rule.one(all, "local_response_norm(input, size, alpha, beta, k)", Norms::localResponse);
    Rule.one(all, "_weight_norm(v, g, dim)", Norms::weight);
    Rule.several(all, "_weight_norm_interface(v, g, dim)", call -> withoutStatistics(weight(call)));
    Rule.one(
        all,
        "normalize(input, p, dim, eps)",
        call -> {
          Value x = call.tensor("input");
          int axis = call.axis("dim", x, 1);
          Value norm = Moments.norm(call, x, List.of(axis), call.real("p", 2), true);
          Numeric numeric = new Numeric(call.draft());
          Value least = call.draft().scalar(x.type(), call.real("eps", 1e-12));
          return numeric.divide(x, numeric.two("Max", norm, least));
        });
  }

  /** The statistics that these operators also give are wanted by learning only. */
  private static List<Value> withoutStatistics(Value result) {
    return List.of(result);
  }

  private static Value batch(Call call) {
    Activations.off(call, "training");
    call.ignore("momentum", "cudnn_enabled");
    return stored(call, call.tensor("input"));
  }

  /** By the mean and the variance of the file. */
  private static Value stored(Call call, Value x) {
    if (!call.has("running_mean") || !call.has("running_var")) {
      throw Refusal.training(call.place(), call.operator() + " by the statistics of a batch");
    }
    Draft draft = call.draft();
    Value mean = call.tensor("running_mean");
    long channels = mean.shape().fixed(0);
    Shaping.same(draft.size(x, 1), Dim.of(channels));
    List<Value> takes =
        List.of(
            x,
            call.optional("weight").orElseGet(() -> all(draft, x.type(), channels, 1)),
            call.optional("bias").orElseGet(() -> all(draft, x.type(), channels, 0)),
            mean,
            call.tensor("running_var"));
    return draft.node("BatchNormalization", takes, x.type(), draft.sizes(x), epsilon(call));
  }

  private static Attribute epsilon(Call call) {
    return new Attribute.Real("epsilon", (float) call.real("eps", EPSILON));
  }

  /** So many times the same number. */
  private static Value all(Draft draft, DataType type, long count, double number) {
    if (count > 1 << 20) {
      throw Refusal.corrupt("norm", count + " channels");
    }
    return draft.constant(type, Collections.nCopies((int) count, number), List.of(count));
  }

  private static Value instance(Call call) {
    call.ignore("momentum", "cudnn_enabled");
    Value x = call.tensor("input");
    if (!call.flag("use_input_stats", true)) {
      return stored(call, x);
    }
    call.ignore("running_mean", "running_var");
    Draft draft = call.draft();
    long channels = x.shape().fixed(1);
    List<Value> takes =
        List.of(
            x,
            call.optional("weight").orElseGet(() -> all(draft, x.type(), channels, 1)),
            call.optional("bias").orElseGet(() -> all(draft, x.type(), channels, 0)));
    return draft.node("InstanceNormalization", takes, x.type(), draft.sizes(x), epsilon(call));
  }

  private static Value layer(Call call) {
    call.ignore("cudnn_enable");
    Draft draft = call.draft();
    Value x = call.tensor("input");
    List<Long> shape = call.wholes("normalized_shape");
    checkLast(call, x, shape);
    return layer(
        draft, x, shape, call.optional("weight"), call.optional("bias"), call.real("eps", EPSILON));
  }

  private static void checkLast(Call call, Value x, List<Long> shape) {
    int start = x.shape().rank() - shape.size();
    if (start < 0 || shape.isEmpty()) {
      throw call.mismatch("a normalisation over " + shape + " of " + x.shape());
    }
    for (int axis = 0; axis < shape.size(); axis++) {
      Shaping.same(call.draft().size(x, start + axis), Dim.of(shape.get(axis)));
    }
  }

  static Value layer(
      Draft draft,
      Value x,
      List<Long> shape,
      Optional<Value> weight,
      Optional<Value> bias,
      double epsilon) {
    long count = Dim.product(Dim.all(shape)).number().getAsLong();
    Value scale =
        weight.orElseGet(() -> draft.reshape(all(draft, x.type(), count, 1), Dim.all(shape)));
    List<Value> takes = new ArrayList<>(List.of(x, scale));
    bias.ifPresent(takes::add);
    return draft.node(
        "LayerNormalization",
        takes,
        x.type(),
        draft.sizes(x),
        new Attribute.Whole("axis", -shape.size()),
        new Attribute.Real("epsilon", (float) epsilon));
  }

  /** The groups become channels of their own, then each channel gets its scale and shift. */
  private static Value group(Call call, String name) {
    call.ignore("cudnn_enabled");
    Draft draft = call.draft();
    Numeric numeric = new Numeric(draft);
    Value x = call.tensor("input");
    long groups = call.whole(name);
    List<Dim> sizes = draft.sizes(x);
    long channels = x.shape().fixed(1);
    if (groups < 1 || channels % groups != 0) {
      throw call.mismatch(channels + " channels in " + groups + " groups");
    }
    Dim inside = Dim.product(sizes.subList(1, sizes.size())).over(Dim.of(groups));
    Value grouped = draft.reshape(x, List.of(sizes.get(0), Dim.of(groups), inside));
    List<Value> takes =
        List.of(grouped, all(draft, x.type(), groups, 1), all(draft, x.type(), groups, 0));
    Value normal =
        draft.node("InstanceNormalization", takes, x.type(), draft.sizes(grouped), epsilon(call));
    Value result = draft.reshape(normal, sizes);
    int rank = sizes.size();
    if (call.has("weight")) {
      Value weight = Shaping.channels(draft, call.tensor("weight"), rank);
      result = numeric.multiply(result, weight);
    }
    return call.has("bias")
        ? numeric.add(result, Shaping.channels(draft, call.tensor("bias"), rank))
        : result;
  }

  private static Value rootMeanSquare(Call call) {
    Draft draft = call.draft();
    Numeric numeric = new Numeric(draft);
    Value x = call.tensor("input");
    List<Long> shape = call.wholes("normalized_shape");
    checkLast(call, x, shape);
    double epsilon = call.real("eps", Math.ulp(1f));
    List<Integer> axes = Reductions.last(x, shape.size());
    Value mean = Reductions.reduce(draft, "ReduceMean", Arithmetic.square(draft, x), axes, true);
    Value root = draft.map("Sqrt", numeric.add(mean, epsilon));
    Value normal = numeric.divide(x, root);
    return call.has("weight") ? numeric.multiply(normal, call.tensor("weight")) : normal;
  }

  private static Value localResponse(Call call) {
    long size = call.whole("size");
    if (size < 1 || size % 2 == 0) {
      throw call.refuse("an even window of " + size + " channels");
    }
    return call.draft()
        .map(
            "LRN",
            call.tensor("input"),
            new Attribute.Whole("size", size),
            new Attribute.Real("alpha", (float) call.real("alpha", 1e-4)),
            new Attribute.Real("beta", (float) call.real("beta", 0.75)),
            new Attribute.Real("bias", (float) call.real("k", 1)));
  }

  /** {@code g v / |v|}, the length over all axes but one. */
  private static Value weight(Call call) {
    Draft draft = call.draft();
    Numeric numeric = new Numeric(draft);
    Value v = call.tensor("v");
    long dim = call.whole("dim", 0);
    List<Integer> axes = new ArrayList<>(Reductions.last(v, v.shape().rank()));
    if (dim != -1) {
      axes.remove(Integer.valueOf(call.axis(dim, v.shape().rank())));
    }
    Value length = Reductions.reduce(draft, "ReduceL2", v, axes, true);
    return numeric.multiply(v, numeric.divide(call.tensor("g"), length));
  }
}
