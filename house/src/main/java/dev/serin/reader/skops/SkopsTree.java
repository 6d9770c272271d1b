package dev.serin.reader.skops;

import dev.serin.base.Json;
import dev.serin.reader.Allowed;
import dev.serin.reader.Budget;
import dev.serin.reader.DType;
import dev.serin.reader.Globals;
import dev.serin.reader.NdArray;
import dev.serin.reader.Node;
import dev.serin.reader.Place;
import dev.serin.reader.Refusals;
import dev.serin.reader.Zip;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns the described objects of {@code schema.json} into inert nodes. What the file describes
 * twice under one id is one node. Bound methods and operators are refused: they could only be
 * called.
 */
final class SkopsTree {
  private static final String SCHEMA = "schema.json";
  private static final long NODE_BYTES = 64;
  private static final String BUILTINS = "builtins";

  private final Zip zip;
  private final Budget budget;
  private final Globals globals;
  private final Map<String, Node> known = new HashMap<>();
  private int depth;

  SkopsTree(Zip zip, Budget budget, Allowed allowed) {
    this.zip = zip;
    this.budget = budget;
    this.globals = new Globals(allowed);
  }

  /** The node of this description; {@code path} is where it stands, for people. */
  Node node(Json json, String path) {
    Json.Obj state = object(json, path);
    String id =
        state.member("__id__").orElse(Json.Null.NULL) instanceof Json.Num(String digits)
            ? digits
            : "";
    if (known.containsKey(id)) {
      return known.get(id);
    }
    budget.hold(NODE_BYTES, place(path));
    if (++depth > budget.depth()) {
      throw Refusals.limit(place(path), "the nesting depth", depth, budget.depth());
    }
    Node node = made(state, path);
    depth--;
    if (!id.isEmpty()) {
      known.put(id, node);
    }
    return node;
  }

  private static Place place(String path) {
    return () -> SCHEMA + ": " + path;
  }

  private Node made(Json.Obj state, String path) {
    return switch (text(state, "__loader__", path)) {
      case "ObjectNode" -> instance(state, List.of(), state.member("content"), path);
      case "TreeNode", "LossNode" -> reduced(state, path);
      case "ConstructorFromReduceNode" -> called(state, path);
      case "JsonNode" -> literal(text(state, "content", path), path);
      case "DictNode" -> dict(state, path);
      case "DefaultDictNode", "_DictWithDeprecatedKeysNode" ->
          node(required(content(state, path), "main", path), path);
      case "ListNode" -> Node.list(typed(state, path));
      case "TupleNode" -> Node.tuple(typed(state, path));
      case "SetNode" -> Node.set(typed(state, path));
      case "TypeNode" -> type(state, path);
      case "FunctionNode" -> function(state, path);
      case "PartialNode" -> partial(state, path);
      case "SliceNode" -> slice(state, path);
      case "NdArrayNode" -> array(state, path);
      case "MaskedArrayNode", "RandomStateNode", "RandomGeneratorNode" ->
          Node.instance(type(state, path), List.of(), Node.NONE);
      case "SparseMatrixNode" -> sparse(state, path);
      case "DTypeNode" -> dtype(state, path);
      case "BytesNode", "BytearrayNode" -> bytes(file(state, path), path);
      case "MethodNode", "OperatorFuncNode" -> throw callable(state, path);
      default ->
          throw Refusals.value(
              place(path), "an object of the kind " + text(state, "__loader__", path));
    };
  }

  private RuntimeException callable(Json.Obj state, String path) {
    Node.Global type = named(state, path);
    return Refusals.refused(
        "CUSTOM_CODE",
        place(path),
        path + " is a bound method or operator of " + type.qualified(),
        "build the model from classes of the library only");
  }

  private Node instance(Json.Obj state, List<Node> args, Optional<Json> content, String path) {
    Node.Global type = type(state, path);
    Node attributes =
        content
            .filter(json -> !(json instanceof Json.Null))
            .map(json -> node(json, path))
            .orElse(Node.NONE);
    return Node.instance(type, args, attributes);
  }

  /** A class of compiled code: the arguments of its making, and its state. */
  private Node reduced(Json.Obj state, String path) {
    Json.Obj reduce = object(required(state, "__reduce__", path), path);
    Node args = node(required(reduce, "args", path), path);
    if (!(args instanceof Node.TupleNode tuple)) {
      throw Refusals.corrupt(place(path), "the arguments of a class are no tuple");
    }
    return instance(state, tuple.items(), state.member("content"), path);
  }

