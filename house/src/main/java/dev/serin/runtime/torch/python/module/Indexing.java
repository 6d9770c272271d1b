package dev.serin.runtime.torch.python.module;

import dev.serin.runtime.torch.Aten;
import dev.serin.runtime.torch.python.Interpreter;
import dev.serin.runtime.torch.python.Thing;
import dev.serin.runtime.torch.python.Thing.Given;
import dev.serin.runtime.torch.python.Trouble;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Items of tensors: {@code x[:, 0]}, {@code x[..., None]}, {@code x[indices]}. */
final class Indexing {
  private final Operations operations;

  Indexing(Operations operations) {
    this.operations = operations;
  }

  private Thing call(Interpreter in, String operator, Thing... given) {
    return operations.call(operator, Given.of(given), in);
  }

  private static Thing whole(long number) {
    return new Thing.Whole(number);
  }

  Thing pick(Thing.Tensor of, Thing index, Interpreter in) {
    Thing value = of;
    int axis = 0;
    List<Thing> advanced = new ArrayList<>();
    for (Thing item : full(of, index, in)) {
      Thing.Tensor now = (Thing.Tensor) value;
      switch (item) {
        case Thing.Whole _, Thing.Size _ -> value = call(in, "select", now, whole(axis), item);
        case Thing.Cut cut -> {
          value = sliced(now, axis, cut, in);
          axis++;
        }
        case Thing.None _ -> {
          value = call(in, "unsqueeze", now, whole(axis));
          axis++;
        }
        case Thing.Tensor _, Thing.Items _ -> {
          while (advanced.size() < axis) {
            advanced.add(Thing.NONE);
          }
          advanced.add(item instanceof Thing.Items list ? literal(list, in) : item);
          axis++;
        }
        default -> throw Trouble.value(in.place(), "this index of a tensor is not read");
      }
    }
    return advanced.isEmpty()
        ? value == of ? of.view(of.value()) : value
        : call(in, "index", value, new Thing.Items(advanced));
  }

  private Thing literal(Thing.Items list, Interpreter in) {
    return Literals.tensor(operations, Given.of(list), in);
  }

  private Thing sliced(Thing.Tensor of, int axis, Thing.Cut cut, Interpreter in) {
    boolean all =
        List.of(cut.from(), cut.to(), cut.step()).stream().allMatch(Thing.None.class::isInstance);
    if (all) {
      return of;
    }
    Thing from = cut.from() instanceof Thing.None ? whole(0) : cut.from();
    Thing to = cut.to() instanceof Thing.None ? whole(Long.MAX_VALUE) : cut.to();
    Thing step = cut.step() instanceof Thing.None ? whole(1) : cut.step();
    return call(in, "slice", of, whole(axis), from, to, step);
  }

  /** The index with one item for each axis that it names; {@code ...} becomes full slices. */
  private List<Thing> full(Thing.Tensor of, Thing index, Interpreter in) {
    List<Thing> items =
        index instanceof Thing.Tuple(List<Thing> several, _) ? several : List.of(index);
    long axes =
        items.stream()
            .filter(item -> !(item instanceof Thing.None || item instanceof Thing.Ellipsis))
            .count();
    long open = operations.sizes(of).size() - axes;
    if (open < 0) {
      throw Trouble.value(in.place(), "an index names more axes than the tensor has");
    }
    List<Thing> all = new ArrayList<>();
    for (Thing item : items) {
      if (item instanceof Thing.Ellipsis) {
        for (long i = 0; i < open; i++) {
          all.add(new Thing.Cut(Thing.NONE, Thing.NONE, Thing.NONE));
        }
      } else {
        all.add(item);
      }
    }
    return all;
  }

  void put(Thing.Tensor of, Thing index, Thing value, Interpreter in) {
    if (index instanceof Thing.Ellipsis && value instanceof Thing.Tensor tensor) {
      boolean same = tensor.value().type() == of.value().type();
      Thing type = new Thing.Type(of.value().type());
      changed(of, same ? tensor : (Thing.Tensor) call(in, "to", tensor, type), in);
      return;
    }
    if (index instanceof Thing.Tensor mask) {
      Thing filled =
          value instanceof Thing.Tensor
              ? call(in, "where", mask, value, of)
              : call(in, "masked_fill", of, mask, value);
      changed(of, (Thing.Tensor) filled, in);
      return;
    }
    changed(of, (Thing.Tensor) scattered(of, full(of, index, in), 0, value, in), in);
  }

