package dev.serin.runtime.savedmodel.flow;

import dev.serin.graph.Recurrence.Gate;
import dev.serin.runtime.savedmodel.Operand;
import java.util.List;
import java.util.Map;

/** The functions of gates and states that the engine's cells have, as TensorFlow writes them. */
record Gates(Terms terms) {
  private static final Gate UNKNOWN = Gate.of("");
  private static final Map<String, Gate> NAMED =
      Map.of(
          "Sigmoid", Gate.of("Sigmoid"),
          "Tanh", Gate.of("Tanh"),
          "Relu", Gate.of("Relu"),
          "Softsign", Gate.of("Softsign"),
          "Softplus", Gate.of("Softplus"));

  /** A function and what it is applied to. */
  record Applied(Gate gate, Operand to) {
    boolean known() {
      return !gate.equals(UNKNOWN);
    }
  }

  /** The function that gave an operand; unknown, of nothing, when it is none of these. */
  Applied of(Operand operand) {
    for (Map.Entry<String, Gate> each : NAMED.entrySet()) {
      List<Operand> takes = terms.taken(operand, each.getKey());
      if (!takes.isEmpty()) {
        return new Applied(each.getValue(), takes.getFirst());
      }
    }
    Applied sixth = shiftedSixth(operand);
    return sixth.known() ? sixth : clippedLine(operand);
  }

  /** {@code relu6(x + 3) / 6}, the hard sigmoid of Keras 3. */
  private Applied shiftedSixth(Operand operand) {
    List<Operand> ratio = terms.taken(operand, "RealDiv");
    if (ratio.size() != 2 || !Terms.number(ratio.getLast(), 6)) {
      return new Applied(UNKNOWN, Terms.NONE);
    }
    List<Operand> six = terms.taken(ratio.getFirst(), "Relu6");
    List<Operand> sum = six.isEmpty() ? List.of() : terms.taken(six.getFirst(), "AddV2");
    if (sum.size() != 2 || !Terms.number(sum.getLast(), 3)) {
      return new Applied(UNKNOWN, Terms.NONE);
    }
    return new Applied(hard(1 / 6f), sum.getFirst());
  }

  /** {@code max(min(0.2 x + 0.5, 1), 0)}, the hard sigmoid of Keras 2. */
  private Applied clippedLine(Operand operand) {
    List<Operand> low = terms.taken(operand, "Maximum");
    List<Operand> high =
        low.size() == 2 && Terms.number(low.getLast(), 0)
            ? terms.taken(low.getFirst(), "Minimum")
            : List.of();
    List<Operand> sum =
        high.size() == 2 && Terms.number(high.getLast(), 1)
            ? terms.taken(high.getFirst(), "AddV2")
            : List.of();
    if (sum.size() != 2 || !Terms.number(sum.getLast(), 0.5)) {
      return new Applied(UNKNOWN, Terms.NONE);
    }
    Operand x = terms.partner(sum.getFirst(), factor -> Terms.number(factor, 0.2));
    return new Applied(x == Terms.NONE ? UNKNOWN : hard(0.2f), x);
  }

  private static Gate hard(float slope) {
    return new Gate("HardSigmoid", List.of(slope), List.of(0.5f));
  }
}
