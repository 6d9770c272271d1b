package dev.serin.runtime.folder;

import dev.serin.runtime.Format.Opened;
import dev.serin.runtime.Inspection;
import dev.serin.runtime.Predictor;
import dev.serin.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The model inside, shown as its folder describes it. */
record OpenedFolder(
    Opened inner, Presentation how, Inspection inspection, List<List<Tensor>> examples)
    implements Opened {
  OpenedFolder {
    examples = List.copyOf(examples);
  }

  /** What a folder says beside the signature; {@code step} is its own line among the steps. */
  record Told(Inspection.Step step, Map<String, String> writers, List<String> warnings) {}

  static OpenedFolder of(Opened inner, Presentation how, Told told, List<List<Tensor>> examples) {
    Inspection own = inner.inspection();
    Map<String, String> writers = new TreeMap<>(own.writers());
    writers.putAll(told.writers());
    List<Inspection.Step> steps = new ArrayList<>(List.of(told.step()));
    steps.addAll(own.steps());
    List<String> warnings = new ArrayList<>(own.warnings());
    warnings.addAll(told.warnings());
    Inspection inspection = new Inspection(own.format(), writers, how.shown(), steps, warnings);
    return new OpenedFolder(inner, how, inspection, examples);
  }

  @Override
  public Predictor predictor() {
    return how.over(inner.predictor());
  }
}
