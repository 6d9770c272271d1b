package dev.serin.runtime.savedmodel.flow;

import dev.serin.graph.Attribute;
import dev.serin.graph.Rearrangement;
import dev.serin.graph.Shape;
import dev.serin.graph.Value;
import dev.serin.runtime.savedmodel.Call;
import dev.serin.runtime.savedmodel.Constant;
import dev.serin.runtime.savedmodel.Content;
import dev.serin.runtime.savedmodel.OpRule;
import dev.serin.runtime.savedmodel.Operand;
import dev.serin.runtime.savedmodel.Operand.TensorList;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lists of tensors as one tensor with one more axis in front. Elements that were not set are zeros;
 * while the sizes of an element are not known they are one, and grow when the first is set.
 */
final class Lists {
  static final Map<String, OpRule> RULES =
      Map.ofEntries(
          Map.entry("TensorListReserve", OpRule.one(Lists::reserved)),
          Map.entry("EmptyTensorList", OpRule.one(Lists::empty)),
          Map.entry("TensorListFromTensor", OpRule.one(Lists::fromTensor)),
          Map.entry("TensorListStack", OpRule.one(Lists::stacked)),
          Map.entry("TensorListGetItem", OpRule.one(Lists::got)),
          Map.entry("TensorListGather", OpRule.one(Lists::got)),
          Map.entry("TensorListSetItem", OpRule.one(Lists::set)),
          Map.entry("TensorListPushBack", OpRule.one(Lists::pushed)),
          Map.entry("TensorListPopBack", Lists::popped),
          Map.entry("TensorListLength", OpRule.one(Lists::length)));

  private Lists() {}

  static TensorList list(Call call, int place) {
    if (call.operand(place) instanceof TensorList list) {
      return list;
    }
    throw call.refuse("its input " + place + " is no list of tensors");
  }

  /** The same list with these elements. */
  static TensorList with(TensorList list, Operand.Tensor elements) {
    return new TensorList(list.type(), list.count(), List.of(elements));
  }

  /** All elements as one tensor. */
  static Value elements(Call call, TensorList list) {
    if (list.elements().isEmpty()) {
      throw call.refuse("the sizes of the elements show only when it runs");
    }
    return call.value(list.elements().getFirst());
  }

  private static DataType type(Call call) {
    return call.type("element_dtype", DataType.FP32);
  }

  private static Operand reserved(Call call) {
    return unset(call, type(call), call.tensor(1), call.content(0));
  }

  private static Operand empty(Call call) {
    Operand.Tensor none =
        new Operand.Fixed(Constant.whole(DataType.INT32, Shape.of(), List.of(0L)));
    return unset(call, type(call), none, call.content(0));
  }

  /** A list without elements yet; {@code -1} alone says that not even their rank is known. */
  static TensorList unset(Call call, DataType type, Operand.Tensor count, Optional<Content> sizes) {
    TensorList list = new TensorList(type, count, List.of());
    Optional<Shape> shape = sizes.filter(known -> known.shape().rank() == 1).map(Content::sizes);
    return shape.isPresent() ? with(list, call.live(zeros(call, list, shape.get()))) : list;
  }

  /** As many zeros as the list is long, of these sizes; open ones are one. */
  static Value zeros(Call call, TensorList list, Shape element) {
    Optional<Content> count = list.count().content().filter(Content::whole);
    long known = count.map(content -> content.numbers().getFirst()).orElse(Shape.ANY);
    List<Long> sizes = element.sizes().stream().map(size -> Math.max(1, size)).toList();
    Value length =
        known == Shape.ANY ? asOne(call, call.value(list.count())) : call.longs(List.of(known));
    Value all =
        sizes.isEmpty()
            ? length
            : new Rearrangement(call.graph()).concat(List.of(length, call.longs(sizes)), 0);
    Value zero = call.cast(call.whole(DataType.INT32, 0), list.type());
    Shape shape = Shape.of(known).followedBy(element);
    return call.node("Expand", list.type(), shape, List.of(zero, all)).value();
  }

  /** A number as an INT64 of one axis. */
  private static Value asOne(Call call, Value number) {
    Value wide = call.cast(number, DataType.INT64);
    List<Value> takes = List.of(wide, call.longs(List.of(1L)));
    return call.node("Reshape", DataType.INT64, Shape.of(1), takes).value();
  }

  private static Operand fromTensor(Call call) {
    Operand.Tensor elements = call.tensor(0);
    return new TensorList(elements.type(), elements, List.of(elements));
  }

  private static Operand stacked(Call call) {
    call.ignore("num_elements");
    Value all = elements(call, list(call, 0));
    Shape element = call.described(1);
    return call.live(known(all, element));
  }

  /** The same value, with what is said of its sizes. */
  static Value known(Value all, Shape element) {
    Shape shape = all.shape();
    for (int axis = 0; element.rank() == shape.rank() - 1 && axis < element.rank(); axis++) {
      boolean more = !shape.known(axis + 1) && element.known(axis);
      shape = more ? shape.with(axis + 1, element.size(axis)) : shape;
    }
    return new Value(all.id(), all.type(), shape);
  }

