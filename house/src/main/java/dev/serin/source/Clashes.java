package dev.serin.source;

import dev.serin.base.ModelName;
import dev.serin.base.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Finds files that want one name, or names that differ by case alone. Who has the name already
 * keeps it; where nobody has, all are refused.
 */
final class Clashes {
  private Clashes() {}

  /**
   * The sightings, with a problem where the name is taken or reserved.
   *
   * @param holders the paths that have their names already
   * @param registered all names that have versions, whoever made them
   */
  static List<Sighting> resolve(
      List<Sighting> sightings, Set<String> holders, Set<String> registered) {
    Map<String, List<Sighting>> byFold =
        sightings.stream()
            .collect(
                Collectors.groupingBy(
                    sighting -> Naming.fold(sighting.name()), TreeMap::new, Collectors.toList()));
    Map<String, String> names =
        registered.stream()
            .collect(Collectors.toMap(Naming::fold, name -> name, (one, _) -> one, TreeMap::new));
    List<Sighting> all = new ArrayList<>();
    for (Sighting sighting : sightings) {
      List<Sighting> rivals = byFold.get(Naming.fold(sighting.name()));
      Optional<Problem.Refused> problem =
          sighting
              .problem()
              .or(() -> reserved(sighting))
              .or(() -> taken(sighting, rivals, holders))
              .or(() -> otherCase(sighting, names));
      all.add(problem.map(sighting::refused).orElse(sighting));
    }
    return all;
  }

  private static Optional<Problem.Refused> reserved(Sighting sighting) {
    try {
      new ModelName(sighting.name());
      return Optional.empty();
    } catch (Problem.Raised raised) {
      return Optional.of(
          new Problem.Refused(
              raised.problem().code(),
              sighting.path(),
              raised.problem().message(),
              "rename the file"));
    }
  }

  private static Optional<Problem.Refused> taken(
      Sighting sighting, List<Sighting> rivals, Set<String> holders) {
    if (rivals.size() == 1 || holders.contains(sighting.path())) {
      return Optional.empty();
    }
    String others =
        rivals.stream()
            .map(Sighting::path)
            .filter(path -> !path.equals(sighting.path()))
            .collect(Collectors.joining("', '", "'", "'"));
    return Optional.of(
        new Problem.Refused(
            "NAME_TAKEN",
            sighting.path(),
            "'%s' and %s both want the name '%s'"
                .formatted(sighting.path(), others, sighting.name()),
            "rename one of them: names that differ by case alone count as one"));
  }

  private static Optional<Problem.Refused> otherCase(Sighting sighting, Map<String, String> names) {
    return Optional.ofNullable(names.get(Naming.fold(sighting.name())))
        .filter(name -> !name.equals(sighting.name()))
        .map(
            name ->
                new Problem.Refused(
                    "NAME_TAKEN",
                    sighting.path(),
                    "'%s' differs by case alone from the registered model '%s'"
                        .formatted(sighting.name(), name),
                    "rename the file"));
  }
}
