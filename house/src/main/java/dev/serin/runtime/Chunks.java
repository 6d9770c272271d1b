package dev.serin.runtime;

import dev.serin.tensor.Tensor;
import dev.serin.tensor.Values.Longs;
import dev.serin.tensor.Values.Texts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * Runs large batches of a net in chunks of {@value #ROWS} rows: a convolution over more rows leaves
 * the caches of the processor and takes longer for each of them.
 *
 * <p>That a first axis varies does not prove that its rows are independent: it may be the height of
 * one picture. So the first large batch is used for a trial: its first chunk has to answer the same
 * in two halves, and the halves must differ from each other. A net that fails the trial is never
 * cut.
 */
final class Chunks {
  /** Up to so many rows a batch stays whole. */
  static final int WHOLE = 64;

  static final int ROWS = 32;

  private static final double TOLERANCE = 1e-5;

  private final AtomicReference<Trial> trial = new AtomicReference<>(Trial.OPEN);

  private enum Trial {
    OPEN,
    APART,
    TOGETHER
  }

  /** Whether a batch is large, and every input has as many rows. */
  static boolean large(List<Tensor> inputs) {
    long rows = inputs.isEmpty() ? 0 : inputs.getFirst().rows();
    return rows > WHOLE && inputs.stream().allMatch(input -> rows(input) == rows);
  }

  private static long rows(Tensor tensor) {
    return tensor.shape().length == 0 ? -1 : tensor.rows();
  }

  /** What {@code net} answers to a large batch, in the order in which it answers. */
  List<Tensor> run(List<Tensor> inputs, UnaryOperator<List<Tensor>> net) {
    if (trial.get() == Trial.OPEN) {
      trial.compareAndSet(Trial.OPEN, tried(inputs, net));
    }
    if (trial.get() != Trial.APART) {
      return net.apply(inputs);
    }
    int rows = Math.toIntExact(inputs.getFirst().rows());
    List<List<Tensor>> answers = new ArrayList<>();
    for (int from = 0; from < rows; from += ROWS) {
      answers.add(net.apply(rows(inputs, from, Math.min(rows, from + ROWS))));
    }
    return joined(answers);
  }

  private static Trial tried(List<Tensor> inputs, UnaryOperator<List<Tensor>> net) {
    List<Tensor> whole = net.apply(rows(inputs, 0, ROWS));
    List<Tensor> upper = net.apply(rows(inputs, 0, ROWS / 2));
    List<Tensor> lower = net.apply(rows(inputs, ROWS / 2, ROWS));
    boolean rowed =
        counted(whole, ROWS) && counted(upper, ROWS / 2) && counted(lower, ROWS - ROWS / 2);
    if (!rowed || !same(whole, joined(List.of(upper, lower)))) {
      return Trial.TOGETHER;
    }
    return same(upper, lower) ? Trial.OPEN : Trial.APART; // equal halves show nothing
  }

  private static List<Tensor> rows(List<Tensor> inputs, int from, int to) {
    return inputs.stream().map(input -> Slices.rows(input, from, to)).toList();
  }

  private static List<Tensor> joined(List<List<Tensor>> answers) {
    List<Tensor> joined = new ArrayList<>();
    for (int i = 0; i < answers.getFirst().size(); i++) {
      int output = i;
      joined.add(Slices.joined(answers.stream().map(each -> each.get(output)).toList()));
    }
    return joined;
  }

  private static boolean counted(List<Tensor> answers, int rows) {
    return answers.stream().allMatch(answer -> rows(answer) == rows);
  }

  private static boolean same(List<Tensor> one, List<Tensor> other) {
    for (int i = 0; i < one.size(); i++) {
      if (!same(one.get(i), other.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean same(Tensor one, Tensor other) {
    if (!Arrays.equals(one.shape(), other.shape())) {
      return false;
    }
    if (one.values() instanceof Texts || one.values() instanceof Longs) {
      return one.named("").equals(other.named(""));
    }
    double[] a = one.doubles();
    double[] b = other.doubles();
    for (int i = 0; i < a.length; i++) {
      boolean close =
          Double.isFinite(a[i]) && Math.abs(a[i] - b[i]) <= TOLERANCE * Math.max(1, Math.abs(a[i]));
      if (!close && Double.compare(a[i], b[i]) != 0) {
        return false; // nothing else is close to infinity or to NaN
      }
    }
    return true;
  }
}