  private static Operand got(Call call) {
    return call.live(item(call, list(call, 0), call.value(1)));
  }

  static Value item(Call call, TensorList list, Value place) {
    Value all = elements(call, list);
    Shape shape = place.shape().followedBy(all.shape().part(1, all.shape().rank()));
    return call.node("Gather", list.type(), shape, List.of(all, place)).value();
  }

  private static Operand set(Call call) {
    boolean grows = call.flag("resize_if_index_out_of_bounds", false);
    return set(call, list(call, 0), call.value(1), call.value(2), grows);
  }

  static TensorList set(Call call, TensorList list, Value place, Value item, boolean grows) {
    Value all = fitting(call, list, item);
    Value at = asOne(call, place);
    Value wide = grows ? grown(call, all, at, item) : all;
    Value places = new Rearrangement(call.graph()).unsqueeze(at, 0);
    Value one = new Rearrangement(call.graph()).unsqueeze(item, 0);
    List<Value> takes = List.of(wide, places, one);
    return with(list, call.node("ScatterND", list.type(), wide.shape(), takes));
  }

  /** The elements, in the sizes of this one. */
  static Value fitting(Call call, TensorList list, Value item) {
    Value all = list.elements().isEmpty() ? zeros(call, list, open(item)) : elements(call, list);
    int rank = all.shape().rank();
    if (rank != item.shape().rank() + 1) {
      throw call.refuse("an element has the shape " + item.shape() + ", others " + all.shape());
    }
    Shape sizes = all.shape().part(1, rank);
    boolean same = sizes.equals(item.shape()) && !sizes.sizes().contains(Shape.ANY);
    if (same) {
      return all;
    }
    Value length = size(call, all, 1);
    Value element = size(call, item, item.shape().rank());
    Value target = new Rearrangement(call.graph()).concat(List.of(length, element), 0);
    Shape shape = Shape.of(all.shape().size(0)).followedBy(item.shape());
    return call.node("Expand", list.type(), shape, List.of(all, target)).value();
  }

  private static Shape open(Value item) {
    return new Shape(Collections.nCopies(item.shape().rank(), Shape.ANY));
  }

  /** The first sizes of a value when the graph runs. */
  private static Value size(Call call, Value value, int axes) {
    Attribute end = new Attribute.Whole("end", axes);
    return call.node("Shape", DataType.INT64, Shape.of(axes), List.of(value), end).value();
  }

  /** With zeros behind, so that there is a place with this number. */
  private static Value grown(Call call, Value all, Value at, Value item) {
    Value one = call.longs(List.of(1L));
    Value wanted = call.node("Add", at.type(), at.shape(), List.of(at, one)).value();
    Value missing =
        call.node("Sub", at.type(), at.shape(), List.of(wanted, size(call, all, 1))).value();
    List<Value> bounds = List.of(missing, call.longs(List.of(0L)));
    Value more = call.node("Max", at.type(), at.shape(), bounds).value();
    Rearrangement move = new Rearrangement(call.graph());
    Value sizes = move.concat(List.of(more, size(call, item, item.shape().rank())), 0);
    Value zero = call.cast(call.whole(DataType.INT32, 0), all.type());
    Shape shape = Shape.of(Shape.ANY).followedBy(item.shape());
    Value zeros = call.node("Expand", all.type(), shape, List.of(zero, sizes)).value();
    return move.concat(List.of(all, zeros), 0);
  }

  private static Operand pushed(Call call) {
    TensorList list = list(call, 0);
    Value item = call.value(1);
    Rearrangement move = new Rearrangement(call.graph());
    Value all = fitting(call, list, item);
    return with(list, call.live(move.concat(List.of(all, move.unsqueeze(item, 0)), 0)));
  }

  private static List<Operand> popped(Call call) {
    TensorList list = list(call, 0);
    Value last = item(call, list, call.whole(DataType.INT64, -1));
    Value all = elements(call, list);
    long size = all.shape().known(0) ? Math.max(0, all.shape().size(0) - 1) : Shape.ANY;
    List<Value> takes = new ArrayList<>(List.of(all));
    takes.add(call.longs(List.of(0L)));
    takes.add(call.longs(List.of(-1L)));
    Operand rest = with(list, call.node("Slice", all.type(), all.shape().with(0, size), takes));
    return List.of(rest, call.live(last));
  }

  private static Operand length(Call call) {
    return length(call, list(call, 0));
  }

  static Operand length(Call call, TensorList list) {
    if (list.elements().isEmpty()) {
      return list.count();
    }
    Value all = elements(call, list);
    if (all.shape().known(0)) {
      return new Operand.Fixed(
          Constant.whole(DataType.INT32, Shape.of(), List.of(all.shape().size(0))));
    }
    Value one = call.cast(size(call, all, 1), DataType.INT32);
    return call.live(new Rearrangement(call.graph()).squeeze(one, 0));
  }
}
