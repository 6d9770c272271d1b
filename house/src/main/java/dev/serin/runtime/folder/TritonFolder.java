package dev.serin.runtime.folder;

import dev.serin.artifact.Bundle;
import dev.serin.runtime.Format;
import dev.serin.runtime.Formats;
import dev.serin.runtime.Inspection;
import dev.serin.runtime.Limits;
import dev.serin.runtime.Mention;
import dev.serin.runtime.Risk;
import dev.serin.tensor.Signature;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model folder of a Triton repository: {@code config.pbtxt} and numbered version folders, sorted
 * as numbers; the newest allowed one is served. Declared names, types, shapes and labels are taken
 * over and have to fit the model.
 */
public final class TritonFolder implements Format {
  private static final Pattern NUMBERED = Pattern.compile("(\\d{1,18})/.+");

  private final Formats formats;

  /** Opens what is inside by these formats. */
  public TritonFolder(Formats formats) {
    this.formats = formats;
  }

  @Override
  public String name() {
    return "triton";
  }

  @Override
  public Risk risk() {
    return Risk.CODE;
  }

  @Override
  public boolean recognises(Bundle bundle) {
    return bundle.folder()
        && (bundle.entry(TritonConfig.FILE).isPresent()
            || bundle.entries().stream().anyMatch(TritonFolder::usual));
  }

  /** A file of the usual name in a numbered folder: Triton itself needs no more than that. */
  private static boolean usual(Bundle.Entry entry) {
    return TritonConfig.ANY.stream()
        .anyMatch(file -> entry.path().matches("\\d{1,18}/" + Pattern.quote(file) + "(/.*)?"));
  }

  @Override
  public List<Mention> mentions(Bundle bundle, Limits limits) {
    return formats.mentions(part(bundle, config(bundle)));
  }

  private static TritonConfig config(Bundle bundle) {
    return TritonConfig.parse(bundle.entry(TritonConfig.FILE).map(Texts::of).orElse(""));
  }

  @Override
  public Opened open(Bundle bundle, Limits limits) {
    TritonConfig config = config(bundle);
    Part part = part(bundle, config);
    Opened inner = formats.open(part);
    Presentation how = config.described().over(inner.inspection().signature());
    Optional<List<String>> labels = config.labels().map(file -> labels(bundle, file));
    Inspection.Step step =
        new Inspection.Step(
            TritonConfig.FILE, part.name(), "format " + inner.inspection().format(), "");
    return OpenedFolder.of(
        inner,
        labels.map(names -> how.with(labelled(how.shown(), names))).orElse(how),
        new OpenedFolder.Told(step, Map.of(), config.notes()),
        List.of());
  }

  private static Part part(Bundle bundle, TritonConfig config) {
    List<Long> allowed = config.versions();
    long newest =
        bundle.entries().stream()
            .map(entry -> NUMBERED.matcher(entry.path()))
            .filter(Matcher::matches)
            .map(match -> Long.parseLong(match.group(1)))
            .filter(version -> allowed.isEmpty() || allowed.contains(version))
            .max(Comparator.naturalOrder())
            .orElseThrow(
                () -> Refusal.corrupt(TritonConfig.FILE, "there is no version folder to serve"));
    String folder =
        bundle.entries().stream()
            .map(entry -> entry.path().substring(0, Math.max(0, entry.path().indexOf('/'))))
            .filter(name -> name.matches("\\d{1,18}") && Long.parseLong(name) == newest)
            .findFirst()
            .orElseThrow();
    for (String candidate : config.candidates()) {
      String path = folder + "/" + candidate;
      boolean there =
          bundle.entries().stream()
              .anyMatch(e -> e.path().equals(path) || e.path().startsWith(path + "/"));
      if (there) {
        boolean single = candidate.endsWith(".onnx") && bundle.entry(path).isPresent();
        return single ? Part.folder(bundle, folder) : Part.at(bundle, path);
      }
    }
    throw Refusal.corrupt(folder, "version " + newest + " holds none of " + config.candidates());
  }

  private static List<String> labels(Bundle bundle, String file) {
    return bundle
        .entry(file)
        .map(entry -> Texts.of(entry).lines().map(String::strip).filter(l -> !l.isEmpty()).toList())
        .orElseThrow(
            () -> Refusal.corrupt(TritonConfig.FILE, "the label file " + file + " is missing"));
  }

  private static Signature labelled(Signature signature, List<String> labels) {
    return new Signature(
        signature.kind(),
        signature.inputs(),
        signature.outputs(),
        signature.columns(),
        labels,
        signature.defaults());
  }
}
