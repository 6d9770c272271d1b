package dev.serin.runtime;

import dev.serin.tensor.Signature;
import java.util.List;
import java.util.Map;

/**
 * What a model file holds, found without executing it. {@code writers} are the library versions
 * that wrote it ({@code scikit-learn} → {@code 1.6.1}); {@code warnings} are facts that the owner
 * should know, such as training rows inside the file.
 */
public record Inspection(
    String format,
    Map<String, String> writers,
    Signature signature,
    List<Step> steps,
    List<String> warnings) {

  public Inspection {
    writers = Map.copyOf(writers);
    steps = List.copyOf(steps);
    warnings = List.copyOf(warnings);
  }

  /**
   * One step or layer: where it stands ({@code Pipeline.steps[1]}), the class that the file names,
   * what it maps to here, and its sizes for people ({@code 4 → 3}).
   */
  public record Step(String place, String type, String mapsTo, String sizes) {}
}
