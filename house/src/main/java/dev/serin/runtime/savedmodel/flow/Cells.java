package dev.serin.runtime.savedmodel.flow;

import dev.serin.graph.Recurrence.Gate;
import dev.serin.graph.Shape;
import dev.serin.runtime.savedmodel.Call;
import dev.serin.runtime.savedmodel.Operand;
import dev.serin.runtime.savedmodel.flow.Gates.Applied;
import dev.serin.runtime.savedmodel.flow.KnownCell.State;
import dev.serin.runtime.savedmodel.flow.Terms.Piece;
import dev.serin.tensor.DataType;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Recognises the equations of LSTM, GRU (with the reset after the product) and simple recurrent
 * cells in what computes the next state. {@code item} says which operand is the element of this
 * turn, {@code held} which ones are the same in every turn.
 */
record Cells(Call call, Predicate<Operand> item, Predicate<Operand> held, List<State> states) {

  /** A sum of the two products, of the input and of the state, and of what is left. */
  private record Linear(Operand kernel, Operand recurrent, List<Operand> more) {}

  /** The cell whose state, and memory if there is one, these are; empty when it is no such cell. */
  Optional<KnownCell> cell() {
    if (!(state() instanceof Operand.Tensor tensor)
        || tensor.type() != DataType.FP32
        || tensor.shape().rank() != 2
        || !tensor.shape().known(1)) {
      return Optional.empty();
    }
    Optional<KnownCell> found =
        states.size() == 2 ? lstm() : terms().taken(next(), "AddV2").isEmpty() ? simple() : gru();
    return found.filter(this::fits);
  }

  private Operand state() {
    return states.getFirst().bound();
  }

  private Operand next() {
    return states.getFirst().next();
  }

  private long units() {
    return ((Operand.Tensor) state()).shape().size(1);
  }

  private Terms terms() {
    return new Terms(call);
  }

  private Applied applied(Operand operand) {
    return new Gates(terms()).of(operand);
  }

  private Piece piece(Operand operand) {
    return terms().piece(operand, units());
  }

  /** {@code h' = o g(c')}, {@code c' = f c + i g(z)}, the gates being pieces of one sum. */
  private Optional<KnownCell> lstm() {
    State memory = states.getLast();
    Operand shown = terms().partner(next(), each -> applied(each).to() != memory.next());
    Operand out = terms().partner(next(), each -> each == shown);
    List<Operand> sum = terms().sum(memory.next());
    Operand kept = Terms.only(sum, each -> forget(each, memory) != Terms.NONE);
    Operand added = Terms.only(sum, each -> each != kept);
    Applied forget = applied(forget(kept, memory));
    Operand in = terms().partner(added, each -> !applied(each).gate().equals(forget.gate()));
    List<Operand> factors = terms().taken(added, "Mul");
    if (factors.size() != 2 || sum.size() != 2) {
      return Optional.empty();
    }
    Operand input = in == Terms.NONE ? factors.getFirst() : in;
    Operand fresh = terms().partner(added, each -> each == input);
    List<Applied> gates = List.of(applied(input), applied(out), forget, applied(fresh));
    boolean same = gates.subList(0, 3).stream().allMatch(each -> each.gate().equals(forget.gate()));
    List<Piece> pieces = gates.stream().map(each -> piece(each.to())).toList();
    Linear linear = linear(pieces.getFirst().whole());
    boolean showsMemory = applied(shown).to() == memory.next();
    if (!same || !showsMemory || !together(pieces) || linear.more().size() > 1) {
      return Optional.empty();
    }
    List<Gate> functions = List.of(forget.gate(), gates.getLast().gate(), applied(shown).gate());
    List<Operand> biases = List.of(first(linear.more()), Terms.NONE);
    return Optional.of(made("LSTM", linear, biases, order(pieces), functions));
  }

  private Operand forget(Operand product, State memory) {
    return terms().partner(product, each -> each == memory.bound());
  }

  /** {@code h' = z h + (1 - z) g(x + r (h R + b))}. */
  private Optional<KnownCell> gru() {
    List<Operand> sum = terms().sum(next());
    Operand kept = Terms.only(sum, each -> update(each) != Terms.NONE);
    Operand update = update(kept);
    Operand added = Terms.only(sum, each -> each != kept);
    Applied fresh = applied(terms().partner(added, each -> rest(each, update)));
    List<Operand> parts = terms().sum(fresh.to());
    Operand product = Terms.only(parts, each -> !terms().taken(each, "Mul").isEmpty());
    Operand given = Terms.only(parts, each -> each != product);
    Operand reset = terms().partner(product, each -> !applied(each).known());
    Operand past = terms().partner(product, each -> each == reset);
    List<Operand> newest = List.of(given, past);
    List<List<Operand>> all =
        List.of(terms().sum(applied(update).to()), terms().sum(applied(reset).to()), newest);
    if (sum.size() != 2 || parts.size() != 2 || !fresh.known() || !input(given)) {
      return Optional.empty();
    }
    List<Piece> ofInput = pieces(all, this::input);
    List<Piece> ofState = pieces(all, each -> !input(each));
    boolean fits =
        together(ofInput)
            && together(ofState)
            && all.stream().allMatch(each -> each.size() == 2)
            && order(ofInput).equals(order(ofState))
            && applied(update).gate().equals(applied(reset).gate());
    Linear linear = linear(ofInput.getFirst().whole());
    Linear other = linear(ofState.getFirst().whole());
    boolean apart = linear.recurrent() == Terms.NONE && other.kernel() == Terms.NONE;
    if (!fits || !apart || linear.more().size() > 1 || other.more().size() > 1) {
      return Optional.empty();
    }
    Linear both = new Linear(linear.kernel(), other.recurrent(), List.of());
    List<Operand> biases = List.of(first(linear.more()), first(other.more()));
    List<Gate> functions = List.of(applied(update).gate(), fresh.gate());
    return Optional.of(made("GRU", both, biases, order(ofInput), functions));
  }

