package dev.serin.runtime.torch;

import dev.serin.reader.Budget;
import dev.serin.reader.Place;
import dev.serin.reader.Refusals;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Where the elements of a tensor stand in its storage, counted in elements: the element at index i
 * stands at {@code offset + sum(i * strides)}. Strides are not negative, as in torch.
 */
record Layout(long offset, List<Long> sizes, List<Long> strides) {
  private static final int MOST_AXES = 64;
  private static final long LARGEST = Integer.MAX_VALUE - 16;

  Layout {
    sizes = List.copyOf(sizes);
    strides = List.copyOf(strides);
  }

  /** The elements in row-major order as little-endian bytes; a slice where they stand so. */
  ByteBuffer read(ByteBuffer storage, ByteOrder order, int width, Budget budget, Place place) {
    long count = checked(storage.remaining() / width, place);
    if (count * width > LARGEST) {
      throw Refusals.limit(place, "the size of a tensor", count * width, LARGEST);
    }
    if (count == 0) {
      return ByteBuffer.allocate(0).order(ByteOrder.LITTLE_ENDIAN);
    }
    boolean little = order == ByteOrder.LITTLE_ENDIAN || width == 1;
    if (rowMajor() && little) {
      return storage
          .slice(storage.position() + (int) (offset * width), (int) count * width)
          .order(ByteOrder.LITTLE_ENDIAN);
    }
    budget.mayHold(count * width, place);
    budget.hold(count * width, place);
    byte[] copy = new byte[(int) count * width];
    copy(storage, copy, width);
    if (!little) {
      turn(copy, width);
    }
    return ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The number of elements, after the check that all of them stand inside of the storage. */
  private long checked(long storage, Place place) {
    if (sizes.size() != strides.size() || sizes.size() > MOST_AXES) {
      throw Refusals.corrupt(
          place, sizes.size() + " sizes and " + strides.size() + " strides of a tensor");
    }
    try {
      long count = 1;
      long last = offset;
      for (int axis = 0; axis < sizes.size(); axis++) {
        if (sizes.get(axis) < 0 || strides.get(axis) < 0) {
          throw Refusals.corrupt(place, "a tensor has a negative size or stride");
        }
        count = Math.multiplyExact(count, sizes.get(axis));
        long reach = Math.multiplyExact(Math.max(0, sizes.get(axis) - 1), strides.get(axis));
        last = Math.addExact(last, reach);
      }
      if (offset < 0 || count > 0 && last >= storage) {
        throw Refusals.corrupt(
            place,
            "a tensor reaches to element %d of a storage of %d elements".formatted(last, storage));
      }
      return count;
    } catch (ArithmeticException overflow) {
      throw Refusals.corrupt(place, "a tensor is larger than anything", overflow);
    }
  }

  private boolean rowMajor() {
    long expected = 1;
    for (int axis = sizes.size() - 1; axis >= 0; axis--) {
      if (sizes.get(axis) != 1 && strides.get(axis) != expected) {
        return false;
      }
      expected *= sizes.get(axis);
    }
    return true;
  }

  private void copy(ByteBuffer storage, byte[] into, int width) {
    long[] index = new long[sizes.size()];
    long at = offset;
    for (int done = 0; done < into.length; done += width) {
      storage.get(storage.position() + (int) (at * width), into, done, width);
      for (int axis = index.length - 1; axis >= 0; axis--) {
        at += strides.get(axis);
        if (++index[axis] < sizes.get(axis)) {
          break;
        }
        at -= index[axis] * strides.get(axis);
        index[axis] = 0;
      }
    }
  }

  /** Turns the bytes of every element around. */
  private static void turn(byte[] elements, int width) {
    byte[] one = new byte[width];
    for (int at = 0; at < elements.length; at += width) {
      System.arraycopy(elements, at, one, 0, width);
      for (int i = 0; i < width; i++) {
        elements[at + i] = one[width - 1 - i];
      }
    }
  }
}
