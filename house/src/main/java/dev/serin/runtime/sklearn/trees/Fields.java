package dev.serin.runtime.sklearn.trees;

import dev.serin.reader.NdArray;
import java.util.BitSet;

/** The columns of structured node arrays, as plain Java arrays. */
final class Fields {
  private Fields() {}

  /** Whole numbers; those that fit no int become the smallest one, which no check accepts. */
  static int[] ints(NdArray nodes, String field) {
    long[] wide = nodes.field(field).longs();
    int[] narrow = new int[wide.length];
    for (int i = 0; i < wide.length; i++) {
      narrow[i] = wide[i] == (int) wide[i] ? (int) wide[i] : Integer.MIN_VALUE;
    }
    return narrow;
  }

  /** Truth values. */
  static boolean[] flags(NdArray nodes, String field) {
    long[] wide = nodes.field(field).longs();
    boolean[] flags = new boolean[wide.length];
    for (int i = 0; i < wide.length; i++) {
      flags[i] = wide[i] != 0;
    }
    return flags;
  }

  /** Each row of 32-bit words as a set of small numbers. */
  static BitSet[] sets(NdArray words) {
    int width = words.shape()[1];
    long[] all = words.longs();
    BitSet[] sets = new BitSet[words.shape()[0]];
    for (int row = 0; row < sets.length; row++) {
      sets[row] = new BitSet();
      for (int bit = 0; bit < width * 32; bit++) {
        sets[row].set(bit, (all[row * width + bit / 32] >>> bit % 32 & 1) != 0);
      }
    }
    return sets;
  }
}
