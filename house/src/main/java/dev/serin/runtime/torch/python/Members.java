package dev.serin.runtime.torch.python;

import dev.serin.runtime.torch.python.Thing.Given;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Attributes and items of things. */
final class Members {
  private final Interpreter in;

  Members(Interpreter in) {
    this.in = in;
  }

  Thing attribute(Thing of, String name) {
    if (name.startsWith("__")
        && !name.matches("__(class|name|init|call|len|iter|getitem|contains|doc)__")) {
      throw Trouble.custom(in.place(), "the attribute " + name + " is not reached");
    }
    return switch (of) {
      case Thing.Space space -> in.library().member(space, name, in);
      case Thing.Tensor _, Thing.Probe _ -> in.library().attribute(of, name, in);
      case Thing.Instance instance -> ofInstance(instance, name);
      case Thing.Kind kind -> ofKind(kind, name);
      case Thing.Above(Thing.Kind below, Thing self) ->
          bound(self, below.inherited(name).orElseGet(() -> nothing(name, below)));
      case Thing.Tuple tuple when tuple.names().contains(name) ->
          tuple.items().get(tuple.names().indexOf(name));
      case Thing.Type type when name.equals("is_floating_point") ->
          new Thing.Native(name, (_, _) -> new Thing.Flag(type.value().floating()));
      case Thing.Function function when name.equals("__name__") -> new Thing.Text(function.name());
      case Thing.Text _, Thing.Items _, Thing.Dict _, Thing.Tuple _, Thing.Cut _ ->
          new Thing.Native(name, (given, _) -> Methods.call(of, name, given, in));
      default -> throw in.trouble(Shown.kind(of) + " has no attribute '" + name + "'");
    };
  }

  /** {@code object.__init__}, which every class has. */
  private Thing nothing(String name, Thing.Kind kind) {
    if (name.equals("__init__")) {
      return Builtins.WITHOUT_EFFECT;
    }
    throw in.trouble("what " + kind.name() + " extends has no '" + name + "'");
  }

  private Thing ofInstance(Thing.Instance of, String name) {
    if (name.equals("__class__")) {
      return of.kind();
    }
    Thing own = of.attributes().get(name);
    if (own != null) {
      return own;
    }
    Optional<Thing> member = of.kind().member(name).or(() -> in.library().missing(of, name));
    return bound(
        of,
        member.orElseThrow(
            () -> in.trouble(of.kind().name() + " has no attribute '" + name + "'")));
  }

  private Thing bound(Thing self, Thing member) {
    return switch (member) {
      case Thing.Function _, Thing.Native _ -> new Thing.Bound(self, member);
      case Thing.Wrapped(String how, Thing function) ->
          switch (how) {
            case "property" -> in.call(function, Given.of(self));
            case "staticmethod" -> function;
            default -> new Thing.Bound(kind(self), function);
          };
      default -> member;
    };
  }

  private static Thing kind(Thing self) {
    return self instanceof Thing.Instance instance ? instance.kind() : self;
  }

  private Thing ofKind(Thing.Kind kind, String name) {
    if (name.equals("__name__")) {
      return new Thing.Text(kind.name());
    }
    Thing member =
        kind.member(name)
            .orElseThrow(() -> in.trouble(kind.name() + " has no attribute '" + name + "'"));
    return member instanceof Thing.Wrapped(String how, Thing function)
        ? how.equals("classmethod") ? new Thing.Bound(kind, function) : function
        : member;
  }

  void set(Thing of, String name, Thing value) {
    if (name.startsWith("__")) {
      throw Trouble.custom(in.place(), "the attribute " + name + " is not reached");
    }
    switch (of) {
      case Thing.Instance instance -> instance.attributes().put(name, value);
      case Thing.Kind kind -> kind.members().put(name, value);
      case Thing.Tensor tensor when name.equals("data") ->
          in.library().put(tensor, Thing.ELLIPSIS, value, in);
      case Thing.Tensor _ when name.equals("requires_grad") -> in.meter().step(in.place());
      default -> throw in.trouble("an attribute is given to " + Shown.kind(of));
    }
  }

