package dev.serin.runtime.torch;

import dev.serin.graph.Attribute;
import dev.serin.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Einstein's summation by torch's notation, with letters of either case and one ellipsis. */
final class Einsum {
  private static final Pattern TERM = Pattern.compile("[a-zA-Z]*(\\.\\.\\.)?[a-zA-Z]*");
  private static final String DOTS = "...";

  private Einsum() {}

  static Value of(Call call, String equation, List<Value> operands) {
    String plain = equation.replace(" ", "");
    int arrow = plain.indexOf("->");
    String left = arrow < 0 ? plain : plain.substring(0, arrow);
    List<String> terms = List.of(left.split(",", -1));
    String right = arrow < 0 ? implicit(left) : plain.substring(arrow + 2);
    boolean sound = terms.size() == operands.size() && TERM.matcher(right).matches();
    for (String term : terms) {
      sound &= TERM.matcher(term).matches();
    }
    if (!sound || operands.isEmpty()) {
      throw call.refuse("the equation is '" + equation + "' for " + operands.size() + " tensors");
    }
    List<Dim> sizes = sizes(call, terms, operands, right);
    Attribute text = new Attribute.Text("equation", String.join(",", terms) + "->" + right);
    return call.draft().node("Einsum", operands, operands.getFirst().type(), sizes, text);
  }

  /** Without an arrow: the dots, and then every letter that stands once, in their order. */
  private static String implicit(String left) {
    Map<Character, Integer> counts = new TreeMap<>();
    for (char letter : left.toCharArray()) {
      if (Character.isLetter(letter)) {
        counts.merge(letter, 1, Integer::sum);
      }
    }
    StringBuilder right = new StringBuilder(left.contains(DOTS) ? DOTS : "");
    counts.forEach((letter, count) -> right.append(count == 1 ? letter.toString() : ""));
    return right.toString();
  }

  private static List<Dim> sizes(
      Call call, List<String> terms, List<Value> operands, String right) {
    Map<Character, Dim> letters = new HashMap<>();
    List<Dim> dots = List.of();
    for (int i = 0; i < terms.size(); i++) {
      List<Dim> sizes = call.draft().sizes(operands.get(i));
      String term = terms.get(i);
      int before = term.contains(DOTS) ? term.indexOf(DOTS) : term.length();
      int after = term.contains(DOTS) ? term.length() - before - DOTS.length() : 0;
      int middle = sizes.size() - before - after;
      if (middle < 0 || middle > 0 && !term.contains(DOTS)) {
        throw call.mismatch(term + " does not name the axes of " + sizes);
      }
      for (int axis = 0; axis < before; axis++) {
        put(letters, term.charAt(axis), sizes.get(axis));
      }
      dots = Draft.broadcast("einsum", dots, sizes.subList(before, before + middle));
      for (int axis = 0; axis < after; axis++) {
        char letter = term.charAt(before + DOTS.length() + axis);
        put(letters, letter, sizes.get(before + middle + axis));
      }
    }
    return result(call, right, letters, dots);
  }

  private static void put(Map<Character, Dim> letters, char letter, Dim size) {
    Dim known = letters.getOrDefault(letter, size);
    letters.put(letter, known.is(1) ? size : size.is(1) ? known : Shaping.same(known, size));
  }

  private static List<Dim> result(
      Call call, String right, Map<Character, Dim> letters, List<Dim> dots) {
    List<Dim> sizes = new ArrayList<>();
    for (int i = 0; i < right.length(); i++) {
      if (right.startsWith(DOTS, i)) {
        sizes.addAll(dots);
        i += DOTS.length() - 1;
      } else if (letters.containsKey(right.charAt(i))) {
        sizes.add(letters.get(right.charAt(i)));
      } else {
        throw call.mismatch("the letter " + right.charAt(i) + " of the result is not given");
      }
    }
    return sizes;
  }
}
