package dev.serin.runtime.torch;

import dev.serin.graph.Value;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A tensor as a program holds it: operators in place change it for all who hold it. A result that
 * may share memory with an argument goes stale when that argument is changed; a stale tensor and a
 * change of a part are refused, so no answer is silently another one.
 */
public final class Held {
  private final AtomicReference<Value> value;
  private final Optional<Held> whole;
  private final AtomicInteger changes = new AtomicInteger();
  private final int seen;

  private Held(Value value, Optional<Held> whole) {
    this.value = new AtomicReference<>(value);
    this.whole = whole.map(part -> part.whole.orElse(part));
    this.seen = this.whole.map(each -> each.changes.get()).orElse(0);
  }

  /** A tensor with memory of its own. */
  public static Held of(Value value) {
    return new Held(value, Optional.empty());
  }

  /** A result of an operator that is not converted: refused where it is used. */
  public static Held absent() {
    return new Held(Value.ABSENT, Optional.empty());
  }

  /** What it holds now; refused when what it is a part of has changed since. */
  public Value value(String place) {
    if (whole.isPresent() && whole.get().changes.get() != seen) {
      throw Refusal.operator(
          place, "a view of a tensor that was changed in place is not converted");
    }
    if (value.get() == Value.ABSENT) {
      throw Refusal.operator(place, "a result of an operator that is taken here is not converted");
    }
    return value.get();
  }

  /**
   * The results of an operator as they are held: the same one where nothing was done, a view of the
   * first argument where the operator may give one, the first argument itself after a change.
   *
   * @param arguments the tensors that were given, the first argument first
   */
  public static List<Held> results(
      String operator, List<Held> arguments, List<Value> results, String place) {
    if (Aten.inPlace(operator) && !arguments.isEmpty()) {
      arguments.getFirst().change(results.getFirst(), place);
      return List.of(arguments.getFirst());
    }
    return results.stream().map(result -> result(operator, arguments, result)).toList();
  }

  private static Held result(String operator, List<Held> arguments, Value result) {
    if (arguments.isEmpty() || !Aten.givesView(operator)) {
      return of(result);
    }
    Held first = arguments.getFirst();
    boolean same = first.value.get().id() == result.id();
    return same && !operator.equals("contiguous") ? first : new Held(result, Optional.of(first));
  }

  private void change(Value changed, String place) {
    if (value(place).id() == changed.id()) {
      return;
    }
    if (whole.isPresent()) {
      throw Refusal.operator(place, "a change in place of a part of a tensor is not converted");
    }
    value.set(changed);
    changes.incrementAndGet();
  }
}
