package dev.serin.runtime.sklearn;

import dev.serin.reader.Budget;
import dev.serin.reader.Node;
import dev.serin.runtime.Format;
import dev.serin.runtime.Inspection;
import dev.serin.runtime.Limits;
import dev.serin.runtime.Predictor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A model that was built from the nodes of its file, be it a pickle or a skops archive. */
record Fitted(Inspection inspection, Predictor predictor) implements Format.Opened {

  /**
   * The file that was read: {@code format} and {@code name} say which, {@code root} is the model.
   */
  record Source(String format, String name, Node root, Map<String, String> writers) {}

  private static final int WIDEST = 1 << 24;

  /** Builds the model; {@code budget} says what reading it cost. */
  static Fitted of(Source source, List<Family> families, Limits limits, Budget budget) {
    Node root = source.root();
    Workshop workshop = new Workshop(families, limits.graphNodes());
    String place = root instanceof Node.Instance model ? model.type().name() : source.name();
    Estimator model = workshop.build(root, place);
    if (model.forms().isEmpty()) {
      throw Refusal.value(place, "can neither predict nor transform");
    }
    if (model.width() > WIDEST) {
      throw Refusal.limit(place, "it takes " + model.width() + " columns, more than " + WIDEST);
    }
    Inputs inputs = Inputs.of(model, FeatureNames.of(root));
    SklearnPredictor predictor =
        new SklearnPredictor(model, inputs, workshop.joint(), budget.heapBytes());
    Map<String, String> writers = new TreeMap<>(source.writers());
    if (!workshop.writer().isEmpty()) {
      writers.put("scikit-learn", workshop.writer());
    }
    Inspection inspection =
        new Inspection(
            source.format(), writers, predictor.signature(), workshop.steps(), workshop.warnings());
    return new Fitted(inspection, predictor);
  }
}
