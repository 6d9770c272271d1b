package dev.serin.runtime.torch.python;

import dev.serin.runtime.torch.python.Thing.Given;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The methods of texts, lists, tuples and dicts. */
final class Methods {
  private static final Set<String> WITHOUT_ARGUMENTS =
      Set.of(
          "lower", "upper", "strip", "split", "format", "reverse", "clear", "copy", "pop", "keys",
          "values", "items", "numel");

  private Methods() {}

  static Thing call(Thing of, String name, Given given, Interpreter in) {
    if (!given.named().isEmpty()) {
      throw in.trouble("the method " + name + " is given an argument by name");
    }
    List<Thing> list = given.list();
    if (list.isEmpty() && !WITHOUT_ARGUMENTS.contains(name)) {
      throw in.trouble("the method " + name + " is given too little");
    }
    return switch (of) {
      case Thing.Text(String text) -> text(text, name, list, in);
      case Thing.Items items -> items(items, name, list, in);
      case Thing.Tuple(List<Thing> items, _) -> reading(items, name, list, in);
      case Thing.Dict dict -> dict(dict, name, list, in);
      default -> throw unknown(of, name, in);
    };
  }

  private static RuntimeException unknown(Thing of, String name, Interpreter in) {
    return in.trouble(Shown.kind(of) + " has no method '" + name + "' here");
  }

  private static Thing text(String text, String name, List<Thing> given, Interpreter in) {
    String first = given.isEmpty() ? "" : Shown.text(given.getFirst());
    return switch (name) {
      case "lower" -> new Thing.Text(text.toLowerCase(Locale.ROOT));
      case "upper" -> new Thing.Text(text.toUpperCase(Locale.ROOT));
      case "strip" -> new Thing.Text(text.strip());
      case "startswith" -> new Thing.Flag(text.startsWith(first));
      case "endswith" -> new Thing.Flag(text.endsWith(first));
      case "split" -> split(text, given);
      case "join" -> joined(text, given, in);
      case "replace" -> {
        String with = Shown.text(second(given, in));
        in.meter().text((text.length() + 1L) * (with.length() + 1L), in.place());
        yield new Thing.Text(text.replace(first, with));
      }
      case "format" -> formatted(text, given, in);
      default -> throw unknown(new Thing.Text(text), name, in);
    };
  }

  private static Thing second(List<Thing> given, Interpreter in) {
    if (given.size() < 2) {
      throw in.trouble("a method is given too little, or there is no such item");
    }
    return given.get(1);
  }

  private static Thing split(String text, List<Thing> given) {
    String by = given.isEmpty() ? "" : Shown.text(given.getFirst());
    String[] parts =
        by.isEmpty()
            ? text.strip().split("\\s+")
            : text.split(java.util.regex.Pattern.quote(by), -1);
    return new Thing.Items(Arrays.stream(parts).<Thing>map(Thing.Text::new).toList());
  }

  private static Thing joined(String by, List<Thing> given, Interpreter in) {
    List<String> parts = new ArrayList<>();
    long length = 0;
    for (Thing part : in.items(given.getFirst())) {
      parts.add(Shown.text(part));
      length += parts.getLast().length() + by.length();
      in.meter().text(length, in.place());
    }
    return new Thing.Text(parts.stream().collect(Collectors.joining(by)));
  }

  private static Thing formatted(String text, List<Thing> given, Interpreter in) {
    StringBuilder all = new StringBuilder();
    int next = 0;
    int at = 0;
    while (at < text.length()) {
      if (!text.startsWith("{}", at)) {
        all.append(text.charAt(at++));
        continue;
      }
      if (next == given.size()) {
        throw in.trouble("a text is formatted with too few values");
      }
      all.append(Shown.text(given.get(next++)));
      in.meter().text(all.length(), in.place());
      at += 2;
    }
    return new Thing.Text(all.toString());
  }

  private static Thing reading(List<Thing> list, String name, List<Thing> given, Interpreter in) {
    return switch (name) {
      case "index" -> new Thing.Whole(list.indexOf(new Operators(in).key(given.getFirst())));
      case "count" -> {
        Thing key = new Operators(in).key(given.getFirst());
        yield new Thing.Whole(list.stream().filter(key::equals).count());
      }
      case "numel" -> {
        Thing product = new Thing.Whole(1);
        for (Thing item : list) {
          product = new Operators(in).binary("*", product, item);
        }
        yield product;
      }
      default -> throw unknown(Thing.Tuple.of(List.of()), name, in);
    };
  }

  private static Thing items(Thing.Items items, String name, List<Thing> given, Interpreter in) {
    List<Thing> list = items.list();
    in.meter().list(list.size() / 64 + 1, in.place());
    switch (name) {
      case "append" -> list.add(given.getFirst());
      case "extend" -> in.items(given.getFirst()).forEach(list::add);
      case "insert" -> list.add(place(given.getFirst(), list.size()), second(given, in));
      case "reverse" -> java.util.Collections.reverse(list);
      case "clear" -> list.clear();
      case "copy" -> {
        return new Thing.Items(list);
      }
      case "pop" -> {
        if (list.isEmpty()) {
          throw in.trouble("an item is taken from an empty list");
        }
        return given.isEmpty()
            ? list.removeLast()
            : list.remove(place(given.getFirst(), list.size() - 1));
      }
      default -> {
        return reading(list, name, given, in);
      }
    }
    in.meter()
        .list(list.size() / 64 + (list.size() > Meter.LONGEST_LIST ? list.size() : 0), in.place());
    return Thing.NONE;
  }

  private static int place(Thing index, int most) {
    long at = index instanceof Thing.Whole(long number) ? number : 0;
    return Math.clamp(at < 0 ? at + most + (at < 0 ? 1 : 0) : at, 0, most);
  }

  private static Thing dict(Thing.Dict dict, String name, List<Thing> given, Interpreter in) {
    Map<Thing, Thing> map = dict.map();
    in.meter().list(map.size() / 64 + 1, in.place());
    return switch (name) {
      case "keys" -> new Thing.Items(List.copyOf(map.keySet()));
      case "values" -> new Thing.Items(List.copyOf(map.values()));
      case "items" ->
          new Thing.Items(
              map.entrySet().stream()
                  .<Thing>map(e -> Thing.Tuple.of(List.of(e.getKey(), e.getValue())))
                  .toList());
      case "get" ->
          map.getOrDefault(given.getFirst(), given.size() > 1 ? given.get(1) : Thing.NONE);
      case "pop" -> {
        Thing removed = given.isEmpty() ? null : map.remove(given.getFirst());
        yield removed == null ? second(given, in) : removed;
      }
      case "update" -> {
        if (!(given.getFirst() instanceof Thing.Dict other)) {
          throw unknown(dict, name, in);
        }
        map.putAll(other.map());
        yield Thing.NONE;
      }
      case "copy" -> {
        Thing.Dict copy = new Thing.Dict();
        copy.map().putAll(map);
        yield copy;
      }
      case "setdefault" -> {
        map.putIfAbsent(new Operators(in).key(given.getFirst()), second(given, in));
        yield map.get(given.getFirst());
      }
      default -> throw unknown(dict, name, in);
    };
  }
}
