package dev.serin.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The law of the house: house.txt's arrows, third parties behind one door each, no loops. */
class HouseLawTest {
  private static final String ROOT = "dev.serin.";
  private static final Path TOP = Path.of("..");
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.serin");

  /** Which rooms may see a library; every other room sees the JDK and the logging facade. */
  private static final Map<String, Set<String>> DOORS =
      Map.ofEntries(
          Map.entry("com.fasterxml.jackson", Set.of("codec", "web", "facade", "cli", "plug")),
          Map.entry("io.helidon", Set.of("web")),
          Map.entry("io.grpc", Set.of("rpc")),
          Map.entry("com.google.protobuf", Set.of("rpc")),
          Map.entry("picocli", Set.of("cli", "app")),
          Map.entry("org.tukaani", Set.of("reader")),
          Map.entry("io.micrometer", Set.of("plug.telemetry")),
          Map.entry("io.prometheus", Set.of("plug.telemetry")),
          Map.entry("javax.imageio", Set.of("codec.image")),
          Map.entry("java.sql", Set.of("plug.sql")),
          Map.entry("javax.sql", Set.of("plug.sql")),
          Map.entry("org.sqlite", Set.of("plug.sql")),
          Map.entry("ai.onnxruntime", Set.of("plug.onnx")),
          Map.entry("org.snakeyaml", Set.of("reader")));

  @Test
  void everyArrowBetweenRoomsStandsInTheLaw() throws IOException {
    Map<String, Set<String>> law = law(Files.readAllLines(TOP.resolve("house.txt")));

    Set<String> broken = new TreeSet<>();
    arrows().forEach(arrow -> broken.addAll(arrow.against(law)));

    assertThat(broken).isEmpty();
  }

  @Test
  void childrenKnowTheirParentAndNeverEachOther() {
    Set<String> broken = new TreeSet<>();
    arrows()
        .filter(arrow -> arrow.from().equals(arrow.to()))
        .filter(arrow -> !arrow.upwards())
        .forEach(arrow -> broken.add(arrow.what()));

    assertThat(broken).isEmpty();
  }

  @Test
  void noPackageSitsOnALoop() {
    slices().matching("dev.serin.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void everyLibraryEntersByItsOneDoor() {
    Set<String> broken = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        String target = dependency.getTargetClass().getBaseComponentType().getPackageName();
        if (foreign(target) && !allowed(type.getPackageName(), target)) {
          broken.add(type.getName() + " may not see " + target);
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void nothingIsNamedForWhatItIsNot() {
    noClasses()
        .should()
        .haveNameMatching(".*(Util|Utils|Utility|Helper|Helpers|Common|Manager|Impl)")
        .orShould()
        .resideInAnyPackage("..util..", "..common..", "..helper..")
        .check(CLASSES);
  }

  @Test
  void noStateIsStaticAndMutable() {
    fields()
        .that()
        .areStatic()
        .and(
            com.tngtech.archunit.base.DescribedPredicate.describe(
                "are written by people", field -> !field.getModifiers().contains(SYNTHETIC)))
        .should()
        .beFinal()
        .check(CLASSES);
  }

  @Test
  void fieldsAreFinalOrPrivate() {
    fields()
        .that()
        .areNotPrivate()
        .and()
        .areNotStatic()
        .should()
        .beFinal()
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void factsAndProblemsAreRecordsOfASealedFamily() {
    Set<String> broken =
        CLASSES.stream()
            .filter(type -> type.getSimpleName().endsWith("Fact") && type.isInterface())
            .filter(type -> !type.reflect().isSealed())
            .map(JavaClass::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(broken).isEmpty();
  }

  @Test
  void thePictureInTheDocsIsTheLaw() throws IOException {
    String docs = Files.readString(TOP.resolve("docs/house.md"));
    String law = Files.readString(TOP.resolve("house.txt")).strip();

    assertThat(docs).contains("```\n" + law + "\n```");
  }

  private static final JavaModifier SYNTHETIC = JavaModifier.SYNTHETIC;

  /** One reference from a class of one room to a class of another. */
  private record Arrow(String from, String fromChild, String to, String toChild, String what) {
    /** Whether it stays in its package or points to one that holds it. */
    boolean upwards() {
      return toChild.isEmpty() || (fromChild + ".").startsWith(toChild + ".");
    }

    Set<String> against(Map<String, Set<String>> law) {
      if (!law.containsKey(from)) {
        return Set.of(from + " is no room of house.txt: " + what);
      }
      boolean allowed =
          from.equals(to) || law.get(from).contains("*") || law.get(from).contains(to);
      return allowed ? Set.of() : Set.of(from + " -> " + to + " is no arrow: " + what);
    }
  }

  private static Stream<Arrow> arrows() {
    return CLASSES.stream()
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .filter(dependency -> ours(dependency.getTargetClass().getBaseComponentType()))
        .map(
            dependency -> {
              String from = dependency.getOriginClass().getPackageName();
              String to = dependency.getTargetClass().getBaseComponentType().getPackageName();
              return new Arrow(
                  room(from), child(from), room(to), child(to), dependency.getDescription());
            })
        .filter(arrow -> !arrow.from().equals("plug") && !arrow.from().equals("app"));
  }

  private static Map<String, Set<String>> law(List<String> lines) {
    Map<String, Set<String>> law = new LinkedHashMap<>();
    for (String line : lines) {
      String[] sides = line.split("->", 2);
      law.put(sides[0].strip(), Set.of(sides[1].strip().split("\\s+")));
    }
    return law;
  }

  private static boolean ours(JavaClass type) {
    return type.getName().startsWith(ROOT);
  }

  private static String room(String ofPackage) {
    return ofPackage.substring(ROOT.length()).split("\\.", 2)[0];
  }

  private static String child(String ofPackage) {
    String[] parts = ofPackage.substring(ROOT.length()).split("\\.", 2);
    return parts.length == 1 ? "" : parts[1];
  }

  private static boolean foreign(String target) {
    Predicate<String> in = target::startsWith;
    if (DOORS.keySet().stream().anyMatch(in)) {
      return true;
    }
    return !target.isEmpty()
        && Stream.of("java.", "javax.crypto", "javax.net", "jdk.", "org.slf4j", ROOT, "sun.misc")
            .noneMatch(in)
        && !target.equals("dev.serin");
  }

  private static boolean allowed(String from, String target) {
    String place = from.substring(ROOT.length());
    return DOORS.entrySet().stream()
        .filter(door -> target.startsWith(door.getKey()))
        .anyMatch(
            door ->
                door.getValue().stream()
                    .anyMatch(room -> place.equals(room) || place.startsWith(room + ".")));
  }
}
