package dev.serin.runtime.keras;

import dev.serin.runtime.keras.Architecture.Call;
import dev.serin.runtime.keras.Architecture.Definition;
import dev.serin.runtime.keras.Architecture.Reference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The order in which Keras runs the calls of a model: by depth, the longest way to an output, and
 * within one depth as a search back from the outputs leaves them. It matters, since a call may take
 * the mask off a tensor that another call at its depth takes, too.
 */
final class RunOrder {
  private final Map<Place, Run> runs = new LinkedHashMap<>();
  private final List<Place> finished = new ArrayList<>();

  /** A call of a layer, with the number of the call. */
  record Run(Definition layer, long number) {
    Call<Reference> call() {
      return layer.calls().get((int) number);
    }
  }

  private record Place(String layer, long call) {}

  private record Visit(Place place, Iterator<Place> before) {}

  private RunOrder(List<Definition> layers) {
    for (Definition layer : layers) {
      for (int number = 0; number < layer.calls().size(); number++) {
        runs.put(new Place(layer.name(), number), new Run(layer, number));
      }
    }
  }

  /** All calls of the model; those on which no output depends come last, as the file has them. */
  static List<Run> of(Architecture architecture) {
    RunOrder order = new RunOrder(architecture.layers());
    order.search(architecture.outputs().stream().map(output -> place(output.reference())).toList());
    Set<Place> sorted = new LinkedHashSet<>(order.byDepth());
    sorted.addAll(order.runs.keySet());
    return sorted.stream().map(order.runs::get).toList();
  }

  private static Place place(Reference reference) {
    return new Place(reference.layer(), reference.call());
  }

  /** Each call behind all that it takes; calls that wait for each other stand anywhere. */
  private void search(List<Place> outputs) {
    Set<Place> seen = new HashSet<>();
    Deque<Visit> open = new ArrayDeque<>();
    for (Place output : outputs) {
      visit(output, seen, open);
      while (!open.isEmpty()) {
        Visit visit = open.peek();
        if (visit.before().hasNext()) {
          visit(visit.before().next(), seen, open);
        } else {
          finished.add(open.pop().place());
        }
      }
    }
  }

  private void visit(Place place, Set<Place> seen, Deque<Visit> open) {
    if (runs.containsKey(place) && seen.add(place)) {
      open.push(new Visit(place, before(runs.get(place)).iterator()));
    }
  }

  private List<Place> before(Run run) {
    Call<Reference> call = run.call();
    Stream<Reference> given = call.given().stream().flatMap(RunOrder::flat);
    return Stream.concat(given, sorted(call.named()))
        .map(RunOrder::place)
        .filter(runs::containsKey)
        .toList();
  }

  /** The results in an argument as Keras counts them: members by their names. */
  private static Stream<Reference> flat(Argument<Reference> argument) {
    return switch (argument) {
      case Argument.Several<Reference>(List<Argument<Reference>> items) ->
          items.stream().flatMap(RunOrder::flat);
      case Argument.Table<Reference>(SequencedMap<String, Argument<Reference>> members) ->
          sorted(members);
      case Argument.Result<Reference> _, Argument.Fixed<Reference> _ -> argument.results();
    };
  }

  private static Stream<Reference> sorted(Map<String, Argument<Reference>> members) {
    return members.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .flatMap(member -> flat(member.getValue()));
  }

  /** All calls of a layer stand at least as deep as the deepest that was met before. */
  private List<Place> byDepth() {
    SequencedMap<Place, Integer> depths = new LinkedHashMap<>();
    Map<String, Integer> deepest = new HashMap<>();
    for (Place at : finished.reversed()) {
      int depth = deepest.merge(at.layer(), depths.getOrDefault(at, 0), Math::max);
      depths.put(at, depth);
      before(runs.get(at)).forEach(place -> depths.merge(place, depth + 1, Math::max));
    }
    return depths.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .map(Map.Entry::getKey)
        .toList();
  }
}
