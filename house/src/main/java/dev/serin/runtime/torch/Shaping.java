package dev.serin.runtime.torch;

import dev.serin.graph.Attribute;
import dev.serin.graph.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;

/** Steps that many operators take to bring sizes into place. */
final class Shaping {
  private Shaping() {}

  /** A vector as {@code [1, n, 1, ...]}, so that it meets the channels of a value of this rank. */
  static Value channels(Draft draft, Value vector, int rank) {
    List<Dim> sizes = new ArrayList<>(Collections.nCopies(rank - 1, Dim.of(1)));
    sizes.set(0, Dim.of(vector.shape().fixed(0)));
    return draft.reshape(vector, sizes);
  }

  /** Sizes in which one -1 stands for whatever is left of the elements. */
  static List<Dim> resolved(Call call, List<Dim> from, List<Dim> asked) {
    List<Dim> sizes = new ArrayList<>(asked);
    int open = -1;
    for (int axis = 0; axis < asked.size(); axis++) {
      if (asked.get(axis).is(-1)) {
        if (open >= 0) {
          throw call.mismatch("two sizes of " + asked + " are -1");
        }
        open = axis;
      }
    }
    Dim all = Dim.product(from);
    if (open >= 0) {
      sizes.set(open, Dim.of(1));
      Dim rest = Dim.product(sizes);
      if (rest.is(0)) {
        throw call.mismatch("-1 cannot be worked out in " + asked);
      }
      sizes.set(open, all.over(rest));
    }
    Dim result = Dim.product(sizes);
    if (all.known() && result.known() && !all.equals(result)) {
      throw call.mismatch(from + " cannot take the sizes " + asked);
    }
    return sizes;
  }

  /** The elements along an axis from {@code start} to {@code end} in steps; ends inside. */
  static Value cut(Draft draft, Value x, int axis, Dim start, Dim end, long step) {
    Dim length = end.minus(start).plus(step - 1).over(Dim.of(step));
    Dim size = draft.size(x, axis);
    if (start.is(0) && end.equals(size) && step == 1) {
      return x;
    }
    List<Dim> sizes = new ArrayList<>(draft.sizes(x));
    sizes.set(axis, length);
    List<Value> takes =
        List.of(x, draft.length(start), draft.length(end), draft.wholes(axis), draft.wholes(step));
    return draft.node("Slice", takes, x.type(), sizes);
  }

  /** One place of an axis, which is then gone. */
  static Value pick(Draft draft, Value x, int axis, Dim place) {
    Value one = cut(draft, x, axis, place, place.plus(1), 1);
    return draft.squeeze(one, axis);
  }

  /** The values one after the other along an axis. */
  static Value concat(Draft draft, List<Value> values, int axis) {
    if (values.size() == 1) {
      return values.getFirst();
    }
    List<Dim> sizes = new ArrayList<>(draft.sizes(values.getFirst()));
    for (Value next : values.subList(1, values.size())) {
      if (next.shape().rank() != sizes.size()) {
        throw Refusal.corrupt("cat", sizes + " and " + draft.sizes(next) + " do not fit");
      }
      for (int i = 0; i < sizes.size(); i++) {
        Dim other = draft.size(next, i);
        Dim joined = i == axis ? sizes.get(i).plus(other) : same(sizes.get(i), other);
        sizes.set(i, joined);
      }
    }
    Attribute along = new Attribute.Whole("axis", axis);
    return draft.node("Concat", values, values.getFirst().type(), sizes, along);
  }

  /** Two sizes that have to be equal: the one that is known. */
  static Dim same(Dim one, Dim two) {
    OptionalLong first = one.number();
    OptionalLong second = two.number();
    if (first.isPresent() && second.isPresent() && !first.equals(second)) {
      throw Refusal.corrupt("sizes", one + " is not " + two);
    }
    return first.isPresent() ? one : second.isPresent() ? two : one;
  }

  /** Broadcast to exactly these sizes. */
  static Value expand(Draft draft, Value x, List<Dim> sizes) {
    if (draft.sizes(x).equals(sizes)) {
      return x;
    }
    return draft.node("Expand", List.of(x, draft.lengths(sizes)), x.type(), sizes);
  }

  /** A tensor full of one number. */
  static Value full(Draft draft, Value scalar, List<Dim> sizes) {
    return sizes.isEmpty()
        ? scalar
        : draft.node("Expand", List.of(scalar, draft.lengths(sizes)), scalar.type(), sizes);
  }
}
