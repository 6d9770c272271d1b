package dev.serin.reader;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a call in a file means: a few functions of Python and NumPy that only make data are carried
 * out here; every other call becomes an inert instance.
 */
final class Calls {
  private Calls() {}

  static Node call(Node.Global function, List<Node> args, Place place) {
    return switch (function.qualified()) {
      case "numpy.core.multiarray._reconstruct", "numpy._core.multiarray._reconstruct" ->
          isNdArray(args) ? new Node.Array() : new Node.Instance(function, args);
      case "numpy.core.numeric._frombuffer", "numpy._core.numeric._frombuffer" ->
          NumPy.fromBuffer(args, place);
      case "numpy.core.multiarray.scalar", "numpy._core.multiarray.scalar" ->
          NumPy.scalar(args, place);
      case "numpy.dtype" -> NumPy.dtype(args, place);
      case "copyreg._reconstructor" -> reconstructed(args, place);
      case "copyreg.__newobj__", "copyreg.__newobj_ex__" ->
          new Node.Instance(type(args, place), args.subList(1, args.size()));
      case "_codecs.encode" -> encoded(args, place);
      case "collections.OrderedDict", "collections.Counter", "builtins.dict" ->
          dict(args.isEmpty() ? List.of() : List.of(args.getFirst()), place);
      case "collections.defaultdict" ->
          dict(args.size() < 2 ? List.of() : args.subList(1, 2), place);
      case "builtins.set", "builtins.frozenset" -> set(items(args, place));
      case "builtins.list" -> list(items(args, place));
      case "builtins.tuple" -> new Node.TupleNode(items(args, place));
      case "builtins.bytes", "builtins.bytearray" -> bytes(args, place);
      default -> new Node.Instance(function, args);
    };
  }

  /** The class that is made an instance of: a global that was checked like any other. */
  static Node.Global type(List<Node> args, Place place) {
    if (args.isEmpty() || !(args.getFirst() instanceof Node.Global type)) {
      throw notNamed(place);
    }
    return type;
  }

  static RuntimeException notNamed(Place place) {
    return Refusals.refused(
        "CUSTOM_CODE",
        place,
        "the file calls something that is not a named function or class",
        "build the model from named classes of the library");
  }

  private static boolean isNdArray(List<Node> args) {
    return !args.isEmpty() && args.getFirst().equals(new Node.Global("numpy", "ndarray"));
  }

  private static Node reconstructed(List<Node> args, Place place) {
    Node.Global type = type(args, place);
    if (args.size() != 3 || !(args.get(1) instanceof Node.Global)) {
      throw Refusals.corrupt(place, "copyreg._reconstructor takes a class, its base and a state");
    }
    boolean bare = args.get(2) instanceof Node.None;
    return new Node.Instance(type, bare ? List.of() : List.of(args.get(2)));
  }

  private static Node encoded(List<Node> args, Place place) {
    boolean latin1 =
        args.size() == 1
            || args.size() == 2
                && args.get(1) instanceof Node.Text encoding
                && List.of("latin1", "latin-1").contains(encoding.value());
    if (args.isEmpty() || !latin1 || !(args.getFirst() instanceof Node.Text text)) {
      throw Refusals.value(place, "_codecs.encode is known for latin1 only");
    }
    return new Node.Bytes(latin1(text, place));
  }

  /** The bytes that a text of characters below 256 stands for. */
  static byte[] latin1(Node.Text text, Place place) {
    if (!StandardCharsets.ISO_8859_1.newEncoder().canEncode(text.value())) {
      throw Refusals.corrupt(place, "bytes are written with characters beyond 255");
    }
    return text.value().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static Node bytes(List<Node> args, Place place) {
    if (args.isEmpty()) {
      return new Node.Bytes(new byte[0]);
    }
    return switch (args.getFirst()) {
      case Node.Bytes same -> same;
      case Node.Text ignored -> encoded(args, place);
      default -> throw Refusals.value(place, "bytes are made of something but bytes or text");
    };
  }

  private static Node dict(List<Node> contents, Place place) {
    Node.DictNode dict = new Node.DictNode();
    if (!contents.isEmpty() && contents.getFirst() instanceof Node.DictNode other) {
      dict.add(other.entries());
      return dict;
    }
    List<Node.Entry> entries = new ArrayList<>();
    for (Node pair : items(contents, place)) {
      List<Node> two = items(List.of(pair), place);
      if (two.size() != 2) {
        throw Refusals.corrupt(place, "a dict is made of something but pairs");
      }
      entries.add(new Node.Entry(two.get(0), two.get(1)));
    }
    dict.add(entries);
    return dict;
  }

  private static Node set(List<Node> items) {
    Node.SetNode set = new Node.SetNode();
    set.add(items);
    return set;
  }

  private static Node list(List<Node> items) {
    Node.ListNode list = new Node.ListNode();
    list.add(items);
    return list;
  }

  private static List<Node> items(List<Node> args, Place place) {
    if (args.isEmpty()) {
      return List.of();
    }
    return switch (args.getFirst()) {
      case Node.ListNode list -> list.items();
      case Node.TupleNode tuple -> tuple.items();
      case Node.SetNode set -> set.items();
      default -> throw Refusals.value(place, "a container is made of something but a list");
    };
  }
}
