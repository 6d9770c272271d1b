package dev.serin.facade.canary;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds for each image after the event the one before it, by their names. */
final class Pairing {
  /** What is replaced by what, the first that gives the name of a file that is there. */
  private static final List<Map.Entry<String, String>> WORDS =
      List.of(
          Map.entry("post_disaster", "pre_disaster"),
          Map.entry("_post_", "_pre_"),
          Map.entry("-post", "-pre"),
          Map.entry("post", "pre"));

  private Pairing() {}

  /** Two names. */
  record Pair(String before, String after) {}

  static List<Pair> of(Set<String> names) {
    List<Pair> pairs = new ArrayList<>();
    for (String after : names.stream().sorted().toList()) {
      Optional<String> before =
          WORDS.stream()
              .filter(words -> after.contains(words.getKey()))
              .map(words -> after.replace(words.getKey(), words.getValue()))
              .filter(names::contains)
              .findFirst();
      before.ifPresent(name -> pairs.add(new Pair(name, after)));
    }
    return pairs;
  }
}
