package dev.serin.runtime.keras.layers.attention;

import dev.serin.graph.GraphMismatch;
import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.runtime.keras.Config;
import dev.serin.runtime.keras.Layer;
import dev.serin.runtime.keras.LayerRule;
import dev.serin.runtime.keras.Refusal;
import dev.serin.runtime.keras.Weights;
import dev.serin.runtime.keras.layers.Operators;
import dev.serin.tensor.DataType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Attention with several heads (Vaswani et al. 2017): {@code softmax(query key' / sqrt(size))
 * value} for each head, then a matrix product over all heads. Inside, values are {@code [rows,
 * rest, steps, features]}: {@code steps} are all attention axes in one, {@code rest} all others.
 */
final class HeadedLayers {
  static final Map<String, LayerRule> RULES =
      Map.of(
          "MultiHeadAttention", HeadedLayers::multiHead,
          "GroupQueryAttention", LayerRule.passing(HeadedLayers::grouped),
          "GroupedQueryAttention", LayerRule.passing(HeadedLayers::grouped));

  private static final double FAR = -1e9; // the score of a step that is hidden

  private HeadedLayers() {}

  /** How many heads there are, and the sizes of their keys and values. */
  private record Heads(long queries, long keys, long size, long valueSize) {}

  private static List<Value> multiHead(Layer layer) {
    Config config = layer.config();
    long heads = config.whole("num_heads");
    long size = config.whole("key_dim");
    Heads all = new Heads(heads, heads, size, config.whole("value_dim", size));
    return attention(layer, all);
  }

  /** Several heads of the query share one of the key and value (Ainslie et al. 2023). */
  private static List<Value> grouped(Layer layer) {
    Config config = layer.config();
    long size = config.whole("head_dim");
    long queries = config.whole("num_query_heads");
    long keys = config.whole("num_key_value_heads");
    if (keys < 1 || queries % keys != 0) {
      throw config.wrong("num_key_value_heads");
    }
    return attention(layer, new Heads(queries, keys, size, size));
  }

  private static List<Value> attention(Layer layer, Heads heads) {
    Config config = layer.config();
    config.ignore("dropout", "query_shape", "key_shape", "value_shape", "flash_attention");
    List<Value> called = queryValueKey(layer);
    List<Value> given = layer.floats(called);
    List<Optional<Value>> masks = masks(layer, called);
    int rank = given.getFirst().shape().rank();
    List<Integer> axes = axes(layer, rank);
    List<Value> each = given.stream().map(value -> parted(layer, value, axes)).toList();
    Value query = heads(layer, "query", each.get(0), heads.queries(), heads.size());
    Value key = heads(layer, "key", each.get(2), heads.keys(), heads.size());
    Optional<Value> gate =
        config.flag("use_gate", false)
            ? Optional.of(heads(layer, "gate", each.get(0), heads.queries(), heads.valueSize()))
            : Optional.empty();
    Value value = heads(layer, "value", each.get(1), heads.keys(), heads.valueSize());
    long times = heads.queries() / heads.keys();
    Value scale = layer.graph().scalar(1 / Math.sqrt(heads.size()));
    Value turned = layer.move().transpose(repeated(layer, key, times), 0, 1, 2, 4, 3);
    Value scores = layer.math().matMul(layer.math().multiply(query, scale), turned);
    Value weights = weights(layer, given, masks, scores);
    Value seen = layer.math().matMul(weights, repeated(layer, value, times));
    Value gated =
        gate.map(open -> layer.math().multiply(seen, layer.math().map("Sigmoid", open)))
            .orElse(seen);
    Value result =
        whole(layer, joined(layer, gated, given.getFirst(), heads), given.getFirst(), axes);
    if (takesMasks(layer)) {
      called.forEach(layer::unmask);
    }
    layer.mask(result, masks.getFirst());
    return layer.arguments().flag("return_attention_scores")
        ? List.of(result, scores(layer, weights, rank))
        : List.of(result);
  }

  /** Whether it takes the masks off the tensors that it is called with, as Keras 3 does. */
  private static boolean takesMasks(Layer layer) {
    return layer.dialect().three() && layer.type().equals("MultiHeadAttention");
  }

  /**
   * The masks of query, value and key. One that takes them asks the query alone, whatever the call
   * says, and the key only where it was given.
   */
  private static List<Optional<Value>> masks(Layer layer, List<Value> called) {
    if (!takesMasks(layer)) {
      return called.stream().map(layer::mask).toList();
    }
    boolean keyed =
        layer.arguments().tensors().size() == 3 || layer.arguments().tensor("key").isPresent();
    Optional<Value> key = keyed ? layer.carriedMask(called.get(2)) : Optional.empty();
    return List.of(
        layer.carriedMask(called.get(0)),
        layer.arguments().tensor("value_mask").or(() -> layer.carriedMask(called.get(1))),
        layer.arguments().tensor("key_mask").or(() -> key));
  }

  /** The scores as Keras gives them, {@code [rows, heads, T, S]}. */
  private static Value scores(Layer layer, Value weights, int rank) {
    if (rank != 3) {
      throw Refusal.value(layer.name(), "its scores over several axes go out");
    }
    return layer.move().squeeze(weights, 1);
  }

  private static List<Integer> axes(Layer layer, int rank) {
    List<Long> written = layer.config().wholes("attention_axes");
    if (written.isEmpty()) {
      return IntStream.range(1, rank - 1).boxed().toList();
    }
    List<Integer> axes =
        written.stream()
            .map(axis -> (int) (axis < 0 ? axis + rank : axis))
            .sorted()
            .distinct()
            .toList();
    if (axes.getFirst() < 1 || axes.getLast() > rank - 2) {
      throw layer.config().wrong("attention_axes");
    }
    return axes;
  }

  private static List<Value> queryValueKey(Layer layer) {
    List<Value> inputs = layer.arguments().tensors();
    List<Value> all = new ArrayList<>(inputs);
    for (String name : List.of("query", "value", "key")) {
      Optional<Value> named = layer.arguments().tensor(name);
      named.ifPresent(all::add);
      if (named.isEmpty() && name.equals("key") && all.size() == 2) {
        all.add(all.getLast());
      }
    }
    int rank = all.isEmpty() ? 0 : all.getFirst().shape().rank();
    if (all.size() != 3 || rank < 3) {
      throw Refusal.corrupt(layer.name(), "it is called without a query or a value");
    }
    if (all.stream().anyMatch(input -> input.shape().rank() != rank)) {
      throw Refusal.value(layer.name(), "it is called with the shape " + all.getLast().shape());
    }
    return all;
  }

  /** {@code [rows, rest, steps, features]}. */
  private static Value parted(Layer layer, Value x, List<Integer> axes) {
    int rank = x.shape().rank();
    if (rank == 3) {
      return layer.move().unsqueeze(x, 1);
    }
    Value moved = layer.move().transpose(x, order(rank, axes));
    long rest = part(moved.shape(), 1, rank - 1 - axes.size());
    long steps = part(moved.shape(), rank - 1 - axes.size(), rank - 1);
    long features = x.shape().size(-1);
    Shape shape = Shape.of(x.shape().size(0), rest, steps, features);
    return layer.move().reshape(moved, List.of(0L, rest, steps, features), shape);
  }

  private static long part(Shape shape, int from, int to) {
    long count = shape.part(from, to).count();
    if (count == Shape.ANY) {
      throw new GraphMismatch("the sizes of " + shape + " have to be known");
    }
    return count;
  }

  /** The axes that take no part first, then those of the attention. */
  private static int[] order(int rank, List<Integer> axes) {
    List<Integer> order = new ArrayList<>(List.of(0));
    IntStream.range(1, rank - 1).filter(axis -> !axes.contains(axis)).forEach(order::add);
    order.addAll(axes);
    order.add(rank - 1);
    return order.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Back in the order and shape of the query, with other features. */
  private static Value whole(Layer layer, Value x, Value query, List<Integer> axes) {
    int rank = query.shape().rank();
    if (rank == 3) {
      return layer.move().squeeze(x, 1);
    }
    int[] order = order(rank, axes);
    List<Long> sizes = new ArrayList<>();
    int[] back = new int[rank];
    for (int place = 0; place < rank; place++) {
      sizes.add(place == rank - 1 ? x.shape().size(-1) : query.shape().size(order[place]));
      back[order[place]] = place;
    }
    return layer.move().transpose(layer.move().reshape(x, new Shape(sizes)), back);
  }

  /** A matrix product for each head: {@code [rows, rest, heads, steps, size]}. */
  private static Value heads(Layer layer, String what, Value x, long heads, long size) {
    long features = x.shape().fixed(-1);
    Weights own = layer.weights().part(what + "_dense", false);
    ByteBuffer kernel = own.next(what + " kernel", features, heads, size);
    Value y = layer.math().matMul(x, layer.weight(kernel, features, heads * size));
    if (layer.config().flag("use_bias", true)) {
      ByteBuffer bias = own.next(what + " bias", heads, size);
      y = layer.math().add(y, layer.weight(bias, heads * size));
    }
    own.end();
    long rest = x.shape().size(1);
    Shape shape = Shape.of(x.shape().size(0), rest, x.shape().size(2), heads, size);
    Value split = layer.move().reshape(y, List.of(0L, 0L, 0L, heads, size), shape);
    return layer.move().transpose(split, 0, 1, 3, 2, 4);
  }

  /** Each head so many times, one after the other. */
  private static Value repeated(Layer layer, Value heads, long times) {
    if (times == 1) {
      return heads;
    }
    if (times < 1 || times > 10_000) {
      throw Refusal.value(layer.name(), "each head is asked for " + times + " times");
    }
    List<Value> all = new ArrayList<>();
    for (long head = 0; head < heads.shape().fixed(2); head++) {
      Value one = Operators.of(layer).slice(heads, 2, head, head + 1, 1, 1);
      all.addAll(Collections.nCopies(Math.toIntExact(times), one));
    }
    return layer.move().concat(all, 2);
  }

  /**
   * The share of each step, none for those that the masks hide. Where they hide all, Keras 3 gives
   * zeros by its Softmax layer, which it takes for dropout, scores and several axes, else equal
   * shares.
   */
  private static Value weights(
      Layer layer, List<Value> each, List<Optional<Value>> masks, Value scores) {
    Operators operators = Operators.of(layer);
    List<Value> shown = shown(layer, each, masks);
    if (shown.isEmpty()) {
      return layer.reduce().softmax(scores, -1, false);
    }
    Value all = shown.stream().reduce((one, two) -> operators.logic("And", one, two)).orElseThrow();
    while (all.shape().rank() < 5) {
      all = layer.move().unsqueeze(all, 1);
    }
    Value low = operators.where(all, scores, layer.graph().scalar(FAR));
    Value weights = layer.reduce().softmax(low, -1, false);
    boolean cleared =
        layer.config().real("dropout", 0) > 0
            || layer.arguments().flag("return_attention_scores")
            || each.getFirst().shape().rank() != 3;
    return layer.dialect().three() && cleared
        ? operators.where(all, weights, layer.graph().scalar(0))
        : weights;
  }

  /** What is visible by the masks of the inputs and by the arguments, each {@code [rows, T, S]}. */
  private static List<Value> shown(Layer layer, List<Value> each, List<Optional<Value>> masks) {
    List<Value> shown = new ArrayList<>();
    for (int i = 0; i < masks.size(); i++) {
      int axis = i == 0 ? 2 : 1;
      masks.get(i).ifPresent(mask -> shown.add(layer.move().unsqueeze(mask, axis)));
    }
    if (layer.arguments().flag("use_causal_mask")) {
      shown.add(AttentionLayers.causal(layer, each.get(0), 1, each.get(1), 1));
    }
    layer
        .config()
        .member("sliding_window")
        .ifPresent(
            _ ->
                shown.add(
                    AttentionLayers.near(
                        layer, each.get(0), each.get(1), layer.config().whole("sliding_window"))));
    layer
        .arguments()
        .tensor("attention_mask")
        .ifPresent(mask -> shown.add(layer.math().cast(mask, DataType.BOOL)));
    boolean several = each.getFirst().shape().rank() != 3;
    if (several && !shown.isEmpty()) {
      throw Refusal.value(layer.name(), "a mask for an attention over several axes");
    }
    return shown.stream().map(mask -> heads(layer, mask)).toList();
  }

  /** A mask for each head keeps its heads; one for all is given an axis for them. */
  private static Value heads(Layer layer, Value mask) {
    return mask.shape().rank() == 4 ? mask : layer.move().unsqueeze(mask, 1);
  }

  private static Value joined(Layer layer, Value seen, Value query, Heads heads) {
    Value turned = layer.move().transpose(seen, 0, 1, 3, 2, 4);
    long width = heads.queries() * heads.valueSize();
    Shape shape = turned.shape().part(0, 3).followedBy(Shape.of(width));
    Value flat = layer.move().reshape(turned, List.of(0L, 0L, 0L, width), shape);
    List<Long> written = layer.config().wholes("output_shape");
    if (written.size() > 1) {
      throw layer.config().wrong("output_shape");
    }
    long results = written.isEmpty() ? query.shape().fixed(-1) : written.getFirst();
    Weights own = layer.weights().part("output_dense", false);
    ByteBuffer kernel = own.next("output kernel", heads.queries(), heads.valueSize(), results);
    Value y = layer.math().matMul(flat, layer.weight(kernel, width, results));
    if (layer.config().flag("use_bias", true)) {
      y = layer.math().add(y, layer.weight(own.next("output bias", results), results));
    }
    own.end();
    return y;
  }
}
