package dev.serin.reader;

import java.util.List;

/** Checks the shapes that files declare, before anything is allocated for them. */
final class Shapes {
  private static final int MOST_AXES = 64;
  private static final long LARGEST = Integer.MAX_VALUE - 16;

  private Shapes() {}

  /** The lengths in a tuple or list of whole numbers, or in one whole number. */
  static int[] of(Node node, Place place) {
    List<Node> lengths =
        switch (node) {
          case Node.TupleNode tuple -> tuple.items();
          case Node.ListNode list -> list.items();
          default -> List.of(node);
        };
    if (lengths.size() > MOST_AXES) {
      throw Refusals.limit(place, "the number of axes of an array", lengths.size(), MOST_AXES);
    }
    return lengths.stream().mapToInt(length -> length(length, place)).toArray();
  }

  private static int length(Node node, Place place) {
    if (!(node instanceof Node.Int length)) {
      throw Refusals.corrupt(place, "the shape of an array holds something but whole numbers");
    }
    if (length.value() < 0) {
      throw Refusals.corrupt(place, "an array has the negative dimension " + length.value());
    }
    if (length.value() > LARGEST) {
      throw Refusals.limit(place, "the dimension of an array", length.value(), LARGEST);
    }
    return (int) length.value();
  }

  /** The number of elements. */
  static long elements(int[] shape, Place place) {
    long elements = 1;
    for (int length : shape) {
      if (length == 0) {
        return 0;
      }
    }
    for (int length : shape) {
      elements *= length;
      if (elements > LARGEST) {
        throw Refusals.limit(place, "the number of elements of an array", elements, LARGEST);
      }
    }
    return elements;
  }

  /** The number of bytes; elements of no size are refused, for they could be any number. */
  static long bytes(int[] shape, DType dtype, Place place) {
    long elements = elements(shape, place);
    if (elements > 0 && dtype.size() == 0) {
      throw Refusals.corrupt(place, "the elements of an array have no size");
    }
    long bytes = elements * dtype.size();
    if (bytes > LARGEST) {
      throw Refusals.limit(place, "the size of an array", bytes, LARGEST);
    }
    return bytes;
  }
}
