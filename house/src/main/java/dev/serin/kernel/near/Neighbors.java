package dev.serin.kernel.near;

/** The places and distances [rows, k] of the k nearest stored rows, nearest first. */
public record Neighbors(int k, int[] indices, double[] distances) {
  Neighbors(int rows, int k) {
    this(k, new int[Math.multiplyExact(rows, k)], new double[rows * k]);
  }

  /** How many rows were searched for. */
  public int rows() {
    return indices.length / k;
  }
}
