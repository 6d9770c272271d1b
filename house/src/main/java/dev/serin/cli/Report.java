package dev.serin.cli;

import dev.serin.base.Json;
import dev.serin.runtime.Inspection;
import dev.serin.runtime.Mention;
import dev.serin.runtime.Mention.Verdict;
import dev.serin.runtime.Risk;
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

  /** The version of the JSON below: members are added, never renamed or removed. */
  String SCHEMA = "serin.inspect/1";

  Facts facts();

  /** Whether it can be served as it is. */
  boolean fine();

  /** Whether it asks for no code and no other files where its own library opens it. */
  default boolean safe() {
    return true;
  }

  /** The code of the refusal, or the one word for what is wrong. */
  String verdict();

  Json.Obj json();

  /** The whole report for people. */
  List<String> lines();

  /**
   * What is known of a file whatever becomes of it; {@code sha256} is of the file or the folder.
   */
  record Facts(
      String file, long bytes, String sha256, String format, Risk risk, List<Mention> mentions) {
    public Facts {
      mentions = List.copyOf(mentions);
    }

    private Map<String, Object> members(boolean accepted, String safety) {
      Map<String, Object> members = new LinkedHashMap<>();
      members.put("schema", SCHEMA);
      members.put("file", file);
      members.put("bytes", bytes);
      members.put("sha256", sha256);
      members.put("accepted", accepted);
      members.put("safety", safety);
      members.put("format", format);
      members.put("risk", risk.name().toLowerCase(Locale.ROOT));
      members.put("imports", mentions.stream().map(Facts::json).toList());
      return members;
    }

    private static Json json(Mention mention) {
      return Json.Obj.of(
          "name", mention.name(),
          "place", mention.place(),
          "verdict", mention.verdict().name().toLowerCase(Locale.ROOT));
    }

    private String danger() {
      return switch (risk) {
        case DATA -> "data: numbers and names, nothing that any reader could be made to run";
        case GRAPH -> "graph: in its own library as harmless as its operators are";
        case CODE -> "code: its own library runs what the writer of the file wants";
      };
    }

    /** The names that are not on the list, and how many are. */
    private void imports(Table facts) {
      long known = mentions.stream().filter(each -> each.verdict() == Verdict.KNOWN).count();
      if (!mentions.isEmpty()) {
        facts.row("imports", "%d names, %d of them known".formatted(mentions.size(), known));
      }
      for (Mention mention : mentions) {
        if (mention.verdict() != Verdict.KNOWN) {
          String kind = mention.verdict() == Verdict.CODE ? "runs code" : "not known";
          facts.row("", "%s (%s), %s".formatted(mention.name(), kind, mention.place()));
        }
      }
    }
  }

  /** It was read completely and can be served. */
  record Accepted(Facts facts, Inspection inspection, GoldenRows.Outcome golden) implements Report {

    @Override
    public boolean fine() {
      return golden.agrees();
    }

    @Override
    public Json.Obj json() {
      Map<String, Object> members = facts.members(fine(), "safe");
      members.put("writers", new TreeMap<>(inspection.writers()));
      members.put("signature", signature(inspection.signature()));
      members.put("steps", inspection.steps().stream().map(Accepted::step).toList());
      members.put("warnings", inspection.warnings());
      members.put("golden", golden.json());
      return (Json.Obj) Json.of(members);
    }

    @Override
    public String verdict() {
      return fine() ? "accepted" : "GOLDEN_MISMATCH";
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
      lines.add("%s: %s, %,d bytes".formatted(facts.file(), inspection.format(), facts.bytes()));
      lines.addAll(table(signature).lines().stream().skip(1).toList());
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

    private Table table(Signature signature) {
      Table table = new Table("", "");
      table.row("safety", "safe: read to the end, nothing in it is executed");
      table.row("risk class", facts.danger());
      table.row("sha256", facts.sha256());
      facts.imports(table);
      table.row("written by", writers(inspection));
      if (!signature.labels().isEmpty()) {
        table.row("labels", String.join(", ", signature.labels()));
      }
      table.row("golden rows", golden.text());
      inspection.warnings().forEach(warning -> table.row("warning", warning));
      return table;
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
  record Rejected(Facts facts, Failure failure) implements Report {
    @Override
    public boolean fine() {
      return false;
    }

    @Override
    public Json.Obj json() {
      Map<String, Object> members = facts.members(false, safety());
      members.put("refusal", failure.json().object("error").orElseThrow());
      return (Json.Obj) Json.of(members);
    }

    @Override
    public boolean safe() {
      return !UNSAFE.contains(failure.code());
    }

    @Override
    public String verdict() {
      return failure.code();
    }

    private String safety() {
      return safe() ? "unknown" : "unsafe";
    }

    @Override
    public List<String> lines() {
      Table table = new Table("", "");
      table.row("code", failure.code());
      table.row("why", failure.message());
      table.row("where", failure.place());
      table.row("what to do", failure.remedy());
      table.row("safety", judgement());
      table.row("risk class", facts.danger());
      table.row("sha256", facts.sha256());
      facts.imports(table);
      List<String> lines = new ArrayList<>();
      lines.add("%s: refused, %,d bytes".formatted(facts.file(), facts.bytes()));
      lines.addAll(table.lines().stream().skip(1).toList());
      return lines.stream().map(String::stripTrailing).toList();
    }

    private String judgement() {
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
