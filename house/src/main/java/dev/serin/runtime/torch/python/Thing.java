package dev.serin.runtime.torch.python;

import dev.serin.graph.Value;
import dev.serin.runtime.torch.Dim;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A value of the interpreted language. Lists, dicts, tensors and instances may change. */
public sealed interface Thing {
  /** The one None. */
  Thing NONE = new None();

  /** The one {@code ...}. */
  Thing ELLIPSIS = new Ellipsis();

  /** None. */
  record None() implements Thing {}

  /** {@code ...}. */
  record Ellipsis() implements Thing {}

  /** True or False. */
  record Flag(boolean value) implements Thing {}

  /** A whole number of 64 bits. */
  record Whole(long value) implements Thing {}

  /** A whole number that is known only when the net runs. */
  record Size(Dim value) implements Thing {}

  /** A real number. */
  record Real(double value) implements Thing {}

  /** A text. */
  record Text(String value) implements Thing {}

  /** A datatype such as {@code torch.float32}. */
  record Type(DataType value) implements Thing {}

  /** A tuple; {@code names} are those of a named one, empty for others. */
  record Tuple(List<Thing> items, List<String> names) implements Thing {
    public Tuple {
      items = List.copyOf(items);
      names = List.copyOf(names);
    }

    /** A tuple without names. */
    public static Tuple of(List<Thing> items) {
      return new Tuple(items, List.of());
    }
  }

  /** A list. */
  final class Items implements Thing {
    private final List<Thing> list;

    /** A list of these. */
    public Items(List<Thing> list) {
      this.list = new ArrayList<>(list);
    }

    /** The items, which may be changed. */
    public List<Thing> list() {
      return list;
    }
  }

  /** A dict, in the order of its making. */
  final class Dict implements Thing {
    private final Map<Thing, Thing> map = new LinkedHashMap<>();

    /** The entries, which may be changed. */
    public Map<Thing, Thing> map() {
      return map;
    }
  }

