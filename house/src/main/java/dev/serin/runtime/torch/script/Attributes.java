package dev.serin.runtime.torch.script;

import dev.serin.reader.Node;
import dev.serin.runtime.torch.Aten;
import dev.serin.runtime.torch.Dim;
import dev.serin.runtime.torch.Held;
import dev.serin.runtime.torch.Refusal;
import dev.serin.runtime.torch.TorchPickle;
import dev.serin.runtime.torch.TorchTensor;
import dev.serin.tensor.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the pickles of an archive hold, as things; tensors become weights when they are used. */
final class Attributes {
  private static final int DEEPEST = 100;

  private final TorchPickle pickle;
  private final Aten aten;
  private final boolean constants;
  private final Map<Node, Thing> things = new IdentityHashMap<>();
  private final Map<TorchTensor, Held> tensors = new HashMap<>();

  private Attributes(TorchPickle pickle, Aten aten, boolean constants) {
    this.pickle = pickle;
    this.aten = aten;
    this.constants = constants;
  }

  /** The attributes of the model. */
  static Attributes ofModel(TorchPickle pickle, Aten aten) {
    return new Attributes(pickle, aten, false);
  }

  /** The constants that the source names. */
  static Attributes ofConstants(TorchPickle pickle, Aten aten) {
    return new Attributes(pickle, aten, true);
  }

  Thing root() {
    return thing(pickle.root(), 0);
  }

  private Thing thing(Node node, int depth) {
    if (depth > DEEPEST) {
      throw Refusal.limit("data.pkl", "the nesting of an attribute", depth, DEEPEST);
    }
    Thing known = things.get(node);
    if (known == null) {
      known = made(node, depth);
      things.put(node, known);
    }
    return known;
  }

  private Thing made(Node node, int depth) {
    return switch (node) {
      case Node.None _ -> Thing.NOTHING;
      case Node.Bool(boolean value) -> new Thing.Flag(value);
      case Node.Int(long value) -> Thing.Whole.of(value);
      case Node.Real(double value) -> new Thing.Real(value);
      case Node.Text(String value) -> new Thing.Text(value);
      case Node.ListNode list -> items(list.items(), false, depth);
      case Node.TupleNode tuple -> items(tuple.items(), true, depth);
      case Node.DictNode dict -> table(dict.entries(), depth);
      case Node.Instance object -> instance(object, depth);
      default -> throw Refusal.value("data.pkl", "an attribute of this kind is not read");
    };
  }

  private Thing items(List<Node> nodes, boolean tuple, int depth) {
    List<Thing> items = new ArrayList<>();
    nodes.forEach(item -> items.add(thing(item, depth + 1)));
    return new Thing.Items(items, tuple);
  }

  private Thing table(List<Node.Entry> entries, int depth) {
    Map<Thing, Thing> table = new LinkedHashMap<>();
    entries.forEach(
        entry -> table.put(thing(entry.key(), depth + 1), thing(entry.value(), depth + 1)));
    return new Thing.Table(table);
  }

  private Thing instance(Node.Instance object, int depth) {
    if (object.type().module().equals("torch.jit._pickle")
        && Archive.helpers().contains(object.type().name())
        && !object.args().isEmpty()) {
      return thing(object.args().getFirst(), depth + 1);
    }
    if (object.type().qualified().equals("torch.device")) {
      return Thing.NOTHING;
    }
    Optional<TorchTensor> tensor = pickle.tensor(object);
    if (tensor.isPresent() && constants && number(tensor.get(), DataType.FP64)) {
      return new Thing.Real(bytes(tensor.get()).getDouble()); // a number of Python, when traced
    }
    if (tensor.isPresent()) {
      return new Thing.Tensor(tensors.computeIfAbsent(tensor.get(), this::held));
    }
    if (!object.type().module().startsWith("__torch__")) {
      throw Refusal.value("data.pkl", "an attribute is " + object);
    }
    return new Thing.Made(
        object.type().qualified(),
        name -> object.attribute(name).map(value -> thing(value, depth + 1)));
  }

  /** A whole number without axes stays known: traced models calculate sizes with such. */
  private Held held(TorchTensor tensor) {
    return Held.of(
        number(tensor, DataType.INT64)
            ? aten.number(Dim.of(bytes(tensor).getLong()))
            : aten.weight(tensor));
  }

  private static boolean number(TorchTensor tensor, DataType type) {
    return tensor.type() == type && tensor.sizes().isEmpty();
  }

  private static ByteBuffer bytes(TorchTensor tensor) {
    return tensor.littleEndian().duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }
}
