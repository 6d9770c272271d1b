package dev.serin.runtime.savedmodel;

import dev.serin.reader.Protobuf;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Nodes that refer to each other by name: the main graph, or the body of a function. A function
 * names its {@code arguments}, the {@code results} in order by what gives them, and the nodes that
 * have to run whatever is asked. The outputs of its nodes are {@code numbered} in a graph, and have
 * names in a function.
 */
record Block(
    String name,
    List<String> arguments,
    Map<String, NodeDef> nodes,
    List<String> results,
    List<String> always,
    boolean numbered) {
  Block {
    arguments = List.copyOf(arguments);
    results = List.copyOf(results);
    always = List.copyOf(always);
  }

  /** The main graph of these nodes. */
  static Block graph(List<NodeDef> nodes) {
    return new Block("", List.of(), byName("the graph", nodes), List.of(), List.of(), true);
  }

  private static Map<String, NodeDef> byName(String place, List<NodeDef> nodes) {
    Map<String, NodeDef> byName = new LinkedHashMap<>();
    for (NodeDef node : nodes) {
      if (byName.put(node.name(), node) != null) {
        throw Refusal.corrupt(place, "two nodes are named " + node.name());
      }
    }
    return byName;
  }

  /** The same with other nodes. */
  Block with(Map<String, NodeDef> others) {
    return new Block(name, arguments, others, results, always, numbered);
  }

  /** Reads a {@code FunctionDef}. */
  static Block read(Protobuf proto) {
    Heading heading = new Heading("", List.of(), List.of());
    List<NodeDef> nodes = new ArrayList<>();
    Map<String, String> given = new LinkedHashMap<>();
    List<String> always = new ArrayList<>();
    while (proto.next()) {
      switch (proto.field()) {
        case 1 -> heading = Heading.read(proto.message());
        case 3 -> nodes.add(NodeDef.read(proto.message()));
        case 4 -> pair(proto.message(), given);
        case 6 -> {
          Map<String, String> one = new LinkedHashMap<>();
          pair(proto.message(), one);
          always.addAll(one.values());
        }
        default -> {} // settings for compilers
      }
    }
    if (heading.name().isEmpty()) {
      throw Refusal.corrupt("the library", "a function without a name");
    }
    List<String> results = new ArrayList<>();
    for (String result : heading.results()) {
      if (!given.containsKey(result)) {
        throw Refusal.corrupt("function " + heading.name(), "nothing gives " + result);
      }
      results.add(given.get(result));
    }
    return new Block(
        heading.name(), heading.arguments(), byName(heading.name(), nodes), results, always, false);
  }

  private static void pair(Protobuf proto, Map<String, String> into) {
    String key = "";
    String value = "";
    while (proto.next()) {
      key = proto.field() == 1 ? proto.text() : key;
      value = proto.field() == 2 ? proto.text() : value;
    }
    into.put(key, value);
  }

  /** The name of a function, and the names of what it takes and gives. */
  private record Heading(String name, List<String> arguments, List<String> results) {
    private static Heading read(Protobuf proto) {
      String name = "";
      List<String> arguments = new ArrayList<>();
      List<String> results = new ArrayList<>();
      while (proto.next()) {
        switch (proto.field()) {
          case 1 -> name = proto.text();
          case 2 -> arguments.add(name(proto.message()));
          case 3 -> results.add(name(proto.message()));
          default -> {} // settings and descriptions
        }
      }
      return new Heading(name, arguments, results);
    }

    private static String name(Protobuf argument) {
      String name = "";
      while (argument.next()) {
        name = argument.field() == 1 ? argument.text() : name;
      }
      return name;
    }
  }
}
