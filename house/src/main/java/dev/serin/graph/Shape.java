package dev.serin.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The sizes of a value's axes, {@link #ANY} where a size is known only when the graph runs. */
public record Shape(List<Long> sizes) {
  public static final long ANY = -1;

  public Shape {
    sizes = List.copyOf(sizes);
  }

  /** A shape of these sizes. */
  public static Shape of(long... sizes) {
    return new Shape(Arrays.stream(sizes).boxed().toList());
  }

  /** The number of axes. */
  public int rank() {
    return sizes.size();
  }

  /** The axis counted from the front; {@code -1} is the last one. */
  public int axis(int axis) {
    int front = axis < 0 ? axis + rank() : axis;
    if (front < 0 || front >= rank()) {
      throw new GraphMismatch("there is no axis " + axis + " in " + this);
    }
    return front;
  }

  /** The size of an axis, {@link #ANY} when it is not known; negative axes count from the end. */
  public long size(int axis) {
    return sizes.get(axis(axis));
  }

  /** Whether the size of this axis is known. */
  public boolean known(int axis) {
    return size(axis) != ANY;
  }

  /** The size of an axis that has to be known. */
  public long fixed(int axis) {
    long size = size(axis);
    if (size == ANY) {
      throw new GraphMismatch("axis " + axis + " of " + this + " has to have a known size");
    }
    return size;
  }

  /** The same shape with another size on one axis. */
  public Shape with(int axis, long size) {
    List<Long> changed = new ArrayList<>(sizes);
    changed.set(axis(axis), size);
    return new Shape(changed);
  }

  /** The same shape with one more axis, which then has this place. */
  public Shape inserted(int axis, long size) {
    List<Long> changed = new ArrayList<>(sizes);
    changed.add(axis, size);
    return new Shape(changed);
  }

  /** The axes from {@code from} on, up to {@code to} (exclusive). */
  public Shape part(int from, int to) {
    return new Shape(sizes.subList(from, to));
  }

  /** This shape and then that one. */
  public Shape followedBy(Shape other) {
    List<Long> all = new ArrayList<>(sizes);
    all.addAll(other.sizes);
    return new Shape(all);
  }

  /** The product of all sizes, {@link #ANY} when one is not known. */
  public long count() {
    if (sizes.contains(ANY)) {
      return ANY;
    }
    try {
      return sizes.stream().reduce(1L, Math::multiplyExact);
    } catch (ArithmeticException overflow) {
      throw new GraphMismatch(this + " has more elements than can be counted");
    }
  }

  /** The shape of an elementwise result, by the rule of NumPy. */
  public Shape broadcast(Shape other) {
    int rank = Math.max(rank(), other.rank());
    List<Long> result = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      result.add(broadcast(fromBehind(rank - i), other.fromBehind(rank - i), other));
    }
    return new Shape(result);
  }

  private long fromBehind(int place) {
    return place > rank() ? 1 : sizes.get(rank() - place);
  }

  private long broadcast(long one, long two, Shape other) {
    if (one == 1 || one == two) {
      return two;
    }
    if (two == 1) {
      return one;
    }
    if (one != ANY && two != ANY) {
      throw new GraphMismatch(this + " and " + other + " do not broadcast");
    }
    return Math.max(one, two);
  }

  /** The sizes as an array. */
  public long[] array() {
    return sizes.stream().mapToLong(Long::longValue).toArray();
  }

  @Override
  public String toString() {
    return sizes.stream()
        .map(size -> size == ANY ? "?" : size.toString())
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
