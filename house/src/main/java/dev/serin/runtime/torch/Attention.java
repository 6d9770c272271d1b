package dev.serin.runtime.torch;

import dev.serin.graph.Attribute;
import dev.serin.graph.Value;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Attention, and the layers that torch makes of it in one operator. */
final class Attention {
  private static final int OF_PLACES = 0;
  private static final int OF_ROWS = 1;
  private static final String HEADS = "qkv_weight, qkv_bias, proj_weight, proj_bias";

  private Attention() {}

  static void addTo(Map<String, Rule> all) {
    Rule.one(
        all,
        "scaled_dot_product_attention(query, key, value, attn_mask, dropout_p, is_causal, scale,"
            + " enable_gqa)",
        Attention::scaled);
    Rule.several(
        all,
        "_native_multi_head_attention(query, key, value, embed_dim, num_head, "
            + HEADS
            + ", mask, need_weights, average_attn_weights, mask_type)",
        Attention::heads);
    Rule.one(
        all,
        "_transformer_encoder_layer_fwd(src, embed_dim, num_heads, "
            + HEADS
            + ", use_gelu, norm_first, eps, norm_weight_1, norm_bias_1, norm_weight_2, norm_bias_2,"
            + " ffn_weight_1, ffn_bias_1, ffn_weight_2, ffn_bias_2, mask, mask_type)",
        Attention::encoder);
  }

  /** {@code softmax(q kᵀ scale + mask) v}. */
  private static Value scaled(Call call) {
    if (call.real("dropout_p", 0) != 0) {
      throw Refusal.training(call.place(), call.operator() + " with dropout");
    }
    Draft draft = call.draft();
    Value query = call.tensor("query");
    boolean grouped = call.flag("enable_gqa", false);
    Value key = grouped ? spread(call, call.tensor("key"), query) : call.tensor("key");
    Value value = grouped ? spread(call, call.tensor("value"), query) : call.tensor("value");
    double scale =
        call.has("scale") ? call.real("scale", 1) : 1 / Math.sqrt(query.shape().fixed(-1));
    Optional<Value> mask = call.optional("attn_mask");
    if (call.flag("is_causal", false)) {
      mask = Optional.of(causal(draft, draft.size(query, -2), draft.size(key, -2)));
    }
    return Products.matmul(draft, weights(draft, query, key, scale, mask), value);
  }

  /** True where a place may look: at itself and at what comes before. */
  private static Value causal(Draft draft, Dim rows, Dim columns) {
    Value ones = Shaping.full(draft, draft.whole(1), List.of(rows, columns));
    return draft.cast(Creation.triangle(draft, ones, 0, 0), DataType.BOOL);
  }

  /** Heads of keys and values that serve several heads of queries. */
  private static Value spread(Call call, Value given, Value query) {
    Draft draft = call.draft();
    int axis = given.shape().rank() - 3;
    Dim times = draft.size(query, axis).over(draft.size(given, axis));
    Value lifted = draft.unsqueeze(given, axis + 1);
    List<Dim> wide = new ArrayList<>(draft.sizes(lifted));
    wide.set(axis + 1, times);
    List<Dim> sizes = new ArrayList<>(draft.sizes(given));
    sizes.set(axis, draft.size(query, axis));
    return draft.reshape(Shaping.expand(draft, lifted, wide), sizes);
  }

  /** A row that may look nowhere looks at nothing: torch gives zeros there. */
  private static Value weights(
      Draft draft, Value query, Value key, double scale, Optional<Value> mask) {
    Numeric numeric = new Numeric(draft);
    double root = Math.sqrt(scale); // on both sides, as torch does it
    Value left = numeric.multiply(query, root);
    Value right = numeric.multiply(draft.swap(key, -1, -2), root);
    Value scores = Products.matmul(draft, left, right);
    Attribute last = new Attribute.Whole("axis", -1);
    if (mask.isEmpty()) {
      return draft.map("Softmax", scores, last);
    }
    if (mask.get().type() != DataType.BOOL) {
      Value added = numeric.add(scores, draft.cast(mask.get(), scores.type()));
      return draft.map("Softmax", added, last);
    }
    Value low = draft.scalar(scores.type(), Double.NEGATIVE_INFINITY);
    Value kept = numeric.where(mask.get(), scores, low);
    Value flags = draft.cast(mask.get(), DataType.INT32);
    Value any = Reductions.reduce(draft, "ReduceMax", flags, Reductions.last(flags, 1), true);
    return numeric.where(any, draft.map("Softmax", kept, last), draft.scalar(scores.type(), 0));
  }