  private static void changed(Thing.Tensor of, Thing.Tensor to, Interpreter in) {
    if (of.stale()) {
      throw Trouble.value(
          in.place(), "a tensor is changed whose numbers were changed through another view");
    }
    of.change(to.value(), to.unset());
  }

  /** A copy of {@code of} with the value at the rest of the index, from this axis on. */
  private Thing scattered(
      Thing.Tensor of, List<Thing> index, int axis, Thing value, Interpreter in) {
    if (index.isEmpty()) {
      return spread(of, value, in);
    }
    Thing item = index.getFirst();
    List<Thing> rest = index.subList(1, index.size());
    if (!Aten.knows("slice_scatter") || !Aten.knows("select_scatter")) {
      throw Trouble.of("UNSUPPORTED_OP", in.place(), "an item of a tensor is changed");
    }
    return switch (item) {
      case Thing.Whole _, Thing.Size _ -> {
        Thing.Tensor part = (Thing.Tensor) call(in, "select", of, whole(axis), item);
        Thing changed = scattered(part, rest, axis, value, in);
        yield call(in, "select_scatter", of, changed, whole(axis), item);
      }
      case Thing.Cut cut -> {
        Thing.Tensor part = (Thing.Tensor) sliced(of, axis, cut, in);
        Thing changed = scattered(part, rest, axis + 1, value, in);
        if (part == of) {
          yield changed;
        }
        Thing from = cut.from() instanceof Thing.None ? whole(0) : cut.from();
        Thing to = cut.to() instanceof Thing.None ? whole(Long.MAX_VALUE) : cut.to();
        Thing step = cut.step() instanceof Thing.None ? whole(1) : cut.step();
        yield step.equals(whole(1))
            ? call(in, "slice_scatter", of, changed, whole(axis), from, to, step)
            : strided(of, changed, axis, cut, in);
      }
      default -> throw Trouble.value(in.place(), "this index of a tensor is not changed");
    };
  }

  /** The elements of {@code part} at every so many places of an axis, else those of {@code of}. */
  private Thing strided(Thing.Tensor of, Thing part, int axis, Thing.Cut cut, Interpreter in) {
    long size = operations.sizes(of).get(axis).number().orElse(-1);
    if (size < 0) {
      throw Trouble.dependent(in.place(), "places are changed on an axis that is left open");
    }
    if (size > 1 << 20) {
      throw Trouble.value(in.place(), size + " places of a tensor are not changed one by one");
    }
    List<Thing> places = new ArrayList<>(Collections.nCopies((int) size, whole(0)));
    List<Thing> mask = new ArrayList<>(Collections.nCopies((int) size, new Thing.Flag(false)));
    long next = 0;
    for (long place : in.places(cut, size)) {
      places.set((int) place, whole(next++));
      mask.set((int) place, new Thing.Flag(true));
    }
    Thing from = Literals.tensor(operations, Given.of(new Thing.Items(places)), in);
    Thing spread = call(in, "index_select", part, whole(axis), from);
    Thing chosen = Literals.tensor(operations, Given.of(new Thing.Items(mask)), in);
    List<Thing> shape = new ArrayList<>(Collections.nCopies(operations.sizes(of).size(), whole(1)));
    shape.set(axis, whole(size));
    Thing fitting = call(in, "reshape", chosen, new Thing.Items(shape));
    return call(in, "where", fitting, spread, of);
  }

  /** The value in the shape and the datatype of what it replaces. */
  private Thing spread(Thing.Tensor of, Thing value, Interpreter in) {
    Thing sizes = Thing.Tuple.of(Torch.sizes(operations.sizes(of)));
    Thing type = new Thing.Type(of.value().type());
    if (value instanceof Thing.Tensor tensor) {
      Thing cast = call(in, "to", tensor, type);
      return call(in, "expand", cast, sizes);
    }
    return operations.call(
        "full", new Given(List.of(sizes, value), java.util.Map.of("dtype", type)), in);
  }
}
