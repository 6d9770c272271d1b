package dev.serin.cli;

import dev.serin.base.Json;
import dev.serin.runtime.Inspection;
import dev.serin.tensor.Signature;
import dev.serin.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What an offline look at one model found: it can be served, or it is refused. */
sealed interface Report {
  /** Refusals which say that the file asks for code or for other files when it is loaded. */
  Set<String> UNSAFE =
      Set.of(
          "CUSTOM_CODE",
          "FORBIDDEN_OP",
          "FULL_PICKLED_MODULE",
          "EXTERNAL_REFERENCE",
          "UNSUPPORTED_CLASS");

  String file();

  long bytes();

  /** Whether it can be served as it is. */
  boolean fine();

  Json.Obj json();

  /** The whole report for people. */
  List<String> lines();

  /** It was read completely and can be served. */
  record Accepted(String file, long bytes, Inspection inspection, GoldenRows.Outcome golden)
      implements Report {

    @Override
    public boolean fine() {
      return golden.agrees();
    }

    @Override
    public Json.Obj json() {
      Map<String, Object> members = new LinkedHashMap<>();
      members.put("file", file);
      members.put("bytes", bytes);
      members.put("accepted", fine());
      members.put("safety", "safe");
      members.put("format", inspection.format());
      members.put("writers", new TreeMap<>(inspection.writers()));
      members.put("signature", signature(inspection.signature()));
      members.put("steps", inspection.steps().stream().map(Accepted::step).toList());
      members.put("warnings", inspection.warnings());
      members.put("golden", golden.json());
      return (Json.Obj) Json.of(members);
    }

    private static Json step(Inspection.Step step) {
      return Json.Obj.of(
          "place",
          step.place(),
          "type",
          step.type(),
          "mapsTo",
          step.mapsTo(),
          "sizes",
          step.sizes());
    }

    private static Json signature(Signature signature) {
      return Json.Obj.of(
          "kind",
          signature.kind().name().toLowerCase(Locale.ROOT),
          "inputs",
          specs(signature.inputs()),
          "outputs",
          specs(signature.outputs()),
          "columns",
          specs(signature.columns()),
          "labels",
          signature.labels(),
          "defaults",
          signature.defaults());
    }

    private static List<Json.Obj> specs(List<TensorSpec> specs) {
      return specs.stream()
          .map(
              spec ->
                  Json.Obj.of(
                      "name", spec.name(), "datatype", spec.type().name(), "shape", spec.shape()))
          .toList();
    }

    @Override
    public List<String> lines() {
      Signature signature = inspection.signature();
      List<String> lines = new ArrayList<>();
      lines.add("%s: %s, %,d bytes".formatted(file, inspection.format(), bytes));
      lines.addAll(facts(signature).lines().stream().skip(1).toList());
      Table steps = new Table("STEP", "CLASS", "SERVED AS", "SIZES");
      inspection
          .steps()
          .forEach(step -> steps.row(step.place(), step.type(), step.mapsTo(), step.sizes()));
      section(lines, steps);
      section(lines, specs("INPUT", signature.inputs(), List.of()));
      if (!signature.columns().isEmpty() && !signature.columns().equals(signature.inputs())) {
        section(lines, specs("COLUMN", signature.columns(), List.of()));
      }
      section(lines, specs("OUTPUT", signature.outputs(), signature.defaults()));
      return lines.stream().map(String::stripTrailing).toList();
    }

    private Table facts(Signature signature) {
      Table facts = new Table("", "");
      facts.row("safety", "safe: read to the end, nothing in it is executed");
      facts.row("written by", writers(inspection));
      if (!signature.labels().isEmpty()) {
        facts.row("labels", String.join(", ", signature.labels()));
      }
      facts.row("golden rows", golden.text());
      inspection.warnings().forEach(warning -> facts.row("warning", warning));
      return facts;
    }

    private static void section(List<String> lines, Table table) {
      lines.add("");
      lines.addAll(table.lines());
    }

    private static Table specs(String head, List<TensorSpec> specs, List<String> defaults) {
      Table table = new Table(head, "DATATYPE", "SHAPE", "");
      for (TensorSpec spec : specs) {
        boolean given = defaults.contains(spec.name());
        table.row(spec.name(), spec.type().name(), spec.shape().toString(), given ? "default" : "");
      }
      return table;
    }
  }

  /** It is refused: why, where, and what to do. */
  record Rejected(String file, long bytes, Failure failure) implements Report {
    @Override
    public boolean fine() {
      return false;
    }

    @Override
    public Json.Obj json() {
      return Json.Obj.of(
          "file",
          file,
          "bytes",
          bytes,
          "accepted",
          false,
          "safety",
          safety(),
          "refusal",
          failure.json().object("error").orElseThrow());
    }

    private String safety() {
      return UNSAFE.contains(failure.code()) ? "unsafe" : "unknown";
    }

    @Override
    public List<String> lines() {
      Table facts = new Table("", "");
      facts.row("code", failure.code());
      facts.row("why", failure.message());
      facts.row("where", failure.place());
      facts.row("what to do", failure.remedy());
      facts.row("safety", verdict());
      List<String> lines = new ArrayList<>();
      lines.add("%s: refused, %,d bytes".formatted(file, bytes));
      lines.addAll(facts.lines().stream().skip(1).toList());
      return lines;
    }

    private String verdict() {
      return UNSAFE.contains(failure.code())
          ? "unsafe: it asks for code or files outside of the model; nothing of it was executed"
          : "not judged: it was not read to the end; nothing of it was executed";
    }
  }

  /** The libraries that wrote a file, for people. */
  static String writers(Inspection inspection) {
    if (inspection.writers().isEmpty()) {
      return "the file does not say";
    }
    return new TreeMap<>(inspection.writers())
        .entrySet().stream()
            .map(writer -> writer.getKey() + " " + writer.getValue())
            .collect(Collectors.joining(", "));
  }
}
