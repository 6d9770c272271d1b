package dev.serin.runtime.torch.script;

import dev.serin.runtime.torch.Dim;
import dev.serin.runtime.torch.Refusal;
import dev.serin.tensor.DataType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** What functions of lists and tuples do, under the budget of their lengths. */
record Lists(Meter meter, String place) {

  /** The result, empty when this is no function of lists. */
  Optional<Thing> call(String name, Thing.Items of, List<Thing> given) {
    List<Thing> items = of.items();
    return switch (name) {
      case "len" -> Optional.of(Thing.Whole.of(items.size()));
      case "__getitem__", "select" -> Optional.of(item(items, given.get(1)));
      case "add" -> Optional.of(added(of, given.get(1)));
      case "mul" -> Optional.of(times(of, given.get(1)));
      case "slice" -> Optional.of(slice(of, given));
      case "__contains__" -> Optional.of(contains(items, given.get(1)));
      case "copy", "list" -> Optional.of(new Thing.Items(new ArrayList<>(items), false));
      case "append", "extend", "insert", "_set_item", "pop", "clear", "reverse" ->
          Optional.of(changed(name, of, given));
      case "max", "min" -> folded(name, items, given);
      case "sum" -> folded("add", items, given);
      case "all", "any" -> truths(name.equals("all"), items);
      case "eq", "ne" -> Numbers.of(name, given, place);
      default -> Optional.empty();
    };
  }

  private Thing item(List<Thing> items, Thing at) {
    if (at instanceof Thing.Whole(Dim number)) {
      return items.get(Builtins.place(number, items.size(), place));
    }
    throw Refusal.corrupt(place, "the item " + at.shown());
  }

  private Thing added(Thing.Items one, Thing two) {
    if (!(two instanceof Thing.Items(List<Thing> more, _))) {
      throw Refusal.value(place, "a list and " + two.shown());
    }
    List<Thing> all = new ArrayList<>(one.items());
    all.addAll(more);
    meter.list(all.size(), place);
    return new Thing.Items(all, one.tuple());
  }

  private Thing times(Thing.Items items, Thing count) {
    if (!(count instanceof Thing.Whole(Dim number)) || !number.known()) {
      throw Refusal.dataDependent(place, "the length of a list");
    }
    long times = Math.max(0, number.number().getAsLong());
    meter.list(times, place);
    meter.list(times * items.items().size(), place);
    List<Thing> all = new ArrayList<>();
    Collections.nCopies((int) times, items.items()).forEach(all::addAll);
    return new Thing.Items(all, items.tuple());
  }

  private Thing slice(Thing.Items of, List<Thing> given) {
    int size = of.items().size();
    int start = bound(given, 1, 0, size);
    int end = bound(given, 2, size, size);
    int step = bound(given, 3, 1, Integer.MAX_VALUE);
    List<Thing> some = new ArrayList<>();
    for (long at = start; at < end && step > 0; at += step) {
      some.add(of.items().get((int) at));
    }
    return new Thing.Items(some, of.tuple());
  }

  private int bound(List<Thing> given, int which, int otherwise, int size) {
    if (which >= given.size() || given.get(which) instanceof Thing.Nothing) {
      return otherwise;
    }
    if (!(given.get(which) instanceof Thing.Whole(Dim number)) || !number.known()) {
      throw Refusal.dataDependent(place, "which items are taken");
    }
    long at = number.number().getAsLong();
    return Math.clamp(at < 0 ? at + size : at, 0, size);
  }

  private Thing contains(List<Thing> items, Thing wanted) {
    boolean open = false;
    for (Thing item : items) {
      Optional<Thing> same = Numbers.of("eq", List.of(item, wanted), place);
      if (same.isPresent() && same.get().equals(new Thing.Flag(true))) {
        return new Thing.Flag(true);
      }
      open |= same.isPresent() && same.get() instanceof Thing.Open;
    }
    return open ? new Thing.Open("a size of the input") : new Thing.Flag(false);
  }

  private Thing changed(String name, Thing.Items of, List<Thing> given) {
    if (of.tuple()) {
      throw Refusal.corrupt(place, "a tuple is changed");
    }
    List<Thing> items = of.items();
    meter.list(items.size() + 1L, place);
    switch (name) {
      case "append" -> items.add(given.get(1));
      case "extend" -> {
        List<Thing> longer = ((Thing.Items) added(of, given.get(1))).items();
        items.addAll(longer.subList(items.size(), longer.size()));
      }
      case "insert" -> items.add(bound(given, 1, 0, items.size()), given.get(2));
      case "_set_item" -> {
        if (given.get(1) instanceof Thing.Whole(Dim at)) {
          items.set(Builtins.place(at, items.size(), place), given.get(2));
        }
      }
      case "pop" -> {
        Thing last = given.size() > 1 ? given.get(1) : Thing.Whole.of(-1);
        Thing item = item(items, last);
        items.remove(Builtins.place(((Thing.Whole) last).value(), items.size(), place));
        return item;
      }
      case "clear" -> items.clear();
      default -> Collections.reverse(items);
    }
    return of;
  }

  /** The largest, the smallest or the sum of the numbers of one list. */
  private Optional<Thing> folded(String name, List<Thing> items, List<Thing> given) {
    if (given.size() != 1 || items.isEmpty()) {
      return Optional.empty();
    }
    Optional<Thing> best = Optional.of(items.getFirst());
    for (Thing item : items.subList(1, items.size())) {
      best = best.flatMap(known -> Numbers.of(name, List.of(known, item), place));
    }
    return best;
  }

  /** Whether all, or any, are true, where all of them are truth values. */
  private static Optional<Thing> truths(boolean all, List<Thing> items) {
    List<Thing> flags = items.stream().map(Lists::flag).toList();
    if (!flags.stream().allMatch(Thing.Flag.class::isInstance)) {
      return Optional.empty();
    }
    boolean other = flags.contains(new Thing.Flag(!all));
    return Optional.of(new Thing.Flag(all != other));
  }

  /** A whole number that is known is true unless it is zero. */
  private static Thing flag(Thing item) {
    return item instanceof Thing.Whole(Dim number) && number.known()
        ? new Thing.Flag(!number.is(0))
        : item;
  }

  /** The numbers in lists of lists, their sizes, and the type that torch gives them. */
  DataType flatten(Thing data, List<Double> numbers, List<Long> sizes, int depth) {
    return switch (data) {
      case Thing.Items(List<Thing> items, _) -> {
        if (sizes.size() == depth) {
          sizes.add((long) items.size());
        }
        if (depth >= sizes.size() || sizes.get(depth) != items.size() || depth > 10) {
          throw Refusal.corrupt(place, "lists of different lengths");
        }
        DataType type = items.isEmpty() ? DataType.FP32 : DataType.BOOL;
        for (Thing item : items) {
          DataType next = flatten(item, numbers, sizes, depth + 1);
          type =
              type == DataType.FP32 || next == DataType.FP32
                  ? DataType.FP32
                  : type == DataType.INT64 || next == DataType.INT64 ? DataType.INT64 : next;
        }
        yield type;
      }
      case Thing.Whole(Dim value) when value.known() -> {
        numbers.add((double) value.number().getAsLong());
        yield DataType.INT64;
      }
      case Thing.Real(double value) -> {
        numbers.add(value);
        yield DataType.FP32;
      }
      case Thing.Flag(boolean value) -> {
        numbers.add(value ? 1.0 : 0.0);
        yield DataType.BOOL;
      }
      default -> throw Refusal.value(place, "a tensor of " + data.shown());
    };
  }
}
