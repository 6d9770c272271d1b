package dev.serin.serving;

import dev.serin.base.Deadline;
import dev.serin.base.Problem;
import dev.serin.runtime.Golden;
import dev.serin.runtime.InputCheck;
import dev.serin.runtime.Parity;
import dev.serin.runtime.Predictor;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Signature;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Proves a freshly loaded model before it may answer, which also warms it: zeros, ones, a seeded
 * random row, a random batch of three whose rows must agree with each row alone (or, where its
 * library answers a row by the whole batch, with the same batch turned round), then the golden
 * rows. An input that the model refuses by its own rules (an unknown category, a number that a
 * Box-Cox transform does not take) proves nothing and fails nothing.
 */
public final class SelfCheck {
  private static final int ROWS = 3;
  private static final long SEED = 20260101;
  private static final double AGREEMENT = 1e-6;
  private static final double AGREEMENT_OF_FLOATS = 1e-4; // 24 bits, and sums in another order

  private final Duration limit;
  private final LongSupplier nanos;

  /** Ends each check after {@code limit} on this monotonic clock (nanoseconds). */
  public SelfCheck(Duration limit, LongSupplier nanos) {
    this.limit = limit;
    this.nanos = nanos;
  }

  /**
   * Proves the predictor.
   *
   * @return how closely the golden rows were met, when there are any
   * @throws Problem.Raised {@code Refused} WARMUP (not finite, or rows that disagree),
   *     GOLDEN_MISMATCH with the largest difference, LIMIT_EXCEEDED when it took too long
   */
  public Optional<Parity> check(Predictor predictor, Optional<Golden> golden) {
    return check(predictor, golden, List.of());
  }

  /** As {@link #check(Predictor, Optional)}, and it has to answer these inputs too. */
  public Optional<Parity> check(
      Predictor predictor, Optional<Golden> golden, List<List<Tensor>> examples) {
    Deadline deadline = new Deadline(nanos.getAsLong() + limit.toNanos(), nanos);
    Proof proof = new Proof(predictor, deadline);
    try {
      proof.synthetic();
      examples.forEach(proof::example);
      return golden.map(proof::golden);
    } catch (Problem.Raised raised) {
      if (raised.problem() instanceof Problem.TooLate) {
        throw new Problem.Raised(slow(predictor), raised);
      }
      throw raised;
    }
  }

  private Problem slow(Predictor predictor) {
    return new Problem.Refused(
        "LIMIT_EXCEEDED",
        predictor.signature().inputs().getFirst().name(),
        "the self-check did not end within " + limit.toMillis() + " ms",
        "make sure that every loop of the model ends, or raise serving.self-check-limit");
  }

  /** One check of one predictor. */
  private static final class Proof {
    private final Predictor predictor;
    private final Signature signature;
    private final Deadline deadline;
    private final Set<String> outputs;
    private final Map<String, Finite> numbers = new LinkedHashMap<>();
    private int answered;
    private int finite;

