package dev.serin.app;

import dev.serin.artifact.Bundle;
import dev.serin.artifact.DiskBundle;
import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.runtime.Format;
import dev.serin.runtime.Format.Known;
import dev.serin.runtime.Formats;
import dev.serin.runtime.Inspection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Writes {@code docs/formats.md}: every class, layer and operator that is served, with the fixtures
 * that hold it and the tolerance they hold it to in every build, and every refusal with its code.
 */
record FormatsPage(Formats formats, Path fixtures) {
  /** How many fixtures hold a word, and the widest tolerance among them. */
  private record Held(int cases, double tolerance, TreeSet<String> families) {
    Held with(String family, double other) {
      TreeSet<String> more = new TreeSet<>(families);
      more.add(family);
      return new Held(cases + 1, Math.max(tolerance, other), more);
    }
  }

  private record Refused(String family, String name, String code) {}

  String text() throws IOException {
    Map<String, Map<String, Held>> held = new HashMap<>();
    List<Refused> refused = new ArrayList<>();
    for (Path family : children(fixtures)) {
      for (Path one : children(family)) {
        Path meta = one.resolve("meta.json");
        if (Files.exists(meta)) {
          visit(one, (Json.Obj) Json.parse(Files.readAllBytes(meta), 100), held, refused);
        }
      }
    }
    StringBuilder page = new StringBuilder(HEAD);
    for (Format format : formats.inOrder()) {
      List<Known> vocabulary = format.vocabulary();
      if (!vocabulary.isEmpty()) {
        section(page, format, vocabulary, held.getOrDefault(format.name(), Map.of()));
      }
    }
    refusals(page, refused);
    return page.toString();
  }

  private static final String HEAD =
      """
      # What is read

      Made by `./do formats` from the code and the fixtures; a test holds it against both. A word that stands here is served, any other
      of its library is refused with UNSUPPORTED_CLASS, UNSUPPORTED_LAYER or UNSUPPORTED_OP and its place. *Cases* counts the fixtures
      of original libraries that hold it in every build, *equal to* is the widest tolerance among them: |ours - theirs| <= t · max(1,
      |theirs|), labels identical; what the library refuses there is refused here. Everything is served since 0.1.
      """;

  private static List<Path> children(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children.sorted().toList();
    }
  }

  private void visit(
      Path one, Json.Obj meta, Map<String, Map<String, Held>> held, List<Refused> refused)
      throws IOException {
    String family = one.getParent().getFileName().toString();
    Optional<String> code = meta.text("code");
    if (code.isPresent()) {
      refused.add(new Refused(family, one.getFileName().toString(), code.get()));
      return;
    }
    double tolerance = meta.number("tolerance").map(Json.Num::doubleValue).orElse(0.0);
    for (Path model : models(one)) {
      try (Bundle whole = DiskBundle.of(model)) {
        Bundle bundle = model.equals(one) ? new ModelOnly(whole) : whole;
        String format = formats.recognise(bundle).map(Format::name).orElse("unknown");
        String table = table(format);
        Map<String, Held> words = held.computeIfAbsent(table, _ -> new HashMap<>());
        for (String word : words(formats.open(bundle).inspection())) {
          Held before = words.getOrDefault(word, new Held(0, 0, new TreeSet<>()));
          words.put(word, before.with(family, tolerance));
        }
      } catch (Problem.Raised raised) {
        throw new AssertionError(model + " is not opened", raised);
      }
    }
  }

  /** Formats of one library are told in one table. */
  private static String table(String format) {
    return switch (format) {
      case "skops" -> "sklearn";
      case "keras-h5" -> "keras";
      case "torch-script", "torch-state", "torch-module" -> "torch-export";
      default -> format;
    };
  }

  /** A fixture's folder without what only tests read. */
  private record ModelOnly(Bundle whole) implements Bundle {
    @Override
    public String name() {
      return whole.name();
    }

    @Override
    public boolean folder() {
      return true;
    }

    @Override
    public List<Entry> entries() {
      return whole.entries().stream()
          .filter(entry -> !entry.path().matches("[xy](_.*)?\\.npy|meta\\.json"))
          .toList();
    }

    @Override
    public void close() {} // the whole is closed by its owner
  }

  private static TreeSet<String> words(Inspection inspection) {
    TreeSet<String> words = new TreeSet<>();
    for (Inspection.Step step : inspection.steps()) {
      words.add(step.type());
      words.add(step.type().substring(step.type().lastIndexOf('.') + 1));
    }
    return words;
  }

  private static List<Path> models(Path one) throws IOException {
    boolean together =
        Files.exists(one.resolve("model_class.py")) || Files.exists(one.resolve("serin.json"));
    if (together) {
      return List.of(one);
    }
    return children(one).stream()
        .filter(file -> file.getFileName().toString().matches("model(\\.[a-z0-9.]+)?"))
        .toList();
  }

  private static void section(
      StringBuilder page, Format format, List<Known> vocabulary, Map<String, Held> held) {
    page.append("\n## ").append(format.name()).append("\n\n");
    page.append("| Name | Served as | Cases | Equal to |\n|---|---|---|---|\n");
    TreeMap<String, String> sorted = new TreeMap<>();
    vocabulary.forEach(known -> sorted.merge(known.name(), known.mapsTo(), FormatsPage::joined));
    sorted.forEach(
        (name, mapsTo) -> {
          Held found = held.get(name);
          String cases = found == null ? "" : Integer.toString(found.cases());
          String equal = found == null ? "" : "%.0e".formatted(found.tolerance());
          page.append("| %s | %s | %s | %s |%n".formatted(name, mapsTo, cases, equal));
        });
  }

  private static String joined(String one, String other) {
    return one.contains(other) ? one : one + ", " + other;
  }

  private static void refusals(StringBuilder page, List<Refused> refused) {
    page.append("\n## Refused, by fixtures\n\n| Fixture | Code |\n|---|---|\n");
    for (Refused each : refused) {
      page.append("| %s/%s | %s |%n".formatted(each.family(), each.name(), each.code()));
    }
  }

  /** The names in the first column of the page, by section. */
  static Map<String, List<String>> names(String page) {
    Map<String, List<String>> names = new TreeMap<>();
    String section = "";
    for (String line : page.lines().toList()) {
      if (line.startsWith("## ")) {
        section = line.substring(3).toLowerCase(Locale.ROOT);
      } else if (line.startsWith("| ") && !line.startsWith("| Name ")) {
        String name = line.substring(2, line.indexOf(" |", 2));
        names.computeIfAbsent(section, _ -> new ArrayList<>()).add(name);
      }
    }
    return names;
  }
}
