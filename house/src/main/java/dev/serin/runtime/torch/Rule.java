package dev.serin.runtime.torch;

import dev.serin.graph.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * How one operator becomes nodes: the names of its arguments in the order of its schema, and what
 * it adds to the graph. Overloads share one rule: their arguments agree where they overlap, or
 * stand as {@code dim/dims} where only the name differs.
 */
record Rule(List<String> parameters, boolean givesList, Several body) {

  /** An operator with several results, or a list of them. */
  @FunctionalInterface
  interface Several {
    List<Value> lower(Call call);
  }

  /** An operator with one result. */
  @FunctionalInterface
  interface One {
    Value lower(Call call);
  }

  /** Adds operators with one result: {@code "add sub(self, other, alpha)"}. */
  static void one(Map<String, Rule> all, String schema, One body) {
    add(all, schema, false, call -> List.of(body.lower(call)));
  }

  /** Adds operators with a tuple of results, or with one. */
  static void several(Map<String, Rule> all, String schema, Several body) {
    add(all, schema, false, body);
  }

  /** Adds operators that give a list, also of one. */
  static void list(Map<String, Rule> all, String schema, Several body) {
    add(all, schema, true, body);
  }

  private static void add(Map<String, Rule> all, String schema, boolean list, Several body) {
    int open = schema.indexOf('(');
    String inner = schema.substring(open + 1, schema.length() - 1);
    List<String> names = Arrays.stream(inner.split(", ")).toList();
    for (String operator : schema.substring(0, open).split(" ")) {
      if (all.put(operator, new Rule(names, list, body)) != null) {
        throw new IllegalStateException(operator + " has two rules");
      }
    }
  }
}
