package dev.serin.reader;

import dev.serin.base.Problem;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The pickle machine: it pushes inert nodes and calls nothing. What a file names is judged when it
 * is named; a class that is not known condemns the file, and the machine reads on only to learn
 * where in the model it stands.
 */
final class Machine {
  private static final int LONGEST_LINE = 64 << 20;
  private static final int LONGEST_TEXT = 64 << 20;
  private static final int LONGEST_NAME = 1_000;
  private static final int LARGEST_WHOLE = 1_024;
  private static final int HIGHEST_PROTOCOL = 5;
  private static final int LEAF = 40;
  private static final int CONTAINER = 72;
  private static final int ENTRY = 32;

  private final ByteSource source;
  private final Budget budget;
  private final Globals globals;
  private final boolean nested;
  private final Stack stack;
  private final Memo memo = new Memo();
  private final Sightings sightings;
  private Opcode current = Opcode.STOP;
  private long at;
  private boolean stopped;
  private final Place here = () -> current + " at offset " + at;

  Machine(ByteSource source, Budget budget, Globals globals) {
    this(source, budget, globals, new Sightings(false), false);
  }

  /** Tells {@code sightings} of every name; with patient ones it reads on after any of them. */
  Machine(ByteSource source, Budget budget, Globals globals, Sightings sightings) {
    this(source, budget, globals, sightings, false);
  }

  private Machine(
      ByteSource source, Budget budget, Globals globals, Sightings sightings, boolean nested) {
    this.source = source;
    this.budget = budget;
    this.globals = globals;
    this.sightings = sightings;
    this.nested = nested;
    this.stack = new Stack(budget);
  }

  /** Runs to STOP. */
  Node run() {
    while (!stopped) {
      at = source.offset();
      budget.opcode(at);
      int code = source.u8();
      current =
          Opcode.of(code)
              .orElseThrow(
                  () ->
                      Refusals.corrupt(
                          Place.offset(at), "there is no opcode 0x" + Integer.toHexString(code)));
      current.run(this);
    }
    return stack.pop(here);
  }

  /** What the file named so far. */
  Sightings sightings() {
    return sightings;
  }

  ByteSource source() {
    return source;
  }

  void push(Node node) {
    stack.push(node, here);
  }

  void container(Node node) {
    budget.hold(CONTAINER, here);
    push(node);
  }

  void mark() {
    stack.mark(at);
  }

  void stop() {
    stopped = true;
  }

  void drop() {
    if (stack.marked()) {
      stack.popToMark(here);
    } else {
      stack.pop(here);
    }
  }

  void dropToMark() {
    stack.popToMark(here);
  }

  void duplicate() {
    push(stack.top(here));
  }

  void protocol() {
    int protocol = source.u8();
    if (protocol > HIGHEST_PROTOCOL) {
      throw Refusals.value(here, "pickle protocol " + protocol + " is not known");
    }
  }

  void persistentLine() {
    throw outside();
  }

  void persistent() {
    push(globals.outside(stack.pop(here)).orElseThrow(this::outside));
  }

  private Problem.Raised outside() {
    return Refusals.external(here, "the file refers to an object outside of it");
  }

  void outOfBand() {
    throw Refusals.external(here, "the file refers to a buffer outside of it");
  }

  void extension() {
    throw Refusals.refused(
        "UNSUPPORTED_CLASS",
        here,
        "a class is given by a number of the writer's own registry",
        "save the model again without copyreg.add_extension");
  }

  void whole(long value) {
    leaf(new Node.Int(value), 0);
  }

  void real(double value) {
    leaf(new Node.Real(value), 0);
  }

  void longBytes(long length) {
    if (length < 0 || length > LARGEST_WHOLE) {
      throw Refusals.limit(here, "the bytes of a whole number", length, LARGEST_WHOLE);
    }
    byte[] little = source.bytes(length);
    byte[] big = new byte[little.length + 1];
    for (int i = 0; i < little.length; i++) {
      big[big.length - 1 - i] = little[i];
    }
    big[0] = (byte) (little.length > 0 && little[little.length - 1] < 0 ? -1 : 0);
    leaf(PlainText.whole(new BigInteger(big)), length);
  }