  /** A set of plain values. */
  record Group(Set<Thing> items) implements Thing {
    public Group {
      items = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(items));
    }
  }

  /** Whole numbers at equal distances; the step is not 0. */
  record Range(long from, long to, long step) implements Thing {
    /** How many there are. */
    long count() {
      long span = step > 0 ? to - from : from - to;
      return span <= 0 ? 0 : (span - 1) / Math.abs(step) + 1;
    }
  }

  /** {@code from:to:step} inside of an index. */
  record Cut(Thing from, Thing to, Thing step) implements Thing {}

  /** The numbers that several tensors may share as views of each other. */
  final class Memory {
    private long version;
  }

  /** A tensor of the graph: a name for a value, which operators in place replace. */
  final class Tensor implements Thing {
    private final Memory memory;
    private final boolean parameter;
    private Value value;
    private boolean unset;
    private long version;

    /** A tensor with numbers of its own; {@code unset} when nobody knows them (random). */
    public Tensor(Value value, boolean unset) {
      this(value, unset, false, new Memory());
    }

    private Tensor(Value value, boolean unset, boolean parameter, Memory memory) {
      this.value = value;
      this.unset = unset;
      this.parameter = parameter;
      this.memory = memory;
      this.version = memory.version;
    }

    /** A view of the same numbers. */
    public Tensor view(Value of) {
      return new Tensor(of, unset, false, memory);
    }

    /** The same numbers as a parameter. */
    public Tensor asParameter() {
      return new Tensor(value, unset, true, new Memory());
    }

    /** What it holds now. */
    public Value value() {
      return value;
    }

    /** Whether its numbers are not known, only their shape. */
    public boolean unset() {
      return unset;
    }

    /** Whether it is a parameter. */
    public boolean parameter() {
      return parameter;
    }

    /** Whether another view of the same numbers was changed since. */
    public boolean stale() {
      return version != memory.version;
    }

    /** Gives it other numbers in place. */
    public void change(Value to, boolean nowUnset) {
      value = to;
      unset = nowUnset;
      memory.version++;
      version = memory.version;
    }
  }

  /** An input whose shape is not known yet. */
  record Probe(int input, String name) implements Thing {}

  /** A module of the library, such as {@code torch.nn}. */
  record Space(String name) implements Thing {}

  /** A function of the library. */
  record Native(String name, Body body) implements Thing {}

  /** What a function of the library does. */
  @FunctionalInterface
  interface Body {
    /** Its result. */
    Thing call(Given given, Interpreter in);
  }

  /** The arguments of a call. */
  record Given(List<Thing> list, Map<String, Thing> named) {
    public Given {
      list = List.copyOf(list);
      named = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(named));
    }

    /** Only these. */
    public static Given of(Thing... things) {
      return new Given(List.of(things), Map.of());
    }
  }

  /** A function of the source. */
  final class Function implements Thing {
    private final String name;
    private final Parameters parameters;
    private final List<Thing> defaults;
    private final Code body;
    private final Scope scope;
    private final Optional<Kind> owner;

    Function(
        String name,
        Parameters parameters,
        List<Thing> defaults,
        Code body,
        Scope scope,
        Optional<Kind> owner) {
      this.name = name;
      this.parameters = parameters;
      this.defaults = List.copyOf(defaults);
      this.body = body;
      this.scope = scope;
      this.owner = owner;
    }

    /** Its name. */
    public String name() {
      return name;
    }

    /** The names of the parameters that have no default, without the first of a method. */
    public List<String> needed() {
      return parameters.list().stream()
          .skip(owner.isPresent() ? 1 : 0)
          .filter(one -> one.byDefault().isEmpty())
          .map(Parameters.One::name)
          .toList();
    }

    /** Whether one of its parameters has this name. */
    public boolean takes(String parameter) {
      return parameters.list().stream().anyMatch(one -> one.name().equals(parameter));
    }

    Parameters parameters() {
      return parameters;
    }

    List<Thing> defaults() {
      return defaults;
    }

    Code body() {
      return body;
    }

    Scope scope() {
      return scope;
    }

    Optional<Kind> owner() {
      return owner;
    }
  }

  /** A function with its first argument. */
  record Bound(Thing self, Thing function) implements Thing {}

  /** {@code property}, {@code staticmethod} or {@code classmethod} around a function. */
  record Wrapped(String how, Thing function) implements Thing {}

  /** A class; of several bases each is plain, so that their order alone decides. */
  final class Kind implements Thing {
    private final String name;
    private final List<Kind> bases;
    private final Map<String, Thing> members = new LinkedHashMap<>();
    private final boolean ofFile;

    Kind(String name, List<Kind> bases, boolean ofFile) {
      this.name = name;
      this.bases = List.copyOf(bases);
      this.ofFile = ofFile;
    }

    /** Its name. */
    public String name() {
      return name;
    }

    /** Whether the file defines it and not the library. */
    public boolean ofFile() {
      return ofFile;
    }

    List<Kind> bases() {
      return bases;
    }

    Map<String, Thing> members() {
      return members;
    }

    /** The member of this name here or in what it extends. */
    public Optional<Thing> member(String member) {
      Thing own = members.get(member);
      return own != null ? Optional.of(own) : inherited(member);
    }

    /** The member of this name in what it extends. */
    Optional<Thing> inherited(String member) {
      return bases.stream().flatMap(above -> above.member(member).stream()).findFirst();
    }

    /** Whether it is this class or extends one of this name of the library. */
    public boolean extendsLibrary(String library) {
      return !ofFile && name.equals(library)
          || bases.stream().anyMatch(above -> above.extendsLibrary(library));
    }

    boolean isOrExtends(Kind other) {
      return this == other || bases.stream().anyMatch(above -> above.isOrExtends(other));
    }
  }

  /** An object. */
  final class Instance implements Thing {
    private final Kind kind;
    private final Map<String, Thing> attributes = new LinkedHashMap<>();
    private final Map<String, Boolean> buffers = new LinkedHashMap<>();

    /** An object of this class without attributes. */
    public Instance(Kind kind) {
      this.kind = kind;
    }

    /** Its class. */
    public Kind kind() {
      return kind;
    }

    /** Its attributes, which may be changed. */
    public Map<String, Thing> attributes() {
      return attributes;
    }

    /** The names of its buffers, each with whether a file holds it; may be changed. */
    public Map<String, Boolean> buffers() {
      return buffers;
    }
  }

  /** {@code super()}. */
  record Above(Kind of, Thing self) implements Thing {}
}