  private Operand update(Operand product) {
    return terms().partner(product, each -> each == state());
  }

  /** Whether an operand is one minus the gate. */
  private boolean rest(Operand operand, Operand gate) {
    List<Operand> difference = terms().taken(operand, "Sub");
    return difference.size() == 2
        && Terms.number(difference.getFirst(), 1)
        && difference.getLast() == gate;
  }

  /** Whether a piece is one of the product of the element of this turn. */
  private boolean input(Operand operand) {
    return linear(piece(operand).whole()).kernel() != Terms.NONE;
  }

  private List<Piece> pieces(List<List<Operand>> all, Predicate<Operand> which) {
    return all.stream().map(each -> piece(Terms.only(each, which))).toList();
  }

  /** {@code h' = g(x K + h R + b)}. */
  private Optional<KnownCell> simple() {
    Applied applied = applied(next());
    Linear linear = linear(applied.to());
    if (!applied.known() || linear.more().size() > 1) {
      return Optional.empty();
    }
    List<Operand> biases = List.of(first(linear.more()), Terms.NONE);
    return Optional.of(made("RNN", linear, biases, List.of(0L), List.of(applied.gate())));
  }

  private KnownCell made(
      String operator, Linear linear, List<Operand> biases, List<Long> order, List<Gate> gates) {
    List<Operand> weights = List.of(linear.kernel(), linear.recurrent());
    return new KnownCell(operator, states, weights, biases, order, gates);
  }

  private static Operand first(List<Operand> operands) {
    return operands.isEmpty() ? Terms.NONE : operands.getFirst();
  }

  /** Takes a sum apart; what is added only once is not found in it twice. */
  private Linear linear(Operand whole) {
    List<Operand> sum = terms().sum(whole);
    Operand given = Terms.only(sum, each -> item.test(factor(each)));
    Operand past = Terms.only(sum, each -> factor(each) == state());
    List<Operand> more = sum.stream().filter(each -> each != given && each != past).toList();
    return new Linear(weight(given), weight(past), more);
  }

  /** What a matrix that is the same in every turn is multiplied by. */
  private Operand factor(Operand product) {
    return weight(product) == Terms.NONE ? Terms.NONE : terms().taken(product, "MatMul").getFirst();
  }

  private Operand weight(Operand product) {
    List<Operand> takes = terms().taken(product, "MatMul");
    if (takes.size() != 2 || !constant(takes.getLast())) {
      return Terms.NONE;
    }
    Call by = terms().made(product, "MatMul").orElseThrow().call();
    boolean turned = by.flag("transpose_a", false) || by.flag("transpose_b", false);
    return turned ? Terms.NONE : takes.getLast();
  }

  private boolean constant(Operand operand) {
    return operand instanceof Operand.Fixed || held.test(operand);
  }

  /** Whether the pieces are all those of one whole, each once. */
  private boolean together(List<Piece> pieces) {
    Piece first = pieces.getFirst();
    boolean one =
        pieces.stream()
            .allMatch(each -> each.whole() == first.whole() && each.place() < pieces.size());
    return one
        && new HashSet<>(order(pieces)).size() == pieces.size()
        && first.whole() instanceof Operand.Tensor whole
        && whole.shape().rank() == 2
        && whole.shape().size(1) == units() * pieces.size();
  }

  private static List<Long> order(List<Piece> pieces) {
    return pieces.stream().map(Piece::place).toList();
  }

  /** Whether all weights have the shapes of such a cell. */
  private boolean fits(KnownCell cell) {
    long width = units() * cell.order().size();
    boolean biases =
        cell.biases().stream().allMatch(each -> each == Terms.NONE || row(each, width));
    return biases
        && cell.weights().stream().allMatch(each -> matrix(each, width))
        && ((Operand.Tensor) cell.weights().getLast()).shape().size(0) == units()
        && cell.gates().stream().noneMatch(gate -> gate.function().isEmpty());
  }

  private static boolean matrix(Operand operand, long width) {
    return operand instanceof Operand.Tensor tensor
        && tensor.type() == DataType.FP32
        && tensor.shape().rank() == 2
        && tensor.shape().known(0)
        && tensor.shape().size(1) == width;
  }

  /** A vector that is the same in every turn, or a row of such a matrix. */
  private boolean row(Operand operand, long width) {
    boolean shaped =
        operand instanceof Operand.Tensor tensor
            && tensor.type() == DataType.FP32
            && tensor.shape().equals(Shape.of(width));
    Piece cut = terms().row(operand);
    boolean ofTwo =
        constant(cut.whole())
            && cut.whole() instanceof Operand.Tensor rows
            && rows.shape().equals(Shape.of(2, width));
    return shaped && (constant(operand) || ofTwo);
  }
}