  void text(long length) {
    limitText(length);
    leaf(new Node.Text(source.utf8(length)), length);
  }

  void latin1(long length) {
    limitText(length);
    leaf(new Node.Text(new String(source.bytes(length), StandardCharsets.ISO_8859_1)), length);
  }

  void bytes(long length) {
    leaf(new Node.Bytes(source.bytes(length)), length);
  }

  void textInt() {
    String line = source.line(PlainText.LONGEST_NUMBER);
    switch (line) {
      case "00" -> push(new Node.Bool(false));
      case "01" -> push(new Node.Bool(true));
      default -> leaf(PlainText.whole(line, here), line.length());
    }
  }

  void textLong() {
    String line = source.line(PlainText.LONGEST_NUMBER);
    String digits = line.endsWith("L") ? line.substring(0, line.length() - 1) : line;
    leaf(PlainText.whole(digits, here), line.length());
  }

  void textFloat() {
    real(PlainText.real(source.line(LONGEST_NAME), here));
  }

  void textString() {
    String line = source.line(LONGEST_LINE);
    leaf(new Node.Text(PlainText.quoted(line.strip(), here)), line.length());
  }

  void textUnicode() {
    String line = source.line(LONGEST_LINE);
    leaf(new Node.Text(PlainText.unicode(line, here)), line.length());
  }

  long textIndex() {
    Node index = PlainText.whole(source.line(LONGEST_NAME), here);
    if (index instanceof Node.Int whole && whole.value() >= 0) {
      return whole.value();
    }
    throw Refusals.corrupt(here, "an index of the memo is not a count");
  }

  void remember(long index) {
    budget.hold(ENTRY, here);
    memo.put(index, stack.top(here));
  }

  void memoize() {
    remember(memo.size());
  }

  void recall(long index) {
    push(memo.at(index, here));
  }