  /** A constructor's call, which frozen sets are written as. */
  private Node called(Json.Obj state, String path) {
    Node.Global type = type(state, path);
    Node args = node(required(state, "content", path), path);
    if (!(args instanceof Node.TupleNode tuple)) {
      throw Refusals.corrupt(place(path), "the arguments of a class are no tuple");
    }
    boolean frozen = type.equals(new Node.Global(BUILTINS, "frozenset"));
    if (frozen
        && tuple.items().size() == 1
        && tuple.items().getFirst() instanceof Node.ListNode l) {
      return Node.set(l.items());
    }
    return Node.instance(type, tuple.items(), Node.NONE);
  }

  private Node dict(Json.Obj state, String path) {
    type(state, path);
    List<Node> types =
        node(required(state, "key_types", path), path) instanceof Node.ListNode list
            ? list.items()
            : List.of();
    Json.Obj content = content(state, path);
    List<Node.Entry> entries = new ArrayList<>();
    for (Map.Entry<String, Json> member : content.members().entrySet()) {
      Node type = entries.size() < types.size() ? types.get(entries.size()) : Node.NONE;
      Node value = node(member.getValue(), path + "." + member.getKey());
      entries.add(new Node.Entry(key(member.getKey(), type, path), value));
    }
    return Node.dict(entries);
  }

  private static Node key(String key, Node type, String path) {
    String kind = type instanceof Node.Global global ? global.name() : "str";
    return switch (kind) {
      case "str", "str_" -> new Node.Text(key);
      case "bool", "bool_" -> new Node.Bool(key.equals("true"));
      default -> literal(key, path);
    };
  }

  private List<Node> typed(Json.Obj state, String path) {
    type(state, path);
    return items(state, path);
  }

  private List<Node> items(Json.Obj state, String path) {
    if (!(required(state, "content", path) instanceof Json.Arr(List<Json> content))) {
      throw Refusals.corrupt(place(path), "a list has no items");
    }
    List<Node> items = new ArrayList<>(content.size());
    for (Json item : content) {
      items.add(node(item, path + "[" + items.size() + "]"));
    }
    return items;
  }

  private static Node.Global named(Json.Obj state, String path) {
    return new Node.Global(text(state, "__module__", path), text(state, "__class__", path));
  }

  private Node.Global type(Json.Obj state, String path) {
    Node.Global type = named(state, path);
    boolean none = type.equals(new Node.Global(BUILTINS, "NoneType"));
    if (!none) {
      globals.require(type, SCHEMA, path);
    }
    return type;
  }

  /** Up to protocol 0 the name stood in the content. */
  private Node function(Json.Obj state, String path) {
    if (!(state.member("content").orElse(Json.Null.NULL) instanceof Json.Obj old)) {
      return type(state, path);
    }
    Node.Global global =
        new Node.Global(text(old, "module_path", path), text(old, "function", path));
    globals.require(global, SCHEMA, path);
    return global;
  }

  private Node partial(Json.Obj state, String path) {
    Node function = node(required(content(state, path), "func", path), path);
    return Node.instance(new Node.Global("functools", "partial"), List.of(function), Node.NONE);
  }

  private static Node slice(Json.Obj state, String path) {
    Json.Obj content = content(state, path);
    List<Node> ends = new ArrayList<>();
    for (String end : List.of("start", "stop", "step")) {
      ends.add(
          switch (content.member(end).orElse(Json.Null.NULL)) {
            case Json.Num(String digits) -> number(digits);
            case Json.Str(String name) -> new Node.Text(name);
            default -> Node.NONE;
          });
    }
    return Node.instance(new Node.Global(BUILTINS, "slice"), ends, Node.NONE);
  }

  private Node array(Json.Obj state, String path) {
    Node.Global type = type(state, path);
    if (text(state, "type", path).equals("json")) {
      return objects(state, path);
    }
    NdArray array = NpyFile.read(file(state, path), budget, place(path));
    boolean scalar = array.shape().length == 0 && !type.name().equals("ndarray");
    return scalar ? scalar(array) : Node.array(array);
  }

  private static Node scalar(NdArray one) {
    return switch (one.dtype().kind()) {
      case 'b' -> new Node.Bool(one.longs()[0] != 0);
      case 'i' -> new Node.Int(one.longs()[0]);
      case 'u' -> one.doubles()[0] < 0x1p63 ? new Node.Int(one.longs()[0]) : Node.array(one);
      case 'f' -> one.dtype().size() <= 8 ? new Node.Real(one.doubles()[0]) : Node.array(one);
      case 'U' -> new Node.Text(one.texts()[0]);
      default -> Node.array(one);
    };
  }