    Proof(Predictor predictor, Deadline deadline) {
      this.predictor = predictor;
      this.signature = predictor.signature();
      this.deadline = deadline;
      this.outputs =
          signature.outputs().stream()
              .map(TensorSpec::name)
              .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    void synthetic() {
      WarmUp warmUp = WarmUp.fitting(signature, inputs -> answer(inputs).isPresent());
      Random random = new Random(SEED);
      answer(warmUp.inputs(1, () -> 1));
      answer(warmUp.inputs(1, random::nextGaussian));
      if (warmUp.batched()) {
        rowsAgree(warmUp.inputs(ROWS, random::nextGaussian));
      }
      if (answered > 0 && never().isPresent()) { // functions of shares, such as logit, want this
        answer(warmUp.inputs(1, () -> 0.5));
      }
      Optional<String> never = never();
      if (answered > 0 && never.isPresent() && numeric()) {
        String what = "no warm-up input has a finite answer: the weights may be damaged";
        throw warmup(never.get(), what);
      }
    }

    /** An output with a number that no input made finite, and no answer was finite as a whole. */
    private Optional<String> never() {
      return finite > 0
          ? Optional.empty()
          : numbers.entrySet().stream()
              .filter(each -> each.getValue().never())
              .map(Map.Entry::getKey)
              .findFirst();
    }

    /** An encoder may answer NaN to words that it does not know, and a warm-up knows no others. */
    private boolean numeric() {
      return signature.inputs().stream().allMatch(spec -> spec.type().numeric());
    }

    /** An example that came with the model must be answered; what the answer is, nobody said. */
    void example(List<Tensor> example) {
      try {
        predict(InputCheck.conform(signature, example), Set.copyOf(signature.defaults()));
      } catch (Problem.Raised raised) {
        if (raised.problem() instanceof Problem.Invalid invalid) {
          String what = "the model refuses the example that came with it: " + invalid.message();
          throw new Problem.Raised(warmup("input example", what).problem(), raised);
        }
        throw raised;
      }
    }

    Parity golden(Golden golden) {
      List<Tensor> inputs = InputCheck.conform(signature, golden.inputs());
      Set<String> wanted =
          golden.outputs().stream().map(Tensor::name).collect(Collectors.toUnmodifiableSet());
      List<Tensor> actual;
      try {
        actual = predict(inputs, InputCheck.outputs(signature, wanted));
      } catch (Problem.Raised raised) {
        if (raised.problem() instanceof Problem.Invalid invalid) {
          throw new Problem.Raised(mismatch(invalid.message()), raised);
        }
        throw raised;
      }
      Optional<String> difference = golden.difference(actual);
      if (difference.isPresent()) {
        throw new Problem.Raised(mismatch(difference.get()));
      }
      boolean batch = inputs.stream().allMatch(tensor -> tensor.shape().length > 0);
      if (batch && inputs.getFirst().rows() >= ROWS && new WarmUp(signature, 1).batched()) {
        rowsAgree(WarmUp.head(inputs, ROWS));
      }
      return golden.parity(actual);
    }

    private void rowsAgree(List<Tensor> batch) {
      Optional<List<Tensor>> together = answer(batch);
      if (together.isEmpty()) {
        return;
      }
      if (predictor.joint()) {
        answer(WarmUp.turned(batch)).ifPresent(turned -> orderAgrees(together.get(), turned));
        return;
      }
      for (int row = 0; row < ROWS; row++) {
        Optional<List<Tensor>> alone = answer(WarmUp.row(batch, row));
        for (int i = 0; alone.isPresent() && i < together.get().size(); i++) {
          Tensor one = alone.get().get(i);
          if (byRow(together.get().get(i), ROWS) && byRow(one, 1)) {
            agree(together.get().get(i), row, one, "than the row alone");
          }
        }
      }
    }

    private static void orderAgrees(List<Tensor> together, List<Tensor> turned) {
      for (int i = 0; i < together.size(); i++) {
        for (int row = 0; byRow(together.get(i), ROWS) && row < ROWS; row++) {
          Tensor same = WarmUp.row(turned.subList(i, i + 1), ROWS - 1 - row).getFirst();
          agree(together.get(i), row, same, "in another order of the batch");
        }
      }
    }

    /** Outputs that have no row for each row of the input are not compared. */
    private static boolean byRow(Tensor tensor, int rows) {
      return tensor.shape().length > 0 && tensor.rows() == rows;
    }

    private static void agree(Tensor together, int row, Tensor other, String where) {
      Tensor part = WarmUp.row(List.of(together), row).getFirst();
      boolean same =
          part.type() == DataType.BYTES
              ? List.of(part.texts()).equals(List.of(other.texts()))
              : close(part, other);
      if (!same) {
        String name = together.name();
        throw warmup(name, "row " + row + " of a batch has another '" + name + "' " + where);
      }
    }

    /** Nothing but the same infinity is close to infinity, and nothing but NaN to NaN. */
    private static boolean close(Tensor part, Tensor other) {
      double tolerance =
          part.type() == DataType.FP64 || !part.type().floating() ? AGREEMENT : AGREEMENT_OF_FLOATS;
      double[] a = part.doubles();
      double[] b = other.doubles();
      boolean close = a.length == b.length;
      for (int i = 0; close && i < a.length; i++) {
        double largest = Math.max(Math.abs(a[i]), Math.abs(b[i]));
        close =
            Double.compare(a[i], b[i]) == 0
                || Double.isFinite(largest)
                    && Math.abs(a[i] - b[i]) <= tolerance * Math.max(1, largest);
      }
      return close;
    }

    /** What it answers, empty when it refuses the values. */
    private Optional<List<Tensor>> answer(List<Tensor> inputs) {
      List<Tensor> tensors;
      try {
        tensors = predict(inputs, outputs);
      } catch (Problem.Raised raised) {
        if (raised.problem() instanceof Problem.Invalid) {
          return Optional.empty();
        }
        throw raised;
      }
      answered++;
      List<Tensor> judged = tensors.stream().filter(this::judged).toList();
      judged.forEach(each -> numbers.computeIfAbsent(each.name(), _ -> new Finite()).add(each));
      if (judged.stream().allMatch(Finite::whole)) {
        finite++;
      }
      return Optional.of(tensors);
    }

    private List<Tensor> predict(List<Tensor> inputs, Set<String> wanted) {
      deadline.check("the self-check");
      List<Tensor> tensors = predictor.predict(inputs, wanted, deadline);
      deadline.check("the self-check");
      return tensors;
    }

    /** Logarithms of probabilities may be infinite; what is answered by default may not. */
    private boolean judged(Tensor output) {
      return signature.defaults().contains(output.name());
    }

    /** Which numbers of a row of an output some input has made finite. */
    private static final class Finite {
      private final BitSet finite = new BitSet();
      private int most;

      void add(Tensor tensor) {
        if (tensor.type().floating()) {
          double[] values = tensor.doubles();
          int width = byRow(tensor, ROWS) ? values.length / ROWS : values.length;
          most = Math.max(most, width);
          for (int i = 0; i < values.length; i++) {
            finite.set(i % width, finite.get(i % width) || Double.isFinite(values[i]));
          }
        }
      }

      boolean never() {
        return finite.cardinality() < most;
      }

      static boolean whole(Tensor tensor) {
        return !tensor.type().floating()
            || Arrays.stream(tensor.doubles()).allMatch(Double::isFinite);
      }
    }

    private static Problem.Raised warmup(String place, String what) {
      return new Problem.Raised(
          new Problem.Refused("WARMUP", place, what, "save the model again from its library"));
    }

    private static Problem mismatch(String difference) {
      return new Problem.Refused(
          "GOLDEN_MISMATCH",
          "golden rows",
          difference,
          "make the golden rows again with this model, or report that it is computed wrongly");
    }
  }
}
