package dev.serin.runtime.torch;

import dev.serin.graph.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A tensor as a program holds it: operators in place change it for all who hold it. A change of a
 * view is put back into what it is a part of. Other results that may share memory with what changes
 * go stale, and a stale tensor is refused, so no answer is silently another one.
 */
public final class Held {
  private final AtomicReference<Value> value;
  private final Optional<Part> part;
  private final AtomicInteger changes = new AtomicInteger();
  private final AtomicInteger seen = new AtomicInteger();

  /** How a changed view is put back into what it is a part of. */
  @FunctionalInterface
  interface Back {
    Value put(Value whole, Value part);
  }

  /** What a tensor shares its memory with; no way back where a copy is possible as well. */
  private record Part(Held of, Held root, Optional<Back> back) {}

  /** One call of an operator, as the program wrote it. */
  public record Called(
      String operator, List<Argument> positional, Map<String, Argument> named, String place) {}

  private Held(Value value, Optional<Part> part) {
    this.value = new AtomicReference<>(value);
    this.part = part;
    part.ifPresent(each -> seen.set(each.root().changes.get()));
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
    if (part.isPresent() && part.get().root().changes.get() != seen.get()) {
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
      Aten aten, Called call, List<Held> arguments, List<Value> results) {
    String operator = call.operator();
    if (Aten.inPlace(operator) && !arguments.isEmpty()) {
      arguments.getFirst().change(results.getFirst(), call.place());
      return List.of(arguments.getFirst());
    }
    Optional<Back> back = results.size() == 1 ? Parts.back(aten, call) : Optional.empty();
    return results.stream().map(result -> result(operator, arguments, result, back)).toList();
  }

  private static Held result(
      String operator, List<Held> arguments, Value result, Optional<Back> back) {
    if (arguments.isEmpty() || !Aten.givesView(operator)) {
      return of(result);
    }
    Held first = arguments.getFirst();
    boolean same = first.value.get().id() == result.id();
    if (same && !operator.equals("contiguous")) {
      return first;
    }
    Held root = first.part.map(Part::root).orElse(first);
    return new Held(result, Optional.of(new Part(first, root, back)));
  }

  private void change(Value changed, String place) {
    if (value(place).id() != changed.id()) {
      put(changed, place);
    }
  }

  private void put(Value changed, String place) {
    if (part.isPresent()) {
      Back back =
          part.get()
              .back()
              .orElseThrow(
                  () ->
                      Refusal.operator(
                          place, "a change in place of a part of a tensor is not converted"));
      Held of = part.get().of();
      of.put(back.put(of.value(place), changed), place);
      seen.set(part.get().root().changes.get());
    } else {
      changes.incrementAndGet();
    }
    value.set(changed);
  }
}
