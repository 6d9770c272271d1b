package dev.serin.serving.trial;

import dev.serin.serving.Arms;
import dev.serin.serving.Predicting;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Signature;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import dev.serin.tensor.Values;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Holds the answers of a version against its signature: names, datatypes, shapes, rows, labels, and
 * that what is answered by default is finite, unless {@code nonFinite} allows that it is not.
 */
final class OutputCheck {
  private static final String PREDICT = "predict"; // the output of classifiers that holds labels

  private final Signature signature;
  private final boolean nonFinite;
  private final Set<String> labels;

  OutputCheck(Signature signature, boolean nonFinite) {
    this.signature = signature;
    this.nonFinite = nonFinite;
    this.labels =
        signature.kind() == Signature.Kind.TABULAR ? Set.copyOf(signature.labels()) : Set.of();
  }

  /** What the answer says of the version. */
  Attempt.Answered judge(Arms.Question question, Predicting.Computed computed) {
    String fault = fault(question, computed.outputs());
    boolean finite = finite(computed.outputs(), true);
    if (!fault.isEmpty()) {
      return new Attempt.Answered(Attempt.Outcome.FAILURE, computed, fault, finite);
    }
    if (finite || nonFinite) {
      return new Attempt.Answered(Attempt.Outcome.OK, computed, "", finite);
    }
    // what is not a number may make the answer none: then the other version is asked
    boolean own = finite(question.inputs(), false);
    Attempt.Outcome outcome = own ? Attempt.Outcome.FAILURE : Attempt.Outcome.INPUT;
    return new Attempt.Answered(outcome, computed, "an output is not finite", false);
  }

  private String fault(Arms.Question question, List<Tensor> outputs) {
    int at = 0;
    for (TensorSpec spec : signature.outputs()) {
      if (question.outputs().contains(spec.name())) {
        if (at == outputs.size()) {
          return "there is no output '" + spec.name() + "'";
        }
        String fault = fault(spec, outputs.get(at), question.inputs().getFirst().rows());
        if (!fault.isEmpty()) {
          return fault;
        }
        at++;
      }
    }
    return at == outputs.size() ? "" : outputs.size() + " outputs where " + at + " were wanted";
  }

  private String fault(TensorSpec spec, Tensor output, long rows) {
    if (!output.name().equals(spec.name()) || output.type() != spec.type()) {
      return "the output is %s, the signature has %s".formatted(output, spec);
    }
    long[] shape = output.shape();
    boolean byRow =
        signature.kind() == Signature.Kind.TABULAR
            && !spec.shape().isEmpty()
            && spec.shape().getFirst() == -1;
    if (!spec.fits(shape) || byRow && shape[0] != rows) {
      return "the output '%s' has the shape %s, for %d rows the signature has %s"
          .formatted(spec.name(), Arrays.toString(shape), rows, spec.shape());
    }
    return spec.name().equals(PREDICT) && !labels.isEmpty() ? unknown(output) : "";
  }

  private String unknown(Tensor output) {
    if (output.values() instanceof Values.Texts(String[] texts)) {
      for (String text : texts) {
        if (!labels.contains(text)) {
          return "'" + text + "' is no label of the signature";
        }
      }
    } else if (output.type() == DataType.INT64
        && output.values() instanceof Values.Longs(long[] numbers)) {
      for (long number : numbers) {
        if (!labels.contains(Long.toString(number))) {
          return number + " is no label of the signature";
        }
      }
    }
    return "";
  }

  /** Logarithms of probabilities may be infinite; what is answered by default may not. */
  private boolean finite(List<Tensor> tensors, boolean defaults) {
    for (Tensor tensor : tensors) {
      if ((!defaults || signature.defaults().contains(tensor.name())) && !finite(tensor)) {
        return false;
      }
    }
    return true;
  }

  private static boolean finite(Tensor tensor) {
    return switch (tensor.values()) {
      case Values.Doubles(double[] numbers) -> {
        for (double number : numbers) {
          if (!Double.isFinite(number)) {
            yield false;
          }
        }
        yield true;
      }
      case Values.Floats(float[] numbers) -> {
        for (float number : numbers) {
          if (!Float.isFinite(number)) {
            yield false;
          }
        }
        yield true;
      }
      case Values.Longs _, Values.Texts _ -> true;
    };
  }
}