  /** An array of objects, written as lists within lists. */
  private Node objects(Json.Obj state, String path) {
    if (!(node(required(state, "shape", path), path) instanceof Node.TupleNode shape)
        || !shape.items().stream().allMatch(SkopsTree::size)) {
      throw Refusals.corrupt(place(path), "an array of objects has no shape");
    }
    int[] sizes =
        shape.items().stream().mapToInt(item -> (int) ((Node.Int) item).value()).toArray();
    List<Node> flat = items(state, path);
    for (int axis = 1; axis < sizes.length; axis++) {
      List<Node> inner = new ArrayList<>();
      for (Node item : flat) {
        if (!(item instanceof Node.ListNode list)) {
          throw Refusals.corrupt(place(path), "an array of objects has another shape");
        }
        inner.addAll(list.items());
      }
      flat = inner;
    }
    Place here = place(path);
    return Node.array(NdArray.of(DType.parse("O", here), sizes, flat, here));
  }

  private static boolean size(Node item) {
    return item instanceof Node.Int(long value) && value >= 0 && value <= Integer.MAX_VALUE;
  }

  /** A sparse matrix: its parts are arrays in an archive of their own. */
  private Node sparse(Json.Obj state, String path) {
    Node.Global type = type(state, path);
    ByteBuffer file = file(state, path);
    byte[] archive = new byte[file.remaining()];
    budget.hold(archive.length, place(path));
    file.duplicate().get(archive);
    Zip parts = Zip.read(archive, budget);
    List<Node.Entry> entries = new ArrayList<>();
    for (String part : List.of("data", "indices", "indptr", "offsets")) {
      parts
          .entry(part + ".npy")
          .ifPresent(
              bytes ->
                  entries.add(
                      new Node.Entry(
                          new Node.Text(part),
                          Node.array(NpyFile.read(bytes, budget, place(path))))));
    }
    parts
        .entry("shape.npy")
        .map(bytes -> NpyFile.read(bytes, budget, place(path)))
        .ifPresent(shape -> entries.add(new Node.Entry(new Node.Text("_shape"), tuple(shape))));
    return Node.instance(type, List.of(), Node.dict(entries));
  }

  private static Node tuple(NdArray numbers) {
    List<Node> items = new ArrayList<>();
    for (long number : numbers.longs()) {
      items.add(new Node.Int(number));
    }
    return Node.tuple(items);
  }

  private Node dtype(Json.Obj state, String path) {
    if (node(required(state, "content", path), path) instanceof Node.Array empty) {
      return Node.dtype(empty.value().dtype());
    }
    throw Refusals.corrupt(place(path), "a dtype has no array");
  }

  private Node bytes(ByteBuffer file, String path) {
    budget.hold(file.remaining(), place(path));
    byte[] bytes = new byte[file.remaining()];
    file.duplicate().get(bytes);
    return Node.bytes(bytes);
  }

  private ByteBuffer file(Json.Obj state, String path) {
    return zip.required(text(state, "file", path));
  }

  /** A JSON literal as Python writes it, also NaN and the infinities. */
  private static Node literal(String text, String path) {
    switch (text) {
      case "NaN", "nan" -> {
        return new Node.Real(Double.NaN);
      }
      case "Infinity", "inf" -> {
        return new Node.Real(Double.POSITIVE_INFINITY);
      }
      case "-Infinity", "-inf" -> {
        return new Node.Real(Double.NEGATIVE_INFINITY);
      }
      default -> {
        return switch (Json.parse(text, 1)) {
          case Json.Str(String value) -> new Node.Text(value);
          case Json.Bool(boolean value) -> new Node.Bool(value);
          case Json.Null _ -> Node.NONE;
          case Json.Num(String digits) -> number(digits);
          case Json.Arr _, Json.Obj _ ->
              throw Refusals.corrupt(place(path), "a literal that is a container");
        };
      }
    }
  }

  private static Node number(String digits) {
    if (!digits.matches("-?[0-9]{1,400}")) {
      return new Node.Real(Double.parseDouble(digits));
    }
    BigInteger whole = new BigInteger(digits);
    return whole.bitLength() < Long.SIZE ? new Node.Int(whole.longValue()) : new Node.Big(whole);
  }

  private static Json.Obj content(Json.Obj state, String path) {
    return object(required(state, "content", path), path);
  }

  private static Json.Obj object(Json json, String path) {
    if (json instanceof Json.Obj object) {
      return object;
    }
    throw Refusals.corrupt(place(path), "something that is not the description of an object");
  }

  private static Json required(Json.Obj state, String name, String path) {
    return state
        .member(name)
        .orElseThrow(() -> Refusals.corrupt(place(path), "an object without " + name));
  }

  private static String text(Json.Obj state, String name, String path) {
    if (required(state, name, path) instanceof Json.Str(String text)) {
      return text;
    }
    throw Refusals.corrupt(place(path), "an object whose " + name + " is not a text");
  }
}
