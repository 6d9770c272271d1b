package dev.serin.cli;

import dev.serin.artifact.DiskBundle;
import dev.serin.base.Json;
import dev.serin.base.Problem;
import dev.serin.runtime.Formats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code scan}: {@code inspect} over all models below a folder. A sub-folder that a format
 * recognises is one model; any other is searched.
 */
final class Scan {
  /** The version of the JSON below: members are added, never renamed or removed. */
  private static final String SCHEMA = "serin.scan/1";

  private static final int DEEPEST = 32;
  private final Offline offline;

  Scan(Supplier<Formats> formats) {
    offline = new Offline(formats);
  }

  Command command() {
    return new Command(
        "scan",
        "inspects all models below a folder; exit code 1 when one is refused",
        List.of(Command.JSON),
        Command.Operands.one("DIR", "the folder"),
        this::run);
  }

  private int run(Words words, Screen screen) {
    Path root = Path.of(words.only());
    if (!Files.isDirectory(root)) {
      throw new Problem.Raised(
          new Problem.Unknown("FOLDER_UNKNOWN", "there is no folder '" + root + "'"));
    }
    List<Path> models = new ArrayList<>();
    collect(root, 0, models);
    List<Report> reports = new ArrayList<>();
    for (Path model : models) {
      screen.progress("%d of %d: %s".formatted(reports.size() + 1, models.size(), model));
      reports.add(offline.report(model, Optional.empty()));
    }
    screen.progress("");
    long refused = reports.stream().filter(report -> !report.fine()).count();
    if (words.has("--json")) {
      screen.json(json(reports, refused));
    } else {
      screen.lines(table(root, reports).lines());
      screen.line("");
      screen.line("%d accepted, %d refused".formatted(reports.size() - refused, refused));
      screen.line("formats: " + shown(counted(reports, report -> report.facts().format())));
      List<Report> bad = reports.stream().filter(report -> !report.fine()).toList();
      if (!bad.isEmpty()) {
        screen.line("refusals: " + shown(counted(bad, Report::verdict)));
      }
    }
    return refused == 0 ? Commands.FINE : Commands.FAILED;
  }

  private void collect(Path folder, int depth, List<Path> models) {
    try (Stream<Path> children = Files.list(folder)) {
      for (Path child : children.filter(Scan::model).sorted().toList()) {
        boolean inner = Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS);
        if (inner && depth < DEEPEST && !offline.recognises(child)) {
          collect(child, depth + 1, models);
        } else {
          models.add(child);
        }
      }
    } catch (IOException unreadable) {
      throw new Problem.Raised(
          new Problem.Unavailable(
              "FOLDER_UNREADABLE",
              "'" + folder + "' cannot be listed: " + unreadable.getMessage(),
              Duration.ZERO),
          unreadable);
    }
  }

  private static boolean model(Path path) {
    return !DiskBundle.noise(path.getFileName().toString());
  }

  private static Json.Obj json(List<Report> reports, long refused) {
    return Json.Obj.of(
        "schema",
        SCHEMA,
        "accepted",
        reports.size() - refused,
        "refused",
        refused,
        "unsafe",
        reports.stream().filter(report -> !report.safe()).count(),
        "formats",
        counted(reports, report -> report.facts().format()),
        "risks",
        counted(reports, report -> report.facts().risk().name().toLowerCase(Locale.ROOT)),
        "refusals",
        counted(reports.stream().filter(report -> !report.fine()).toList(), Report::verdict),
        "models",
        reports.stream().map(Report::json).toList());
  }

  /** How often each word occurs, in the order of the words. */
  private static Map<String, Long> counted(List<Report> reports, Function<Report, String> word) {
    return reports.stream()
        .collect(Collectors.groupingBy(word, TreeMap::new, Collectors.counting()));
  }

  private static String shown(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .map(count -> count.getValue() + " " + count.getKey())
        .collect(Collectors.joining(", "));
  }

  private static Table table(Path root, List<Report> reports) {
    Table table = new Table("FILE", "VERDICT", "FORMAT", "RISK", "STEPS", "BYTES", "REMARK");
    for (Report report : reports) {
      Report.Facts facts = report.facts();
      String file = root.relativize(Path.of(facts.file())).toString();
      String bytes = "%,d".formatted(facts.bytes());
      String risk = facts.risk().name().toLowerCase(Locale.ROOT);
      switch (report) {
        case Report.Accepted accepted ->
            table.row(
                file,
                accepted.fine() ? "accepted" : "refused",
                accepted.inspection().format(),
                risk,
                String.valueOf(accepted.inspection().steps().size()),
                bytes,
                "golden rows: " + accepted.golden().text());
        case Report.Rejected rejected ->
            table.row(
                file,
                "refused",
                facts.format(),
                risk,
                "",
                bytes,
                rejected.failure().code() + ": " + rejected.failure().message());
      }
    }
    return table;
  }
}