  private static List<Value> heads(Call call) {
    call.ignore("embed_dim");
    Value query = call.tensor("query");
    boolean same = query.id() == call.tensor("key").id() && query.id() == call.tensor("value").id();
    if (!same) {
      throw call.refuse("query, key and value are not the same");
    }
    boolean wanted = call.flag("need_weights", true);
    boolean mean = call.flag("average_attn_weights", true);
    List<Value> both = self(call, query, call.whole("num_head"));
    if (!wanted) {
      return both.subList(0, 1);
    }
    Value weights = both.get(1);
    return mean
        ? List.of(
            both.get(0), Reductions.reduce(call.draft(), "ReduceMean", weights, List.of(1), false))
        : both;
  }

  /** Attention of {@code [rows, places, features]} to itself, and the weights of each head. */
  private static List<Value> self(Call call, Value x, long heads) {
    Draft draft = call.draft();
    List<Dim> sizes = draft.sizes(x);
    long features = x.shape().fixed(2);
    if (heads < 1 || features % heads != 0) {
      throw call.mismatch(features + " features in " + heads + " heads");
    }
    List<Value> bias = call.optional("qkv_bias").map(List::of).orElse(List.of());
    Value all = Products.linear(draft, x, call.tensor("qkv_weight"), bias);
    List<Dim> split = List.of(sizes.get(0), sizes.get(1), Dim.of(heads), Dim.of(features / heads));
    List<Value> parts = new ArrayList<>();
    for (Value part :
        Joins.parts(call, all, 2, java.util.Collections.nCopies(3, Dim.of(features)))) {
      parts.add(draft.swap(draft.reshape(part, split), 1, 2));
    }
    double scale = 1 / Math.sqrt(features / (double) heads);
    Value weights = weights(draft, parts.get(0), parts.get(1), scale, mask(call));
    Value mixed = draft.swap(Products.matmul(draft, weights, parts.get(2)), 1, 2);
    List<Value> last = call.optional("proj_bias").map(List::of).orElse(List.of());
    Value flat = draft.reshape(mixed, sizes);
    return List.of(Products.linear(draft, flat, call.tensor("proj_weight"), last), weights);
  }

  /** Here a mask is true, or minus infinity, where nothing may look. */
  private static Optional<Value> mask(Call call) {
    Draft draft = call.draft();
    if (!call.has("mask")) {
      call.ignore("mask_type");
      return Optional.empty();
    }
    Value mask = call.tensor("mask");
    long kind = call.whole("mask_type", OF_PLACES);
    Value open = mask.type() == DataType.BOOL ? draft.map("Not", mask) : mask;
    if (kind == OF_ROWS) {
      return Optional.of(draft.unsqueeze(draft.unsqueeze(open, 1), 1));
    }
    return Optional.of(open);
  }

  private static Value encoder(Call call) {
    call.ignore("embed_dim");
    Draft draft = call.draft();
    Numeric numeric = new Numeric(draft);
    Value x = call.tensor("src");
    long heads = call.whole("num_heads");
    if (call.flag("norm_first", false)) {
      Value first = numeric.add(x, self(call, normal(call, x, "1"), heads).getFirst());
      return numeric.add(first, forward(call, normal(call, first, "2")));
    }
    Value first = normal(call, numeric.add(x, self(call, x, heads).getFirst()), "1");
    return normal(call, numeric.add(first, forward(call, first)), "2");
  }

  private static Value normal(Call call, Value x, String number) {
    return Norms.layer(
        call.draft(),
        x,
        List.of(x.shape().fixed(-1)),
        call.optional("norm_weight_" + number),
        call.optional("norm_bias_" + number),
        call.real("eps", 1e-5));
  }

  private static Value forward(Call call, Value x) {
    Draft draft = call.draft();
    Value wide = linear(call, x, "1");
    Value active =
        call.flag("use_gelu", false)
            ? Activations.gelu(draft, wide, "none")
            : Activations.relu(draft, wide);
    return linear(call, active, "2");
  }

  private static Value linear(Call call, Value x, String number) {
    Value weight = call.tensor("ffn_weight_" + number);
    List<Value> bias = List.of(call.tensor("ffn_bias_" + number));
    return Products.linear(call.draft(), x, weight, bias);
  }
}
