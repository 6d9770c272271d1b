package dev.serin.kernel;

import java.util.Arrays;

/**
 * Codes of rows over a dictionary of atoms [atoms, features]: few weights whose sum of atoms comes
 * near to the row. {@code gram} holds the atoms' inner products.
 */
public final class SparseCode {
  private static final double TINY = 0x1p-52;
  private static final int SWEEPS = 20_000;

  private final double[] gram;
  private final int atoms;

  /** Over the inner products [atoms, atoms] of the atoms. */
  public SparseCode(double[] gram, int atoms) {
    this.gram = gram;
    this.atoms = atoms;
  }

  /**
   * Matching pursuit: one atom after the other is taken, the one most alike to what is left, and
   * all weights are fitted anew. {@code reach} [atoms] are the row's products with the atoms.
   */
  public double[] pursuit(double[] reach, int most) {
    double[] code = new double[atoms];
    int[] taken = new int[Math.min(most, atoms)];
    double[] left = reach.clone();
    for (int count = 0; count < taken.length; count++) {
      int best = 0;
      for (int atom = 1; atom < atoms; atom++) {
        best = Math.abs(left[atom]) > Math.abs(left[best]) ? atom : best;
      }
      if (contains(taken, count, best) || left[best] * left[best] < TINY) {
        break;
      }
      taken[count] = best;
      double[] weights = fitted(taken, count + 1, reach);
      if (weights.length == 0) {
        break;
      }
      Arrays.fill(code, 0);
      for (int i = 0; i <= count; i++) {
        code[taken[i]] = weights[i];
      }
      left = left(reach, code);
    }
    return code;
  }

  private static boolean contains(int[] taken, int count, int atom) {
    return Arrays.stream(taken, 0, count).anyMatch(one -> one == atom);
  }

  private double[] left(double[] reach, double[] code) {
    double[] left = reach.clone();
    for (int atom = 0; atom < atoms; atom++) {
      left[atom] -= LinearKernel.dot(gram, atom * atoms, code, 0, atoms);
    }
    return left;
  }

  /** The weights of these atoms alone; none when they depend on each other. */
  private double[] fitted(int[] taken, int count, double[] right) {
    double[] part = new double[count * count];
    double[] own = new double[count];
    for (int i = 0; i < count; i++) {
      own[i] = right[taken[i]];
      for (int j = 0; j < count; j++) {
        part[i * count + j] = gram[taken[i] * atoms + taken[j]];
      }
    }
    return Square.solved(part, own, count).orElse(new double[0]);
  }

  /**
   * The weights that cost least: half the squared rest and {@code penalty} times their size. Found
   * by descent, then solved exactly for the atoms that stay.
   */
  public double[] lasso(double[] reach, double penalty, boolean positive) {
    double[] code = new double[atoms];
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      double moved = 0;
      for (int atom = 0; atom < atoms; atom++) {
        moved = Math.max(moved, Math.abs(step(code, atom, reach, penalty, positive)));
      }
      if (moved < TINY) {
        break;
      }
    }
    return polished(code, reach, penalty);
  }

  private double step(double[] code, int atom, double[] reach, double penalty, boolean positive) {
    double curve = gram[atom * atoms + atom];
    if (curve == 0) {
      return 0;
    }
    double before = code[atom];
    double pull =
        reach[atom] - LinearKernel.dot(gram, atom * atoms, code, 0, atoms) + curve * before;
    double size = Math.max(Math.abs(pull) - penalty, 0) / curve;
    code[atom] = positive && pull < 0 ? 0 : Math.copySign(size, pull);
    return code[atom] - before;
  }

  private double[] polished(double[] code, double[] reach, double penalty) {
    int[] active = new int[atoms];
    int count = 0;
    double[] right = reach.clone();
    for (int atom = 0; atom < atoms; atom++) {
      if (code[atom] != 0) {
        active[count++] = atom;
        right[atom] -= Math.copySign(penalty, code[atom]);
      }
    }
    double[] weights = fitted(active, count, right);
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] * code[active[i]] <= 0) {
        return code; // an atom at the border; descent has the better answer
      }
    }
    for (int i = 0; i < weights.length; i++) {
      code[active[i]] = weights[i];
    }
    return code;
  }
}
