package dev.serin.runtime.sklearn.text;

import dev.serin.runtime.sklearn.Attributes;
import dev.serin.runtime.sklearn.SparseBuilder;
import dev.serin.runtime.sklearn.Workshop;

/** The hashing trick: a feature's hash chooses its column and, where asked for, its sign. */
record Buckets(int count, boolean signed) {

  /** The buckets of a hasher; by default there are 2^20. */
  static Buckets of(Attributes state, Workshop workshop) {
    if (state.flag("non_negative", false)) {
      throw state.unsupported("non_negative is set, which only releases up to 0.20 know");
    }
    int count = state.whole("n_features", 1 << 20);
    if (count < 1) {
      throw state.corrupt("has " + count + " features");
    }
    workshop.checkedSparseWidth(state.place(), count);
    return new Buckets(count, state.flag("alternate_sign", true));
  }

  /** Adds this value of a feature to its column; a zero is nothing. */
  void add(String feature, double value, SparseBuilder row) {
    if (value == 0) {
      return;
    }
    int hash = Murmur.hash(feature);
    // The absolute value of the smallest int does not exist: its remainder is taken by another way.
    int column =
        hash == Integer.MIN_VALUE
            ? (Integer.MAX_VALUE - (count - 1)) % count
            : Math.abs(hash) % count;
    row.add(column, signed && hash < 0 ? -value : value);
  }
}