  Thing pick(Thing of, Thing index) {
    return switch (of) {
      case Thing.Tensor _, Thing.Probe _ -> in.library().pick(of, index, in);
      case Thing.Items items -> picked(items.list(), index, false);
      case Thing.Tuple(List<Thing> items, _) -> picked(items, index, true);
      case Thing.Dict dict ->
          Optional.ofNullable(dict.map().get(index))
              .orElseThrow(() -> in.trouble("the dict has no key " + Shown.text(index)));
      case Thing.Text(String text) -> letters(text, index);
      case Thing.Range range -> picked(new ArrayList<>(copy(range)), index, true);
      case Thing.Instance instance when instance.kind().member("__getitem__").isPresent() ->
          in.call(attribute(instance, "__getitem__"), Given.of(index));
      // list[int], Optional[Tensor]: a type hint that is worked out
      case Thing.Native _, Thing.Kind _, Thing.Space _ -> of;
      default -> throw in.trouble(Shown.kind(of) + " has no items");
    };
  }

  private List<Thing> copy(Thing.Range range) {
    in.meter().list(range.count(), in.place());
    List<Thing> list = new ArrayList<>();
    in.items(range).forEach(list::add);
    return list;
  }

  private Thing letters(String text, Thing index) {
    List<Thing> letters = new ArrayList<>();
    in.items(new Thing.Text(text)).forEach(letters::add);
    if (!(index instanceof Thing.Cut)) {
      return picked(letters, index, false);
    }
    StringBuilder part = new StringBuilder();
    in.items(picked(letters, index, false)).forEach(letter -> part.append(Shown.text(letter)));
    return new Thing.Text(part.toString());
  }

  private Thing picked(List<Thing> list, Thing index, boolean tuple) {
    return switch (index) {
      case Thing.Whole(long at) -> list.get(place(at, list.size()));
      case Thing.Flag(boolean second) -> list.get(place(second ? 1 : 0, list.size()));
      case Thing.Cut cut -> {
        List<Thing> part = new ArrayList<>();
        for (long at : places(cut, list.size())) {
          part.add(list.get((int) at));
        }
        in.meter().list(part.size(), in.place());
        yield tuple ? Thing.Tuple.of(part) : new Thing.Items(part);
      }
      default -> throw in.trouble(Shown.kind(index) + " is no index of a list");
    };
  }

  private int place(long index, int size) {
    long at = index < 0 ? index + size : index;
    if (at < 0 || at >= size) {
      throw in.trouble("there is no item " + index + " among " + size);
    }
    return (int) at;
  }

  /** The places that a slice means. */
  List<Long> places(Thing.Cut cut, long size) {
    long step = bound(cut.step(), 1);
    if (step == 0) {
      throw in.trouble("the step of a slice is 0");
    }
    long low = step > 0 ? 0 : -1;
    long high = step > 0 ? size : size - 1;
    long from = clamped(bound(cut.from(), step > 0 ? 0 : Long.MAX_VALUE), size, low, high);
    boolean open = cut.to() instanceof Thing.None;
    long to = open ? step > 0 ? size : -1 : clamped(bound(cut.to(), 0), size, low, high);
    List<Long> places = new ArrayList<>();
    for (long at = from; step > 0 ? at < to : at > to; at += step) {
      places.add(at);
      in.meter().step(in.place());
    }
    return places;
  }

  private static long clamped(long at, long size, long low, long high) {
    return Math.clamp(at < 0 ? at + size : at, low, high);
  }

  private long bound(Thing thing, long otherwise) {
    return switch (thing) {
      case Thing.None _ -> otherwise;
      case Thing.Whole(long number) -> Math.clamp(number, -(1L << 40), 1L << 40);
      default -> throw in.trouble("a bound of a slice is " + Shown.kind(thing));
    };
  }

  void put(Thing of, Thing index, Thing value) {
    switch (of) {
      case Thing.Tensor tensor -> in.library().put(tensor, index, value, in);
      case Thing.Dict dict -> dict.map().put(new Operators(in).key(index), value);
      case Thing.Items items when index instanceof Thing.Whole(long at) ->
          items.list().set(place(at, items.list().size()), value);
      case Thing.Instance instance when instance.kind().member("__setitem__").isPresent() ->
          in.call(
              new Thing.Bound(instance, instance.kind().member("__setitem__").get()),
              Given.of(index, value));
      default -> throw in.trouble("an item is given to " + Shown.kind(of));
    }
  }

  /** The value in a formatted text. */
  String styled(Thing value, String style) {
    if (style.isEmpty()) {
      return Shown.text(value);
    }
    if (value instanceof Thing.Whole(long number) && style.matches("0?[0-9]{0,2}d?")) {
      return String.format(Locale.ROOT, "%" + style.replace("d", "") + "d", number);
    }
    if (Operators.real(value).isPresent() && style.matches("\\.[0-9]f")) {
      return String.format(Locale.ROOT, "%" + style, Operators.real(value).get());
    }
    throw in.trouble("the format '" + style + "' is not read");
  }
}
