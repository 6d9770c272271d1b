package dev.serin.kernel.near;

import java.util.Arrays;

/**
 * The k nearest rows so far, largest distance first as a heap, then in ascending order: the heap
 * and the sort of scikit-learn step by step, because they decide which of equally near rows stay
 * and in which order they come.
 */
final class Nearest {
  private static final int SHORT = 15;

  private final double[] values;
  private final int[] indices;
  private final Points.Order order;

  Nearest(int size, Points.Order order) {
    this.order = order;
    this.values = new double[size];
    this.indices = new int[size];
    Arrays.fill(values, Double.POSITIVE_INFINITY);
  }

  double largest() {
    return values[0];
  }

  void push(double value, int index) {
    if (value >= values[0]) {
      return;
    }
    int at = 0;
    int next = larger(0, value);
    while (next >= 0) {
      values[at] = values[next];
      indices[at] = indices[next];
      at = next;
      next = larger(at, value);
    }
    values[at] = value;
    indices[at] = index;
  }

  /** The child that moves up when {@code value} sinks, or -1. */
  private int larger(int at, double value) {
    int left = 2 * at + 1;
    int right = left + 1;
    if (left >= values.length) {
      return -1;
    }
    if (right >= values.length) {
      return values[left] > value ? left : -1;
    }
    int child = values[left] >= values[right] ? left : right;
    return value < values[child] ? child : -1;
  }

  /** The same rows in a heap anew, as when the finds of several threads are put together. */
  Nearest again() {
    Nearest again = new Nearest(values.length, order);
    for (int i = 0; i < values.length; i++) {
      again.push(values[i], indices[i]);
    }
    return again;
  }

  /** Sorts and writes what was found. */
  void write(Neighbors to, int row) {
    if (order == Points.Order.HEAP) {
      sort(0, values.length);
    } else {
      halve(0, values.length);
    }
    System.arraycopy(values, 0, to.distances(), row * values.length, values.length);
    System.arraycopy(indices, 0, to.indices(), row * values.length, values.length);
  }

  private void sort(int from, int size) {
    if (size <= 3) {
      sortFew(from, size);
      return;
    }
    int last = from + size - 1;
    pivot(from, size);
    int store = from;
    for (int i = from; i < last; i++) {
      if (values[i] < values[last]) {
        swap(i, store++);
      }
    }
    swap(store, last);
    sort(from, store - from);
    sort(store + 1, last - store);
  }

  /** Moves the median of the first, middle and last to the end. */
  private void pivot(int from, int size) {
    int last = from + size - 1;
    int middle = from + size / 2;
    order(from, last);
    if (values[last] > values[middle]) {
      swap(last, middle);
      order(from, last);
    }
  }

  /** The sort since 1.9: from both ends to the pivot while long, then by insertion. */
  private void halve(int start, int length) {
    int from = start;
    int size = length;
    while (size > SHORT) {
      pivot(from, size);
      int last = from + size - 1;
      int left = from + 1;
      int right = last - 1;
      while (true) {
        while (left <= right && values[left] < values[last]) {
          left++;
        }
        while (left <= right && values[right] > values[last]) {
          right--;
        }
        if (left >= right) {
          break;
        }
        swap(left++, right--);
      }
      swap(left, last);
      halve(from, left - from);
      size -= left + 1 - from;
      from = left + 1;
    }
    insert(from, size);
  }

  private void insert(int from, int size) {
    for (int i = from + 1; i < from + size; i++) {
      for (int j = i; j > from && values[j - 1] > values[j]; j--) {
        swap(j - 1, j);
      }
    }
  }

  private void sortFew(int from, int size) {
    if (size > 1) {
      order(from, from + 1);
    }
    if (size == 3 && values[from + 1] > values[from + 2]) {
      swap(from + 1, from + 2);
      order(from, from + 1);
    }
  }

  private void order(int first, int second) {
    if (values[first] > values[second]) {
      swap(first, second);
    }
  }

  private void swap(int first, int second) {
    double value = values[first];
    values[first] = values[second];
    values[second] = value;
    int index = indices[first];
    indices[first] = indices[second];
    indices[second] = index;
  }
}
