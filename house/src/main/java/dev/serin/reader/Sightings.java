package dev.serin.reader;

import dev.serin.base.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a pickle named while it was read, in the order of the file. A patient one only takes notes;
 * any other ends the reading at a name that can only be meant to run something.
 */
final class Sightings {
  private static final int MOST_NAMES = 10_000;

  private final boolean patient;
  private final Map<Node.Global, Imports.Named> named = new LinkedHashMap<>();
  private final List<Condemned> condemned = new ArrayList<>();

  Sightings(boolean patient) {
    this.patient = patient;
  }

  /** A global that may not stand in the file, and where it was named. */
  record Condemned(Globals.Verdict verdict, String place) {
    Problem.Raised refusal(String path) {
      return verdict.refusal(place, path);
    }
  }

  void see(Node.Global global, Place place, Optional<Globals.Verdict> against) {
    if (patient && named.size() < MOST_NAMES) {
      named.computeIfAbsent(global, it -> named(it, place, against));
    }
    if (against.isEmpty()) {
      return;
    }
    Condemned found = new Condemned(against.get(), place.text());
    if (condemned.isEmpty() || found.verdict().atOnce()) {
      condemned.add(found);
    }
    if (found.verdict().atOnce() && !patient) {
      throw found.refusal("");
    }
  }

  private static Imports.Named named(
      Node.Global global, Place place, Optional<Globals.Verdict> against) {
    Imports.Kind kind =
        against.isEmpty()
            ? Imports.Kind.KNOWN
            : against.get().code().equals("CUSTOM_CODE") ? Imports.Kind.CODE : Imports.Kind.UNKNOWN;
    return new Imports.Named(Shown.name(global.qualified()), place.text(), kind);
  }

  /** What condemns the file most: code that would run at once, else the first unknown class. */
  Optional<Condemned> worst() {
    return condemned.stream()
        .filter(each -> each.verdict().atOnce())
        .findFirst()
        .or(() -> condemned.stream().findFirst());
  }

  List<Imports.Named> named() {
    return List.copyOf(named.values());
  }
}
