package dev.serin.reader;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * One value of a pickle, inert: nothing of it was ever called. Values that are shared in the file
 * are the same object here, so the tree may be a graph and may hold itself; {@link Walk} visits
 * each node once. Containers compare by identity. Nothing changes after the reader returned.
 */
public sealed interface Node {
  /** The one None. */
  Node NONE = new None();

  /** The value None. */
  record None() implements Node {}

  /** True or False, also of NumPy. */
  record Bool(boolean value) implements Node {}

  /** A whole number of 64 bits, also of NumPy. */
  record Int(long value) implements Node {}

  /** A whole number beyond 64 bits, as in the state of a random generator. */
  record Big(BigInteger value) implements Node {}

  /** A floating-point number, also of NumPy; float32 is widened exactly. */
  record Real(double value) implements Node {}

  /** A text. */
  record Text(String value) implements Node {}

  /** A function or class that the file names; it is only a name. */
  record Global(String module, String name) implements Node {
    /** The dotted name. */
    public String qualified() {
      return module + "." + name;
    }

    @Override
    public String toString() {
      return qualified();
    }
  }

  /** A byte string. */
  final class Bytes implements Node {
    private final byte[] value;

    Bytes(byte[] value) {
      this.value = value;
    }

    /** A copy of the bytes. */
    public byte[] value() {
      return value.clone();
    }

    byte[] raw() {
      return value;
    }
  }

  /** A list. */
  final class ListNode implements Node {
    private final List<Node> items = new ArrayList<>(0);

    ListNode() {}

    /** The items in order. */
    public List<Node> items() {
      return Collections.unmodifiableList(items);
    }

    void add(List<Node> more) {
      items.addAll(more);
    }
  }

  /** A tuple. */
  final class TupleNode implements Node {
    private final List<Node> items;
    private final int depth;

    TupleNode(List<Node> items) {
      this.items = List.copyOf(items);
      int deepest = 0;
      for (Node item : items) {
        deepest = Math.max(deepest, item instanceof TupleNode inner ? inner.depth : 0);
      }
      this.depth = deepest + 1;
    }

    /** The items in order. */
    public List<Node> items() {
      return items;
    }

    int depth() {
      return depth;
    }
  }

  /** A set or frozenset. */
  final class SetNode implements Node {
    private final List<Node> items = new ArrayList<>(0);

    SetNode() {}

    /** The members in the order of the file. */
    public List<Node> items() {
      return Collections.unmodifiableList(items);
    }

    void add(List<Node> more) {
      items.addAll(more);
    }
  }

  /** One key and its value. */
  record Entry(Node key, Node value) {}

  /** A dict, also an OrderedDict, defaultdict or Counter. */
  final class DictNode implements Node {
    private final List<Entry> entries = new ArrayList<>(0);

    DictNode() {}

    /** All entries in the order of the file; a hand-made file may repeat a key. */
    public List<Entry> entries() {
      return Collections.unmodifiableList(entries);
    }

    /** The last value under this text key. */
    public Optional<Node> value(String key) {
      return lastValue(entries, key);
    }

    void add(List<Entry> more) {
      entries.addAll(more);
    }
  }

  /**
   * An object that the file describes: {@code type} would have been called with {@code args}, then
   * given {@code state}; {@code items} and {@code entries} would have been added to a subclass of
   * list or dict. This is also what any call of a function that the reader does not interpret
   * becomes, such as {@code functools.partial} or {@code builtins.slice}.
   */
  final class Instance implements Node {
    private final Global type;
    private final List<Node> args;
    private final AtomicReference<Node> state = new AtomicReference<>();
    private final List<Node> items = new ArrayList<>(0);
    private final List<Entry> entries = new ArrayList<>(0);

    Instance(Global type, List<Node> args) {
      this.type = type;
      this.args = List.copyOf(args);
    }

    /** The class or function. */
    public Global type() {
      return type;
    }

    /** The arguments of its making. */
    public List<Node> args() {
      return args;
    }

    /** What it was given after its making. */
    public Optional<Node> state() {
      return Optional.ofNullable(state.get());
    }

    /** What was appended to it, when it is a kind of list or set. */
    public List<Node> items() {
      return Collections.unmodifiableList(items);
    }

    /** What was put into it, when it is a kind of dict. */
    public List<Entry> entries() {
      return Collections.unmodifiableList(entries);
    }

    /** The attribute of this name in its state, be it a dict or a pair of dict and slots. */
    public Optional<Node> attribute(String name) {
      return switch (state.get()) {
        case DictNode dict -> dict.value(name);
        case TupleNode pair when pair.items().size() == 2 ->
            pair.items().reversed().stream()
                .flatMap(
                    part -> part instanceof DictNode d ? d.value(name).stream() : Stream.empty())
                .findFirst();
        case null, default -> Optional.empty();
      };
    }

    boolean build(Node given) {
      return state.compareAndSet(null, given);
    }

    void add(List<Node> more) {
      items.addAll(more);
    }

    void put(List<Entry> more) {
      entries.addAll(more);
    }

    @Override
    public String toString() {
      return "an instance of " + type;
    }
  }

  /** A NumPy array. */
  final class Array implements Node {
    private final AtomicReference<NdArray> value = new AtomicReference<>();

    Array() {}

    Array(NdArray value) {
      this.value.set(value);
    }

    /** The array; empty, as in NumPy, when the file never filled it. */
    public NdArray value() {
      NdArray filled = value.get();
      return filled == null ? NdArray.EMPTY : filled;
    }

    boolean fill(NdArray given) {
      return value.compareAndSet(null, given);
    }
  }

  /** A NumPy dtype as a value of its own. */
  final class Dtype implements Node {
    private final DType declared;
    private final AtomicReference<DType> built = new AtomicReference<>();

    Dtype(DType declared) {
      this.declared = declared;
    }

    /** The dtype. */
    public DType value() {
      DType full = built.get();
      return full == null ? declared : full;
    }

    boolean build(DType given) {
      return built.compareAndSet(null, given);
    }
  }

  /** A list of these items. */
  static Node list(List<Node> items) {
    ListNode list = new ListNode();
    list.add(items);
    return list;
  }

  /** A tuple of these items. */
  static Node tuple(List<Node> items) {
    return new TupleNode(items);
  }

  /** A set of these members. */
  static Node set(List<Node> items) {
    SetNode set = new SetNode();
    set.add(items);
    return set;
  }

  /** A dict of these entries. */
  static Node dict(List<Entry> entries) {
    DictNode dict = new DictNode();
    dict.add(entries);
    return dict;
  }

  /** An object of this type; {@link #NONE} as its state is none. */
  static Node instance(Global type, List<Node> args, Node state) {
    Instance instance = new Instance(type, args);
    if (!(state instanceof None)) {
      instance.build(state);
    }
    return instance;
  }

  /** An array. */
  static Node array(NdArray value) {
    return new Array(value);
  }

  /** A dtype as a value of its own. */
  static Node dtype(DType value) {
    return new Dtype(value);
  }

  /** A byte string; the array is kept. */
  static Node bytes(byte[] value) {
    return new Bytes(value);
  }

  private static Optional<Node> lastValue(List<Entry> entries, String key) {
    for (int i = entries.size() - 1; i >= 0; i--) {
      if (entries.get(i).key() instanceof Text text && text.value().equals(key)) {
        return Optional.of(entries.get(i).value());
      }
    }
    return Optional.empty();
  }
}
