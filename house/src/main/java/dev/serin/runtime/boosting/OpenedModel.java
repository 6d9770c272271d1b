package dev.serin.runtime.boosting;

import dev.serin.runtime.Format;
import dev.serin.runtime.Guest;
import dev.serin.runtime.Inspection;
import dev.serin.runtime.Predictor;
import java.util.List;
import java.util.Map;

/** A boosted model that was read: a file of its own, or alone in a pickle. */
public record OpenedModel(Inspection inspection, Predictor predictor) implements Format.Opened {

  /**
   * The model as one step of this class.
   *
   * @param release the version that wrote it, empty when the file does not say
   */
  public static OpenedModel of(String library, String release, String type, Guest model) {
    BoostedPredictor predictor = new BoostedPredictor(model);
    Inspection.Step step = new Inspection.Step(simple(type), type, "boosted trees", model.sizes());
    return new OpenedModel(
        new Inspection(
            library,
            release.isEmpty() ? Map.of() : Map.of(library, release),
            predictor.signature(),
            List.of(step),
            List.of()),
        predictor);
  }

  private static String simple(String type) {
    return type.substring(type.lastIndexOf('.') + 1);
  }
}
