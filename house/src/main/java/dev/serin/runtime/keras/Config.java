package dev.serin.runtime.keras;

import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The settings of one layer. Every key has to be asked for or be known to have no effect on
 * predictions; {@link #end} refuses any other that is set, so that nothing is silently ignored.
 */
public final class Config {
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "name",
          "trainable",
          "batch_input_shape",
          "batch_shape",
          "input_dtype",
          "seed",
          "build_config");
  private static final List<String> SUFFIXES_WITHOUT_EFFECT =
      List.of("_initializer", "_regularizer", "_constraint");

  private final String layer;
  private final Json.Obj settings;
  private final Set<String> understood = new HashSet<>(WITHOUT_EFFECT);

  /** The settings of the layer with this name. */
  public Config(String layer, Json.Obj settings) {
    this.layer = layer;
    this.settings = settings;
  }

  public String layer() {
    return layer;
  }

  /** The name of the datatype or policy: a text, or an object that holds it. */
  static Optional<String> typeName(Json.Obj settings) {
    return settings
        .text("dtype")
        .or(
            () ->
                settings
                    .object("dtype")
                    .flatMap(policy -> policy.object("config"))
                    .flatMap(config -> config.text("name")));
  }

  /** The datatype of this name; empty for a policy of several and for what is not served. */
  public static Optional<DataType> type(String name) {
    return switch (name) {
      case "float32" -> Optional.of(DataType.FP32);
      case "float64" -> Optional.of(DataType.FP64);
      case "int8" -> Optional.of(DataType.INT8);
      case "int16" -> Optional.of(DataType.INT16);
      case "int32" -> Optional.of(DataType.INT32);
      case "int64" -> Optional.of(DataType.INT64);
      case "uint8" -> Optional.of(DataType.UINT8);
      case "bool" -> Optional.of(DataType.BOOL);
      case "string" -> Optional.of(DataType.BYTES);
      default -> Optional.empty();
    };
  }

  /** The name of the datatype in which the layer computes. */
  public String typeName() {
    understood.add("dtype");
    return typeName(settings).orElse("float32");
  }

  /** Refuses a layer that computes in another type than float32. */
  void inSinglePrecision() {
    if (!understood.add("dtype")) {
      return; // the rule has looked at it
    }
    String type = typeName(settings).orElse("float32");
    if (!type.equals("float32")) {
      throw Refusal.of(
          "UNSUPPORTED_VALUE",
          layer,
          "dtype is " + type + ", only float32 is computed",
          "build the model with the policy float32, copy the weights into it and save it again");
    }
  }

  /** These keys change nothing about a prediction. */
  public void ignore(String... keys) {
    understood.addAll(List.of(keys));
  }

  /** Refuses a configuration without this key, whose default has changed over the years. */
  public void required(String key) {
    if (!settings.members().containsKey(key)) {
      throw Refusal.corrupt(layer, key + " is missing");
    }
  }

  public Optional<Json> member(String key) {
    understood.add(key);
    return settings.member(key);
  }

  public Optional<Json.Obj> object(String key) {
    understood.add(key);
    return settings.object(key);
  }

  public String text(String key, String otherwise) {
    return switch (member(key).orElse(new Json.Str(otherwise))) {
      case Json.Str(String value) -> value;
      case Json other -> throw wrong(key, other);
    };
  }

  public boolean flag(String key, boolean otherwise) {
    return switch (member(key).orElse(new Json.Bool(otherwise))) {
      case Json.Bool(boolean value) -> value;
      case Json other -> throw wrong(key, other);
    };
  }

  public Optional<Double> real(String key) {
    return member(key)
        .map(
            value -> {
              if (value instanceof Json.Num number) {
                return number.doubleValue();
              }
              throw wrong(key, value);
            });
  }

  public double real(String key, double otherwise) {
    return real(key).orElse(otherwise);
  }

  public long whole(String key) {
    return whole(key, member(key).orElseThrow(() -> Refusal.corrupt(layer, key + " is missing")));
  }

  public long whole(String key, long otherwise) {
    return member(key).map(value -> whole(key, value)).orElse(otherwise);
  }

  private long whole(String key, Json value) {
    if (value instanceof Json.Num number && number.digits().matches("-?[0-9]{1,10}")) {
      return number.longValue();
    }
    throw wrong(key, value);
  }

  /** A list of so many whole numbers; one number stands for all of them. */
  public List<Long> wholes(String key, int count, long otherwise) {
    Json value = member(key).orElse(Json.of(otherwise));
    if (!(value instanceof Json.Arr(List<Json> items))) {
      return Collections.nCopies(count, whole(key, value));
    }
    if (items.size() != count) {
      throw wrong(key, value);
    }
    return items.stream().map(item -> whole(key, item)).toList();
  }

  /** A list of whole numbers of any length; one number is a list of one. */
  public List<Long> wholes(String key) {
    Json value = member(key).orElse(new Json.Arr(List.of()));
    if (value instanceof Json.Arr(List<Json> items)) {
      return items.stream().map(item -> whole(key, item)).toList();
    }
    return List.of(whole(key, value));
  }

  /** For each of so many axes a pair: before and after; one number stands for both. */
  public List<List<Long>> pairs(String key, int axes) {
    Json value = member(key).orElse(Json.of(1L));
    List<Json> items =
        value instanceof Json.Arr(List<Json> list) && (axes > 1 || nested(list))
            ? list
            : Collections.nCopies(axes, value);
    if (items.size() != axes) {
      throw wrong(key, value);
    }
    List<List<Long>> pairs = new ArrayList<>();
    for (Json item : items) {
      boolean two = item instanceof Json.Arr(List<Json> both) && both.size() == 2;
      List<Json> both = two ? ((Json.Arr) item).items() : List.of(item, item);
      pairs.add(both.stream().map(part -> whole(key, part)).toList());
    }
    return pairs;
  }

  private static boolean nested(List<Json> list) {
    return !list.isEmpty() && list.getFirst() instanceof Json.Arr;
  }

  /** Numbers in a list, or one number. */
  public Optional<float[]> reals(String key) {
    return member(key)
        .map(
            value -> {
              List<Json> items = value instanceof Json.Arr(List<Json> list) ? list : List.of(value);
              float[] reals = new float[items.size()];
              for (int i = 0; i < reals.length; i++) {
                if (!(items.get(i) instanceof Json.Num number)) {
                  throw wrong(key, value);
                }
                reals[i] = (float) number.doubleValue();
              }
              return reals;
            });
  }

  /** Refuses the layer unless this key is missing or has this value. */
  public void only(String key, Object value) {
    Json found = member(key).orElse(Json.of(value));
    if (!found.equals(Json.of(value))) {
      throw wrong(key, found);
    }
  }

  /** Refuses values with the channels before the spatial axes. */
  public void channelsLast() {
    only("data_format", "channels_last");
  }

  /** The refusal of the value that this key has. */
  public Problem.Raised wrong(String key) {
    return wrong(key, member(key).orElse(Json.Null.NULL));
  }

  /** Refuses every key that nobody has asked for and that is set. */
  void end() {
    settings
        .members()
        .forEach(
            (key, value) -> {
              boolean off =
                  value instanceof Json.Null || value instanceof Json.Bool(boolean on) && !on;
              if (!off && !understood.contains(key) && !withoutEffect(key)) {
                throw wrong(key, value);
              }
            });
  }

  private static boolean withoutEffect(String key) {
    return SUFFIXES_WITHOUT_EFFECT.stream().anyMatch(key::endsWith);
  }

  private Problem.Raised wrong(String key, Json value) {
    String shown = value.text();
    String brief = shown.length() > 80 ? shown.substring(0, 80) + "..." : shown;
    return Refusal.value(layer, key + " is " + brief + ", which is not supported");
  }
}