  void tuple(int size) {
    List<Node> items = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      items.add(stack.pop(here));
    }
    tupleOf(items.reversed());
  }

  void tuple() {
    tupleOf(stack.popToMark(here));
  }

  void list() {
    Node.ListNode list = new Node.ListNode();
    container(list);
    addTo(list, takenBelowTop());
  }

  void dict() {
    Node.DictNode dict = new Node.DictNode();
    container(dict);
    putInto(dict, takenBelowTop());
  }

  void frozenSet() {
    Node.SetNode set = new Node.SetNode();
    container(set);
    addTo(set, takenBelowTop());
  }

  void append() {
    Node item = stack.pop(here);
    addTo(stack.top(here), List.of(item));
  }

  void appends() {
    List<Node> items = stack.popToMark(here);
    addTo(stack.top(here), items);
  }

  void addItems() {
    appends();
  }

  void setItem() {
    Node value = stack.pop(here);
    Node key = stack.pop(here);
    putInto(stack.top(here), List.of(key, value));
  }

  void setItems() {
    List<Node> items = stack.popToMark(here);
    putInto(stack.top(here), items);
  }

  void global() {
    String module = source.line(LONGEST_NAME);
    name(module, source.line(LONGEST_NAME));
  }

  void stackGlobal() {
    Node name = stack.pop(here);
    Node module = stack.pop(here);
    if (!(name instanceof Node.Text last) || !(module instanceof Node.Text first)) {
      throw Refusals.corrupt(here, "a class is named by something but text");
    }
    name(first.value(), last.value());
  }

  void inst() {
    List<Node> args = stack.popToMark(here);
    global();
    make(Calls.type(List.of(stack.pop(here)), here), args);
  }

  void obj() {
    List<Node> parts = stack.popToMark(here);
    Node.Global type = Calls.type(parts, here);
    make(type, parts.subList(1, parts.size()));
  }

  void newObject() {
    List<Node> args = arguments(stack.pop(here));
    make(Calls.type(List.of(stack.pop(here)), here), args);
  }

  void newObjectWithKeywords() {
    Node keywords = stack.pop(here);
    List<Node> args = new ArrayList<>(arguments(stack.pop(here)));
    args.add(keywords);
    make(Calls.type(List.of(stack.pop(here)), here), args);
  }

  void reduce() {
    List<Node> args = arguments(stack.pop(here));
    Node.Global function = Calls.type(List.of(stack.pop(here)), here);
    Node made = Calls.call(function, args, here);
    budget.hold(weight(made), here);
    container(made);
  }

  /** What a call may have copied: one value of the file can be copied by many calls. */
  private static long weight(Node made) {
    return switch (made) {
      case Node.ListNode list -> (long) ENTRY * list.items().size();
      case Node.TupleNode tuple -> (long) ENTRY * tuple.items().size();
      case Node.SetNode set -> (long) ENTRY * set.items().size();
      case Node.DictNode dict -> (long) ENTRY * dict.entries().size();
      case Node.Bytes bytes -> bytes.raw().length;
      case Node.Text text -> 2L * text.value().length();
      default -> 0;
    };
  }

  void build() {
    Node state = stack.pop(here);
    switch (stack.top(here)) {
      case Node.Array array -> budget.hold(NumPy.build(array, state, here), here);
      case Node.Dtype dtype -> NumPy.build(dtype, state, here);
      case Node.Instance wrapper when Joblib.wraps(wrapper) -> wrapped(state);
      case Node.Instance instance -> {
        if (!instance.build(state)) {
          throw Refusals.corrupt(here, "an object is given its state twice");
        }
      }
      case Node.DictNode _ when state instanceof Node.DictNode -> {
        // Attributes of an OrderedDict, such as the _metadata of PyTorch, change no entry of it.
      }
      default -> throw Refusals.corrupt(here, "a state is given to a plain value");
    }
  }

  private void wrapped(Node state) {
    if (nested) {
      throw Refusals.corrupt(here, "a joblib array inside of a nested pickle");
    }
    stack.pop(here);
    if (Joblib.pickled(state)) {
      push(new Machine(source, budget, globals, sightings, true).run());
    } else {
      push(Joblib.array(state, source, budget, here));
    }
  }

  private void name(String module, String name) {
    Node.Global global = Globals.named(module, name);
    sightings.see(global, here, globals.against(global));
    leaf(global, module.length() + name.length());
  }

  private void make(Node.Global type, List<Node> args) {
    budget.hold(CONTAINER + 8L * args.size(), here);
    push(new Node.Instance(type, args));
  }

  private List<Node> arguments(Node node) {
    if (node instanceof Node.TupleNode tuple) {
      return tuple.items();
    }
    throw Refusals.corrupt(here, "the arguments of a call are not a tuple");
  }

  private void tupleOf(List<Node> items) {
    budget.hold(CONTAINER + 8L * items.size(), here);
    Node.TupleNode tuple = new Node.TupleNode(items);
    budget.nested(tuple.depth(), at);
    push(tuple);
  }

  /** What was pushed since the mark, from below the container that was just pushed. */
  private List<Node> takenBelowTop() {
    Node container = stack.pop(here);
    List<Node> items = stack.popToMark(here);
    push(container);
    return items;
  }

  private void addTo(Node container, List<Node> items) {
    budget.hold(8L * items.size(), here);
    switch (container) {
      case Node.ListNode list -> list.add(items);
      case Node.SetNode set -> set.add(items);
      case Node.Instance instance -> instance.add(items);
      default -> throw Refusals.corrupt(here, "something is appended to a plain value");
    }
  }

  private void putInto(Node container, List<Node> items) {
    if (items.size() % 2 != 0) {
      throw Refusals.corrupt(here, "a key has no value");
    }
    budget.hold((long) ENTRY * items.size() / 2, here);
    List<Node.Entry> entries = new ArrayList<>(items.size() / 2);
    for (int i = 0; i < items.size(); i += 2) {
      entries.add(new Node.Entry(items.get(i), items.get(i + 1)));
    }
    switch (container) {
      case Node.DictNode dict -> dict.add(entries);
      case Node.Instance instance -> instance.put(entries);
      default -> throw Refusals.corrupt(here, "something is put into a plain value");
    }
  }

  private void leaf(Node node, long bytes) {
    budget.hold(LEAF + bytes, here);
    push(node);
  }

  private void limitText(long length) {
    if (length < 0 || length > LONGEST_TEXT) {
      throw Refusals.limit(here, "the length of a text", length, LONGEST_TEXT);
    }
  }
}
