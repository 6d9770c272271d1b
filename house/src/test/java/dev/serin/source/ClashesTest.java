package dev.serin.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.base.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ClashesTest {

  private static Map<String, Problem.Refused> refused(
      Set<String> holders, Set<String> registered, String... files) {
    List<Sighting> sightings =
        Arrays.stream(files)
            .map(
                file ->
                    new Sighting(
                        file,
                        Naming.name(file, false),
                        Fingerprint.NONE,
                        Fingerprint.NONE,
                        Optional.empty()))
            .toList();
    return Clashes.resolve(sightings, holders, registered).stream()
        .filter(sighting -> sighting.problem().isPresent())
        .collect(Collectors.toMap(Sighting::path, it -> it.problem().orElseThrow()));
  }

  @Test
  void differentNamesDoNotClash() {
    assertThat(refused(Set.of(), Set.of("a"), "a.pkl", "b.pkl")).isEmpty();
  }

  @Test
  void twoFilesOfOneNameAreBothRefusedNamingEachOther() {
    var refused = refused(Set.of(), Set.of(), "a.pkl", "a.h5", "b.pkl");

    assertThat(refused).containsOnlyKeys("a.pkl", "a.h5");
    assertThat(refused.get("a.pkl").code()).isEqualTo("NAME_TAKEN");
    assertThat(refused.get("a.pkl").message()).contains("'a.pkl'", "'a.h5'");
    assertThat(refused.get("a.h5").message()).contains("'a.pkl'", "'a.h5'");
  }

  @Test
  void whoHasTheNameKeepsIt() {
    assertThat(refused(Set.of("a.h5"), Set.of("a"), "a.pkl", "a.h5")).containsOnlyKeys("a.pkl");
  }

  @Test
  void namesThatDifferByCaseAloneClash() {
    assertThat(refused(Set.of(), Set.of(), "Iris.pkl", "iris.pkl")).hasSize(2);
    assertThat(refused(Set.of("iris.pkl"), Set.of("iris"), "Iris.pkl", "iris.pkl"))
        .containsOnlyKeys("Iris.pkl");
  }

  @Test
  void aNameThatDiffersByCaseFromARegisteredOneIsRefused() {
    var refused = refused(Set.of(), Set.of("IRIS"), "iris.pkl");

    assertThat(refused.get("iris.pkl").message()).contains("'iris'", "'IRIS'");
  }

  @Test
  void reservedNamesAreRefused() {
    var refused = refused(Set.of(), Set.of(), "latest.pkl", "Stats.onnx", "registry");

    assertThat(refused).hasSize(3);
    assertThat(refused.values()).extracting(Problem.Refused::code).containsOnly("NAME_RESERVED");
  }
}
