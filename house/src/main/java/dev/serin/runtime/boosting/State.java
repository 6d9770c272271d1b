package dev.serin.runtime.boosting;

import dev.serin.base.Problem;
import dev.serin.reader.NdArray;
import dev.serin.reader.Node;
import dev.serin.runtime.Guest;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Values;
import java.util.List;
import java.util.Optional;

/** A typed view on the attributes of an instance in a pickle; one that is None counts as absent. */
public record State(Node.Instance instance, String place) {

  /** The simple name of the class. */
  public String type() {
    return instance.type().name();
  }

  /** The attribute, unless it is absent or None. */
  public Optional<Node> optional(String name) {
    return instance.attribute(name).filter(node -> !(node instanceof Node.None));
  }

  /** Whether the attribute is there and not None. */
  public boolean has(String name) {
    return optional(name).isPresent();
  }

  /** The text in this attribute; empty when there is none or it is something else. */
  public Optional<String> text(String name) {
    return optional(name)
        .filter(Node.Text.class::isInstance)
        .map(node -> ((Node.Text) node).value());
  }

  /** A whole number, or this one when it is absent. */
  public int whole(String name, int otherwise) {
    Optional<Node> node = optional(name);
    if (node.isEmpty()) {
      return otherwise;
    }
    if (node.get() instanceof Node.Int(long value) && value == (int) value) {
      return (int) value;
    }
    throw corrupt(name + " is no small whole number");
  }

  /** A number, or this one when it is absent. */
  public double real(String name, double otherwise) {
    Optional<Node> node = optional(name);
    if (node.isEmpty()) {
      return otherwise;
    }
    return switch (node.get()) {
      case Node.Real(double value) -> value;
      case Node.Int(long value) -> value;
      default -> throw Refusal.value(place, name + " is not a number");
    };
  }

  /** The instance in this attribute, which must be of this class. */
  public State inner(String name, String module, String type) {
    Optional<Node> node = optional(name);
    if (node.isEmpty()) {
      throw Refusal.value(place, "it has no " + name + ": it was not fitted");
    }
    if (node.get() instanceof Node.Instance inner
        && inner.type().equals(new Node.Global(module, type))) {
      return new State(inner, place + "." + name);
    }
    throw Refusal.value(place, name + " is no " + module + "." + type);
  }

  /** The classes in the {@code classes_} of the label encoder in this attribute. */
  public Guest.Classes encoded(String name) {
    if (optional(name).orElse(Node.NONE) instanceof Node.Instance encoder) {
      return new State(encoder, place + "." + name).classes("classes_");
    }
    throw corrupt(name + " is no label encoder");
  }

  /** The classes in this attribute: an array along one axis. */
  public Guest.Classes classes(String name) {
    if (!(optional(name).orElse(Node.NONE) instanceof Node.Array node)) {
      throw corrupt("has no array " + name);
    }
    NdArray array = node.value();
    if (array.shape().length != 1 || array.size() == 0) {
      throw corrupt("has no classes along one axis in " + name);
    }
    return switch (array.dtype().kind()) {
      case 'i', 'u' -> new Guest.Classes(DataType.INT64, new Values.Longs(array.longs()));
      case 'b' -> new Guest.Classes(DataType.BOOL, new Values.Longs(array.longs()));
      case 'f' -> new Guest.Classes(DataType.FP64, new Values.Doubles(array.doubles()));
      case 'U' -> new Guest.Classes(DataType.BYTES, new Values.Texts(array.texts()));
      case 'O' -> objects(name, array);
      default -> throw Refusal.value(place, name + " has elements of type " + array.dtype());
    };
  }

  private Guest.Classes objects(String name, NdArray array) {
    List<Node> nodes = List.of(array.objects());
    if (nodes.stream().allMatch(Node.Text.class::isInstance)) {
      return new Guest.Classes(DataType.BYTES, new Values.Texts(array.texts()));
    }
    if (nodes.stream().allMatch(Node.Int.class::isInstance)) {
      return new Guest.Classes(DataType.INT64, new Values.Longs(array.longs()));
    }
    if (nodes.stream().allMatch(Node.Bool.class::isInstance)) {
      return new Guest.Classes(DataType.BOOL, new Values.Longs(array.longs()));
    }
    throw Refusal.value(place, name + " mixes labels of several types");
  }

  /** The file contradicts itself here. */
  public Problem.Raised corrupt(String what) {
    return Refusal.corrupt(place, what);
  }
}
